// Beats that come without recordings: the public heartbeat files, prepared beat files, and beats that ADASYN makes up.
#include "core/inference/module/training/adasyn.h"
#include "core/inference/module/training/beat_source.h"
#include "core/inference/module/training/heartbeat_csv.h"
#include "core/inference/module/training/prepared_beats.h"
#include "core/inference/module/training/runs.h"
#include "core/statistics/random.h"
#include "core/text/numbers.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <numeric>

namespace triptych::inference::training {
namespace {

namespace fs = std::filesystem;

std::string row(float level, const std::string& label, std::size_t samples = 187) {
    std::string out;
    for (std::size_t i = 0; i < samples; ++i) out += text::shortestText(level * static_cast<float>(i % 10) / 10) + ',';
    return out + label + '\n';
}

fs::path write(const fs::path& path, const std::string& text) {
    std::ofstream(path) << text;
    return path;
}

const std::vector<std::string> kFive = {"N", "S", "V", "F", "Q"};
const std::vector<std::string> kTwo = {"normal", "abnormal"};

std::string complaint(const std::string& text, const std::vector<std::string>& classes = kFive) {
    const auto path = write(triptych::test::scratchFolder("csv") / "beats.csv", text);
    const auto read = readHeartbeats(path.string(), classes, {});
    EXPECT_FALSE(read);
    if (read) return "";
    EXPECT_EQ(read.error().code, ErrorCode::malformed);
    EXPECT_FALSE(read.error().hint.empty());
    return sentence(read.error());
}

TEST(Heartbeats, AreReadWithTheirLabels) {
    const auto folder = triptych::test::scratchFolder("csv");
    write(folder / "mitbih_train.csv", row(1, "0.000000000000000000e+00") + row(0.5, "4.0"));
    write(folder / "mitbih_test.csv", row(0.2F, "2"));
    const auto read = readHeartbeats(folder.string(), kFive, {});
    ASSERT_TRUE(read) << sentence(read.error());
    EXPECT_EQ(read->label, (std::vector<std::uint8_t>{0, 4, 2}));
    EXPECT_FLOAT_EQ(read->time[3], 0.3F);
    EXPECT_EQ(read->recordOf(2), "mitbih_test.csv");
    // The published test part tests, whatever the seed.
    EXPECT_EQ(stratifiedTest(*read, 7), (std::vector<std::size_t>{2}));
    EXPECT_EQ(stratifiedFold(*read, 7).train, (std::vector<std::size_t>{0, 1}));

    write(folder / "ptbdb_normal.csv", row(1, "0") + row(1, "0"));
    EXPECT_EQ(readHeartbeats(folder.string(), kTwo, {}).error().code, ErrorCode::not_found);
    write(folder / "ptbdb_abnormal.csv", row(0.7F, "1"));
    EXPECT_EQ(readHeartbeats(folder.string(), kTwo, {})->label, (std::vector<std::uint8_t>{0, 0, 1}));
}

// A model of two classes is no PTB model: its N and V are the beat files' labels 0 and 2.
TEST(Heartbeats, AreLabelledByTheNamesOfClasses) {
    const auto folder = triptych::test::scratchFolder("csv");
    write(folder / "mitbih_train.csv", row(1, "0") + row(1, "1") + row(1, "2") + row(1, "1") + row(1, "4"));
    const auto read = readHeartbeats(folder.string(), {"V", "N"}, {});
    ASSERT_TRUE(read) << sentence(read.error());
    EXPECT_EQ(read->label, (std::vector<std::uint8_t>{1, 0}));
    EXPECT_EQ(read->beat, (std::vector<std::uint32_t>{0, 2}));
    EXPECT_EQ(read->left_out.inWords(), "2 of class S, 1 of class Q");
}

TEST(Heartbeats, EveryBadRowIsNamed) {
    const std::string good = row(1, "0");
    EXPECT_NE(complaint(good + row(1, "1", 150)).find("row 2"), std::string::npos);
    EXPECT_NE(complaint(row(1, "1", 150)).find("151 values"), std::string::npos);
    EXPECT_NE(complaint(row(1, "1", 300)).find("301 values"), std::string::npos);
    EXPECT_NE(complaint(good + row(1, "5")).find("no class"), std::string::npos);
    EXPECT_NE(complaint(good + row(1, "1.5")).find("no class"), std::string::npos);
    EXPECT_NE(complaint(row(1, "-1")).find("no class"), std::string::npos);
    EXPECT_NE(complaint(row(1, "2"), kTwo).find("0 to 1"), std::string::npos);
    EXPECT_NE(complaint(good + good + row(1, "nan")).find("row 3"), std::string::npos);
    EXPECT_NE(complaint("nan" + row(1, "0")).find("no number"), std::string::npos);
    EXPECT_NE(complaint("inf," + row(1, "0", 186)).find("value 1"), std::string::npos);
    EXPECT_NE(complaint(row(1, "")).find("value 188"), std::string::npos);
    EXPECT_NE(complaint(row(9, "0")).find("outside 0 to 1"), std::string::npos);
    EXPECT_NE(complaint("").find("empty"), std::string::npos);
    EXPECT_NE(complaint("hello\n").find("no number"), std::string::npos);
    EXPECT_NE(complaint(good + "\n").find("row 2"), std::string::npos);
}

BeatDataset someBeats(std::size_t count, Profile profile = Profile::parity) {
    BeatDataset dataset;
    dataset.profile = profile;
    dataset.shape = shapeOf(profile);
    const std::vector<float> typical(profile == Profile::product ? dataset.shape.tf_rows * dataset.shape.tf_columns
                                                                 : 0);
    dataset.sources = {{"100", "MLII", true, typical}, {"201", "MLII", true, typical}};
    Random random(3);
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t t = 0; t < dataset.shape.timeSize(); ++t)
            dataset.time.push_back(static_cast<float>(random.uniform()));
        for (std::size_t f = 0; f < dataset.shape.rr; ++f) dataset.rr.push_back(static_cast<float>(random.normal()));
        if (profile == Profile::product) dataset.pre_rr_s.push_back(i < 2 ? std::nanf("") : 0.8F);
        dataset.label.push_back(static_cast<std::uint8_t>(i % 5));
        dataset.source.push_back(static_cast<std::uint16_t>(i % 2));
        dataset.beat.push_back(static_cast<std::uint32_t>(i));
    }
    return dataset;
}

