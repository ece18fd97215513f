// The command line in a language that nobody speaks: every sentence of the list stands in brackets there, so that what
// has none has gone past the one door (core/text/said.h), or is missing from the list (packaging/sentences.sh).
#include "core/domain/annotation.h"
#include "core/domain/recording.h"
#include "core/formats/open.h"
#include "core/inference/study.h"
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

namespace triptych::test {
namespace {

namespace fs = std::filesystem;

const std::string kOpen = "⟦", kClose = "⟧";

// What stands outside all brackets.
std::string outside(const std::string& text) {
    std::string out;
    int depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text.compare(at, kOpen.size(), kOpen) == 0) {
            ++depth;
            at += kOpen.size();
        } else if (text.compare(at, kClose.size(), kClose) == 0) {
            --depth;
            at += kClose.size();
            out += ' ';
        } else {
            if (depth == 0) out += text[at];
            ++at;
        }
    }
    EXPECT_EQ(depth, 0) << text;
    return out;
}

// Words of our language in it: letters alone, three or more, in small ones, that no name, path, option or unit
// explains.
std::vector<std::string> wordsIn(const std::string& text, const std::set<std::string>& names) {
    std::vector<std::string> words;
    std::istringstream stream(text);
    for (std::string word; stream >> word;) {
        while (!word.empty() && std::ispunct(static_cast<unsigned char>(word.back())) != 0) word.pop_back();
        while (!word.empty() && word.front() == '(') word.erase(0, 1);
        const bool is_word = word.size() >= 3 &&
                             std::ranges::all_of(word, [](unsigned char letter) { return std::islower(letter) != 0; });
        if (is_word && !names.contains(word)) words.push_back(word);
    }
    return words;
}

// A file that gives every sentence of the list back in brackets; empty where it cannot be made here.
std::string bracketed() {
    const fs::path file = scratchFolder("sentences") / "brackets.json";
    const fs::path list = fs::path(TRIPTYCH_SOURCE_DIR) / "packaging" / "sentences.py";
    const std::string command = "python3 '" + list.string() + "' --json --pseudo > '" + file.string() + "'";
    return std::system("python3 -c '' 2>/dev/null") == 0 && std::system(command.c_str()) == 0 ? file.string() : "";
}

class CliSentences : public testing::Test {
protected:
    void SetUp() override {
        const std::string file = bracketed();
        if (file.empty()) GTEST_SKIP() << "the list of sentences is made by Python 3, which is not here";
        ::setenv("TRIPTYCH_SENTENCES", file.c_str(), 1);
    }
    void TearDown() override { ::unsetenv("TRIPTYCH_SENTENCES"); }

    // All that the program says when called so stands in brackets but names and numbers.
    void expectBrackets(const std::vector<std::string>& arguments, std::set<std::string> names = {}) {
        const Finished finished = cli(arguments);
        std::string call;
        for (const std::string& argument : arguments) {
            call += ' ' + argument;
            names.insert(argument);
        }
        const auto loose = wordsIn(outside(finished.out) + ' ' + outside(finished.err), names);
        std::string all;
        for (const std::string& word : loose) all += ' ' + word;
        EXPECT_TRUE(loose.empty()) << "triptych-cli" << call << "\nwithout brackets:" << all << "\n"
                                   << finished.out.substr(0, 4000) << finished.err.substr(0, 4000);
    }
};

// What WFDB calls its letters, and what the record says of itself, are words of files.
std::set<std::string> namesIn(const std::string& record) {
    std::string words = "made ";
    for (int code = 0; code < 50; ++code) words += std::string(meaningOf(static_cast<std::uint8_t>(code))) + ' ';
    const auto opened = formats::open(record);
    EXPECT_TRUE(opened);
    if (opened) {
        words += (*opened)->format_detail + ' ';
        for (const std::string& comment : (*opened)->comments) words += comment + ' ';
    }
    const auto found = wordsIn(words, {});
    return {found.begin(), found.end()};
}

