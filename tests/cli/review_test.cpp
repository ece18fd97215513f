// `review`: readers and their work, told, compared, exchanged and brought together, from outside.
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "core/review/readers.h"
#include "core/store/project.h"
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace triptych::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// A record with its truth beside it, ann's reading of it, and bob's, who calls the first three beats V.
struct Desk {
    fs::path folder;
    std::string record, ann, bob, project;
    std::size_t beats = 0;
};

Desk makeDesk(const std::string& name) {
    Desk desk;
    desk.folder = scratchFolder(name);
    EXPECT_EQ(cli({"synth", "--out", desk.folder.string(), "--name", "made", "--duration", "60", "--seed", "3"}).status,
              0);
    desk.record = (desk.folder / "made.hea").string();
    desk.project = (desk.folder / "study.triptych-project").string();
    auto truth = formats::readAnnotations((desk.folder / "made.atr").string(), 360);
    EXPECT_TRUE(truth) << "synth writes the truth";
    std::erase_if(truth->annotations, [](const Annotation& annotation) { return !isBeat(annotation.code); });
    desk.beats = truth->annotations.size();
    for (Annotation& annotation : truth->annotations) annotation.code = kNormal;
    desk.ann = (desk.folder / "reading.ann").string();
    EXPECT_TRUE(formats::writeAnnotations(desk.ann, *truth));
    for (std::size_t i = 0; i < 3; ++i) truth->annotations[i].code = kPvc;
    desk.bob = (desk.folder / "reading.bob").string();
    EXPECT_TRUE(formats::writeAnnotations(desk.bob, *truth));
    fs::last_write_time(desk.bob, fs::last_write_time(desk.ann) + std::chrono::seconds(1));  // he read later
    return desk;
}

void importBoth(const Desk& desk) {
    for (const auto& [file, reader] : {std::pair(desk.ann, "ann"), std::pair(desk.bob, "bob")}) {
        const auto done = cli({"review", "import", desk.record, file, "--reader", reader, "--project", desk.project});
        ASSERT_EQ(done.status, 0) << done.err;
    }
}

Json json(const std::vector<std::string>& arguments) {
    auto with = arguments;
    with.insert(with.begin(), "review");
    with.push_back("--json");
    const auto done = cli(with);
    EXPECT_EQ(done.status, 0) << done.err;
    return done.status == 0 ? Json::parse(done.out) : Json();
}

std::string textOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(CliReview, TwoReadersAndAnAdjudicatorAsWorkedOutByHand) {
    const Desk desk = makeDesk("review-two");
    importBoth(desk);
    const Json kappa = json({"kappa", desk.record, "--project", desk.project});
    const auto n = static_cast<double>(desk.beats);
    ASSERT_EQ(kappa.at("pairs").size(), 1U);
    const Json& cohen = kappa.at("pairs")[0].at("cohen");
    EXPECT_EQ(cohen.at("items"), desk.beats);
    EXPECT_DOUBLE_EQ(cohen.at("observed").get<double>(), (n - 3) / n);
    // Ann calls all N, so chance alone agrees as often as Bob says N: kappa is 0.
    EXPECT_DOUBLE_EQ(cohen.at("expected").get<double>(), (n - 3) / n);
    EXPECT_NEAR(cohen.at("kappa").get<double>(), 0, 1e-12);
    EXPECT_EQ(kappa.at("conflicts"), 3);

    Json conflicts = json({"conflicts", "--project", desk.project}).at("conflicts");
    ASSERT_EQ(conflicts.size(), 3U);
    EXPECT_EQ(conflicts[0].at("labels").at("ann"), "N");
    EXPECT_EQ(conflicts[0].at("labels").at("bob"), "V");
    const std::string at = conflicts[1].at("time_s").dump();
    ASSERT_EQ(cli({"review", "decide", desk.record, "--at", at, "--label", "F", "--reader", "eve", "--project",
                   desk.project, "--reason", "both"})
                  .status,
              0);
    conflicts = json({"conflicts", "--project", desk.project}).at("conflicts");
    EXPECT_EQ(conflicts[1].at("decided"), "F");
    EXPECT_EQ(conflicts[1].at("adjudicator"), "eve");
    EXPECT_EQ(json({"conflicts", "--project", desk.project, "--open"}).at("conflicts").size(), 2U);
    const Json again = json({"kappa", "--project", desk.project});
    EXPECT_EQ(again.at("readers"), Json({"ann", "bob"})) << "a decision is no third reading";
    EXPECT_EQ(again.at("decided"), 1);
    expectFailure(cli({"review", "kappa", "--project", desk.project, "--reader", "zoe"}), {"zoe"});
    expectFailure(cli({"review", "decide", desk.record, "--at", "0", "--label", "F", "--reader", "eve", "--project",
                       desk.project}),
                  {"nobody labelled a beat"});
}

