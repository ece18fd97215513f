// What lies beside a model's weights: read whole or not at all, and said where it is not; the model answers without.
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace triptych::test {
namespace {

using Json = nlohmann::json;

#define TRIPTYCH_NEEDS_MODELS(list)                                                            \
    const Json list = Json::parse(cli({"models", "--json"}).out, nullptr, false).at("models"); \
    if (list.empty()) GTEST_SKIP() << "needs an installed model"

std::string shortRecord() {
    static const std::string path = [] {
        const auto folder = scratchFolder("beside-short");
        EXPECT_EQ(cli({"synth", "--out", folder.string(), "--name", "short", "--duration", "20"}).status, 0);
        return (folder / "short.hea").string();
    }();
    return path;
}

// What explanations rest on is beside the weights: the model answers without it, and says what it could not read.
TEST(CliModel, SaysWhatBesideTheWeightsCannotBeRead) {
    TRIPTYCH_NEEDS_MODELS(list);
    for (const char* beside : {"explanation.safetensors", "clusters.safetensors"}) {
        const auto folder = scratchFolder("beside") / "model";
        std::filesystem::copy(list.at(0).at("folder").get<std::string>(), folder);
        if (!std::filesystem::exists(folder / beside)) GTEST_SKIP() << "the default model has no " << beside;
        EXPECT_EQ(cli({"model", "check", folder.string()}).status, 0) << beside;
        std::filesystem::resize_file(folder / beside, std::filesystem::file_size(folder / beside) - 40);
        const auto checked = cli({"model", "check", folder.string()});
        EXPECT_EQ(checked.status, 1) << beside;
        EXPECT_NE(checked.out.find(beside), std::string::npos) << checked.out;
        for (const char* command : {"classify", "explain"}) {
            std::vector<std::string> arguments = {command, shortRecord(), "--model", folder.string()};
            if (command == std::string_view("explain")) arguments.insert(arguments.end(), {"--beat", "3"});
            const auto answered = cli(arguments);
            EXPECT_EQ(answered.status, 0) << answered.err;
            EXPECT_NE(answered.err.find(beside), std::string::npos) << command << ": " << answered.err;
        }
        if (beside != std::string_view("clusters.safetensors")) continue;
        const auto clusters = cli({"explain", shortRecord(), "--model", folder.string(), "--beat", "3", "--clusters"});
        expectFailure(clusters, {beside});
    }
}

// A safetensors file: its header, and the bytes behind it.
struct Tensors {
    Json header;
    std::string bytes;

    explicit Tensors(const std::filesystem::path& path) {
        std::ifstream file(path, std::ios::binary);
        std::uint64_t size = 0;
        file.read(reinterpret_cast<char*>(&size), sizeof size);
        std::string text(size, ' ');
        file.read(text.data(), static_cast<std::streamsize>(size));
        header = Json::parse(text);
        bytes.assign(std::istreambuf_iterator<char>(file), {});
    }
    void setFirst(const std::string& tensor, float value) {
        const std::size_t at = header.at(tensor).at("data_offsets").at(0);
        std::memcpy(&bytes[at], &value, sizeof value);
    }
    void write(const std::filesystem::path& path) const {
        const std::string text = header.dump();
        const std::uint64_t size = text.size();
        std::ofstream file(path, std::ios::binary | std::ios::trunc);
        file.write(reinterpret_cast<const char*>(&size), sizeof size);
        file << text << bytes;
    }
};

// Whole files of which one value, or one shape, is not what training could have given.
TEST(CliModel, WhatNoTrainingGivesIsSaidAndNotUsed) {
    TRIPTYCH_NEEDS_MODELS(list);
    const auto folder = scratchFolder("no-training") / "model";
    std::filesystem::copy(list.at(0).at("folder").get<std::string>(), folder);
    for (const char* beside : {"explanation.safetensors", "clusters.safetensors"})
        if (!std::filesystem::exists(folder / beside)) GTEST_SKIP() << "the default model has no " << beside;
    const Tensors aids(folder / "explanation.safetensors"), clusters(folder / "clusters.safetensors");
    const auto answers = [&] {
        auto all = Json::parse(cli({"classify", shortRecord(), "--model", folder.string(), "--json"}).out);
        all.erase("warnings");
        return all;
    };
    const Json intact = answers();
    const auto expectSaid = [&](const std::string& file, const std::string& what) {
        const auto checked = cli({"model", "check", folder.string()});
        EXPECT_EQ(checked.status, 1) << what;
        EXPECT_NE(checked.out.find(file), std::string::npos) << what << checked.out;
        const auto explained =
            cli({"explain", shortRecord(), "--model", folder.string(), "--beat", "3", "--class", "N"});
        EXPECT_EQ(explained.status, 0) << what << explained.err;
        EXPECT_NE(explained.err.find(file), std::string::npos) << what << explained.err;
        EXPECT_EQ(explained.out.find(" nan"), std::string::npos) << what << explained.out;
    };
    for (const auto& [tensor, value] : std::vector<std::pair<std::string, float>>{{"mean.rr", 3e38F},
                                                                                  {"mean.time", INFINITY},
                                                                                  {"mean.neighbours", NAN},
                                                                                  {"scale.occlusion.time", 3e38F},
                                                                                  {"scale.occlusion.time", -1.0F}}) {
        Tensors wrong = aids;
        wrong.setFirst(tensor, value);
        wrong.write(folder / "explanation.safetensors");
        expectSaid("explanation.safetensors", tensor);
    }
    for (const auto& [tensor, shape] : std::vector<std::pair<std::string, Json>>{
             {"mean.time", {4, 200, 2}}, {"mean.rr", {45, 4}}, {"mean.neighbours", {4, 45 * 29}}}) {
        Tensors wrong = aids;
        wrong.header[tensor]["shape"] = shape;
        wrong.write(folder / "explanation.safetensors");
        expectSaid("explanation.safetensors", tensor + " of another shape");
    }
    aids.write(folder / "explanation.safetensors");
    EXPECT_EQ(cli({"model", "check", folder.string()}).status, 0);
    for (const auto& [tensor, value] : std::vector<std::pair<std::string, float>>{{"along.centres", 3e38F},
                                                                                  {"wave", 3e38F},
                                                                                  {"along.share", -5.0F},
                                                                                  {"covers", 40.0F},
                                                                                  {"uncertainty", 3e38F},
                                                                                  {"checks", -3.0F},
                                                                                  {"checks", 3e38F}}) {
        Tensors wrong = clusters;
        wrong.setFirst(tensor, value);
        wrong.write(folder / "clusters.safetensors");
        expectSaid("clusters.safetensors", tensor);
        expectFailure(cli({"explain", shortRecord(), "--model", folder.string(), "--beat", "3", "--clusters"}),
                      {"clusters.safetensors"});
    }
    EXPECT_EQ(answers(), intact);
}

}  // namespace
}  // namespace triptych::test
