#include "core/synth/synthesize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

namespace triptych::synth {
namespace {

Synthetic made(const SynthRequest& request) {
    auto result = synthesize(request);
    EXPECT_TRUE(result) << sentence(result.error());
    return result ? std::move(*result) : Synthetic{std::make_shared<const Recording>(), {}};
}

SynthRequest quiet() {
    SynthRequest request;
    request.noise_mv = 0;
    request.wander_mv = 0;
    request.pvc_fraction = 0;
    request.apc_fraction = 0;
    return request;
}

std::vector<float> lead(const Recording& recording, const char* name) {
    const auto index = findLead(recording, name);
    EXPECT_TRUE(index);
    return readLead(recording, *index, 0, recording.leads[*index].samples);
}

std::vector<std::int32_t> stored(const Recording& recording, const char* name) {
    std::vector<std::int32_t> out(static_cast<std::size_t>(recording.leads[0].samples));
    recording.source->readStored(*findLead(recording, name), 0, out);
    return out;
}

std::uint64_t hash(const Recording& recording) {  // FNV-1a over every stored sample
    std::uint64_t value = 0xcbf29ce484222325U;
    for (const Lead& each : recording.leads) {
        for (const std::int32_t sample : stored(recording, each.name.c_str())) {
            value = (value ^ static_cast<std::uint16_t>(sample)) * 0x100000001b3U;
        }
    }
    return value;
}

int count(const Synthetic& synthetic, char symbol) {
    return static_cast<int>(std::count_if(synthetic.truth.begin(), synthetic.truth.end(),
                                          [symbol](const BeatTruth& beat) { return beat.symbol == symbol; }));
}

TEST(Synthesize, BeatsAsOftenAsAskedFor) {
    for (const double rate : {40.0, 68.0, 120.0, 180.0}) {
        SynthRequest request = quiet();
        request.duration_s = 600;
        request.mean_rate_bpm = rate;
        const auto synthetic = made(request);
        EXPECT_NEAR(static_cast<double>(synthetic.truth.size()), 10 * rate, 0.01 * 10 * rate + 1) << rate;
    }
}

TEST(Synthesize, HoldsTheFractionsOfPrematureBeats) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        SynthRequest request;
        request.duration_s = 900;
        request.seed = seed;
        request.pvc_fraction = 0.12;
        request.apc_fraction = 0.08;
        const auto synthetic = made(request);
        const auto beats = static_cast<double>(synthetic.truth.size());
        EXPECT_NEAR(count(synthetic, 'V') / beats, 0.12, 0.004);
        EXPECT_NEAR(count(synthetic, 'A') / beats, 0.08, 0.004);
        EXPECT_EQ(count(synthetic, 'N') + count(synthetic, 'V') + count(synthetic, 'A'), static_cast<int>(beats));
    }
}

TEST(Synthesize, AnnotationsAreTheTruth) {
    SynthRequest request;
    const auto synthetic = made(request);
    const auto& set = synthetic.recording->annotation_sets.at(0);
    EXPECT_EQ(set.annotator, "atr");
    ASSERT_EQ(set.annotations.size(), synthetic.truth.size());
    for (std::size_t i = 0; i < set.annotations.size(); ++i) {
        EXPECT_DOUBLE_EQ(static_cast<double>(set.annotations[i].sample) / request.rate_hz, synthetic.truth[i].r_s);
        EXPECT_EQ(symbolOf(set.annotations[i].code), std::string(1, synthetic.truth[i].symbol));
    }
}