TEST(PreparedBeats, ComeBackToAHalfFloatsPrecision) {
    const auto path = (triptych::test::scratchFolder("prepared") / "beats.safetensors").string();
    const auto dataset = someBeats(40);
    ASSERT_TRUE(writePrepared(path, dataset));
    EXPECT_LT(fs::file_size(path), 40 * (187 * 2 + 9) + 2000);
    const auto read = readPrepared(path);
    ASSERT_TRUE(read) << sentence(read.error());
    EXPECT_EQ(read->label, dataset.label);
    EXPECT_EQ(read->beat, dataset.beat);
    EXPECT_EQ(read->source, dataset.source);
    EXPECT_EQ(read->recordOf(1), "201");
    for (std::size_t i = 0; i < dataset.time.size(); ++i) ASSERT_NEAR(read->time[i], dataset.time[i], 0.0003);
    // The split, and so the test part, is that of the recordings.
    EXPECT_EQ(stratifiedTest(*read, 1), stratifiedTest(dataset, 1));
}

TEST(PreparedBeats, KnowTheirClassesByNameAndWhoWasLeftOut) {
    const auto path = (triptych::test::scratchFolder("prepared") / "beats.safetensors").string();
    auto dataset = someBeats(10);
    for (std::uint8_t& label : dataset.label) label = label % 2;
    dataset.class_names = kTwo;
    ASSERT_TRUE(writePrepared(path, dataset));
    EXPECT_EQ(readPrepared(path)->class_names, kTwo);
    EXPECT_EQ(loadBeats({path, {}, Profile::parity, {"N", "V"}}, {}).error().code, ErrorCode::model_mismatch);
    dataset.class_names = {"V", "N"};
    dataset.left_out.add(kAtrialPremature, 7);
    ASSERT_TRUE(writePrepared(path, dataset));
    EXPECT_EQ(readPrepared(path)->class_names, dataset.class_names);
    EXPECT_EQ(readPrepared(path)->left_out.inWords(), "7 of class S");
}

