// The detector on real recordings. The bounds are the product's promise; what it reaches is printed.
#include "core/beats/detect.h"
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iomanip>
#include <iostream>

namespace triptych::beats {
namespace {

std::vector<std::filesystem::path> headersIn(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> headers;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".hea") headers.push_back(entry.path());
    }
    std::sort(headers.begin(), headers.end());
    return headers;
}

std::vector<std::int64_t> samplesOf(const BeatList& beats) {
    std::vector<std::int64_t> samples;
    for (const Beat& beat : beats.beats) samples.push_back(beat.sample);
    return samples;
}

void add(DetectionScore& gross, const DetectionScore& score) {
    gross.true_positive += score.true_positive;
    gross.false_positive += score.false_positive;
    gross.false_negative += score.false_negative;
}

void print(const std::string& name, const DetectionScore& gross) {
    std::cout << std::fixed << std::setprecision(3) << name << ": Se " << 100 * gross.sensitivity() << " % ("
              << gross.false_negative << " missed), +P " << 100 * gross.positivePredictivity() << " % ("
              << gross.false_positive << " extra) of " << gross.true_positive + gross.false_negative << " beats\n";
}

// First signal of every record of a folder, from `start_s` on.
void grossOf(const std::filesystem::path& folder, double start_s, std::size_t records, DetectionScore& gross) {
    const auto headers = headersIn(folder);
    ASSERT_EQ(headers.size(), records);
    for (const auto& header : headers) {
        const auto recording = formats::open(header.string());
        ASSERT_TRUE(recording) << sentence(recording.error());
        ASSERT_FALSE((*recording)->annotation_sets.empty()) << header;
        const auto beats = detectBeats(**recording, 0);
        ASSERT_TRUE(beats) << sentence(beats.error());
        add(gross,
            scoreDetection((*recording)->annotation_sets.front(), samplesOf(*beats), beats->rate_hz, 0.150, start_s));
    }
}

TEST(DetectReal, AllFortyEightMitBihRecords) {
    TRIPTYCH_NEEDS_DATA(mitdb, "mitdb");
    DetectionScore gross;
    grossOf(mitdb, 300, 48, gross);
    print("MIT-BIH, first signal, from 5:00", gross);
    EXPECT_GE(gross.sensitivity(), 0.9975);
    EXPECT_GE(gross.positivePredictivity(), 0.9975);
    EXPECT_GT(gross.true_positive, 90'000);
}

TEST(DetectReal, SupraventricularRecordsAt128Hz) {
    TRIPTYCH_NEEDS_DATA(svdb, "svdb");
    DetectionScore gross;
    grossOf(svdb, 0, 43, gross);
    print("Supraventricular, first signal, from 0:00", gross);
    EXPECT_GE(gross.sensitivity(), 0.9975);
    EXPECT_GE(gross.positivePredictivity(), 0.9975);
}

// Ten-second strips whose first and last beats are not marked: scored from the first mark to the last.
TEST(DetectReal, LeadIIOfTwoHundredTenSecondStrips) {
    TRIPTYCH_NEEDS_DATA(ludb, "ludb");
    DetectionScore gross;
    const auto headers = headersIn(ludb);
    ASSERT_EQ(headers.size(), 200U);
    for (const auto& header : headers) {
        const auto recording = formats::open(header.string());
        ASSERT_TRUE(recording) << sentence(recording.error());
        const auto lead = findLead(**recording, "II");
        ASSERT_TRUE(lead) << header;
        const double rate_hz = (*recording)->leads[*lead].rate_hz;
        const auto truth =
            formats::readAnnotations(std::filesystem::path(header).replace_extension(".ii").string(), rate_hz);
        ASSERT_TRUE(truth) << sentence(truth.error());
        std::vector<std::int64_t> marks;
        for (const Annotation& annotation : truth->annotations) {
            if (isBeat(annotation.code)) marks.push_back(annotation.sample);
        }
        ASSERT_FALSE(marks.empty()) << header;
        const auto beats = detectBeats(**recording, *lead);
        ASSERT_TRUE(beats) << sentence(beats.error());
        add(gross, scoreDetection(*truth, samplesOf(*beats), rate_hz, 0.150,
                                  static_cast<double>(marks.front()) / rate_hz - 0.1,
                                  static_cast<double>(marks.back()) / rate_hz + 0.1));
    }
    print("LUDB, lead II", gross);
    EXPECT_GE(gross.sensitivity(), 0.9975);
    EXPECT_GE(gross.positivePredictivity(), 0.9975);
}

}  // namespace
}  // namespace triptych::beats
