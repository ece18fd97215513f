// Debian's headers are all on the default include path, so linking does not enforce the floor plan: this test does, by
// reading every #include of core, ui and app.
#include "tests/house/source_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <sstream>

namespace triptych::house {
namespace {

// Each room and the rooms that it may include beside itself. ARCHITECTURE.md draws the same table.
const std::map<std::string, std::set<std::string>> kRooms = {
    {"core/text", {}},
    {"core/domain", {"core/text"}},
    {"core/files", {"core/text", "core/domain"}},
    {"core/statistics", {}},
    {"core/dsp", {"core/text", "core/domain"}},
    {"core/formats", {"core/text", "core/domain", "core/files"}},
    {"core/synth", {"core/text", "core/domain", "core/files", "core/formats"}},
    {"core/beats", {"core/text", "core/domain", "core/dsp"}},
    {"core/measure", {"core/text", "core/domain", "core/dsp", "core/beats"}},
    {"core/waves", {"core/text", "core/domain", "core/files", "core/dsp", "core/beats"}},
    {"core/rhythm", {"core/text", "core/domain", "core/files", "core/dsp", "core/beats", "core/waves", "core/measure"}},
    {"core/inference",
     {"core/text", "core/domain", "core/files", "core/statistics", "core/dsp", "core/beats", "core/waves",
      "core/formats"}},
    {"core/explain", {"core/text", "core/domain", "core/statistics", "core/inference"}},
    {"core/engine", {"core/text", "core/domain", "core/inference", "core/explain"}},
    {"core/store", {"core/text", "core/domain"}},
    {"core/review", {"core/text", "core/domain", "core/files", "core/formats", "core/store"}},
    {"core/pipeline",
     {"core/text", "core/domain", "core/files", "core/statistics", "core/dsp", "core/formats", "core/synth",
      "core/beats", "core/measure", "core/waves", "core/rhythm", "core/inference", "core/store", "core/review"}},
    {"core/pages", {"core/text", "core/domain", "core/dsp"}},
    {"ui",
     {"core/pages", "core/text", "core/domain", "core/files", "core/statistics", "core/dsp", "core/beats",
      "core/measure", "core/waves", "core/rhythm", "core/formats", "core/store", "core/review", "core/pipeline",
      "core/inference"}},
    {"app",
     {"ui", "core/pages", "core/text", "core/domain", "core/files", "core/statistics", "core/dsp", "core/formats",
      "core/synth", "core/beats", "core/measure", "core/waves", "core/rhythm", "core/inference", "core/store",
      "core/review", "core/pipeline"}},
};

// The rooms of which the loadable module is made.
bool isOfTheModule(const std::string& room) {
    return room == "core/inference" || room == "core/explain" || room == "core/engine";
}

bool isTorch(const std::string& target) {
    return target.starts_with("torch/") || target.starts_with("ATen/") || target.starts_with("c10/") ||
           target.starts_with("caffe2/");
}

bool isQt(const Include& include) {
    if (include.quoted) return false;
    if (include.target.starts_with("Qt")) return true;
    return include.target.size() > 1 && include.target[0] == 'Q' && std::isupper(include.target[1]) != 0;
}

bool isFftw(const std::string& target) {
    return target.starts_with("fftw3");
}

// C++ standard headers have neither folder nor suffix.
bool isStandard(const std::string& target) {
    return target.find_first_of("./") == std::string::npos;
}

std::string at(const SourceFile& file, const Include& include) {
    return file.path + ':' + std::to_string(include.line) + ": #include " + include.target;
}

std::string listed(const std::vector<std::string>& lines) {
    std::ostringstream out;
    for (const auto& line : lines) out << "\n  " << line;
    return out.str();
}

const SourceTree& sources() {
    static const SourceTree tree = readSources({"core", "ui", "app"});
    return tree;
}

std::vector<std::string> offences(const std::function<bool(const SourceFile&, const Include&)>& breaks_the_rule) {
    std::vector<std::string> found;
    for (const auto& [path, file] : sources()) {
        for (const auto& include : file.includes) {
            if (breaks_the_rule(file, include)) found.push_back(at(file, include));
        }
    }
    return found;
}

// Paths of our own files that reach a Torch header by any chain of includes.
std::set<std::string> filesReachingTorch() {
    std::set<std::string> reaching;
    bool grew = true;
    while (grew) {
        grew = false;
        for (const auto& [path, file] : sources()) {
            if (reaching.contains(path)) continue;
            const bool reaches = std::any_of(file.includes.begin(), file.includes.end(), [&](const Include& include) {
                return isTorch(include.target) || (include.quoted && reaching.contains(include.target));
            });
            if (reaches) grew = reaching.insert(path).second || grew;
        }
    }
    return reaching;
}

// Within the window: what is looked at, paint, side panels, and whoever puts them together.
const std::vector<std::string> kStoreys = {"ui/state/", "ui/panes/", "ui/pages/", "ui/panels/", "ui/window/"};

std::size_t storeyOf(const std::string& path) {
    std::size_t storey = 0;
    while (storey < kStoreys.size() && !path.starts_with(kStoreys[storey])) ++storey;
    return storey;
}

TEST(Layering, NoStoreyOfTheWindowIncludesUpward) {
    const auto found = offences([](const SourceFile& file, const Include& include) {
        const std::size_t from = storeyOf(file.path), to = storeyOf(include.target);
        return include.quoted && from < kStoreys.size() && to < kStoreys.size() && to > from;
    });
    EXPECT_TRUE(found.empty()) << listed(found);
}

TEST(Layering, TheSourcesAreFound) {
    EXPECT_GT(sources().size(), 20U);
    EXPECT_TRUE(sources().contains("core/domain/recording.h"));
}

TEST(Layering, IncludesAreReadAsTheCompilerReadsThem) {
    const auto includes = includesOf({"#include \"core/a.h\"", "  #  include <vector>", "// #include \"no.h\"",
                                      "/* #include \"no.h\"", "#include \"no.h\"", "*/", "#include <QWidget>"});
    ASSERT_EQ(includes.size(), 3U);
    EXPECT_EQ(includes[0].target, "core/a.h");
    EXPECT_TRUE(includes[0].quoted);
    EXPECT_EQ(includes[1].target, "vector");
    EXPECT_EQ(includes[2].line, 7);
}

TEST(Layering, EveryFileStandsInAKnownRoom) {
    std::vector<std::string> strangers;
    for (const auto& [path, file] : sources()) {
        if (!kRooms.contains(roomOf(path))) strangers.push_back(path);
    }
    EXPECT_TRUE(strangers.empty()) << listed(strangers);
}

TEST(Layering, OwnHeadersAreIncludedFromTheRootAndExist) {
    const auto found = offences([](const SourceFile&, const Include& include) {
        return include.quoted && !sources().contains(include.target);
    });
    EXPECT_TRUE(found.empty()) << listed(found);
}

TEST(Layering, RoomsIncludeOnlyTheRoomsBelowThem) {
    const auto found = offences([](const SourceFile& file, const Include& include) {
        if (!include.quoted) return false;
        const auto from = roomOf(file.path);
        const auto to = roomOf(include.target);
        if (from == to || !kRooms.contains(from)) return false;
        return !kRooms.at(from).contains(to);
    });
    EXPECT_TRUE(found.empty()) << listed(found);
}

TEST(Layering, PrivateHeadersOfTheModuleStayInTheModule) {
    const auto found = offences([](const SourceFile& file, const Include& include) {
        return include.quoted && include.target.starts_with("core/inference/module/") &&
               !isOfTheModule(roomOf(file.path));
    });
    EXPECT_TRUE(found.empty()) << listed(found);
}

TEST(Layering, TheGroundFloorKnowsTheStandardLibraryAlone) {
    const auto found = offences([](const SourceFile& file, const Include& include) {
        return roomOf(file.path) == "core/domain" && !include.quoted && !isStandard(include.target);
    });
    EXPECT_TRUE(found.empty()) << listed(found);
}

TEST(Layering, TorchIsReachedFromTheModuleAlone) {
    std::vector<std::string> found;
    for (const auto& path : filesReachingTorch()) {
        if (!isOfTheModule(roomOf(path))) found.push_back(path);
    }
    EXPECT_TRUE(found.empty()) << "these files pull in LibTorch's headers:" << listed(found);
}

TEST(Layering, QtStaysOutOfTheCore) {
    const auto found = offences(
        [](const SourceFile& file, const Include& include) { return file.path.starts_with("core/") && isQt(include); });
    EXPECT_TRUE(found.empty()) << listed(found);
}

TEST(Layering, TheCommandLineNeedsNoQt) {
    const auto found = offences([](const SourceFile& file, const Include& include) {
        return file.path.starts_with("app/cli/") && (isQt(include) || include.target.starts_with("ui/"));
    });
    EXPECT_TRUE(found.empty()) << listed(found);
}

TEST(Layering, SqliteStaysInOneFile) {
    const auto found = offences([](const SourceFile& file, const Include& include) {
        return include.target == "sqlite3.h" && file.path != "core/store/sqlite.cpp";
    });
    EXPECT_TRUE(found.empty()) << listed(found);
}

TEST(Layering, FftwStaysInTheSignalRoom) {
    const auto found = offences([](const SourceFile& file, const Include& include) {
        return isFftw(include.target) && (roomOf(file.path) != "core/dsp" || !file.path.ends_with(".cpp"));
    });
    EXPECT_TRUE(found.empty()) << listed(found);
}

}  // namespace
}  // namespace triptych::house
