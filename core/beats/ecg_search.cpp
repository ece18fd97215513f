#include "core/beats/ecg_search.h"

#include "core/beats/detect.h"
#include "core/beats/lead_survey.h"
#include "core/beats/median.h"
#include "core/beats/qrs_candidates.h"
#include "core/beats/signal_quality.h"
#include "core/beats/slow_lead.h"
#include "core/dsp/sample_reader.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace triptych::beats {
namespace {

constexpr double kStretch_s = 20;
constexpr int kStretches = 3;
constexpr std::int64_t kMostSamples = 1 << 19;  // of a stretch
constexpr double kSlope_s = 0.01;               // the slope is taken over this
constexpr double kComplex_s = 0.06;             // to both sides of an R peak
constexpr double kShape_s = 0.1;
constexpr std::size_t kFewestBeats = 5;
constexpr double kFastestRr_s = 0.25, kSlowestRr_s = 2.5;
constexpr double kClearlyMore = 0.1;

std::vector<std::vector<float>> stretchesOf(const Recording& recording, std::size_t lead) {
    const Lead& info = recording.leads[lead];
    std::vector<std::vector<float>> out;
    if (!(info.rate_hz > 0) || info.samples <= 0) return out;
    const double wanted = std::min(kStretch_s * info.rate_hz, static_cast<double>(kMostSamples));
    const auto length = std::max<std::int64_t>(static_cast<std::int64_t>(wanted), 1);
    if (info.samples <= kStretches * length) {
        out.push_back(readLead(recording, lead, 0, info.samples));
        return out;
    }
    for (int i = 0; i < kStretches; ++i) {
        // At 1/6, 3/6, 5/6 of the lead: not where electrodes are put on or taken off.
        const std::int64_t middle = info.samples / (2 * kStretches) * (2 * i + 1);
        out.push_back(readLead(recording, lead, middle - length / 2, length));
    }
    return out;
}

struct Steps {
    std::int64_t up = 0, down = 0;
    float low = INFINITY, high = -INFINITY;
};

void count(const std::vector<float>& values, Steps& steps) {
    float before = NAN;
    for (const float value : values) {
        if (!std::isfinite(value)) continue;
        steps.low = std::min(steps.low, value);
        steps.high = std::max(steps.high, value);
        if (value > before) ++steps.up;
        if (value < before) ++steps.down;
        before = value;
    }
}

// How alike the complexes are: the mean of their correlations with their mean.
double likeness(const std::vector<float>& values, const std::vector<std::int64_t>& peaks, std::int64_t reach) {
    const auto width = static_cast<std::size_t>(2 * reach + 1);
    std::vector<std::vector<double>> shapes;
    for (const std::int64_t peak : peaks) {
        if (peak < reach || peak + reach >= static_cast<std::int64_t>(values.size())) continue;
        std::vector<double> shape(width);
        double mean = 0;
        for (std::size_t k = 0; k < width; ++k) {
            shape[k] = static_cast<double>(values[static_cast<std::size_t>(peak - reach) + k]);
            mean += shape[k] / static_cast<double>(width);
        }
        double size = 0;
        for (double& value : shape) {
            value -= mean;
            size += value * value;
        }
        if (!(size > 0)) continue;
        for (double& value : shape) value /= std::sqrt(size);
        shapes.push_back(std::move(shape));
    }
    if (shapes.size() < 2) return 0;
    // The length of the mean of unit vectors: 1 where all are one, 1/sqrt(n) where they have nothing in common.
    double length = 0;
    for (std::size_t k = 0; k < width; ++k) {
        double mean = 0;
        for (const auto& shape : shapes) mean += shape[k] / static_cast<double>(shapes.size());
        length += mean * mean;
    }
    return std::sqrt(length);
}

// How fast the slopes themselves change, by steps of 20 ms: squares of second differences over those of first ones. A
// wave of Gaussian width sigma has about 1.5 · (20 ms / sigma)²: a pulse wave 0.2, a broad QRS complex 1. As a share of
// what an ECG has.
double sharpness(const std::vector<float>& values, double rate_hz) {
    constexpr double kStep_s = 0.02;
    constexpr double kDull = 0.25, kSharp = 0.6;
    const auto step = std::max<std::size_t>(static_cast<std::size_t>(std::lround(kStep_s * rate_hz)), 1);
    double first = 0;
    double second = 0;
    for (std::size_t i = 2 * step; i < values.size(); ++i) {
        const double later = static_cast<double>(values[i]) - static_cast<double>(values[i - step]);
        const double earlier = static_cast<double>(values[i - step]) - static_cast<double>(values[i - 2 * step]);
        first += later * later;
        second += (later - earlier) * (later - earlier);
    }
    return first > 0 ? std::clamp((second / first - kDull) / (kSharp - kDull), 0.0, 1.0) : 0;
}

double ecgLikeness(std::vector<float> values, double rate_hz, const Job& job) {
    const std::vector<std::int64_t> peaks = detectRPeaks(values, rate_hz, job);
    const double length_s = static_cast<double>(values.size()) / rate_hz;
    if (peaks.size() < std::min<std::size_t>(kFewestBeats, static_cast<std::size_t>(std::max(2.0, length_s / 3))))
        return 0;
    std::vector<float> intervals;
    for (std::size_t i = 1; i < peaks.size(); ++i) {
        intervals.push_back(static_cast<float>(static_cast<double>(peaks[i] - peaks[i - 1]) / rate_hz));
    }
    const auto rr_s = static_cast<double>(quantileInPlace(std::span(intervals), 0.5));
    if (rr_s < kFastestRr_s || rr_s > kSlowestRr_s) return 0;
    // Slopes, and which of them lie within complexes.
    const auto lag = std::max<std::size_t>(static_cast<std::size_t>(std::lround(kSlope_s * rate_hz)), 1);
    const auto reach = static_cast<std::int64_t>(std::ceil(kComplex_s * rate_hz));
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) values[i] = std::isfinite(values[i - 1]) ? values[i - 1] : 0.0F;
    }
    if (!values.empty() && !std::isfinite(values[0])) values[0] = 0;
    double all = 0;
    double inside = 0;
    double time_inside = 0;
    std::size_t next = 0;
    for (std::size_t i = lag; i < values.size(); ++i) {
        const auto at = static_cast<std::int64_t>(i - lag / 2);
        while (next < peaks.size() && peaks[next] + reach < at) ++next;
        const double slope = static_cast<double>(values[i]) - static_cast<double>(values[i - lag]);
        all += slope * slope;
        if (next < peaks.size() && peaks[next] - reach <= at) {
            inside += slope * slope;
            time_inside += 1;
        }
    }
    const double share_of_time = time_inside / static_cast<double>(values.size());
    if (!(all > 0) || share_of_time >= 1) return 0;
    const double concentrated = std::max(0.0, (inside / all - share_of_time) / (1 - share_of_time));
    return concentrated * sharpness(values, rate_hz) *
           likeness(values, peaks, static_cast<std::int64_t>(std::ceil(kShape_s * rate_hz)));
}

}  // namespace