TEST(PreparedBeats, OfTheProductProfileKeepTheirRhythm) {
    const auto path = (triptych::test::scratchFolder("prepared") / "beats.safetensors").string();
    auto dataset = someBeats(6, Profile::product);
    dataset.sources[1].made = true;
    ASSERT_TRUE(writePrepared(path, dataset));
    const auto read = readPrepared(path);
    ASSERT_TRUE(read) << sentence(read.error());
    EXPECT_FALSE(read->sources[0].made);
    EXPECT_TRUE(read->sources[1].made);
    EXPECT_EQ(read->rr, dataset.rr);
    ASSERT_EQ(read->pre_rr_s.size(), 6U);
    EXPECT_TRUE(std::isnan(read->pre_rr_s[1]));
    EXPECT_EQ(read->pre_rr_s[2], 0.8F);
}

TEST(PreparedBeats, OfAnotherProfileOrOtherRecordsAreRefused) {
    const auto path = (triptych::test::scratchFolder("prepared") / "beats.safetensors").string();
    ASSERT_TRUE(writePrepared(path, someBeats(10)));
    const std::vector<std::string> five = {"N", "S", "V", "F", "Q"};
    const std::vector<std::string_view> both = {"100", "201"};
    const std::vector<std::string_view> one = {"100"};
    EXPECT_TRUE(loadBeats({path, both, Profile::parity, five}, {}));
    EXPECT_EQ(loadBeats({path, both, Profile::product, five}, {}).error().code, ErrorCode::model_mismatch);
    EXPECT_EQ(loadBeats({path, both, Profile::parity, {"N", "V"}}, {}).error().code, ErrorCode::model_mismatch);
    EXPECT_EQ(loadBeats({path, both, Profile::parity, {"N", "V", "S", "F", "Q"}}, {}).error().code,
              ErrorCode::model_mismatch);
    const auto stranger = loadBeats({path, one, Profile::parity, five}, {});
    ASSERT_FALSE(stranger);
    EXPECT_NE(sentence(stranger.error()).find("201"), std::string::npos);
    EXPECT_EQ(loadBeats({path + ".csv", both, Profile::parity, five}, {}).error().code, ErrorCode::not_found);
}

TEST(PreparedBeats, ADamagedFileIsOneSentence) {
    const auto folder = triptych::test::scratchFolder("prepared");
    const auto path = folder / "beats.safetensors";
    ASSERT_TRUE(writePrepared(path.string(), someBeats(10)));
    std::ifstream file(path, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    for (const std::size_t length : {std::size_t{0}, std::size_t{9}, bytes.size() / 3, bytes.size() - 1}) {
        write(folder / "cut.safetensors", bytes.substr(0, length));
        const auto read = readPrepared((folder / "cut.safetensors").string());
        ASSERT_FALSE(read) << length;
        EXPECT_FALSE(read.error().hint.empty());
    }
    auto wrong = bytes;
    wrong.replace(wrong.find("prepared beats 1"), 16, "prepared beats 2");
    write(folder / "other.safetensors", wrong);
    EXPECT_EQ(readPrepared((folder / "other.safetensors").string()).error().code, ErrorCode::malformed);
    auto uncounted = bytes;  // as an earlier version wrote it, which only counted its classes
    uncounted.replace(uncounted.find("\"class_names\""), 13, "\"klass_names\"");
    uncounted.replace(uncounted.find("\"classes\":\"") + 11, 1, "x");
    write(folder / "uncounted.safetensors", uncounted);
    const auto read = readPrepared((folder / "uncounted.safetensors").string());
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().what.text().find("list of classes"), std::string::npos) << sentence(read.error());
}

