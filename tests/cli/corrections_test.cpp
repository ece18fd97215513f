// Beats that a reader added, moved and took away count in every command that speaks of labels or beats, not in the
// window alone.
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "core/review/beat_journal.h"
#include "core/review/note_journal.h"
#include "core/store/project.h"
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace triptych::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr double kRate_hz = 360;

// A minute of a record; ann calls every beat N and the fourth V, drags the fourth 80 ms on, takes the eighth away, puts
// one in the middle between the tenth and the next and calls it F, takes the twelfth away and back, and writes a note.
struct Corrected {
    fs::path folder;
    std::string record, project;
    std::vector<std::int64_t> beats;  // of the annotator

    [[nodiscard]] std::int64_t moved() const { return beats[3] + 29; }
    [[nodiscard]] std::int64_t added() const { return (beats[9] + beats[10]) / 2; }
};

store::EventGroup group(const std::string& key, std::string_view layer, store::EventMark mark) {
    store::EventGroup made;
    made.key = key;
    made.layer = std::string(layer);
    made.reader = "ann";
    made.time = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    made.tool = "key";
    made.marks = {std::move(mark)};
    return made;
}

store::EventMark label(std::int64_t sample, const char* letter) {
    store::EventMark mark;
    mark.sample = mark.end_sample = sample;
    mark.rate_hz = kRate_hz;
    mark.from = "N";
    mark.to = letter;
    return mark;
}

Corrected corrected(const std::string& name) {
    using review::BeatEdit;
    Corrected made;
    made.folder = scratchFolder(name);
    EXPECT_EQ(cli({"synth", "--out", made.folder.string(), "--name", "made", "--duration", "60", "--seed", "3"}).status,
              0);
    made.record = (made.folder / "made.hea").string();
    made.project = (made.folder / "study.triptych-project").string();
    const auto truth = formats::readAnnotations((made.folder / "made.atr").string(), kRate_hz);
    EXPECT_TRUE(truth);
    for (const Annotation& annotation : truth->annotations) {
        if (isBeat(annotation.code)) made.beats.push_back(annotation.sample);
    }
    std::vector<store::EventGroup> log;
    store::EventGroup all = group("all", store::kLabelLayer, label(made.beats[0], "N"));
    for (std::size_t i = 1; i < made.beats.size(); ++i) all.marks.push_back(label(made.beats[i], i == 3 ? "V" : "N"));
    log.push_back(all);
    const auto edit = [&](const std::string& key, std::int64_t place, review::BeatEditValue to) {
        log.push_back(group(key, review::kBeatLayer, review::beatMark(place, kRate_hz, "MLII", "N", to)));
    };
    edit("moved", made.beats[3], {BeatEdit::moved, made.moved()});
    edit("gone", made.beats[7], {BeatEdit::removed, 0});
    edit("put", made.added(), {BeatEdit::added, made.added()});
    log.push_back(group("put-label", store::kLabelLayer, label(made.added(), "F")));
    edit("back", made.beats[11], {BeatEdit::removed, 0});
    store::EventGroup undo = log.back();
    undo.key = "undo";
    undo.kind = store::EventKind::undo;
    undo.target = "back";
    undo.marks.clear();
    log.push_back(undo);
    log.push_back(group("note", review::kNoteLayer, review::noteMark(1080, kRate_hz, std::nullopt, "cough")));
    const auto recording = formats::open(made.record);
    EXPECT_TRUE(recording);
    auto project = store::Project::open(made.project, false);
    EXPECT_TRUE(project);
    const auto id = project->note(store::cardOf(**recording));
    EXPECT_TRUE(id);
    EXPECT_TRUE(project->append(*id, log));
    return made;
}

Json json(const Corrected& made, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--project", made.project, "--json"});
    const auto done = cli(arguments);
    EXPECT_EQ(done.status, 0) << done.err;
    return done.status == 0 ? Json::parse(done.out) : Json();
}

std::string letterAt(const Json& labels, std::int64_t sample) {
    for (const Json& one : labels) {
        if (one.at("sample") == sample) return one.at("label");
    }
    return {};
}

std::string letterAt(const AnnotationSet& set, std::int64_t sample) {
    for (const Annotation& one : set.annotations) {
        if (one.sample == sample && isBeat(one.code)) return std::string(symbolOf(one.code));
    }
    return {};
}

std::size_t beatsOf(const AnnotationSet& set) {
    return static_cast<std::size_t>(
        std::ranges::count_if(set.annotations, [](const Annotation& one) { return isBeat(one.code); }));
}

