// The installation: everything a desktop and a terminal look for, wherever its folder is moved to.
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace triptych::test {
namespace {

namespace fs = std::filesystem;

// Installed once, moved to a folder with a blank in its name, and asked there, by someone who has nothing of Triptych's
// in a folder of their own.
const fs::path& movedPrefix() {
    static const fs::path prefix = [] {
        const fs::path folder = scratchFolder("installation");
        for (const char* name : {"TRIPTYCH_MODULE", "TRIPTYCH_MODELS", "TRIPTYCH_PROJECT", "DESTDIR"}) ::unsetenv(name);
        fs::create_directories(folder / "nobody");
        ::setenv("HOME", (folder / "nobody").c_str(), 1);
        ::setenv("XDG_DATA_HOME", (folder / "nobody").c_str(), 1);
        const auto installed =
            runProgram({TRIPTYCH_CMAKE, "--install", TRIPTYCH_BUILD, "--prefix", (folder / "first").string()});
        EXPECT_EQ(installed.status, 0) << installed.err;
        fs::rename(folder / "first", folder / "a second place");
        return folder / "a second place";
    }();
    return prefix;
}

std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

// The commands that `triptych-cli --help` lists.
std::vector<std::string> commands() {
    std::vector<std::string> names;
    bool listed = false;
    for (const std::string& line : linesOf(cli({"--help"}).out)) {
        if (line.ends_with("ommands:")) {
            listed = true;
        } else if (line.empty()) {
            listed = false;
        } else if (listed) {
            names.push_back(line.substr(2, line.find(' ', 2) - 2));
        }
    }
    return names;
}

// What bash offers after these words, the last of which is being typed.
std::vector<std::string> completionsOf(const std::string& program, const std::vector<std::string>& words) {
    std::string typed;
    for (const std::string& word : words) typed += " '" + word + "'";
    const std::string script = "source \"$1\"; COMP_WORDS=(\"$2\"" + typed +
                               "); COMP_CWORD=" + std::to_string(words.size()) +
                               "; _triptych \"$2\" && [ ${#COMPREPLY[@]} -gt 0 ] && printf '%s\\n' \"${COMPREPLY[@]}\"";
    const fs::path completion = movedPrefix() / "share/bash-completion/completions" / program;
    const auto ended = runProgram(
        {"bash", "--norc", "-c", script, "bash", completion.string(), (movedPrefix() / "bin" / program).string()});
    EXPECT_EQ(ended.err, "");
    return linesOf(ended.out);
}

TEST(Installation, HoldsWhatDesktopAndTerminalLookFor) {
    for (const char* path :
         {"bin/triptych", "bin/triptych-cli", "lib/triptych/libtriptych_inference_module.so",
          "share/triptych/models/product/card.json", "share/triptych/models/product/weights.safetensors",
          "share/triptych/models/parity/card.json", "share/triptych/models/parity/weights.safetensors",
          "share/applications/triptych.desktop", "share/mime/packages/triptych.xml",
          "share/metainfo/triptych.metainfo.xml", "share/icons/hicolor/scalable/apps/triptych.svg",
          "share/icons/hicolor/128x128/apps/triptych.png", "share/doc/triptych/copyright",
          "share/doc/triptych/changelog.gz", "share/bash-completion/completions/triptych",
          "share/bash-completion/completions/triptych-cli"}) {
        EXPECT_TRUE(fs::is_regular_file(movedPrefix() / path)) << path;
    }
}

TEST(Installation, NothingInItNamesTheFolderThatItWasBuiltIn) {
    for (const char* path : {"bin/triptych", "bin/triptych-cli", "lib/triptych/libtriptych_inference_module.so"}) {
        const auto dynamic = runProgram({"readelf", "--dynamic", (movedPrefix() / path).string()});
        ASSERT_EQ(dynamic.status, 0) << dynamic.err;
        EXPECT_EQ(dynamic.out.find(TRIPTYCH_BUILD), std::string::npos) << path << dynamic.out;
        EXPECT_EQ(dynamic.out.find("$ORIGIN"), std::string::npos)
            << path << " looks for libraries where there are none";
    }
    for (const char* path : {"share/applications/triptych.desktop", "share/metainfo/triptych.metainfo.xml",
                             "share/bash-completion/completions/triptych"}) {
        EXPECT_EQ(contentOf(movedPrefix() / path).find(TRIPTYCH_BUILD), std::string::npos) << path;
    }
}

TEST(Installation, ListsTheModelsThatMovedWithIt) {
    const auto models = runProgram({(movedPrefix() / "bin/triptych-cli").string(), "models", "--csv"});
    ASSERT_EQ(models.status, 0) << models.err;
    const auto lines = linesOf(models.out);
    ASSERT_EQ(lines.size(), 3U) << models.out;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        EXPECT_NE(lines[i].find(fs::canonical(movedPrefix()).string() + "/share/triptych/models/"), std::string::npos)
            << lines[i];
    }
}

TEST(Installation, ClassifiesWhereverItsFolderLies) {
    const std::string record = syntheticRecord().string();
    const auto here = runProgram({(movedPrefix() / "bin/triptych-cli").string(), "classify", record, "--csv"});
    ASSERT_EQ(here.status, 0) << here.err;
    EXPECT_GT(linesOf(here.out).size(), 30U) << "a minute has more beats";
    EXPECT_EQ(here.out, cli({"classify", record, "--csv"}).out);
}

TEST(Installation, DrawsTheWindowWhereverItsFolderLies) {
    const fs::path picture = scratchFolder("picture") / "window.png";
    const auto drawn = runProgram({(movedPrefix() / "bin/triptych").string(), syntheticRecord().string(), "--timing",
                                   "--size", "1000x700", "--screenshot", picture.string()});
    ASSERT_EQ(drawn.status, 0) << drawn.err;
    EXPECT_NE(drawn.err.find("first classes"), std::string::npos) << "module and model were found: " << drawn.err;
    EXPECT_TRUE(contentOf(picture).starts_with("\x89PNG"));
}

TEST(Installation, HasAManualPageOfEveryCommand) {
    if (!TRIPTYCH_MANUAL) GTEST_SKIP() << "needs manual pages: install help2man; no sanitizer's build makes them";
    std::vector<std::string> pages{"triptych", "triptych-cli"};
    ASSERT_GT(commands().size(), 10U);
    for (const std::string& command : commands()) pages.push_back("triptych-cli-" + command);
    for (const std::string& page : pages) {
        const fs::path path = movedPrefix() / "share/man/man1" / (page + ".1.gz");
        const auto text = runProgram({"gzip", "-dc", path.string()});
        ASSERT_EQ(text.status, 0) << page << ": " << text.err;
        for (const char* part : {".SH NAME", ".SH SYNOPSIS", ".SH \"SEE ALSO\""}) {
            EXPECT_NE(text.out.find(part), std::string::npos) << page << ' ' << part;
        }
    }
    const auto held = std::distance(fs::directory_iterator(movedPrefix() / "share/man/man1"), {});
    EXPECT_EQ(static_cast<std::size_t>(held), pages.size()) << "and of no other";
}

TEST(Completion, OffersTheCommandsThatThereAre) {
    EXPECT_EQ(completionsOf("triptych-cli", {""}), commands());
    EXPECT_EQ(completionsOf("triptych-cli", {"clas"}), std::vector<std::string>{"classify"});
    EXPECT_EQ(completionsOf("triptych-cli", {"model", ""}), std::vector<std::string>{"check"});
}

TEST(Completion, OffersOptionsAndTheirValues) {
    using Words = std::vector<std::string>;
    EXPECT_EQ(completionsOf("triptych-cli", {"classify", "--trust"}), Words{"--trust-code"});
    EXPECT_EQ(completionsOf("triptych-cli", {"classify", "--beats", ""}), (Words{"detected", "reference"}));
    EXPECT_EQ(completionsOf("triptych-cli", {"classify", "--beats", "=", "det"}), Words{"detected"});
    EXPECT_EQ(completionsOf("triptych-cli", {"classify", "--model", ""}), (Words{"product", "parity"}));
    EXPECT_EQ(completionsOf("triptych", {"--them"}), Words{"--theme"});
    EXPECT_EQ(completionsOf("triptych", {"--theme", ""}), (Words{"light", "dark", "auto"}));
    EXPECT_EQ(completionsOf("triptych", {"--model", ""}), (Words{"product", "parity"}));
}

TEST(Completion, LeavesFilesToBash) {
    EXPECT_EQ(completionsOf("triptych-cli", {"classify", ""}), std::vector<std::string>{});
    EXPECT_EQ(completionsOf("triptych", {""}), std::vector<std::string>{});
    EXPECT_EQ(completionsOf("triptych", {"--at", ""}), std::vector<std::string>{});
}

}  // namespace
}  // namespace triptych::test