TEST(Synthesize, TheTruthIsWhereTheLeadHasItsPeaks) {
    SynthRequest request;
    request.duration_s = 120;
    request.noise_mv = 0;
    const auto synthetic = made(request);
    const auto ii = lead(*synthetic.recording, "MLII");
    const auto at = [&](double time_s) { return static_cast<std::size_t>(std::lround(time_s * request.rate_hz)); };
    const auto isPeak = [&](double time_s, bool upwards) {
        const std::size_t i = at(time_s);
        if (i == 0 || i + 1 >= ii.size()) return true;
        return upwards ? ii[i] >= ii[i - 1] && ii[i] >= ii[i + 1] : ii[i] <= ii[i - 1] && ii[i] <= ii[i + 1];
    };
    for (const BeatTruth& beat : synthetic.truth) {
        const bool is_pvc = beat.symbol == 'V';
        // Nothing within 60 ms is higher than R.
        const std::size_t r = at(beat.r_s);
        for (std::size_t i = r > 21 ? r - 21 : 0; i < std::min(r + 22, ii.size()); ++i) ASSERT_LE(ii[i], ii[r]);
        EXPECT_EQ(std::isnan(beat.p_s), is_pvc || beat.r_s < 0.25) << beat.r_s;
        if (!std::isnan(beat.p_s)) {
            EXPECT_TRUE(isPeak(beat.p_s, beat.symbol == 'N')) << beat.symbol << beat.r_s;
            EXPECT_LT(beat.p_s, beat.q_s);
        }
        EXPECT_TRUE(std::isnan(beat.q_s) || isPeak(beat.q_s, false)) << beat.symbol << beat.r_s;
        EXPECT_TRUE(std::isnan(beat.s_s) || isPeak(beat.s_s, false)) << beat.symbol << beat.r_s;
        if (!std::isnan(beat.t_s)) {
            EXPECT_TRUE(isPeak(beat.t_s, !is_pvc)) << beat.symbol << beat.r_s;
            EXPECT_GT(beat.t_s, beat.s_s);
        }
    }
}

// Length of the QRS complex at a tenth of its height, around the R wave of a lead at rest.
double qrsDuration_s(const std::vector<float>& values, double r_s, double rate_hz) {
    const auto r = static_cast<std::ptrdiff_t>(std::lround(r_s * rate_hz));
    const auto reach = static_cast<std::ptrdiff_t>(0.12 * rate_hz);
    const auto isBusy = [&](std::ptrdiff_t i) {
        const auto at = static_cast<std::size_t>(i);
        return std::abs(values[at + 2] - values[at - 2]) * rate_hz / 4 > 4.0;  // mV/s
    };
    std::ptrdiff_t first = r, last = r;
    for (std::ptrdiff_t i = r - reach; i < r + reach; ++i) {
        if (!isBusy(i)) continue;
        first = std::min(first, i);
        last = std::max(last, i);
    }
    return static_cast<double>(last - first) / rate_hz;
}

TEST(Synthesize, BeatsAreOfPhysiologicalSizeAndLength) {
    SynthRequest request = quiet();
    request.duration_s = 60;
    request.rate_hz = 1000;
    request.pvc_fraction = 0.2;
    const auto synthetic = made(request);
    const auto ii = lead(*synthetic.recording, "MLII");
    const auto level = [&](double time_s) {
        return ii[static_cast<std::size_t>(std::lround(time_s * request.rate_hz))];
    };
    int normals = 0, pvcs = 0;
    for (const BeatTruth& beat : synthetic.truth) {
        if (beat.r_s < 1 || beat.r_s > 59) continue;
        const double qrs_s = qrsDuration_s(ii, beat.r_s, request.rate_hz);
        if (beat.symbol == 'N') {
            ++normals;
            EXPECT_NEAR(level(beat.r_s) - level(beat.q_s - 0.03), 1.0, 0.15);
            EXPECT_NEAR(qrs_s, 0.09, 0.02);
            EXPECT_NEAR(beat.r_s - beat.p_s, 0.155, 0.03);
            EXPECT_NEAR(beat.t_s - beat.r_s, 0.23, 0.05);
            EXPECT_GT(level(beat.p_s) - level(beat.q_s - 0.03), 0.08);
            EXPECT_GT(level(beat.t_s) - level(beat.q_s - 0.03), 0.2);
        } else {
            ++pvcs;
            EXPECT_GT(qrs_s, 0.12) << "wide";
            EXPECT_GT(level(beat.r_s), 1.2);
            EXPECT_LT(level(beat.t_s), -0.2) << "T against R";
        }
    }
    EXPECT_GT(normals, 40);
    EXPECT_GT(pvcs, 10);
}

