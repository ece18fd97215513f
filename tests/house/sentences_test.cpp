// Sentences that a person reads: no key is written into one, for the action table has the keys, and nothing is decided
// by comparing one. That they pass through their one door, the compiler holds (core/text/said.h).
#include "tests/house/source_code.h"
#include "tests/house/source_tree.h"

#include <gtest/gtest.h>

#include <regex>

namespace triptych::house {
namespace {

// Offences of a text, each as "LINE: what stands there".
std::string offences(const std::vector<std::string>& lines, const std::regex& rule, const std::regex& allowed) {
    const SourceCode code = codeOf(lines);
    std::string found;
    for (auto match = std::sregex_iterator(code.text.begin(), code.text.end(), rule); match != std::sregex_iterator();
         ++match) {
        const std::string there = match->str();
        if (std::regex_search(there, allowed)) continue;
        found += std::to_string(lineOf(code, static_cast<std::size_t>(match->position()))) + ": " + there + '\n';
    }
    return found;
}

const std::regex& keyInALiteral() {
    static const std::regex rule(
        R"re("(?:[^"\\\n]|\\.)*(?:\b(?:Ctrl|Shift|Alt|Meta)\+|\b[Pp]ress (?:the )?(?:[A-Z]\b|Ins\b|Del\b|Esc\b|Space\b|F[0-9]))(?:[^"\\\n]|\\.)*")re");
    return rule;
}

const std::regex& comparedSentence() {
    static const std::regex rule(
        R"re((?:\.|->)(?:what|hint|stated|because|complaint|unreadable|unsaid)(?:\.text\(\))?\s*[!=]=\s*(?:"|k[A-Z]|formats::k)|\b(?:text|title|toolTip|statusTip|currentText|windowTitle)\(\)\s*[!=]=\s*(?:tr\(|"|QStringLiteral|QLatin1String))re");
    return rule;
}

const std::regex kNone("^$a");

std::string inAll(const std::vector<std::string>& folders, const std::regex& rule, const std::regex& allowed,
                  const std::string& but) {
    std::string all;
    for (const auto& [path, file] : readSources(folders)) {
        if (path == but) continue;
        if (const std::string found = offences(file.lines, rule, allowed); !found.empty()) all += path + ' ' + found;
    }
    return all;
}

TEST(Sentences, NameNoKeyThatTheActionTableHas) {
    // In a terminal Ctrl+C is the system's key, and no action's.
    EXPECT_EQ(inAll({"core", "ui", "app"}, keyInALiteral(), std::regex(R"(Ctrl\+C )"), "ui/window/action_table.cpp"),
              "");
    // The table's own tips name other actions by their ids.
    for (const auto& [path, file] : readSources({"ui/window"})) {
        if (path != "ui/window/action_table.cpp") continue;
        const std::regex a_key_alone(R"(^"[^ "]+(?: \| [^ "]+|, [^ "]+)*"$)");
        EXPECT_EQ(offences(file.lines, keyInALiteral(), a_key_alone), "");
    }
}

TEST(Sentences, DecideNothing) {
    EXPECT_EQ(inAll({"core", "ui", "app"}, comparedSentence(), kNone, ""), "");
}

TEST(Sentences, OfWhichTheseRulesSeeTheKinds) {
    const auto sees = [](const std::regex& rule, const std::string& line) {
        return !offences({line}, rule, kNone).empty();
    };
    EXPECT_TRUE(sees(keyInALiteral(), R"(say("stopped; Ctrl+R classifies again");)"));
    EXPECT_TRUE(sees(keyInALiteral(), R"(tr("hidden: press X to see it"))"));
    EXPECT_TRUE(sees(keyInALiteral(), R"(tr("then press Ins again"))"));
    EXPECT_FALSE(sees(keyInALiteral(), R"(tr("hidden: press %1 to see it"))"));
    EXPECT_FALSE(sees(keyInALiteral(), "go();  // Ctrl+R, or press X"));
    EXPECT_TRUE(sees(comparedSentence(), "if (error.hint == kRateHint) ask();"));
    EXPECT_TRUE(sees(comparedSentence(), R"(if (error.what == "the file exists already") ask();)"));
    EXPECT_TRUE(sees(comparedSentence(), "if (action->text() == tr(\"Open\")) open();"));
    EXPECT_FALSE(sees(comparedSentence(), "if (error.wants == Wants::rate) ask();"));
}

}  // namespace
}  // namespace triptych::house