TEST(CliReview, TheListSaysWhoReadWhatAndWhatBecameOfTheFiles) {
    const Desk desk = makeDesk("review-list");
    // A project that was named and is not there is no empty one.
    expectFailure(cli({"review", "list", desk.folder.string(), "--reader", "ann", "--project", desk.project + ".none"}),
                  {"no such project"});
    importBoth(desk);
    Json list = json({"list", desk.folder.string(), "--reader", "ann", "--project", desk.project});
    ASSERT_EQ(list.at("recordings").size(), 1U);
    const Json& one = list.at("recordings")[0];
    EXPECT_EQ(one.at("state"), "in_place");
    EXPECT_EQ(one.at("conflicts"), 3);
    ASSERT_EQ(one.at("readers").size(), 2U);
    EXPECT_EQ(one.at("readers")[0].at("reader"), "ann");
    EXPECT_EQ(one.at("readers")[0].at("labels"), desk.beats);
    EXPECT_EQ(list.at("next"), one.at("path"));
    // Signed off, it is next no more.
    {
        auto project = store::Project::open(desk.project, false);
        store::EventGroup group;
        group.key = "done";
        group.layer = std::string(review::kReadingLayer);
        group.reader = "ann";
        group.time = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        group.marks.resize(1);
        group.marks[0].to = std::string(review::kSignedOff);
        ASSERT_TRUE(project->append(1, {group}));
    }
    EXPECT_TRUE(
        json({"list", desk.folder.string(), "--reader", "ann", "--project", desk.project}).at("next").is_null());
    EXPECT_FALSE(
        json({"list", desk.folder.string(), "--reader", "bob", "--project", desk.project}).at("next").is_null());
    // Moved, it is found again; another one in its place is told.
    const fs::path elsewhere = desk.folder / "elsewhere";
    fs::create_directories(elsewhere);
    for (const char* file : {"made.hea", "made.dat", "made.atr"}) fs::rename(desk.folder / file, elsewhere / file);
    EXPECT_EQ(json({"list", desk.project}).at("recordings")[0].at("state"), "gone");
    EXPECT_EQ(json({"list", desk.folder.string(), "--project", desk.project}).at("recordings")[0].at("state"), "moved");
    ASSERT_EQ(cli({"synth", "--out", desk.folder.string(), "--name", "made", "--duration", "60", "--seed", "4"}).status,
              0);
    EXPECT_EQ(json({"list", desk.project}).at("recordings")[0].at("state"), "changed");
    const auto table = cli({"review", "list", desk.project});
    EXPECT_NE(table.out.find("changed"), std::string::npos) << table.out;
    expectFailure(cli({"review", "list", desk.record}), {"neither a folder nor a project"});
}

