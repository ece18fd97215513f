// Vocabularies: files of labels of one's own, right or refused with a sentence, and what becomes of such labels in logs
// and in annotation files.
#include "core/review/vocabulary.h"
#include "core/formats/wfdb/annotations.h"
#include "core/review/label_journal.h"
#include "core/review/letters.h"
#include "core/review/readers.h"
#include "core/review/take_over.h"
#include "core/review/triptych_annotations.h"
#include "tests/review/made_events.h"
#include "tests/support/data.h"
#include "tests/support/ward_vocabulary.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace triptych::review {
namespace {

namespace fs = std::filesystem;

using test::kWard;

// In a settings folder of its own, and none left behind.
class Vocabularies : public ::testing::Test {
protected:
    Vocabularies() : folder_(test::scratchFolder("vocabulary")) {
        setenv("XDG_CONFIG_HOME", (folder_ / "config").c_str(), 1);
        setenv("TRIPTYCH_PROJECT", (folder_ / "own.triptych-project").c_str(), 1);
    }
    ~Vocabularies() override {
        setOwnLabels({});
        unsetenv("XDG_CONFIG_HOME");
        unsetenv("TRIPTYCH_PROJECT");
    }
    std::string file(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name, std::ios::binary) << text;
        return (folder_ / name).string();
    }
    fs::path folder_;
};

TEST_F(Vocabularies, AFileIsReadInItsOrderAndWrittenAsItIsRead) {
    const auto labels = parseVocabulary(kWard, "ward.json");
    ASSERT_TRUE(labels) << sentence(labels.error());
    ASSERT_EQ(labels->size(), 2U);
    EXPECT_EQ((*labels)[0], (OwnLabel{"X", "Pump artefact", "#1b9e77", 0}));
    EXPECT_EQ((*labels)[1], (OwnLabel{"Vm", "V, multiform", "", kPvc}));
    const auto again = parseVocabulary(vocabularyText(*labels), "again");
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, *labels);
}

