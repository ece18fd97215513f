#include "core/measure/dominant_beats.h"

#include "core/beats/median.h"
#include "core/domain/beat_class.h"
#include "core/domain/companion_lead.h"
#include "core/measure/amplitudes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

namespace triptych::measure {
namespace {

constexpr double kBefore_s = 0.080;  // and to 55 ms behind: what ST does is no other shape
constexpr double kStep_s = 0.005;
constexpr int kShifts = 5;  // steps to either side
constexpr std::size_t kPoints = 28;
constexpr std::size_t kWide = kPoints + 2 * std::size_t{kShifts};
constexpr double kAlike = 0.9;
constexpr double kLargest = 1.7;        // times as large as its kind
constexpr double kFlatPart = 1e-3;      // of a kind's energy on a lead: nothing is seen of the beat there
constexpr std::size_t kMostKinds = 24;  // more than that is noise
constexpr std::size_t kSettled = 32;    // a kind's mean rests on its first beats
constexpr double kEarly = 0.8;
constexpr std::size_t kAround = 10;
constexpr std::size_t kCheck = 256;  // beats between two looks at the stop

// A beat's surroundings on one lead, in steps of 5 ms; empty where samples are missing.
using Wide = std::optional<std::array<double, kWide>>;

Wide wideWindow(const Recording& recording, std::size_t lead, double time_s) {
    const double rate_hz = recording.leads[lead].rate_hz;
    const double from_s = time_s - kBefore_s - kShifts * kStep_s;
    const auto first = static_cast<std::int64_t>(std::floor(from_s * rate_hz)) - 1;
    const auto count = static_cast<std::int64_t>(std::ceil(kStep_s * kWide * rate_hz)) + 4;
    const std::vector<float> samples = readLead(recording, lead, first, count);
    const Trace trace{samples, rate_hz};
    const double origin_s = static_cast<double>(first) / rate_hz;
    std::array<double, kWide> out{};
    for (std::size_t i = 0; i < kWide; ++i) {
        const auto value = trace.at(from_s - origin_s + static_cast<double>(i) * kStep_s);
        if (!value) return std::nullopt;
        out[i] = *value;
    }
    return out;
}

struct Kind {
    std::array<std::array<double, kPoints>, 2> mean{};  // a lead each
    std::array<std::size_t, 2> beats{};                 // that the means are of
    std::size_t members = 0;
};

struct Match {
    double correlation = -1;
    double size = 0;  // of the beat over that of its kind
    int shift = 0;
};

// Over the leads that both have, as if they were one after the other, each less its own mean.
Match match(const std::array<Wide, 2>& beat, const Kind& kind, int shift) {
    double product = 0, beat_square = 0, kind_square = 0;
    for (std::size_t lead = 0; lead < 2; ++lead) {
        if (!beat[lead] || kind.beats[lead] == 0) continue;
        const double* values = beat[lead]->data() + kShifts + shift;
        double beat_mean = 0, kind_mean = 0;
        for (std::size_t i = 0; i < kPoints; ++i) beat_mean += values[i], kind_mean += kind.mean[lead][i];
        beat_mean /= kPoints, kind_mean /= kPoints;
        double x_y = 0, x_x = 0, y_y = 0;
        for (std::size_t i = 0; i < kPoints; ++i) {
            const double x = values[i] - beat_mean, y = kind.mean[lead][i] - kind_mean;
            x_y += x * y, x_x += x * x, y_y += y * y;
        }
        if (x_x < kFlatPart * y_y) continue;  // an electrode is off
        product += x_y, beat_square += x_x, kind_square += y_y;
    }
    if (!(beat_square > 0) || !(kind_square > 0)) return {};
    return {product / std::sqrt(beat_square * kind_square), std::sqrt(beat_square / kind_square), shift};
}

Match bestMatch(const std::array<Wide, 2>& beat, const Kind& kind) {
    Match best;
    for (int shift = -kShifts; shift <= kShifts; ++shift) {
        const Match here = match(beat, kind, shift);
        if (here.correlation > best.correlation) best = here;
    }
    return best;
}

void join(Kind& kind, const std::array<Wide, 2>& beat, int shift) {
    ++kind.members;
    for (std::size_t lead = 0; lead < 2; ++lead) {
        if (!beat[lead] || kind.beats[lead] >= kSettled) continue;
        const double share = 1.0 / static_cast<double>(++kind.beats[lead]);
        for (std::size_t i = 0; i < kPoints; ++i) {
            const auto at = static_cast<std::size_t>(static_cast<int>(i) + kShifts + shift);
            kind.mean[lead][i] += share * ((*beat[lead])[at] - kind.mean[lead][i]);
        }
    }
}

constexpr std::size_t kNoKind = std::numeric_limits<std::size_t>::max();

std::size_t kindOf(const std::array<Wide, 2>& beat, std::vector<Kind>& kinds) {
    const auto isFlat = [](const Wide& window) {
        return !window || std::all_of(window->begin(), window->end(), [&](double v) { return v == window->front(); });
    };
    if (isFlat(beat[0]) && isFlat(beat[1])) return kNoKind;
    std::size_t found = kNoKind;
    Match best;
    for (std::size_t k = 0; k < kinds.size(); ++k) {
        const Match here = bestMatch(beat, kinds[k]);
        const bool alike = here.correlation >= kAlike && here.size <= kLargest && here.size >= 1 / kLargest;
        if (alike && here.correlation > best.correlation) best = here, found = k;
    }
    if (found == kNoKind) {
        if (kinds.size() >= kMostKinds) return kNoKind;
        found = kinds.size(), best.shift = 0;
        kinds.emplace_back();
    }
    join(kinds[found], beat, best.shift);
    return found;
}

// The classes of a reference annotator; of a detector's list one for all. Paced beats are a class of their own.
int familyOf(const Beat& beat) {
    if (beat.code == kPaced || beat.code == kPacedFusion) return -1;
    const auto beat_class = beatClassOf(beat.code, ClassMapping::display);
    return beat_class ? static_cast<int>(*beat_class) : -2;
}

int commonestFamily(const BeatList& beats) {
    std::map<int, std::size_t> counts;
    for (const Beat& beat : beats.beats) ++counts[familyOf(beat)];
    const auto most = std::max_element(counts.begin(), counts.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == counts.end() ? 0 : most->first;
}

std::vector<std::uint8_t> earlyBeats(const BeatList& beats) {
    const std::size_t count = beats.beats.size();
    std::vector<std::uint8_t> early(count, 0);
    if (count < 4) return early;
    std::vector<double> around;
    for (std::size_t beat = 1; beat < count; ++beat) {
        const std::size_t to = std::min(count - 1, std::max(beat + kAround / 2, kAround));
        const std::size_t from = to > kAround ? to - kAround : 0;
        around.clear();
        for (std::size_t i = from; i < to; ++i) {
            around.push_back(static_cast<double>(beats.beats[i + 1].sample - beats.beats[i].sample));
        }
        const double usual = beats::medianInPlace(std::span(around));
        const auto before = static_cast<double>(beats.beats[beat].sample - beats.beats[beat - 1].sample);
        early[beat] = before < kEarly * usual ? 1 : 0;
    }
    return early;
}

// The kind with most members; of several the one whose beats came early least often (in bigeminy, the sinus beats).
std::size_t commonestKind(const std::vector<std::size_t>& kind_of, const std::vector<std::uint8_t>& early,
                          std::size_t kinds) {
    std::vector<std::size_t> members(kinds, 0), late(kinds, 0);
    for (std::size_t beat = 0; beat < kind_of.size(); ++beat) {
        if (kind_of[beat] == kNoKind) continue;
        ++members[kind_of[beat]];
        if (early[beat] == 0) ++late[kind_of[beat]];
    }
    std::size_t best = kNoKind;
    for (std::size_t k = 0; k < kinds; ++k) {
        if (members[k] == 0) continue;
        // One beat more or less, as bigeminy begins and ends, decides nothing.
        const auto rank = [&](std::size_t of) { return members[of] + 2 * late[of]; };
        if (best == kNoKind || rank(k) > rank(best)) best = k;
    }
    return best;
}

}  // namespace

Result<DominantBeats> dominantBeats(const Recording& recording, const BeatList& beats, const Job& job) {
    if (beats.lead >= recording.leads.size()) {
        return fail(ErrorCode::out_of_range, "the beats are of a lead that the recording has not", recording.path,
                    "find the beats of one of its leads");
    }
    const int family = commonestFamily(beats);
    const auto companion = companionLead(recording, beats.lead);
    std::vector<Kind> kinds;
    std::vector<std::size_t> kind_of(beats.beats.size(), kNoKind);
    for (std::size_t beat = 0; beat < beats.beats.size(); ++beat) {
        if (beat % kCheck == 0 && job.stopRequested()) {
            return fail(ErrorCode::cancelled, "the measuring was stopped", recording.path, "start it again");
        }
        if (familyOf(beats.beats[beat]) != family) continue;
        const double time_s = static_cast<double>(beats.beats[beat].sample) / beats.rate_hz;
        std::array<Wide, 2> windows{wideWindow(recording, beats.lead, time_s), std::nullopt};
        if (companion) windows[1] = wideWindow(recording, *companion, time_s);
        kind_of[beat] = kindOf(windows, kinds);
    }
    const auto early = earlyBeats(beats);
    const std::size_t commonest = commonestKind(kind_of, early, kinds.size());

    DominantBeats out;
    out.is_dominant.assign(beats.beats.size(), 0);
    if (commonest == kNoKind) {
        out.other_shapes = beats.beats.size();
        return out;
    }
    std::size_t members = 0, early_members = 0;
    for (std::size_t beat = 0; beat < kind_of.size(); ++beat) {
        if (kind_of[beat] != commonest) continue;
        ++members;
        early_members += early[beat];
    }
    const bool leave_out = 3 * early_members <= members;
    for (std::size_t beat = 0; beat < kind_of.size(); ++beat) {
        if (kind_of[beat] != commonest || (leave_out && early[beat] != 0)) continue;
        out.is_dominant[beat] = 1;
        ++out.dominant;
    }
    out.early = leave_out ? early_members : 0;
    out.other_shapes = kind_of.size() - members;
    return out;
}

}  // namespace triptych::measure