TEST(Synthesize, LimbLeadsObeyEinthoven) {
    SynthRequest request;
    request.leads = 12;
    request.mains_mv = 0.02;
    const auto synthetic = made(request);
    const Recording& recording = *synthetic.recording;
    ASSERT_EQ(recording.leads.size(), 12U);
    std::vector<std::string> names;
    for (const Lead& each : recording.leads) names.push_back(each.name);
    EXPECT_EQ(names,
              (std::vector<std::string>{"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"}));
    const auto i = stored(recording, "I"), ii = stored(recording, "II"), iii = stored(recording, "III");
    const auto avr = stored(recording, "aVR"), avl = stored(recording, "aVL"), avf = stored(recording, "aVF");
    for (std::size_t k = 0; k < i.size(); ++k) {
        ASSERT_EQ(iii[k], ii[k] - i[k]);
        ASSERT_LE(std::abs(2 * avr[k] + i[k] + ii[k]), 1) << "half a unit, for what no whole unit can hold";
        ASSERT_LE(std::abs(2 * avl[k] - 2 * i[k] + ii[k]), 1);
        ASSERT_LE(std::abs(2 * avf[k] - 2 * ii[k] + i[k]), 1);
    }
}

TEST(Synthesize, TwelveLeadsAndTwoShowTheSameHeart) {
    SynthRequest request;
    const auto two = made(request);
    request.leads = 12;
    const auto twelve = made(request);
    EXPECT_EQ(stored(*two.recording, "MLII"), stored(*twelve.recording, "II"));
    EXPECT_EQ(stored(*two.recording, "V5"), stored(*twelve.recording, "V5"));
    ASSERT_EQ(two.truth.size(), twelve.truth.size());
    for (std::size_t i = 0; i < two.truth.size(); ++i) EXPECT_EQ(two.truth[i].r_s, twelve.truth[i].r_s);
}

TEST(Synthesize, ASeedIsOneRecordingForEver) {
    SynthRequest request;
    EXPECT_EQ(hash(*made(request).recording), 10716447588571198058U)
        << "the sample that ships must not change unnoticed";
    request.leads = 12;
    request.rate_hz = 500;
    request.duration_s = 10;
    request.mains_mv = 0.05;
    EXPECT_EQ(hash(*made(request).recording), 9097529042156603181U);
    std::set<std::uint64_t> different;
    for (request.seed = 1; request.seed <= 20; ++request.seed) different.insert(hash(*made(request).recording));
    EXPECT_EQ(different.size(), 20U);
}

TEST(Synthesize, NoiseWanderAndHumHaveTheSizeAskedFor) {
    SynthRequest request = quiet();
    request.duration_s = 64;
    request.rate_hz = 512;
    const auto clean = lead(*made(request).recording, "MLII");
    const auto difference = [&](const SynthRequest& other) {
        auto values = lead(*made(other).recording, "MLII");
        for (std::size_t i = 0; i < values.size(); ++i) values[i] -= clean[i];
        return values;
    };
    const auto amplitude = [&](const std::vector<float>& values, double f_hz) {
        double re = 0, im = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double phase = 2 * std::numbers::pi * f_hz * static_cast<double>(i) / request.rate_hz;
            re += values[i] * std::cos(phase) * 2 / static_cast<double>(values.size());
            im += values[i] * std::sin(phase) * 2 / static_cast<double>(values.size());
        }
        return std::hypot(re, im);
    };
    SynthRequest noisy = request;
    noisy.noise_mv = 0.03;
    double squares = 0;
    for (const float value : difference(noisy)) squares += value * value;
    EXPECT_NEAR(std::sqrt(squares / static_cast<double>(clean.size())), 0.03, 0.0005);
    SynthRequest humming = request;
    humming.mains_mv = 0.1;
    EXPECT_NEAR(amplitude(difference(humming), 50), 0.1, 1e-3);
    SynthRequest breathing = request;
    breathing.wander_mv = 0.2;
    EXPECT_NEAR(amplitude(difference(breathing), 0.25), 0.2, 2e-3);
}

