#include "core/measure/amplitudes.h"

#include "core/beats/median.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace triptych::measure {
namespace {

constexpr double kSegment_s = 0.040;  // of PR that is asked
constexpr double kUnseenP_s = 0.020;  // ... where nobody can say where P ends
constexpr double kShortestSegment_s = 0.008;
// A deflection is one from 20 µV and 6 ms on (the CSE working party's definition); in a large QRS from 2 % of it.
constexpr double kSmallest_mv = 0.02;
constexpr double kSmallestPart = 0.02;
constexpr double kShortest_s = 0.006;
constexpr double kLargeLetter_mv = 0.5;
constexpr double kStHalf_s = 0.008;  // a level is the mean over so much to either side

struct Indices {
    std::int64_t first, last;  // both within
};

// Samples that lie in [from_s, to_s]; first > last where there are none, or the trace does not reach so far.
Indices within(const Trace& trace, double from_s, double to_s) {
    const auto samples = static_cast<double>(trace.samples.size());
    const double first = std::ceil(from_s * trace.rate_hz - 1e-6), last = std::floor(to_s * trace.rate_hz + 1e-6);
    if (!(first >= 0) || !(last < samples)) return {0, -1};
    return {static_cast<std::int64_t>(first), static_cast<std::int64_t>(last)};
}

bool missingIn(const Trace& trace, const Indices& range) {
    for (std::int64_t i = range.first; i <= range.last; ++i) {
        if (!std::isfinite(trace.samples[static_cast<std::size_t>(i)])) return true;
    }
    return range.first > range.last;
}

// One swing of the QRS to one side of the level.
struct Lobe {
    double height_mv = 0;  // signed
    std::int64_t peak = 0;
    std::int64_t samples = 0;
};

std::vector<Lobe> lobesOf(const Trace& trace, const Marks& marks, double level_mv) {
    std::vector<Lobe> lobes;
    if (!marks.qrs_on || !marks.qrs_off) return lobes;
    const Indices range = within(trace, *marks.qrs_on, *marks.qrs_off);
    if (missingIn(trace, range)) return lobes;
    std::vector<Lobe> all;
    double low = 0, high = 0;
    for (std::int64_t i = range.first; i <= range.last; ++i) {
        const double value = trace.samples[static_cast<std::size_t>(i)] - level_mv;
        if (value == 0) continue;
        low = std::min(low, value), high = std::max(high, value);
        if (all.empty() || (all.back().height_mv > 0) != (value > 0)) all.push_back({value, i, 0});
        Lobe& lobe = all.back();
        ++lobe.samples;
        if (std::abs(value) > std::abs(lobe.height_mv)) lobe.height_mv = value, lobe.peak = i;
    }
    const double smallest_mv = std::max(kSmallest_mv, kSmallestPart * (high - low));
    for (const Lobe& lobe : all) {
        // What grows towards an edge is the PR or the ST segment's own level, no deflection.
        if (lobe.peak == range.first || lobe.peak == range.last) continue;
        const double length_s = static_cast<double>(lobe.samples) / trace.rate_hz;
        if (std::abs(lobe.height_mv) < smallest_mv || length_s < kShortest_s) continue;
        // Two of one sign, when what parted them was too small to count, are one.
        if (!lobes.empty() && (lobes.back().height_mv > 0) == (lobe.height_mv > 0)) {
            if (std::abs(lobe.height_mv) > std::abs(lobes.back().height_mv)) lobes.back() = lobe;
        } else {
            lobes.push_back(lobe);
        }
    }
    return lobes;
}

void readQrs(const std::vector<Lobe>& lobes, Amplitudes& out) {
    const auto first_up = std::find_if(lobes.begin(), lobes.end(), [](const Lobe& lobe) { return lobe.height_mv > 0; });
    if (first_up != lobes.begin()) out.q_mv = lobes.front().height_mv;
    double r_mv = 0, s_mv = 0;
    for (auto lobe = first_up; lobe != lobes.end(); ++lobe) {
        r_mv = std::max(r_mv, lobe->height_mv);
        s_mv = std::min(s_mv, lobe->height_mv);
    }
    if (r_mv > 0) out.r_mv = r_mv;
    if (s_mv < 0) out.s_mv = s_mv;
}

// The value farthest from the level between onset and end of a wave; at its peak where one of these is not known.
Reading waveHeight(const Trace& trace, double level_mv, const std::optional<double>& on,
                   const std::optional<double>& peak, const std::optional<double>& off) {
    if (!on || !off) {
        const auto value = peak ? trace.at(*peak) : std::nullopt;
        return value ? Reading(*value - level_mv) : Reading();
    }
    const Indices range = within(trace, *on, *off);
    if (missingIn(trace, range)) return {};
    double height_mv = 0;
    for (std::int64_t i = range.first; i <= range.last; ++i) {
        const double value = trace.samples[static_cast<std::size_t>(i)] - level_mv;
        if (std::abs(value) > std::abs(height_mv)) height_mv = value;
    }
    return height_mv;
}

// Least squares through the samples of [from_s, to_s].
Reading slope_mv_s(const Trace& trace, double from_s, double to_s) {
    const Indices range = within(trace, from_s, to_s);
    if (missingIn(trace, range) || range.last - range.first < 2) return {};
    const double middle = static_cast<double>(range.first + range.last) / 2;
    double product = 0, square = 0;
    for (std::int64_t i = range.first; i <= range.last; ++i) {
        const double x = static_cast<double>(i) - middle;
        product += x * trace.samples[static_cast<std::size_t>(i)];
        square += x * x;
    }
    return product / square * trace.rate_hz;
}

}  // namespace

