#include "tests/measure/made_heart.h"

#include "tests/support/float_source.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace triptych::test {
namespace {

double triangle(double at, double from, double peak, double to, double height) {
    if (at <= from || at >= to) return 0;
    return at <= peak ? height * (at - from) / (peak - from) : height * (to - at) / (to - peak);
}

double bell(double at, double from, double to, double height) {
    if (at <= from || at >= to) return 0;
    return height * (1 - std::cos(2 * std::numbers::pi * (at - from) / (to - from))) / 2;
}

Wave wave(double r_s, double rate_hz, double on_ms, double peak_ms, double off_ms) {
    const auto at = [&](double ms) { return Fiducial{(r_s + ms / 1000) * rate_hz, 1}; };
    return {at(on_ms), at(peak_ms), at(off_ms), 1};
}

BeatWaves wavesAt(double r_s, const MadeLead& lead) {
    BeatWaves waves;
    if (lead.p_mv != 0) waves.p = wave(r_s, lead.rate_hz, kPOn_ms, kPPeak_ms, kPOff_ms);
    waves.qrs = wave(r_s, lead.rate_hz, kQrsOn_ms, 0, kJ_ms);
    if (lead.t_mv != 0) waves.t = wave(r_s, lead.rate_hz, kTOn_ms, kTPeak_ms, kTOff_ms);
    return waves;
}

}  // namespace

double madeValue(const MadeLead& lead, double ms) {
    // Doubles of decimal milliseconds: what lies a hair before a corner lies on it.
    const double at = std::round(ms * 1e6) / 1e6;
    double value = bell(at, kPOn_ms, kPOff_ms, lead.p_mv);
    value += triangle(at, kQrsOn_ms, kQPeak_ms, kQOff_ms, lead.q_mv);
    value += triangle(at, kQOff_ms, 0, kROff_ms, lead.r_mv);
    value += triangle(at, kROff_ms, kSPeak_ms, kJ_ms, lead.s_mv);
    if (at >= kJ_ms && at <= kTOn_ms) value += lead.st_mv + lead.st_slope_mv_s * (at - kJ_ms) / 1000;
    if (at > kTOn_ms && at < kTOff_ms) {
        const double end = lead.st_mv + lead.st_slope_mv_s * (kTOn_ms - kJ_ms) / 1000;
        value += end * (kTOff_ms - at) / (kTOff_ms - kTOn_ms);
    }
    return value + bell(at, kTOn_ms, kTOff_ms, lead.t_mv);
}

Made made(const MadeHeart& heart) {
    std::vector<double> r_s = heart.r_s;
    if (r_s.empty()) {
        for (int beat = 0; 0.4 + 0.8 * beat + 0.4 < heart.duration_s; ++beat) r_s.push_back(0.4 + 0.8 * beat);
    }
    auto recording = std::make_shared<Recording>();
    recording->name = "made";
    recording->duration_s = heart.duration_s;
    std::vector<std::vector<float>> values;
    Made out;
    for (std::size_t k = 0; k < heart.leads.size(); ++k) {
        const MadeLead& plan = heart.leads[k];
        Lead lead;
        lead.name = lead.original_name = plan.name;
        lead.rate_hz = plan.rate_hz;
        lead.unit = plan.unit;
        lead.samples = std::llround(heart.duration_s * plan.rate_hz);
        std::vector<double> signal(static_cast<std::size_t>(lead.samples), plan.offset_mv);
        LeadWaves waves;
        waves.lead = k;
        waves.rate_hz = plan.rate_hz;
        for (std::size_t beat = 0; beat < r_s.size(); ++beat) {
            const MadeLead shape = heart.changed ? heart.changed(beat, plan) : plan;
            waves.beats.push_back(wavesAt(r_s[beat], shape));
            const double from = std::max(0.0, std::floor((r_s[beat] + kPOn_ms / 1000) * plan.rate_hz));
            for (auto i = static_cast<std::size_t>(from); i < signal.size(); ++i) {
                const double ms = 1000 * (static_cast<double>(i) / plan.rate_hz - r_s[beat]);
                if (ms > kTOff_ms) break;
                signal[i] += madeValue(shape, ms);
            }
        }
        values.emplace_back();
        for (std::size_t i = 0; i < signal.size(); ++i) {
            double value = signal[i];
            if (heart.added_mv) value += heart.added_mv(k, static_cast<double>(i) / plan.rate_hz);
            values.back().push_back(static_cast<float>(value * plan.units_per_mv));
        }
        recording->leads.push_back(std::move(lead));
        out.waves.push_back(std::move(waves));
    }
    recording->source = std::make_shared<FloatSource>(std::move(values));
    out.recording = recording;
    auto beats = std::make_shared<BeatList>();
    beats->lead_name = recording->leads[0].name;
    beats->rate_hz = recording->leads[0].rate_hz;
    for (const double at : r_s) beats->beats.push_back({std::llround(at * beats->rate_hz), kNormal});
    out.beats = beats;
    return out;
}

measure::MeasureRequest Made::request() const {
    measure::MeasureRequest request;
    request.recording = recording;
    request.beats = beats;
    for (const LeadWaves& lead : waves)
        request.leads.push_back({std::make_shared<const LeadWaves>(lead), 1.0, nullptr});
    return request;
}

measure::MeasurementsPtr Made::measured() const {
    auto result = measure::measureRecording(request());
    EXPECT_TRUE(result) << (result ? "" : sentence(result.error()));
    return result ? *result : std::make_shared<const measure::Measurements>();
}

std::vector<MadeLead> twelveLeads(double p_deg, double qrs_deg, double t_deg, double rate_hz) {
    // A lead's share of a vector of length 1: I at 0°, II at 60°; the others are sums of the two.
    const auto shares = [](double degrees) {
        const double angle = degrees * std::numbers::pi / 180;
        const double i = std::cos(angle), ii = std::cos(angle - std::numbers::pi / 3);
        return std::vector<double>{i, ii, ii - i, -(i + ii) / 2, i - ii / 2, ii - i / 2};
    };
    const auto p = shares(p_deg), qrs = shares(qrs_deg), t = shares(t_deg);
    const std::vector<std::string> limbs = {"I", "II", "III", "aVR", "aVL", "aVF"};
    std::vector<MadeLead> leads;
    for (std::size_t k = 0; k < limbs.size(); ++k) {
        MadeLead lead;
        lead.name = limbs[k];
        lead.p_mv = 0.15 * p[k];
        lead.q_mv = -0.10 * qrs[k], lead.r_mv = 1.2 * qrs[k], lead.s_mv = -0.25 * qrs[k];
        lead.t_mv = 0.30 * t[k];
        lead.rate_hz = rate_hz;
        leads.push_back(lead);
    }
    for (int chest = 1; chest <= 6; ++chest) {
        MadeLead lead;
        lead.name = 'V' + std::to_string(chest);
        lead.r_mv = 0.2 * chest, lead.s_mv = -1.4 + 0.2 * chest;
        lead.rate_hz = rate_hz;
        leads.push_back(lead);
    }
    return leads;
}

}  // namespace triptych::test
