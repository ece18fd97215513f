// The trainer's own build (core/inference/module/portable) lists its sources by hand. What the linker took into the
// trainer of this build says which it needs.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace triptych::house {
namespace {

std::string textOf(const std::string& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Names without folder or ending of the members of our own libraries: "train" of libtriptych_x.a(train.cpp.o).
std::set<std::string> linkedInto(const std::string& map) {
    const std::string members = map.substr(0, map.find("Discarded input sections"));
    const std::regex member(R"(libtriptych_\w+\.a\((\w+)\.cpp\.o\))");
    std::set<std::string> out;
    for (std::sregex_iterator it(members.begin(), members.end(), member), end; it != end; ++it) out.insert((*it)[1]);
    return out;
}

std::set<std::string> listedIn(const std::string& cmake) {
    const std::regex source(R"(\b\w+(?:/\w+)*/(\w+)\b|\b(\w+)\b)");
    std::set<std::string> out;
    for (std::sregex_iterator it(cmake.begin(), cmake.end(), source), end; it != end; ++it)
        out.insert((*it)[1].matched ? (*it)[1] : (*it)[2]);
    return out;
}

TEST(PortableTrainer, ListsEverySourceThatTheTrainerNeeds) {
    const auto linked = linkedInto(textOf(TRIPTYCH_TRAINER_MAP));
    ASSERT_GT(linked.size(), 30U) << "the linker's map was not read";
    EXPECT_TRUE(linked.contains("branch_trainer"));
    const auto listed =
        listedIn(textOf(std::string(TRIPTYCH_SOURCE_DIR) + "/core/inference/module/portable/CMakeLists.txt"));
    for (const std::string& source : linked)
        EXPECT_TRUE(listed.contains(source)) << source << ".cpp is missing from module/portable/CMakeLists.txt";
}

}  // namespace
}  // namespace triptych::house