TEST(CliReview, AnImportComesInOnceAndNeverFromAnotherRecording) {
    const Desk desk = makeDesk("review-import");
    importBoth(desk);
    const auto again = json({"import", desk.record, desk.bob, "--reader", "bob", "--project", desk.project});
    EXPECT_EQ(again.at("labels"), 0);
    // Another recording's marks, a later one's, and none at all.
    const Desk other = makeDesk("review-import-other");
    ASSERT_EQ(
        cli({"synth", "--out", other.folder.string(), "--name", "long", "--duration", "120", "--seed", "9"}).status, 0);
    expectFailure(cli({"review", "import", desk.record, (other.folder / "long.atr").string(), "--reader", "x",
                       "--project", desk.project}),
                  {"another recording"});
    auto shifted = formats::readAnnotations(desk.bob, 360);
    for (Annotation& annotation : shifted->annotations) annotation.sample += 140;
    const std::string strange = (desk.folder / "strange.xyz").string();
    ASSERT_TRUE(formats::writeAnnotations(strange, *shifted));
    expectFailure(cli({"review", "import", desk.record, strange, "--reader", "x", "--project", desk.project}),
                  {"another recording"});
    expectFailure(cli({"review", "import", desk.record, desk.record, "--reader", "x", "--project", desk.project}));
    EXPECT_EQ(cli({"review", "import", desk.record, desk.ann, "--reader", " ", "--project", desk.project}).status, 2)
        << "a reader has a name";
    EXPECT_EQ(json({"kappa", "--project", desk.project}).at("readers"), Json({"ann", "bob"}));
}

TEST(CliReview, ReplayShowsLabelsAsTheyWereAndEc57ScoresThem) {
    const Desk desk = makeDesk("review-replay");
    importBoth(desk);
    const Json first = json({"replay", desk.record, "--at", "1", "--project", desk.project});
    EXPECT_EQ(first.at("events"), 1);
    EXPECT_EQ(first.at("labels")[0].at("label"), "N");
    const Json now = json({"replay", desk.record, "--project", desk.project});
    EXPECT_EQ(now.at("labels")[0].at("label"), "V");
    EXPECT_EQ(json({"replay", desk.record, "--reader", "ann", "--project", desk.project}).at("labels")[0].at("label"),
              "N");
    EXPECT_EQ(
        json({"replay", desk.record, "--at", "1999-01-01T00:00:00Z", "--project", desk.project}).at("labels").size(),
        0U);
    const auto wrong = cli({"review", "replay", desk.record, "--at", "yesterday", "--project", desk.project});
    EXPECT_EQ(wrong.status, 2);
    // Bob against Ann from the first second on: three V where she says N.
    const auto scored = cli({"review", "ec57", desk.record, "--reader", "bob", "--against", "ann", "--start", "0",
                             "--project", desk.project, "--json"});
    ASSERT_EQ(scored.status, 0) << scored.err;
    EXPECT_NE(scored.out.find("bob"), std::string::npos);
    const Json ec57 = Json::parse(scored.out);
    EXPECT_FALSE(ec57.empty());
}

TEST(CliReview, TwoDesksMergeAndABackupComesBack) {
    const Desk desk = makeDesk("review-merge");
    ASSERT_EQ(cli({"review", "import", desk.record, desk.ann, "--reader", "ann", "--project", desk.project}).status, 0);
    const std::string ward = (desk.folder / "ward.triptych-project").string();
    ASSERT_EQ(cli({"review", "backup", ward, "--project", desk.project}).status, 0);
    expectFailure(cli({"review", "backup", ward, "--project", desk.project}), {"is there"});
    ASSERT_EQ(cli({"review", "import", desk.record, desk.bob, "--reader", "bob", "--project", ward}).status, 0);
    EXPECT_EQ(json({"merge", ward, "--project", desk.project, "--look"}).at("events"), 1);
    EXPECT_EQ(json({"merge", ward, "--project", desk.project}).at("events"), 1);
    const Json again = json({"merge", ward, "--project", desk.project});
    EXPECT_EQ(again.at("events"), 0);
    EXPECT_EQ(again.at("known"), 2);
    EXPECT_EQ(json({"kappa", "--project", desk.project}).at("conflicts"), 3);
    // Foreign and cut files are sentences, and nothing changes.
    const std::string before = textOf(desk.project);
    expectFailure(cli({"review", "merge", desk.record, "--project", desk.project}), {"no project of Triptych"});
    fs::copy_file(ward, desk.folder / "cut.triptych-project");
    fs::resize_file(desk.folder / "cut.triptych-project", fs::file_size(ward) / 2);
    expectFailure(cli({"review", "merge", (desk.folder / "cut.triptych-project").string(), "--project", desk.project}));
    expectFailure(cli({"review", "merge", desk.project, "--project", desk.project}), {"the project itself"});
    EXPECT_EQ(textOf(desk.project), before);
    // A damaged project is set aside, and the backup takes its place.
    fs::resize_file(desk.project, 700);
    const auto restored = cli({"review", "restore", ward, "--project", desk.project});
    ASSERT_EQ(restored.status, 0) << restored.err;
    EXPECT_TRUE(fs::exists(desk.project + ".damaged"));
    EXPECT_EQ(json({"kappa", "--project", desk.project}).at("conflicts"), 3);
    // A file of another name is never taken for a damaged project.
    expectFailure(cli({"review", "restore", ward, "--project", desk.record}));
    EXPECT_TRUE(fs::exists(desk.record));
}

