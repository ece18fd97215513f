// Calibration pulses made sample by sample: found by their shape, at the ends of the leads, and no beats.
#include "core/beats/calibration_pulse.h"
#include "core/beats/detect.h"
#include "core/beats/lead_analysis.h"
#include "tests/beats/made_ecg.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace triptych::beats {
namespace {

using test::madeEcg;
using test::MadeEcgPlan;

class Leads final : public SampleSource {
public:
    explicit Leads(std::vector<std::vector<float>> leads) : leads_(std::move(leads)) {}
    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override {
        for (float& value : out) {
            const bool there = first >= 0 && first < static_cast<std::int64_t>(leads_[lead].size());
            value = there ? leads_[lead][static_cast<std::size_t>(first)] : NAN;
            ++first;
        }
    }
    void readStored(std::size_t, std::int64_t, std::span<std::int32_t>) const override {}

private:
    std::vector<std::vector<float>> leads_;
};

RecordingPtr recordingOfAll(std::vector<std::vector<float>> leads, double rate_hz) {
    auto recording = std::make_shared<Recording>();
    constexpr std::array kNames = {"I", "II", "V1", "V2", "V3", "V4"};
    for (std::size_t i = 0; i < leads.size(); ++i) {
        Lead lead;
        lead.name = lead.original_name = kNames.at(i);
        lead.rate_hz = rate_hz;
        lead.samples = static_cast<std::int64_t>(leads[i].size());
        recording->duration_s = std::max(recording->duration_s, static_cast<double>(leads[i].size()) / rate_hz);
        recording->leads.push_back(lead);
    }
    recording->source = std::make_shared<Leads>(std::move(leads));
    return recording;
}

void append(std::vector<float>& signal, double rate_hz, double seconds, float value) {
    signal.insert(signal.end(), static_cast<std::size_t>(std::lround(seconds * rate_hz)), value);
}

// Ten seconds of ECG, then 0.2 s of ground, the pulse, and 0.2 s of ground.
std::vector<float> withPulse(double rate_hz, double length_s, float height_mv, std::uint32_t seed = 1,
                             float noise_mv = 0) {
    MadeEcgPlan plan;
    plan.rate_hz = rate_hz;
    plan.duration_s = 10;
    plan.seed = seed;
    std::vector<float> signal = madeEcg(plan).signal;
    append(signal, rate_hz, 0.2, 0);
    append(signal, rate_hz, length_s, height_mv);
    append(signal, rate_hz, 0.2, 0);
    std::mt19937 random(seed);  // NOLINT: the same every time
    std::uniform_real_distribution<float> noise(-noise_mv, noise_mv);
    if (noise_mv > 0) {
        for (float& value : signal) value += noise(random);
    }
    return signal;
}

TEST(CalibrationPulse, IsFoundAtEveryRateAndIsNoBeat) {
    for (const double rate_hz : {100.0, 125.0, 250.0, 360.0, 500.0, 1000.0, 2000.0}) {
        const auto recording = recordingOfAll(
            {withPulse(rate_hz, 0.2, 1, 1), withPulse(rate_hz, 0.2, 1, 2), withPulse(rate_hz, 0.2, 1, 3)}, rate_hz);
        const auto pulses = findCalibrationPulses(*recording);
        ASSERT_EQ(pulses.size(), 1U) << rate_hz;
        EXPECT_NEAR(pulses[0].from_s, 10.2, 2 / rate_hz);
        EXPECT_NEAR(pulses[0].to_s, 10.4, 2 / rate_hz);
        const auto beats = detectBeats(*recording, 1);
        ASSERT_TRUE(beats);
        ASSERT_FALSE(beats->beats.empty());
        for (const Beat& beat : beats->beats) EXPECT_LT(static_cast<double>(beat.sample) / rate_hz, 10.05) << rate_hz;
        const auto analysed = LeadAnalysis(recording, 1).beats();
        ASSERT_TRUE(analysed);
        EXPECT_EQ((*analysed)->beats.size(), beats->beats.size());
    }
}

TEST(CalibrationPulse, AtTheBeginningInOneLeadWithNoiseAndInTrains) {
    constexpr double kRate_hz = 250;
    std::vector<float> signal;
    for (int i = 0; i < 12; ++i) {
        append(signal, kRate_hz, 0.5, 0.01F);
        append(signal, kRate_hz, 0.3, 1.01F);
    }
    append(signal, kRate_hz, 0.5, 0.01F);
    const std::vector<float> ecg = withPulse(kRate_hz, 0.1, 1, 4, 0.01F);
    signal.insert(signal.end(), ecg.begin(), ecg.end());
    const auto pulses = findCalibrationPulses(*recordingOfAll({signal}, kRate_hz));
    ASSERT_EQ(pulses.size(), 13U) << "all of the train, and the one at the end";
    EXPECT_NEAR(pulses.front().from_s, 0.5, 0.01);
    EXPECT_NE(sayPulses(pulses).text().find("13 calibration pulses"), std::string::npos);
    EXPECT_NE(sayPulses(pulses).text().find("no heart beats"), std::string::npos);
    EXPECT_EQ(sayPulses({}), "");
}

TEST(CalibrationPulse, WhatAHeartOrAnElectrodeMakesIsNone) {
    constexpr double kRate_hz = 500;
    const auto found = [&](std::vector<std::vector<float>> leads) {
        return findCalibrationPulses(*recordingOfAll(std::move(leads), kRate_hz)).size();
    };
    EXPECT_EQ(found({withPulse(kRate_hz, 0.2, 0.8F)}), 0U) << "not a millivolt";
    EXPECT_EQ(found({withPulse(kRate_hz, 0.05, 1)}), 0U) << "too short";
    EXPECT_EQ(found({withPulse(kRate_hz, 2, 1)}), 0U) << "too long: a step";
    MadeEcgPlan plan;
    plan.rate_hz = kRate_hz;
    plan.duration_s = 10;
    plan.r_mv = 1.0;
    plan.q_mv = plan.s_mv = 0;
    plan.noise_mv = 0;
    plan.wander_mv = 0;
    for (const double width : {0.5, 1.0, 2.0, 4.0}) {
        plan.qrs_width = width;
        EXPECT_EQ(found({madeEcg(plan).signal}), 0U) << "a QRS complex of a millivolt, " << width;
    }
    // One of three leads alone: an electrode that was touched.
    plan.r_mv = 1.2;
    EXPECT_EQ(found({withPulse(kRate_hz, 0.2, 1), madeEcg(plan).signal, madeEcg(plan).signal}), 1U)
        << "the others have ended by then";
    std::vector<float> quiet = withPulse(kRate_hz, 0.2, 0);
    EXPECT_EQ(found({withPulse(kRate_hz, 0.2, 1), quiet, quiet}), 0U);
    // In the middle of a recording nobody looks.
    std::vector<float> long_one = withPulse(kRate_hz, 0.2, 1);
    const std::vector<float> more = madeEcg(plan).signal;
    long_one.insert(long_one.end(), more.begin(), more.end());
    EXPECT_EQ(found({long_one}), 0U);
}

TEST(CalibrationPulse, OfflineLeadsAndOtherChannelsDoNotHideIt) {
    constexpr double kRate_hz = 500;
    std::vector<float> missing(withPulse(kRate_hz, 0.2, 1).size(), NAN);
    const auto pulses =
        findCalibrationPulses(*recordingOfAll({withPulse(kRate_hz, 0.2, 1), missing, missing}, kRate_hz));
    EXPECT_EQ(pulses.size(), 1U);
}

}  // namespace
}  // namespace triptych::beats