TEST(PreparedBeats, AFullDiskLeavesTheOldFileWhole) {
    const auto path = (triptych::test::scratchFolder("prepared") / "beats.safetensors").string();
    ASSERT_TRUE(writePrepared(path, someBeats(10)));
    // No file may grow past 4 kB: what a full disk looks like to write().
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit old{};
    getrlimit(RLIMIT_FSIZE, &old);
    const rlimit small{4096, old.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    const auto written = writePrepared(path, someBeats(20));
    setrlimit(RLIMIT_FSIZE, &old);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::io_failed);
    EXPECT_EQ(readPrepared(path)->size(), 10U);
}

// Twelve beats of N on a line at 0, 1, 2 ... 11; of V one at 20.0, 20.1, 20.2 among themselves and three N near 30.
TEST(Adasyn, MakesBeatsUpWhereOtherClassesStandNear) {
    std::vector<float> rows;
    std::vector<std::uint8_t> labels;
    for (int i = 0; i < 12; ++i) rows.push_back(static_cast<float>(i));
    labels.assign(12, 0);
    // Six V far from everything: all their five nearest are V. They call for nothing.
    for (int i = 0; i < 6; ++i) rows.push_back(1000.0F + 0.1F * static_cast<float>(i));
    // Two V amid the N: their five nearest are N but for each other at 5.5 and 5.6.
    rows.push_back(5.5F);
    rows.push_back(5.6F);
    labels.insert(labels.end(), 8, 2);
    const auto counts = adasynCounts(rows, 1, labels, 3);
    // r = 4/5 for both (one of five neighbours is V): each gets half of 12 − 8 = 4 beats.
    EXPECT_EQ(std::accumulate(counts.begin(), counts.begin() + 18, std::size_t{0}), 0U);
    EXPECT_EQ(counts[18], 2U);
    EXPECT_EQ(counts[19], 2U);
}

TEST(Adasyn, MadeUpBeatsLieBetweenTwoOfTheirClassAndStayInTheTrainingPart) {
    BeatDataset dataset = someBeats(0);
    Random random(5);
    for (std::size_t i = 0; i < 60; ++i) {
        const std::uint8_t label = i < 50 ? 0 : 1;
        for (std::size_t t = 0; t < dataset.shape.timeSize(); ++t)
            dataset.time.push_back(static_cast<float>(random.uniform() * (label == 0 ? 1.0 : 0.5)));
        dataset.label.push_back(label);
        dataset.source.push_back(0);
        dataset.beat.push_back(static_cast<std::uint32_t>(i));
    }
    std::vector<std::size_t> train;
    for (std::size_t i = 0; i < 60; i += 2) train.push_back(i);  // 25 N, 5 S
    const auto before = dataset.time;
    const auto grown = addAdasynBeats(dataset, train, 9);
    EXPECT_GE(grown.size(), 25U + 23U);
    EXPECT_LE(grown.size(), 25U + 27U);
    EXPECT_TRUE(std::equal(before.begin(), before.end(), dataset.time.begin()));
    const std::size_t size = dataset.shape.timeSize();
    for (std::size_t i = 60; i < dataset.size(); ++i) {
        EXPECT_EQ(dataset.label[i], 1);
        float largest = 0;
        for (std::size_t t = 0; t < size; ++t) largest = std::max(largest, dataset.time[i * size + t]);
        EXPECT_LE(largest, 0.5F);  // a mixture of two S, which reach one half
    }
    BeatDataset again = someBeats(0);
    again.time = before;
    again.label.assign(dataset.label.begin(), dataset.label.begin() + 60);
    again.source.assign(60, 0);
    again.beat.assign(dataset.beat.begin(), dataset.beat.begin() + 60);
    EXPECT_EQ(addAdasynBeats(again, train, 9), grown);
    EXPECT_EQ(again.time, dataset.time);
}

}  // namespace
}  // namespace triptych::inference::training
