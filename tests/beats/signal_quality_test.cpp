#include "core/beats/signal_quality.h"
#include "core/formats/open.h"
#include "tests/beats/made_ecg.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <limits>
#include <random>

namespace triptych::beats {
namespace {

std::vector<Quality> qualityOf(std::vector<float> signal, double rate_hz) {
    const auto track = assessQuality(*test::recordingOf(std::move(signal), rate_hz), 0);
    EXPECT_TRUE(track);
    return track ? track->quality : std::vector<Quality>{};
}

std::size_t countOf(const std::vector<Quality>& quality, Quality wanted, std::size_t from, std::size_t past) {
    return static_cast<std::size_t>(std::count(quality.begin() + static_cast<std::ptrdiff_t>(from),
                                               quality.begin() + static_cast<std::ptrdiff_t>(past), wanted));
}

TEST(SignalQuality, OfACleanLeadIsGoodAtEveryRateAndUnit) {
    for (const double rate_hz : {128.0, 360.0, 1000.0}) {
        for (const float unit : {1.0F, 1000.0F}) {
            test::MadeEcgPlan plan;
            plan.rate_hz = rate_hz;
            plan.noise_mv = 0.01;
            auto signal = test::madeEcg(plan).signal;
            for (float& value : signal) value *= unit;
            const auto quality = qualityOf(signal, rate_hz);
            ASSERT_EQ(quality.size(), 60U);
            EXPECT_EQ(countOf(quality, Quality::good, 0, 60), 60U) << rate_hz << " Hz, unit " << unit;
        }
    }
}

TEST(SignalQuality, NamesWhatIsWrongWithEachSecond) {
    test::MadeEcgPlan plan;
    plan.duration_s = 99.5;
    plan.noise_mv = 0.01;
    auto signal = test::madeEcg(plan).signal;
    const auto fill = [&](std::size_t from_s, std::size_t past_s, auto value) {
        for (std::size_t i = from_s * 360; i < past_s * 360; ++i) signal[i] = value(signal[i]);
    };
    std::mt19937 random(3);
    std::uniform_real_distribution<float> noise(-0.5F, 0.5F);
    fill(10, 15, [](float) { return std::numeric_limits<float>::quiet_NaN(); });
    fill(30, 35, [](float) { return 0.2F; });
    fill(50, 55, [&](float value) { return value + noise(random); });
    fill(70, 75, [](float) { return 4.0F; });
    for (std::size_t s = 70; s < 75; ++s) signal[s * 360 + 200] = 1.0F;  // on the rail, but not flat
    const auto quality = qualityOf(signal, 360);
    ASSERT_EQ(quality.size(), 100U);
    EXPECT_EQ(countOf(quality, Quality::missing, 10, 15), 5U);
    EXPECT_EQ(countOf(quality, Quality::flat, 30, 35), 5U);
    EXPECT_EQ(countOf(quality, Quality::noisy, 50, 55), 5U);
    EXPECT_EQ(countOf(quality, Quality::clipped, 70, 75), 5U);
    EXPECT_EQ(countOf(quality, Quality::good, 0, 100), 80U);
}

TEST(SignalQuality, OfNothingIsFlatOrMissing) {
    const auto flat = qualityOf(std::vector<float>(3600, 1.0F), 360);
    EXPECT_EQ(countOf(flat, Quality::flat, 0, 10), 10U);
    const auto missing = qualityOf(std::vector<float>(3600, std::numeric_limits<float>::quiet_NaN()), 360);
    EXPECT_EQ(countOf(missing, Quality::missing, 0, 10), 10U);
    EXPECT_TRUE(qualityOf({}, 360).empty());
    EXPECT_EQ(qualityOf({1.0F, 2.0F}, 360).size(), 1U);
}

TEST(SignalQuality, SaysWhatItCannotDo) {
    const auto recording = test::recordingOf(std::vector<float>(100, 0.0F), 50);
    EXPECT_EQ(assessQuality(*recording, 0).error().code, ErrorCode::unsupported);
    EXPECT_EQ(assessQuality(*recording, 1).error().code, ErrorCode::out_of_range);
    std::stop_source source;
    source.request_stop();
    const auto stopped =
        assessQuality(*test::recordingOf(std::vector<float>(100, 0.0F), 360), 0, Job{source.get_token(), {}});
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
}

// Readers of the MIT-BIH database marked where the first signal is noisy (bit 0 of a NOISE annotation's subtype; -1:
// unreadable). The track need not agree by the second; it must find noise where they did far more often than elsewhere.
TEST(SignalQuality, FindsNoiseWhereReadersMarkedIt) {
    TRIPTYCH_NEEDS_DATA(mitdb, "mitdb");
    double noisy = 0, noisy_found = 0, clean = 0, clean_found = 0;
    std::vector<std::pair<float, bool>> ranked;
    for (const auto& entry : std::filesystem::directory_iterator(mitdb)) {
        if (entry.path().extension() != ".hea") continue;
        const auto recording = formats::open(entry.path().string());
        ASSERT_TRUE(recording) << sentence(recording.error());
        const auto track = assessQuality(**recording, 0);
        ASSERT_TRUE(track) << sentence(track.error());
        std::vector<bool> marked(track->quality.size(), false);
        bool now = false;
        std::size_t from = 0;
        const auto fill = [&](std::size_t past) {
            for (; from < std::min(past, marked.size()); ++from) marked[from] = now;
        };
        for (const Annotation& annotation : (*recording)->annotation_sets.front().annotations) {
            if (annotation.code != kNoise) continue;
            fill(static_cast<std::size_t>(annotation.sample / 360));
            now = annotation.subtype < 0 || (annotation.subtype & 1) != 0;
        }
        fill(marked.size());
        for (std::size_t s = 0; s < marked.size(); ++s) {
            const bool found = track->quality[s] != Quality::good;
            (marked[s] ? noisy : clean) += 1;
            (marked[s] ? noisy_found : clean_found) += found ? 1 : 0;
            ranked.emplace_back(track->noise[s], marked[s]);
        }
    }
    // Area under the ROC curve by ranks (Mann & Whitney).
    std::sort(ranked.begin(), ranked.end());
    double ranks = 0;
    for (std::size_t i = 0; i < ranked.size(); ++i) ranks += ranked[i].second ? static_cast<double>(i + 1) : 0;
    const double area = (ranks - noisy * (noisy + 1) / 2) / (noisy * clean);
    std::cout << "flagged: " << 100 * noisy_found / noisy << " % of " << noisy << " marked seconds, "
              << 100 * clean_found / clean << " % of the others; area under the ROC curve " << area << '\n';
    EXPECT_GE(area, 0.85);
    EXPECT_GE(noisy_found / noisy, 10 * clean_found / clean);
}

}  // namespace
}  // namespace triptych::beats
