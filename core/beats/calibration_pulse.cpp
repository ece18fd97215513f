#include "core/beats/calibration_pulse.h"

#include "core/beats/median.h"
#include "core/domain/ecg_names.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

namespace triptych::beats {
namespace {

constexpr double kLook_s = 5;  // at each end
constexpr double kLongestTrain_s = 600;
constexpr double kShortest_s = 0.08, kLongest_s = 0.6;
constexpr double kEdge_s = 0.012;   // a rise or a fall takes no longer
constexpr double kGround_s = 0.03;  // level for so long beside it, or the lead ends
constexpr float kLeast_mv = 0.95F, kMost_mv = 1.05F;
constexpr float kLevel_mv = 0.06F;    // what top and ground may vary by
constexpr double kSameTime_s = 0.03;  // in all leads
constexpr double kEdgeIsBeat_s = 0.1;

struct Samples {
    std::vector<float> values;
    double first_s = 0;
    double rate_hz = 0;
};

bool isLevel(std::span<const float> values) {
    if (values.empty()) return false;
    float low = values[0];
    float high = values[0];
    for (const float value : values) {
        if (std::isnan(value)) return false;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    return high - low <= kLevel_mv;
}

float middleOf(std::span<const float> values) {
    std::vector<float> sorted(values.begin(), values.end());
    return quantileInPlace(std::span(sorted), 0.5);
}

// Pulses of one lead's stretch. An edge is a step of most of a millivolt within kEdge_s.
std::vector<CalibrationPulse> pulsesIn(const Samples& in) {
    std::vector<CalibrationPulse> found;
    const std::span<const float> x(in.values);
    const auto size = static_cast<std::int64_t>(x.size());
    const auto samples = [&in](double seconds) {
        return std::max<std::int64_t>(static_cast<std::int64_t>(std::ceil(seconds * in.rate_hz)), 1);
    };
    const std::int64_t edge = samples(kEdge_s);
    const std::int64_t ground = samples(kGround_s);
    const auto part = [&x](std::int64_t from, std::int64_t to) {
        return x.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
    };
    for (std::int64_t at = 1; at + edge < size; ++at) {
        // The last sample on the ground is at - 1, where a rise begins.
        const std::int64_t before = std::max<std::int64_t>(at - ground, 0);
        if (!(x[static_cast<std::size_t>(at)] - x[static_cast<std::size_t>(at - 1)] > kLevel_mv)) continue;
        if (!isLevel(part(before, at))) continue;
        const float base = middleOf(part(before, at));
        std::int64_t top = at;
        while (top < size && top - at < edge && x[static_cast<std::size_t>(top)] - base < kLeast_mv) ++top;
        if (top >= size || !(x[static_cast<std::size_t>(top)] - base >= kLeast_mv)) continue;
        std::int64_t end = top;
        while (end < size && x[static_cast<std::size_t>(end)] - base >= kLeast_mv - kLevel_mv &&
               x[static_cast<std::size_t>(end)] - base <= kMost_mv + kLevel_mv) {
            ++end;
        }
        const double length_s = static_cast<double>(end - at) / in.rate_hz;
        if (length_s < kShortest_s || length_s > kLongest_s) continue;
        const std::int64_t slack = std::min<std::int64_t>(edge, (end - top) / 4);  // ringing, rounded corners
        const std::span<const float> plateau = part(top + slack, std::max(end - slack, top + slack + 1));
        const float height = middleOf(plateau) - base;
        if (!isLevel(plateau) || height < kLeast_mv || height > kMost_mv) continue;
        // It falls back to the ground that it stands on, or the lead ends with it.
        const std::int64_t fallen = std::min(end + edge, size);
        const std::int64_t after = std::min(fallen + ground, size);
        if (fallen < after &&
            (!isLevel(part(fallen, after)) || std::abs(middleOf(part(fallen, after)) - base) > kLevel_mv)) {
            continue;
        }
        if (end < size && std::isnan(x[static_cast<std::size_t>(end)])) continue;
        found.push_back(
            {in.first_s + static_cast<double>(at) / in.rate_hz, in.first_s + static_cast<double>(end) / in.rate_hz});
        at = end;
    }
    return found;
}

Samples read(const Recording& recording, std::size_t lead, double from_s, double to_s) {
    Samples out;
    out.rate_hz = recording.leads[lead].rate_hz;
    const auto first = static_cast<std::int64_t>(std::floor(from_s * out.rate_hz));
    const auto past = std::min(static_cast<std::int64_t>(std::ceil(to_s * out.rate_hz)), recording.leads[lead].samples);
    out.first_s = static_cast<double>(first) / out.rate_hz;
    out.values = readLead(recording, lead, first, past - first);
    return out;
}

bool hasSampleAt(const Samples& samples, double time_s) {
    const auto at = static_cast<std::int64_t>(std::llround((time_s - samples.first_s) * samples.rate_hz));
    return at >= 0 && at < static_cast<std::int64_t>(samples.values.size()) &&
           !std::isnan(samples.values[static_cast<std::size_t>(at)]);
}

// Of those that stand in [from_s, to_s), the ones in at least half of the leads that have samples then.
std::vector<CalibrationPulse> commonIn(const Recording& recording, std::span<const std::size_t> leads, double from_s,
                                       double to_s, const Job& job) {
    std::vector<Samples> read_leads;
    std::vector<std::vector<CalibrationPulse>> of_lead;
    for (const std::size_t lead : leads) {
        if (job.stopRequested()) return {};
        read_leads.push_back(read(recording, lead, from_s, to_s));
        of_lead.push_back(pulsesIn(read_leads.back()));
    }
    std::vector<CalibrationPulse> common;
    for (const std::vector<CalibrationPulse>& some : of_lead) {
        for (const CalibrationPulse& pulse : some) {
            const auto isSame = [&pulse](const CalibrationPulse& other) {
                return std::abs(other.from_s - pulse.from_s) <= kSameTime_s &&
                       std::abs(other.to_s - pulse.to_s) <= kSameTime_s;
            };
            if (std::any_of(common.begin(), common.end(), isSame)) continue;
            const auto sharing =
                std::count_if(of_lead.begin(), of_lead.end(), [&](const std::vector<CalibrationPulse>& others) {
                    return std::any_of(others.begin(), others.end(), isSame);
                });
            const double middle_s = (pulse.from_s + pulse.to_s) / 2;
            const auto there = std::count_if(read_leads.begin(), read_leads.end(), [middle_s](const Samples& samples) {
                return hasSampleAt(samples, middle_s);
            });
            if (2 * sharing >= there) common.push_back(pulse);
        }
    }
    std::sort(common.begin(), common.end(),
              [](const CalibrationPulse& a, const CalibrationPulse& b) { return a.from_s < b.from_s; });
    return common;
}

}  // namespace

std::vector<CalibrationPulse> findCalibrationPulses(const Recording& recording, const Job& job) {
    std::vector<std::size_t> leads;
    std::vector<double> ends_s;
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        const Lead& lead = recording.leads[i];
        if (lead.derived || lead.unit != "mV" || !(lead.rate_hz >= 50) || lead.samples <= 0) continue;
        if (signalKindByName(lead) == SignalKind::other) continue;
        leads.push_back(i);
        ends_s.push_back(static_cast<double>(lead.samples) / lead.rate_hz);
    }
    std::vector<CalibrationPulse> all;
    const auto add = [&all](const std::vector<CalibrationPulse>& found) {
        for (const CalibrationPulse& pulse : found) {
            const bool is_there = std::any_of(all.begin(), all.end(), [&pulse](const CalibrationPulse& known) {
                return std::abs(known.from_s - pulse.from_s) <= kSameTime_s;
            });
            if (!is_there) all.push_back(pulse);
        }
    };
    if (leads.empty()) return all;
    const double duration_s = *std::max_element(ends_s.begin(), ends_s.end());
    for (double from_s = 0; from_s < std::min(duration_s, kLongestTrain_s); from_s += kLook_s) {
        const double to_s = std::min(from_s + kLook_s + 2 * kLongest_s, duration_s);
        const auto found = commonIn(recording, leads, from_s, to_s, job);
        add(found);
        if (found.empty() || found.back().to_s < from_s + kLook_s / 2) break;
    }
    // Leads may end at different times: a page of strips has several ends.
    std::sort(ends_s.begin(), ends_s.end());
    ends_s.erase(
        std::unique(ends_s.begin(), ends_s.end(), [](double a, double b) { return std::abs(a - b) < kSameTime_s; }),
        ends_s.end());
    constexpr std::size_t kMostEnds = 8;
    for (std::size_t i = ends_s.size() - std::min(ends_s.size(), kMostEnds); i < ends_s.size(); ++i) {
        std::vector<std::size_t> ending;
        for (const std::size_t lead : leads) {
            const double end_s = static_cast<double>(recording.leads[lead].samples) / recording.leads[lead].rate_hz;
            if (end_s >= ends_s[i] - kSameTime_s) ending.push_back(lead);
        }
        for (double to_s = ends_s[i]; to_s > std::max(0.0, ends_s[i] - kLongestTrain_s); to_s -= kLook_s) {
            const auto found = commonIn(recording, ending, std::max(0.0, to_s - kLook_s - 2 * kLongest_s), to_s, job);
            add(found);
            if (found.empty() || found.front().from_s > to_s - kLook_s / 2) break;
        }
    }
    std::sort(all.begin(), all.end(),
              [](const CalibrationPulse& a, const CalibrationPulse& b) { return a.from_s < b.from_s; });
    return all;
}

bool isOfPulse(const std::vector<CalibrationPulse>& pulses, double time_s) {
    return std::any_of(pulses.begin(), pulses.end(), [time_s](const CalibrationPulse& pulse) {
        return time_s > pulse.from_s - kEdgeIsBeat_s && time_s < pulse.to_s + kEdgeIsBeat_s;
    });
}

void leaveOutPulses(const std::vector<CalibrationPulse>& pulses, double rate_hz, std::vector<std::int64_t>& peaks) {
    if (pulses.empty()) return;
    std::erase_if(peaks, [&](std::int64_t peak) { return isOfPulse(pulses, static_cast<double>(peak) / rate_hz); });
}

text::Said sayPulses(const std::vector<CalibrationPulse>& pulses) {
    if (pulses.empty()) return {};
    const auto second = [](double time_s) { return text::decimalText(time_s, 1) + " s"; };
    if (pulses.size() == 1) {
        return text::say("a calibration pulse of 1 mV at {1} is no heart beat and is left out",
                         second(pulses.front().from_s));
    }
    return text::say(
        "{1} calibration pulses of 1 mV, the first at {2} and the last at {3}, are no heart beats and are left out",
        pulses.size(), second(pulses.front().from_s), second(pulses.back().from_s));
}

}  // namespace triptych::beats