std::optional<double> Trace::at(double time_s) const {
    const double position = time_s * rate_hz;
    if (!(position >= -1e-6) || !(position <= static_cast<double>(samples.size()) - 1 + 1e-6)) return std::nullopt;
    const auto before = static_cast<std::size_t>(std::clamp(std::floor(position + 1e-6), 0.0, position + 1));
    const double part = std::max(0.0, position - static_cast<double>(before));
    const double value = samples[before];
    if (!std::isfinite(value)) return std::nullopt;
    if (part < 1e-6 || before + 1 >= samples.size()) return value;
    const double next = samples[before + 1];
    if (!std::isfinite(next)) return std::nullopt;
    return value + part * (next - value);
}

std::optional<double> Trace::area(double from_s, double to_s) const {
    if (!(to_s > from_s)) return std::nullopt;
    const auto first = at(from_s), last = at(to_s);
    if (!first || !last) return std::nullopt;
    const Indices range = within(*this, from_s, to_s);
    double sum = 0, time_s = from_s, value = *first;
    const auto trapezium = [&](double next_s, double next) {
        sum += (next_s - time_s) * (value + next) / 2;
        time_s = next_s, value = next;
    };
    for (std::int64_t i = range.first; i <= range.last; ++i) {
        const double sample = samples[static_cast<std::size_t>(i)];
        if (!std::isfinite(sample)) return std::nullopt;
        trapezium(static_cast<double>(i) / rate_hz, sample);
    }
    trapezium(to_s, *last);
    return sum;
}

std::optional<double> Trace::mean(double from_s, double to_s) const {
    const auto sum = area(from_s, to_s);
    return sum ? std::optional(*sum / (to_s - from_s)) : std::nullopt;
}

std::optional<double> isoelectricLevel_mv(const Trace& trace, const Marks& marks) {
    if (!marks.qrs_on) return std::nullopt;
    const double to_s = *marks.qrs_on;
    const double from_s = marks.p_off ? std::max(to_s - kSegment_s, *marks.p_off) : to_s - kUnseenP_s;
    const Indices range = within(trace, from_s, to_s);
    if (to_s - from_s < kShortestSegment_s || range.last - range.first < 1) return trace.at(to_s);
    if (missingIn(trace, range)) return std::nullopt;
    std::vector<double> values(trace.samples.begin() + range.first, trace.samples.begin() + range.last + 1);
    return beats::medianInPlace(std::span(values));
}

Amplitudes amplitudesOf(const Trace& trace, const Marks& marks) {
    Amplitudes out;
    const auto level = isoelectricLevel_mv(trace, marks);
    if (!level) return out;
    readQrs(lobesOf(trace, marks, *level), out);
    if (marks.has_p) out.p_mv = waveHeight(trace, *level, marks.p_on, marks.p_peak, marks.p_off);
    if (marks.has_t) out.t_mv = waveHeight(trace, *level, marks.t_on, marks.t_peak, marks.t_off);
    if (!marks.qrs_off) return out;
    const double j_s = *marks.qrs_off;
    const auto above = [&](std::optional<double> value) { return value ? Reading(*value - *level) : Reading(); };
    // Behind the peak of T there is no ST.
    const auto reaches = [&](double ms) { return !marks.t_peak || j_s + ms / 1000 < *marks.t_peak; };
    const auto around = [&](double ms) {
        const double at_s = j_s + ms / 1000;
        return reaches(ms) ? above(trace.mean(at_s - kStHalf_s, at_s + kStHalf_s)) : Reading();
    };
    out.st_j_mv = above(trace.at(j_s));
    out.st_j60_mv = around(60);
    out.st_j80_mv = around(80);
    if (reaches(80)) out.st_slope_mv_s = slope_mv_s(trace, j_s, j_s + 0.080);
    return out;
}

std::string qrsShape(const Trace& trace, const Marks& marks) {
    const auto level = isoelectricLevel_mv(trace, marks);
    if (!level) return {};
    const std::vector<Lobe> lobes = lobesOf(trace, marks, *level);
    if (lobes.size() == 1 && lobes.front().height_mv < 0) return "QS";
    std::string shape;
    std::size_t ups = 0, downs = 0;  // S after the first R
    for (const Lobe& lobe : lobes) {
        const bool large = std::abs(lobe.height_mv) >= kLargeLetter_mv;
        if (lobe.height_mv > 0) {
            shape += (large ? "R" : "r") + std::string(ups++, '\'');
        } else if (ups == 0) {
            shape += large ? "Q" : "q";
        } else {
            shape += (large ? "S" : "s") + std::string(downs++, '\'');
        }
    }
    return shape;
}

}  // namespace triptych::measure