TEST(CliReview, ReadersWhoSharedNoBeatHaveNothingToCompare) {
    const Desk desk = makeDesk("review-apart");
    auto half = *formats::readAnnotations(desk.ann, 360);
    auto rest = half;
    half.annotations.resize(half.annotations.size() / 2);
    rest.annotations.erase(rest.annotations.begin(), rest.annotations.begin() + std::ssize(half.annotations));
    ASSERT_TRUE(formats::writeAnnotations(desk.ann, half));
    ASSERT_TRUE(formats::writeAnnotations(desk.bob, rest));
    importBoth(desk);
    const auto table = cli({"review", "kappa", "--project", desk.project});
    EXPECT_NE(table.out.find("nothing to compare"), std::string::npos) << table.out;
    EXPECT_EQ(table.out.find("0.00 %"), std::string::npos) << table.out;
    const Json kappa = json({"kappa", "--project", desk.project}).at("pairs")[0].at("cohen");
    EXPECT_EQ(kappa.at("items"), 0);
    EXPECT_EQ(kappa.at("observed"), nullptr);
    // One reader alone, and no model.
    const auto alone = cli({"review", "kappa", "--project", desk.project, "--reader", "ann"});
    EXPECT_NE(alone.out.find("Nothing to compare"), std::string::npos) << alone.out;
}

TEST(CliReview, TheListIsOfTheProjectThatIsNamed) {
    const Desk desk = makeDesk("review-list");
    importBoth(desk);
    const Json named = json({"list", "--project", desk.project});
    ASSERT_EQ(named.at("recordings").size(), 1U);
    EXPECT_EQ(named, json({"list", desk.project}));
    expectFailure(cli({"review", "list", "--project", desk.project + ".none"}), {"there is no such project"});
}

// As on the first day: there is a home, and nothing of Triptych's in it.
TEST(CliReview, TheReadersOwnProjectNeedsNoFolder) {
    const Desk desk = makeDesk("review-first-day");
    const fs::path home = scratchFolder("review-home");
    const auto done = runProgram({"env", "-u", "XDG_DATA_HOME", "-u", "TRIPTYCH_PROJECT", "HOME=" + home.string(),
                                  TRIPTYCH_CLI, "review", "import", desk.record, desk.ann, "--reader", "ann"});
    EXPECT_EQ(done.status, 0) << done.err;
    EXPECT_TRUE(fs::exists(home / ".local/share/triptych/labels.triptych-project"));
}

// Every page is whole, and one event has no time.
TEST(CliReview, ALogThatCannotBeReadIsNotBackedUp) {
    const Desk desk = makeDesk("review-no-backup");
    importBoth(desk);
    std::string bytes = textOf(desk.project);
    const std::size_t end = bytes.find("Zimport");  // of "2026-11-30T16:17:26.061Z"
    ASSERT_NE(end, std::string::npos);
    bytes.at(end - 17) = 'x';
    const std::string damaged = (desk.folder / "damaged.triptych-project").string();
    const std::string kept = (desk.folder / "kept.triptych-project").string();
    std::ofstream(damaged, std::ios::binary) << bytes;
    expectFailure(cli({"review", "backup", kept, "--project", damaged}), {"the project is damaged", "no backup"});
    EXPECT_FALSE(fs::exists(kept)) << "a backup of what is damaged helps nobody";
    EXPECT_FALSE(fs::exists(kept + ".part"));
}