TEST_F(CliSentences, HelpOfEveryCommand) {
    const std::vector<std::string> called = commands();
    std::set<std::string> names(called.begin(), called.end());
    // Values to choose from, and defaults, are words that are typed.
    for (const char* typed :
         {"triptych-cli", "check",  "detected",     "reference",    "wfdb",         "edf",           "bdf",
          "dicom",        "csv",    "json",         "test",         "validation",   "train",         "auto",
          "file",         "files",  "out",          "first",        "second",       "configuration", "bxb",
          "display",      "atr",    "robustness",   "detector",     "list",         "import",        "export",
          "training",     "kappa",  "conflicts",    "decide",       "replay",       "merge",         "backup",
          "restore",      "words",  "review-work",  "faithfulness", "explanations", "images",        "calibration",
          "domains",      "fusion", "attributions", "clusters",     "nearest",      "vocabulary"}) {
        names.insert(typed);
    }
    for (const inference::StudyInfo& study : inference::studyList()) names.insert(std::string(study.name));
    expectBrackets({"--help"}, names);
    for (const std::string& command : called) expectBrackets({command, "--help"}, names);
}

TEST_F(CliSentences, AnswersOfCommandsOnARecording) {
    const std::string record = syntheticRecord().string();
    expectBrackets({"info", record}, namesIn(record));
    expectBrackets({"beats", record});
    expectBrackets({"spectrum", record});
    expectBrackets({"scalogram", record, "--from", "1", "--to", "3"});
    expectBrackets({"waves", record});
    expectBrackets({"waves", record, "--all-leads"});
    expectBrackets({"measure", record});
    expectBrackets({"rhythm", record, "--model", "none"}, {"sinus", "other"});
    expectBrackets({"hrv", record, "--model", "none"});
    expectBrackets({"score", record}, {"made", "gross"});
    expectBrackets({"labels", record});
    expectBrackets({"labels", record, "--layers"}, {"beats", "waves", "annotator", "detector", "atr"});
    expectBrackets({"formats"}, {"archive", "export", "gzip", "page"});
}

TEST_F(CliSentences, WhatIsWrongWithACall) {
    const std::string record = syntheticRecord().string();
    const std::string nowhere = (scratchFolder("sentences") / "nowhere.hea").string();
    expectBrackets({"info", nowhere});
    expectBrackets({"info", ::testing::TempDir()});
    expectBrackets({"samples", record, "--from", "3", "--to", "2"});
    expectBrackets({"samples", record, "--from", "1000000"});
    expectBrackets({"beats", record, "--lead", "V9"}, {"made"});
    expectBrackets({"measure", record, "--step", "-1"});
    expectBrackets({"convert", record, nowhere + ".unknown"});
    expectBrackets({"synth", "--leads", "3"});
    expectBrackets({"score", nowhere, nowhere});
}

TEST_F(CliSentences, WhatIsWrongWithAFile) {
    const fs::path folder = scratchFolder("sentences");
    const auto file = [&](const char* name, const std::string& bytes) {
        std::ofstream(folder / name, std::ios::binary) << bytes;
        return (folder / name).string();
    };
    expectBrackets({"info", file("empty.edf", "")});
    expectBrackets({"info", file("a.hea", "a 2 360 100\nb.dat 212 200\n")});
    expectBrackets({"info", file("c.hea", "c x 360\n")});
    expectBrackets({"info", file("d.csv", "1,2\n3,4\n5,6\n")});
    expectBrackets({"info", file("e.json", "{\"a\": 1}")});
    expectBrackets({"info", file("f.xml", "<a><b></a>")}, {"start-end", "tags", "mismatch"});
    expectBrackets({"info", file("g.npy", "\x93NUMPY\x01")});
    expectBrackets({"info", file("h.wav", std::string("RIFF\0\0\0\0WAVE", 12))});
    expectBrackets({"info", file("i.zip", "PK\x03\x04")}, {"not", "zip", "archive"});
}

// The test's own eyes: it would see what goes past the door.
TEST(CliSentencesSeen, AWordWithoutBracketsIsFound) {
    EXPECT_EQ(outside("a ⟦b ⟦c⟧ d⟧ e"), "a    e");
    EXPECT_EQ(wordsIn("208.hea: the file is 12 ms long.", {}), (std::vector<std::string>{"the", "file", "long"}));
    EXPECT_TRUE(wordsIn(outside("208.hea: ⟦the file is ⟦12⟧ ms long⟧."), {}).empty());
    EXPECT_TRUE(wordsIn("--json mV QRS 1.2", {}).empty());
}

}  // namespace
}  // namespace triptych::test