SignalLook lookAtSignal(const Recording& recording, std::size_t lead, const Job& job, double enough) {
    SignalLook look;
    const double rate_hz = recording.leads[lead].rate_hz;
    std::vector<std::vector<float>> stretches = stretchesOf(recording, lead);
    Steps steps;
    std::size_t all = 0;
    std::size_t there = 0;
    for (const auto& values : stretches) {
        count(values, steps);
        all += values.size();
        there += static_cast<std::size_t>(
            std::count_if(values.begin(), values.end(), [](float value) { return std::isfinite(value); }));
    }
    look.present = all > 0 ? static_cast<double>(there) / static_cast<double>(all) : 0;
    look.is_flat = !(steps.high > steps.low);
    constexpr std::int64_t kFewestSteps = 20;
    const std::int64_t moves = steps.up + steps.down;
    look.is_counter = moves >= kFewestSteps && 50 * std::min(steps.up, steps.down) <= moves;
    if (look.is_flat || look.is_counter || !isDetectable(rate_hz)) return look;
    double sum = 0;
    for (auto& values : stretches) {
        if (job.stopRequested()) return look;
        sum += ecgLikeness(std::move(values), rate_hz, job);
        if (sum >= enough * static_cast<double>(stretches.size())) break;
    }
    look.ecg_likeness = sum / static_cast<double>(stretches.size());
    return look;
}

std::size_t cleanestOf(const Recording& recording, std::span<const std::size_t> equals, const Job& job) {
    std::size_t best = equals.front();
    double most = -1;
    for (const std::size_t lead : equals) {
        const double rate_hz = recording.leads[lead].rate_hz;
        if (!isDetectable(rate_hz)) continue;
        double good = 0;
        double seconds = 0;
        for (const auto& values : stretchesOf(recording, lead)) {
            if (job.stopRequested()) return equals.front();
            const auto size = static_cast<std::int64_t>(values.size());
            const SlowLead slow = slowDown(dsp::readerOf(std::span<const float>(values)), size, rate_hz, job, 0.5);
            const QrsCandidates candidates = findCandidates(slow, job, 0.5, 1.0);
            const QualityTrack track = qualityOf(slow, candidates, static_cast<double>(size) / rate_hz);
            good += static_cast<double>(std::count(track.quality.begin(), track.quality.end(), Quality::good));
            seconds += static_cast<double>(track.quality.size());
        }
        const double share = seconds > 0 ? good / seconds : 0;
        if (most >= 0 && share <= most + kClearlyMore) continue;
        most = share;
        best = lead;
    }
    return best;
}

}  // namespace triptych::beats