TEST_F(Vocabularies, WhatIsWrongIsNamedInASentence) {
    const auto with = [](const std::string& labels) {
        return R"({"triptych_vocabulary": 1, "labels": [)" + labels + "]}";
    };
    const std::vector<std::pair<std::string, std::string>> wrong = {
        {"", "no JSON"},
        {"{\"triptych_vocabulary\": 1", "no JSON"},
        {"[]", "no vocabulary"},
        {"{\"labels\": []}", "no vocabulary"},
        {R"({"triptych_vocabulary": 2, "labels": []})", "version 2"},
        {with("3"), "no object"},
        {with(R"({"letter": "V", "name": "v"})"), "WFDB's own"},
        {with(R"({"letter": "toolong", "name": "v"})"), "no letter"},
        {with(R"({"name": "v"})"), "no letter"},
        {with(R"({"letter": "X"})"), "no name"},
        {with(R"({"letter": "X", "name": "a\nb"})"), "no name"},
        {with(R"({"letter": "X", "name": "a | b"})"), "no name"},
        {with(R"({"letter": "X", "name": 3})"), "no text"},
        {with(R"({"letter": "X", "name": "x", "color": "#112233"})"), "\"color\""},
        {with(R"({"letter": "X", "name": "x", "colour": "green"})"), "green"},
        {with(R"({"letter": "X", "name": "x", "wfdb": "~"})"), "\"~\""},
        {with(R"({"letter": "X", "name": "x"}, {"letter": "X", "name": "y"})"), "twice"},
        {with(R"({"letter": "X", "name": "x"}, {"letter": "Y", "name": "x"})"), "two labels"},
        {std::string(100'000, '['), "no JSON"},
        {with(R"({"letter": "X", "name": "x", "name": "y"})"), "\"name\" stands twice"},
        {with(R"({"letter": "X", "wfdb": "N", "name": "x", "wfdb": "V"})"), "\"wfdb\" stands twice"},
        {R"({"triptych_vocabulary": 1, "labels": [], "labels": []})", "\"labels\" stands twice"},
        {with(R"({"letter": "X", "name": "Vent\u202elamron"})"), "not seen"},
        {with(R"({"letter": "X", "name": "\u2066x"})"), "not seen"},
        {with(R"({"letter": "X", "name": "a\u0085b"})"), "not seen"},
    };
    for (const auto& [text, said] : wrong) {
        const auto labels = parseVocabulary(text, "ward.json");
        ASSERT_FALSE(labels) << text.substr(0, 80);
        EXPECT_NE(sentence(labels.error()).find(said), std::string::npos) << sentence(labels.error());
        EXPECT_FALSE(labels.error().hint.empty());
    }
    std::string many;
    for (int i = 0; i < 65; ++i) {
        many += (i > 0 ? "," : "") + (R"({"letter": "m)" + std::to_string(i) + R"(", "name": "n)" + std::to_string(i)) +
                "\"}";
    }
    EXPECT_FALSE(parseVocabulary(with(many), "many"));
    const std::string big = file("big.json", std::string(1 << 20, ' '));
    EXPECT_FALSE(readVocabulary(big));
    EXPECT_FALSE(readVocabulary((folder_ / "none.json").string()));
    EXPECT_FALSE(readVocabulary(folder_.string()));
}

TEST_F(Vocabularies, ThoseOfTheSettingsFolderAndOfTheProjectGoTogetherAndTheProjectsCounts) {
    const std::string project = (folder_ / "study.triptych-project").string();
    EXPECT_TRUE(vocabularyFor(project).labels.empty());
    EXPECT_EQ(vocabularyBeside(project), (folder_ / "study.vocabulary.json").string());
    const auto astray = installVocabulary(file("ward.json", kWard), (folder_ / "rec.hea").string(), false);
    ASSERT_FALSE(astray) << "a recording is no project";
    EXPECT_EQ(astray.error().code, ErrorCode::wrong_use);
    EXPECT_FALSE(fs::exists(folder_ / "rec.vocabulary.json"));
    const auto own = installVocabulary(file("ward.json", kWard), {}, false);
    ASSERT_TRUE(own) << sentence(own.error());
    EXPECT_EQ(*own, (folder_ / "config" / "Triptych" / "vocabulary.json").string());
    const auto beside = installVocabulary(
        file("study.json",
             R"({"triptych_vocabulary": 1, "labels": [{"letter": "X", "name": "Touching", "wfdb": "Q"}]})"),
        project, false);
    ASSERT_TRUE(beside) << sentence(beside.error());

    const Vocabulary both = useVocabulary(project);
    EXPECT_TRUE(both.warnings.empty());
    ASSERT_EQ(both.labels.size(), 2U);
    EXPECT_EQ(both.labels[0].letter, "Vm");
    EXPECT_EQ(both.labels[1].name, "Touching");
    EXPECT_EQ(meaningOf(*codeOfSymbol("X")), "Touching");
    useVocabulary({});
    EXPECT_EQ(meaningOf(*codeOfSymbol("X")), "Pump artefact") << "another project's is not mixed in";

    const auto taken = installVocabulary(file("ward.json", kWard), project, false);
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().wants, Wants::to_replace);
    EXPECT_TRUE(installVocabulary(file("ward.json", kWard), project, true));
    EXPECT_FALSE(installVocabulary(file("bad.json", "{"), project, true)) << "a wrong file replaces nothing";
    EXPECT_EQ(vocabularyFor(project).labels.size(), 2U);
}

TEST_F(Vocabularies, AWrongFileIsSaidAndTheOtherIsUsed) {
    ASSERT_TRUE(installVocabulary(file("ward.json", kWard), {}, false));
    file("study.vocabulary.json", "{\"labels\"");
    const Vocabulary used = useVocabulary((folder_ / "study.triptych-project").string());
    ASSERT_EQ(used.warnings.size(), 1U);
    EXPECT_NE(sentence(used.warnings[0]).find("study.vocabulary.json"), std::string::npos);
    EXPECT_EQ(used.labels.size(), 2U);
}

TEST_F(Vocabularies, ALogsLetterIsInForceWhetherItIsExplainedOrNot) {
    const std::vector<store::EventGroup> log = {test::madeEdit("a", 100, "Xq"), test::madeEdit("b", 500, "V"),
                                                test::madeEdit("c", 900, "no letter")};
    const LabelJournal journal(360, "ann", log);
    ASSERT_EQ(journal.labels().size(), 2U) << "what can be no letter is none";
    EXPECT_EQ(symbolOf(journal.labels().at(100).code), "Xq");
    const auto readings = readingsOf(log, 360);
    ASSERT_EQ(readings.size(), 1U);
    EXPECT_EQ(readings[0].labels.size(), 2U);
}

AnnotationSet beats() {
    AnnotationSet set{"atr", 360, {}};
    for (const std::int64_t sample : {100, 460, 820}) {
        Annotation mark;
        mark.sample = sample;
        set.annotations.push_back(mark);
    }
    return set;
}

TEST_F(Vocabularies, AnAnnotationFileSaysItToWfdbAndGivesTheLetterBack) {
    setOwnLabels(*parseVocabulary(kWard, "ward.json"));
    const LabelJournal journal(360, "ann", {test::madeEdit("a", 100, "X"), test::madeEdit("b", 460, "Vm")});
    FileHeader header;
    header.version = "1";
    const std::string path = (folder_ / "made.triptych").string();
    const AnnotationSet composed = composeAnnotations(beats(), journal.labels(), 360, 0, header);
    ASSERT_TRUE(saveLabels(path, composed, {}));

    const auto as_wfdb = formats::readAnnotations(path, 360);
    ASSERT_TRUE(as_wfdb);
    ASSERT_EQ(as_wfdb->annotations.size(), 3U);
    EXPECT_EQ(as_wfdb->annotations[0].code, kNote) << "it stands for no beat of WFDB's";
    EXPECT_TRUE(as_wfdb->annotations[0].aux.starts_with("reader: X (was N")) << as_wfdb->annotations[0].aux;
    EXPECT_TRUE(as_wfdb->annotations[0].aux.ends_with(" | Pump artefact")) << as_wfdb->annotations[0].aux;
    EXPECT_EQ(as_wfdb->annotations[1].code, kPvc);
    EXPECT_TRUE(as_wfdb->annotations[1].aux.starts_with("reader: Vm (was N"));
    EXPECT_EQ(as_wfdb->annotations[2], beats().annotations[2]) << "what nobody touched is as it was";

    // With and without the vocabulary.
    for (const bool explained : {true, false}) {
        if (!explained) setOwnLabels({});
        const auto saved = loadLabels(path, 360);
        ASSERT_TRUE(saved);
        ASSERT_EQ(saved->labels.size(), 2U);
        EXPECT_EQ(symbolOf(saved->labels.at(100).code), "X");
        EXPECT_EQ(symbolOf(saved->labels.at(460).code), "Vm");
        EXPECT_EQ(saved->labels.at(100).provenance, journal.labels().at(100).provenance);
        // What the log has already is not taken over again; to another it comes by its letter.
        EXPECT_TRUE(takeOver(*saved, "id", {test::madeEdit("a", 100, "X"), test::madeEdit("b", 460, "Vm")}).empty());
        const auto groups = takeOver(*saved, "id", {});
        ASSERT_EQ(groups.size(), 1U);
        EXPECT_EQ(groups[0].marks[0].to, "X");
        EXPECT_EQ(groups[0].marks[1].to, "Vm");
    }
}

TEST_F(Vocabularies, ANoteThatBeginsLikeAReadersLabelStaysANote) {
    Annotation note;
    note.code = kNote;
    note.aux = "reader: X looks odd";
    EXPECT_FALSE(ownLetterIn(note));
    note.aux = "reader: V 2026-11-20T11:40:12Z ann";
    EXPECT_FALSE(ownLetterIn(note)) << "a letter of WFDB's is written as its code";
    note.aux = "reader: X 2026-11-20T11:40:12Z ann";
    EXPECT_TRUE(ownLetterIn(note));
    note.code = kRhythm;
    EXPECT_FALSE(ownLetterIn(note));
}

}  // namespace
}  // namespace triptych::review
