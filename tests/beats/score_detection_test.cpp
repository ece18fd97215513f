#include "core/beats/detect.h"
#include "core/formats/wfdb/annotations.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

namespace triptych::beats {
namespace {

// At 100 Hz the window of 150 ms is 15 samples.
constexpr double kRateHz = 100;

AnnotationSet reference(std::initializer_list<std::int64_t> beats) {
    AnnotationSet set{"atr", kRateHz, {}};
    for (const std::int64_t beat : beats) set.annotations.push_back({beat, kNormal, 0, 0, 0, ""});
    return set;
}

void expectScore(const DetectionScore& score, std::int64_t tp, std::int64_t fp, std::int64_t fn) {
    EXPECT_EQ(score.true_positive, tp);
    EXPECT_EQ(score.false_positive, fp);
    EXPECT_EQ(score.false_negative, fn);
}

DetectionScore fromStart(const AnnotationSet& truth, const std::vector<std::int64_t>& test) {
    return scoreDetection(truth, test, kRateHz, 0.150, 0);
}

TEST(ScoreDetection, CountsMatchesMissesAndExtras) {
    expectScore(fromStart(reference({100, 200, 300, 400}), {103, 198, 350, 401}), 3, 1, 1);
}

TEST(ScoreDetection, MatchesUpToTheWindowAndNoFurther) {
    expectScore(fromStart(reference({100, 200}), {115, 185}), 2, 0, 0);
    expectScore(fromStart(reference({100, 200}), {116, 184}), 0, 2, 2);
}

TEST(ScoreDetection, CountsADoubleDetectionOnce) {
    // The nearer of two detections is taken, whichever comes first.
    expectScore(fromStart(reference({100}), {98, 110}), 1, 1, 0);
    expectScore(fromStart(reference({100}), {90, 101}), 1, 1, 0);
}

TEST(ScoreDetection, GivesADetectionBetweenTwoBeatsToTheNearer) {
    expectScore(fromStart(reference({100, 120}), {108}), 1, 0, 1);
    expectScore(fromStart(reference({100, 120}), {112}), 1, 0, 1);
    expectScore(fromStart(reference({100, 120}), {108, 121}), 2, 0, 0);
}

TEST(ScoreDetection, GivesATieToTheLater) {
    // As bxb: a test beat equally far from two reference beats belongs to the second; a reference beat equally far
    // from two test beats takes the second.
    expectScore(fromStart(reference({100, 120, 140}), {110, 141}), 2, 0, 1);
    expectScore(fromStart(reference({100}), {95, 105}), 1, 1, 0);
}

TEST(ScoreDetection, IsOneToOneInCrowds) {
    expectScore(fromStart(reference({100, 104, 108}), {102}), 1, 0, 2);
    expectScore(fromStart(reference({104}), {100, 102, 104, 106, 108}), 1, 4, 0);
}

TEST(ScoreDetection, LeavesFlutterOut) {
    AnnotationSet truth = reference({100});
    truth.annotations.push_back({200, kFlutterOn, 0, 0, 0, ""});
    truth.annotations.push_back({250, kNormal, 0, 0, 0, ""});  // a mark inside does not count
    truth.annotations.push_back({260, kFlutterWave, 0, 0, 0, ""});
    truth.annotations.push_back({300, kFlutterOff, 0, 0, 0, ""});
    truth.annotations.push_back({400, kNormal, 0, 0, 0, ""});
    expectScore(fromStart(truth, {100, 199, 200, 230, 300, 301, 400}), 2, 2, 0);
}

TEST(ScoreDetection, LeavesFlutterThatNeverEndsOutToTheEnd) {
    AnnotationSet truth = reference({100});
    truth.annotations.push_back({200, kFlutterOn, 0, 0, 0, ""});
    truth.annotations.push_back({300, kNormal, 0, 0, 0, ""});
    expectScore(fromStart(truth, {100, 300, 5000}), 1, 0, 0);
}

TEST(ScoreDetection, IgnoresMarksThatAreNoBeats) {
    AnnotationSet truth = reference({100, 200});
    truth.annotations.push_back({300, kNoise, 0, 0, 0, ""});
    truth.annotations.push_back({310, kRhythm, 0, 0, 0, "(AFIB"});
    expectScore(fromStart(truth, {100, 200}), 2, 0, 0);
}

TEST(ScoreDetection, StartsAndEndsWhereItIsTold) {
    const AnnotationSet truth = reference({100, 500, 600, 900});
    expectScore(scoreDetection(truth, {500, 601, 700, 905}, kRateHz, 0.150, 4, 8), 2, 1, 0);
    // A detection just before the start belongs to a beat just after it; one just after the start to a beat before.
    expectScore(scoreDetection(reference({405, 500}), {395, 500}, kRateHz, 0.150, 4), 2, 0, 0);
    expectScore(scoreDetection(reference({395, 500}), {405, 500}, kRateHz, 0.150, 4), 1, 0, 0);
}

TEST(ScoreDetection, BringsTheReferenceToTheTestsClock) {
    AnnotationSet truth{"atr", 360, {{360, kNormal, 0, 0, 0, ""}, {720, kNormal, 0, 0, 0, ""}}};
    expectScore(scoreDetection(truth, {100, 216}, kRateHz, 0.150, 0), 1, 1, 1);
}

TEST(ScoreDetection, TakesTestBeatsInAnyOrder) {
    expectScore(fromStart(reference({100, 200, 300}), {300, 100, 200}), 3, 0, 0);
}

TEST(ScoreDetection, RatiosAreUndefinedWithoutBeats) {
    EXPECT_TRUE(std::isnan(DetectionScore{}.sensitivity()));
    EXPECT_TRUE(std::isnan(DetectionScore{}.positivePredictivity()));
    const DetectionScore score{90, 30, 10};
    EXPECT_DOUBLE_EQ(score.sensitivity(), 0.9);
    EXPECT_DOUBLE_EQ(score.positivePredictivity(), 0.75);
}

// Columns of bxb's line format, counted from the record's name: test labels of each class against reference labels.
struct BxbLine {
    std::string record;
    DetectionScore score;
};

std::vector<BxbLine> readBxb(const std::filesystem::path& path) {
    std::vector<BxbLine> lines;
    std::ifstream file(path);
    for (std::string text; std::getline(file, text);) {
        std::istringstream stream(text);
        BxbLine line;
        std::array<std::int64_t, 19> n{};  // Nn Sn Vn Fn On  Ns Ss Vs Fs Os  Nv Sv Vv Fv Ov  No So Vo Fo
        if (!(stream >> line.record) || line.record.size() != 3) continue;
        for (auto& value : n) stream >> value;
        if (!stream) continue;
        for (const std::size_t column : {0, 5, 10}) {
            for (std::size_t k = 0; k < 4; ++k) line.score.true_positive += n[column + k];
            line.score.false_positive += n[column + 4];
        }
        for (std::size_t k = 15; k < 19; ++k) line.score.false_negative += n[k];
        lines.push_back(line);
    }
    return lines;
}

TEST(ScoreDetection, AgreesWithBxbOnAllRecords) {
    TRIPTYCH_NEEDS_DATA(perturbed, "ec57");
    TRIPTYCH_NEEDS_DATA(records, "mitdb");
    const auto expected = readBxb(perturbed / "bxb_line.txt");
    ASSERT_EQ(expected.size(), 48U);
    for (const BxbLine& line : expected) {
        const auto truth = formats::readAnnotations((records / (line.record + ".atr")).string(), 360);
        const auto test = formats::readAnnotations((perturbed / (line.record + ".tst")).string(), 360);
        ASSERT_TRUE(truth && test) << line.record;
        // bxb reads no test beats between the test annotator's own flutter marks.
        std::vector<std::int64_t> beats;
        bool fluttering = false;
        for (const Annotation& annotation : test->annotations) {
            if (annotation.code == kFlutterOn) fluttering = true;
            if (annotation.code == kFlutterOff) fluttering = false;
            if (!fluttering && isBeat(annotation.code)) beats.push_back(annotation.sample);
        }
        SCOPED_TRACE(line.record);
        expectScore(scoreDetection(*truth, beats, 360), line.score.true_positive, line.score.false_positive,
                    line.score.false_negative);
    }
}

}  // namespace
}  // namespace triptych::beats
