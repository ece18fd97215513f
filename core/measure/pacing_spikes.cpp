#include "core/measure/pacing_spikes.h"

#include "core/beats/median.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>

namespace triptych::measure {
namespace {

constexpr double kNarrow_s = 0.004;  // from the top of a spike to where it is over
constexpr double kSmallest_mv = 0.15;
constexpr double kNarrowPart = 0.75;  // of its height over three times as long
constexpr double kFlankPart = 0.6;    // both sides must fall by so much of it
constexpr double kOverNoise = 10;
constexpr double kQuiet_s = 0.1;    // before a spike (or behind it, where the lead begins there)...
constexpr double kQuietPart = 0.2;  // ... no bend passes this part of it: muscle has no such calm
constexpr double kBlock_s = 4, kMargin_s = 0.2;
constexpr double kSame_s = 0.004;  // two leads' views of one spike
constexpr double kBeforeBeat_s = 0.3, kBehindBeat_s = 0.03;
constexpr double kShortRecording_s = 600;
constexpr std::size_t kLeadsOfLong = 3;
constexpr std::size_t kFewest = 3, kEnough = 20;  // spikes at one delay...
constexpr double kBeatsPart = 0.3;                // ... and of this part of the beats
constexpr double kSameDelay_s = 0.024;
constexpr double kLeastPart = 0.4;  // of all spikes: two chambers make two delays

// Median size of a quick bend around, in mV.
double usualBend(const std::vector<float>& bends, std::vector<float>& work) {
    work.clear();
    for (const float bend : bends) {
        if (std::isfinite(bend)) work.push_back(std::abs(bend));
    }
    return beats::medianInPlace(std::span(work));
}

std::vector<double> spikesOfLead(const Recording& recording, std::size_t lead, double mv_per_unit, const Job& job) {
    const Lead& info = recording.leads[lead];
    const auto block = static_cast<std::int64_t>(kBlock_s * info.rate_hz);
    const auto margin = static_cast<std::int64_t>(std::ceil(kMargin_s * info.rate_hz));
    std::vector<double> times_s;
    for (std::int64_t first = 0; first < info.samples && !job.stopRequested(); first += block) {
        std::vector<float> samples = readLead(recording, lead, first - margin, block + 2 * margin);
        for (float& sample : samples) sample *= static_cast<float>(mv_per_unit);
        for (const std::int64_t at : spikesIn(samples, info.rate_hz)) {
            const std::int64_t sample = first - margin + at;
            if (sample < first || sample >= first + block) continue;
            times_s.push_back(static_cast<double>(sample) / info.rate_hz);
        }
    }
    return times_s;
}

bool standsOut(const std::vector<float>& bends, std::size_t at, double rate_hz, std::vector<float>& work) {
    const auto quiet = static_cast<std::size_t>(kQuiet_s * rate_hz);
    const auto near = static_cast<std::size_t>(2 * kNarrow_s * rate_hz);
    const std::size_t from = at >= quiet + near ? at - quiet : std::min(at + near, bends.size());
    const std::size_t to = at >= quiet + near ? at - near : std::min(at + quiet, bends.size());
    work.clear();
    for (std::size_t i = from; i < to; ++i) {
        if (std::isfinite(bends[i])) work.push_back(std::abs(bends[i]));
    }
    return work.empty() || *std::max_element(work.begin(), work.end()) <= kQuietPart * std::abs(bends[at]);
}

bool anyNear(const std::vector<double>& sorted, double from, double to) {
    const auto next = std::lower_bound(sorted.begin(), sorted.end(), from);
    return next != sorted.end() && *next <= to;
}

// The file's own marks, of whichever annotator.
std::vector<double> markedSpikes(const Recording& recording) {
    std::vector<double> times_s;
    for (const AnnotationSet& set : recording.annotation_sets) {
        if (!(set.rate_hz > 0)) continue;
        for (const Annotation& mark : set.annotations) {
            if (mark.code == kPacePeak) times_s.push_back(static_cast<double>(mark.sample) / set.rate_hz);
        }
    }
    std::sort(times_s.begin(), times_s.end());
    return times_s;
}

// What a quarter of the leads show, two at least; of one or two leads, what one shows.
std::vector<double> agreed(const std::vector<std::vector<double>>& leads) {
    std::vector<double> all;
    for (const auto& lead : leads) all.insert(all.end(), lead.begin(), lead.end());
    std::sort(all.begin(), all.end());
    const std::size_t needed = leads.size() > 2 ? std::max<std::size_t>(2, leads.size() / 4) : 1;
    std::vector<double> out;
    for (const double at : all) {
        if (!out.empty() && at - out.back() <= 2 * kSame_s) continue;
        const auto showing = std::count_if(leads.begin(), leads.end(), [&](const std::vector<double>& lead) {
            return anyNear(lead, at - kSame_s - 1e-9, at + kSame_s + 1e-9);
        });
        if (static_cast<std::size_t>(showing) >= needed) out.push_back(at);
    }
    return out;
}

// A pacemaker fires at a fixed time before the beat that it makes; disturbances do not. So many spikes as lie before
// beats within kSameDelay_s of each other, at the best.
std::size_t atOneDelay(const std::vector<double>& spikes, const BeatList& beats) {
    std::vector<double> delays_s;
    std::size_t beat = 0;
    for (const double at : spikes) {
        const auto time_s = [&](std::size_t of) { return static_cast<double>(beats.beats[of].sample) / beats.rate_hz; };
        while (beat < beats.beats.size() && time_s(beat) < at - kBehindBeat_s) ++beat;
        if (beat < beats.beats.size() && time_s(beat) <= at + kBeforeBeat_s) delays_s.push_back(time_s(beat) - at);
    }
    std::sort(delays_s.begin(), delays_s.end());
    std::size_t most = 0;
    for (std::size_t from = 0, to = 0; to < delays_s.size(); ++to) {
        while (delays_s[to] - delays_s[from] > kSameDelay_s) ++from;
        most = std::max(most, to - from + 1);
    }
    return most;
}

bool arePacing(const std::vector<double>& spikes, const BeatList& beats) {
    const std::size_t regular = atOneDelay(spikes, beats);
    const auto share = static_cast<std::size_t>(std::ceil(kBeatsPart * static_cast<double>(beats.beats.size())));
    const std::size_t needed =
        std::min({std::max(kFewest, share), kEnough, std::max<std::size_t>(1, beats.beats.size())});
    return regular >= needed && static_cast<double>(regular) >= kLeastPart * static_cast<double>(spikes.size());
}

}  // namespace

std::vector<std::int64_t> spikesIn(std::span<const float> samples_mv, double rate_hz) {
    std::vector<std::int64_t> out;
    if (!(rate_hz >= kSpikeRate_hz)) return out;
    const auto near = static_cast<std::size_t>(std::ceil(kNarrow_s * rate_hz - 1e-9));
    const std::size_t far = 3 * near;
    const std::size_t count = samples_mv.size();
    if (count < 2 * far + 1) return out;
    const auto bend = [&](std::size_t i, std::size_t reach) {
        return samples_mv[i] - (samples_mv[i - reach] + samples_mv[i + reach]) / 2;
    };
    std::vector<float> bends(count, 0.0F), work;
    for (std::size_t i = near; i + near < count; ++i) bends[i] = bend(i, near);
    const double threshold_mv = std::max(kSmallest_mv, kOverNoise * usualBend(bends, work));
    for (std::size_t i = far; i + far < count; ++i) {
        const double size = std::abs(bends[i]);
        if (!(size >= threshold_mv)) continue;
        const double sign = bends[i] > 0 ? 1 : -1;
        const double up = sign * (samples_mv[i] - samples_mv[i - near]);
        const double down = sign * (samples_mv[i] - samples_mv[i + near]);
        if (std::min(up, down) < kFlankPart * size) continue;
        const double wide = sign * bend(i, far);
        if (!std::isfinite(wide) || size < kNarrowPart * wide) continue;
        // The top of it alone.
        const auto from = bends.begin() + static_cast<std::ptrdiff_t>(i - near);
        const auto top = std::max_element(from, from + static_cast<std::ptrdiff_t>(2 * near + 1),
                                          [](float a, float b) { return std::abs(a) < std::abs(b); });
        if (top != bends.begin() + static_cast<std::ptrdiff_t>(i)) continue;
        if (standsOut(bends, i, rate_hz, work)) out.push_back(static_cast<std::int64_t>(i));
    }
    return out;
}

Result<PacingSpikes> pacingSpikes(const Recording& recording, const BeatList& beats,
                                  std::span<const std::optional<double>> mv_per_unit, const Job& job) {
    PacingSpikes out;
    out.times_s = markedSpikes(recording);
    if (!out.times_s.empty()) {
        out.from_file = true;
        return out;
    }
    std::vector<std::vector<double>> leads;
    double fastest_hz = 0;
    for (std::size_t lead = 0; lead < recording.leads.size() && lead < mv_per_unit.size(); ++lead) {
        const Lead& info = recording.leads[lead];
        if (!mv_per_unit[lead] || info.derived) continue;
        fastest_hz = std::max(fastest_hz, info.rate_hz);
        if (info.rate_hz < kSpikeRate_hz) continue;
        if (recording.duration_s > kShortRecording_s && leads.size() >= kLeadsOfLong) break;
        leads.push_back(spikesOfLead(recording, lead, *mv_per_unit[lead], job));
        if (job.stopRequested()) {
            return fail(ErrorCode::cancelled, "the measuring was stopped", recording.path, "start it again");
        }
    }
    if (leads.empty()) {
        out.unsaid = fastest_hz > 0 ? text::say("at {1} Hz the spikes of a pacemaker fall between the samples",
                                                text::decimalText(fastest_hz, 3))
                                    : "no lead is a voltage";
        return out;
    }
    out.times_s = agreed(leads);
    if (!arePacing(out.times_s, beats)) out.times_s.clear();
    return out;
}

}  // namespace triptych::measure