TEST(Synthesize, SaysThatItIsSynthetic) {
    SynthRequest request;
    request.seed = 42;
    const auto synthetic = made(request);
    const Recording& recording = *synthetic.recording;
    EXPECT_EQ(recording.format, "synthetic");
    EXPECT_FALSE(recording.start);
    EXPECT_DOUBLE_EQ(recording.duration_s, 60);
    ASSERT_FALSE(recording.comments.empty());
    EXPECT_NE(recording.comments[0].find("Synthetic"), std::string::npos);
    EXPECT_NE(recording.comments[0].find("42"), std::string::npos);
    EXPECT_EQ(chooseAnalysisLead(recording).lead, 0U);
    float outside = 0;
    recording.source->readPhysical(0, -1, std::span(&outside, 1));
    EXPECT_TRUE(std::isnan(outside));
    recording.source->readPhysical(0, recording.leads[0].samples, std::span(&outside, 1));
    EXPECT_TRUE(std::isnan(outside));
    recording.source->readPhysical(7, 0, std::span(&outside, 1));
    EXPECT_TRUE(std::isnan(outside));
}

TEST(Synthesize, RefusesWhatNoHeartDoes) {
    const auto refused = [](auto change) {
        SynthRequest request;
        change(request);
        const auto result = synthesize(request);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, ErrorCode::wrong_use);
        EXPECT_FALSE(result.error().hint.empty());
    };
    refused([](SynthRequest& r) { r.duration_s = 0; });
    refused([](SynthRequest& r) { r.duration_s = std::nan(""); });
    refused([](SynthRequest& r) { r.duration_s = 1e9; });
    refused([](SynthRequest& r) { r.duration_s = 172'800, r.rate_hz = 10'000; });
    refused([](SynthRequest& r) { r.rate_hz = -360; });
    refused([](SynthRequest& r) { r.leads = 3; });
    refused([](SynthRequest& r) { r.mean_rate_bpm = 0; });
    refused([](SynthRequest& r) { r.rate_sd_bpm = 60; });
    refused([](SynthRequest& r) { r.pvc_fraction = 0.2, r.apc_fraction = 0.2; });
    refused([](SynthRequest& r) { r.pvc_fraction = -0.1; });
    refused([](SynthRequest& r) { r.noise_mv = -1; });
    refused([](SynthRequest& r) { r.lf_hf_ratio = -1; });
}

TEST(Synthesize, WorksAtTheEdgesOfWhatItTakes) {
    for (const double rate_hz : {50.0, 128.0, 10'000.0}) {
        for (const double bpm : {20.0, 220.0}) {
            SynthRequest request;
            request.duration_s = 5;
            request.rate_hz = rate_hz;
            request.mean_rate_bpm = bpm;
            request.rate_sd_bpm = bpm / 4;
            request.pvc_fraction = 0.3;
            request.apc_fraction = 0;
            const auto synthetic = made(request);
            for (const float value : lead(*synthetic.recording, "V5")) ASSERT_LT(std::abs(value), 4) << rate_hz;
        }
    }
}

TEST(Synthesize, StopsWhenAsked) {
    std::stop_source stop;
    Job job;
    job.stop = stop.get_token();
    job.on_progress = [&](double, std::string_view) { stop.request_stop(); };
    SynthRequest request;
    request.duration_s = 3600;
    const auto result = synthesize(request, job);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace triptych::synth