TEST(CliReview, EmptyAndDamagedProjectsAreSentences) {
    const Desk desk = makeDesk("review-bad");
    importBoth(desk);
    const std::string empty = (desk.folder / "empty.triptych-project").string();
    { std::ofstream touched(empty); }
    const std::string damaged = (desk.folder / "damaged.triptych-project").string();
    fs::copy_file(desk.project, damaged);
    {
        std::fstream file(damaged, std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(static_cast<std::streamoff>(fs::file_size(damaged) - 4096));
        file << std::string(600, '\x5a');
    }
    const std::string out = (desk.folder / "out.csv").string();
    for (const std::string verb : {"list", "kappa", "replay", "export"}) {
        std::vector<std::string> arguments = {"review", verb};
        if (verb == "list") arguments.push_back(desk.folder.string());
        if (verb == "replay" || verb == "export") arguments.push_back(desk.record);
        if (verb == "export") arguments.push_back(out);
        auto with = arguments;
        with.insert(with.end(), {"--project", empty});
        expectFailure(cli(with), {"nothing was ever kept in this project"});
        arguments.insert(arguments.end(), {"--project", damaged});
        expectFailure(cli(arguments), {"the project is damaged", "review restore"});
        EXPECT_FALSE(fs::exists(out));
    }
    // Another record's annotations, a record that changed since: said, and nothing is mixed in.
    const auto other = scratchFolder("review-bad-other");
    ASSERT_EQ(cli({"synth", "--out", other.string(), "--name", "other", "--duration", "90", "--seed", "9"}).status, 0);
    const std::string before = textOf(desk.project);
    expectFailure(cli({"review", "import", desk.record, (other / "other.atr").string(), "--reader", "zoe", "--project",
                       desk.project}),
                  {"another recording"});
    {
        std::fstream file(desk.folder / "made.dat", std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(3000);
        file << std::string(600, '\x11');
    }
    const auto changed = cli({"review", "replay", desk.record, "--project", desk.project, "--csv"});
    EXPECT_EQ(changed.status, 0);
    EXPECT_NE(changed.err.find("has changed since it was labelled"), std::string::npos) << changed.err;
    EXPECT_EQ(std::ranges::count(changed.out, '\n'), 1) << "no label of the other one";
    EXPECT_EQ(textOf(desk.project), before);
}

TEST(CliReview, LabelsGoOutWithWhereTheyComeFrom) {
    const Desk desk = makeDesk("review-export");
    importBoth(desk);
    const auto out = [&](const std::string& name) { return (desk.folder / name).string(); };
    const auto write = [&](const std::string& file, const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments = {"review", "export", desk.record, file, "--project", desk.project};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return cli(arguments);
    };
    ASSERT_EQ(write(out("labels.json")).status, 0);
    const Json labels = Json::parse(textOf(out("labels.json")));
    EXPECT_EQ(labels.at("labels")[0].at("label"), "V");
    EXPECT_EQ(labels.at("labels")[0].at("reader"), "bob");
    EXPECT_EQ(labels.at("labels")[0].at("tool"), "import");
    EXPECT_EQ(labels.at("log_place"), 2);
    ASSERT_EQ(write(out("labels.csv"), {"--reader", "ann"}).status, 0);
    EXPECT_NE(textOf(out("labels.csv")).find(",N,ann,"), std::string::npos);
    expectFailure(write(out("labels.csv")), {"--force"});
    ASSERT_EQ(write(out("made.tst")).status, 0);
    const auto annotations = formats::readAnnotations(out("made.tst"), 360);
    ASSERT_TRUE(annotations);
    EXPECT_EQ(std::ranges::count_if(annotations->annotations, [](const Annotation& a) { return a.code == kPvc; }), 3);
    const auto edf = write(out("made.edf"));
    ASSERT_EQ(edf.status, 0) << edf.err;
    const auto read = formats::open(out("made.edf"));
    ASSERT_TRUE(read);
    // What a reader of the file gets are the labels as reviewed; what the annotator wrote has its name before it.
    const auto& sets = (*read)->annotation_sets;
    ASSERT_EQ(sets.size(), 2U);
    EXPECT_EQ(sets[0].annotator, "reviewed");
    EXPECT_EQ(sets[1].annotator, "atr");
    const auto vs = [](const AnnotationSet& set) {
        return std::ranges::count_if(set.annotations, [](const Annotation& a) { return a.code == kPvc; });
    };
    const std::int64_t of_truth = vs(*formats::readAnnotations(out("made.atr"), 360));
    EXPECT_EQ(vs(sets[1]), of_truth) << "as the annotator left them";
    EXPECT_EQ(vs(sets[0]), 3) << "as the readers left them";
    // The recording's own annotations are left as they are.
    const std::string own = textOf(out("made.atr"));
    expectFailure(write(out("made.atr"), {"--force"}), {"lies beside a recording"});
    EXPECT_EQ(textOf(out("made.atr")), own);
}

TEST(CliReview, TheLabelledBeatsAreATrainingSet) {
    const Desk desk = makeDesk("review-training");
    importBoth(desk);
    {
        auto project = store::Project::open(desk.project, false);
        store::EventGroup noise;
        noise.key = "noise";
        noise.layer = std::string(store::kRhythmLayer);
        noise.reader = "ann";
        noise.marks.resize(1);
        noise.marks[0].rate_hz = 360;
        noise.marks[0].sample = 0;
        noise.marks[0].end_sample = 360 * 10;
        noise.marks[0].to = "unreadable";
        ASSERT_TRUE(project->append(1, {noise}));
    }
    const std::string out = (desk.folder / "set").string();
    const Json set = json({"training", out, "--project", desk.project});
    ASSERT_EQ(set.at("records").size(), 1U);
    const Json& record = set.at("records")[0];
    EXPECT_EQ(record.at("readers"), Json::array({"bob"})) << "whose labels are in force";
    EXPECT_EQ(record.at("log_place"), 3);
    EXPECT_EQ(record.at("beats"), desk.beats);
    const auto labels = formats::readAnnotations(out + "/made.atr", 360);
    ASSERT_TRUE(labels);
    std::size_t unlearnt = 0;
    for (const Annotation& annotation : labels->annotations) {
        if (annotation.code != kLearn) continue;
        ++unlearnt;
        EXPECT_LT(static_cast<double>(annotation.sample) / labels->rate_hz, 10) << "only noise is left out";
    }
    EXPECT_GT(unlearnt, 5U);
    EXPECT_EQ(record.at("labelled").get<std::size_t>(), desk.beats - unlearnt);
    EXPECT_TRUE(
        std::ranges::any_of(labels->notes, [](const std::string& note) { return note == "# Triptych log place 3"; }));
    expectFailure(cli({"review", "training", out, "--project", desk.project}), {"not empty"});
}

TEST(CliReview, TheLogIsReadInTenLinesOfPython) {
    if (std::system("python3 -c 'import sqlite3' 2>/dev/null") != 0) GTEST_SKIP() << "needs python3";
    const Desk desk = makeDesk("review-python");
    importBoth(desk);
    const std::string page = textOf((fs::path(TRIPTYCH_SOURCE_DIR) / "docs/log.md").string());
    const auto begin = page.find("```python\n");
    ASSERT_NE(begin, std::string::npos);
    const std::string program = page.substr(begin + 10, page.find("```", begin + 10) - begin - 10);
    EXPECT_LE(std::ranges::count(program, '\n'), 12);
    const std::string script = (desk.folder / "read.py").string();
    {
        std::ofstream file(script);
        file << program;
    }
    const auto read = runProgram({"/usr/bin/env", "python3", script, desk.project});
    ASSERT_EQ(read.status, 0) << read.err;
    std::size_t lines = 0, vs = 0;
    std::istringstream stream(read.out);
    for (std::string line; std::getline(stream, line); ++lines) vs += line.find(",V,bob,") != std::string::npos;
    EXPECT_EQ(lines, desk.beats);
    EXPECT_EQ(vs, 3U);
}

}  // namespace
}  // namespace triptych::test