TEST(CliCorrections, LabelsStandWhereTheirBeatsDoAndTheHistoryTellsOfBeatsAndNotes) {
    const Corrected made = corrected("corrections-labels");
    const Json told = json(made, {"labels", made.record, "--history", "--layers"});
    EXPECT_EQ(told.at("labels").size(), made.beats.size()) << "one is gone, one came";
    EXPECT_EQ(letterAt(told.at("labels"), made.moved()), "V");
    EXPECT_EQ(letterAt(told.at("labels"), made.beats[3]), "");
    EXPECT_EQ(letterAt(told.at("labels"), made.beats[7]), "");
    EXPECT_EQ(letterAt(told.at("labels"), made.added()), "F");
    EXPECT_EQ(letterAt(told.at("labels"), made.beats[11]), "N");
    ASSERT_EQ(told.at("beats").size(), 3U);
    EXPECT_EQ(told.at("beats")[0].at("edit"), "moved");
    EXPECT_EQ(told.at("beats")[0].at("sample"), made.moved());
    EXPECT_TRUE(told.at("beats")[1].at("sample").is_null());
    ASSERT_EQ(told.at("notes").size(), 1U);
    EXPECT_EQ(told.at("notes")[0].at("text"), "cough");
    ASSERT_EQ(told.at("history").size(), 8U);
    EXPECT_EQ(told.at("history")[5].at("undone"), true);
    EXPECT_EQ(told.at("history")[7].at("layer"), "notes");
    const auto table = cli({"labels", made.record, "--history", "--project", made.project});
    for (const char* words : {"1 added, 1 moved, 1 taken away", "moved to ", "removed", "cough", "taken back"}) {
        EXPECT_NE(table.out.find(words), std::string::npos) << words << '\n' << table.out;
    }
    const Json then = json(made, {"review", "replay", made.record, "--at", "1"});
    EXPECT_EQ(letterAt(then.at("labels"), made.beats[3]), "V") << "before it was dragged";
    EXPECT_EQ(letterAt(json(made, {"review", "replay", made.record}).at("labels"), made.moved()), "V");
}

TEST(CliCorrections, WhatGoesOutHasThem) {
    const Corrected made = corrected("corrections-out");
    const auto out = [&](const char* name) { return (made.folder / name).string(); };
    for (const char* name : {"made.tst", "made.edf", "made.json"}) {
        const auto done = cli({"review", "export", made.record, out(name), "--project", made.project});
        ASSERT_EQ(done.status, 0) << done.err;
    }
    const auto written = formats::readAnnotations(out("made.tst"), kRate_hz);
    const auto edf = formats::open(out("made.edf"));
    ASSERT_TRUE(written && edf);
    for (const AnnotationSet& set : {*written, (*edf)->annotation_sets.front()}) {
        EXPECT_EQ(beatsOf(set), made.beats.size());
        EXPECT_EQ(letterAt(set, made.moved()), "V");
        EXPECT_EQ(letterAt(set, made.beats[3]), "");
        EXPECT_EQ(letterAt(set, made.beats[7]), "") << "it was taken away";
        EXPECT_EQ(letterAt(set, made.added()), "F");
        EXPECT_TRUE(std::ranges::any_of(set.annotations, [](const Annotation& one) {
            return one.code == kNote && one.aux.starts_with("cough");
        })) << "a note travels along";
    }
    std::ifstream file(out("made.json"));
    const Json labels = Json::parse(file);
    EXPECT_EQ(letterAt(labels.at("labels"), made.moved()), "V");
    EXPECT_EQ(letterAt(labels.at("labels"), made.beats[7]), "");
    EXPECT_EQ(labels.at("beats").size(), 3U);
    EXPECT_EQ(labels.at("notes").size(), 1U);
    // Of another reader nothing was said.
    ASSERT_EQ(json(made, {"review", "training", out("set")}).at("records").size(), 1U);
    const auto set = formats::readAnnotations(out("set/made.atr"), kRate_hz);
    ASSERT_TRUE(set);
    EXPECT_EQ(beatsOf(*set), made.beats.size());
    EXPECT_EQ(letterAt(*set, made.moved()), "V");
    EXPECT_EQ(letterAt(*set, made.beats[7]), "");
    EXPECT_EQ(letterAt(*set, made.added()), "F");
}

TEST(CliCorrections, ScoresAndRhythmCountThem) {
    const Corrected made = corrected("corrections-scored");
    // One beat is missing, one is too many; the one that moved by 80 ms still is within EC57's 150.
    const Json scored = json(made, {"review", "ec57", made.record, "--reader", "ann", "--start", "0"});
    const Json& figures = scored.at("records")[0].at("figures");
    const auto n = static_cast<double>(made.beats.size());
    EXPECT_DOUBLE_EQ(figures.at("qrs_sensitivity").at("whole").get<double>(), n) << figures.dump(1);
    EXPECT_DOUBLE_EQ(figures.at("qrs_sensitivity").at("part").get<double>(), n - 1);
    EXPECT_DOUBLE_EQ(figures.at("qrs_positive_predictivity").at("whole").get<double>(), n);
    EXPECT_DOUBLE_EQ(figures.at("qrs_positive_predictivity").at("part").get<double>(), n - 1);
    const Json rhythm = json(made, {"rhythm", made.record, "--beats", "reference"});
    EXPECT_EQ(rhythm.at("beats").at("count"), made.beats.size());
    EXPECT_EQ(rhythm.at("labels").at("edited"), 3);
    EXPECT_EQ(rhythm.at("labels").at("labelled"), made.beats.size());
    const auto none = cli({"rhythm", made.record, "--beats", "reference", "--project", "none", "--json"});
    ASSERT_EQ(none.status, 0) << none.err;
    EXPECT_EQ(Json::parse(none.out).at("labels").at("edited"), 0);
    const auto table = cli({"hrv", made.record, "--beats", "reference", "--project", made.project});
    EXPECT_NE(table.out.find("3 added, moved or taken away"), std::string::npos) << table.out;
}

}  // namespace
}  // namespace triptych::test
