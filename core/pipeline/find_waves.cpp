#include "core/pipeline/find_waves.h"

#include <algorithm>
#include <cmath>

namespace triptych::pipeline {
namespace {

constexpr double kLongPause_s = 2.5;
constexpr double kRefractory_s = 0.35;

struct Gap {
    double from_s, to_s;
};

std::vector<Gap> longPauses(const BeatList& list, double duration_s) {
    std::vector<Gap> out;
    double last_s = 0;
    const auto look = [&](double next_s) {
        if (next_s - last_s > kLongPause_s) out.push_back({last_s, next_s});
        last_s = next_s;
    };
    for (const Beat& beat : list.beats) look(static_cast<double>(beat.sample) / list.rate_hz);
    look(duration_s);
    return out;
}

// What another lead has in the pauses, well inside them; nothing where a single mark stands alone.
std::vector<Beat> beatsWithin(const std::vector<Gap>& pauses, const BeatList& other, double rate_hz) {
    std::vector<Beat> out;
    for (const Gap& pause : pauses) {
        std::vector<Beat> here;
        for (const Beat& beat : other.beats) {
            const double at_s = static_cast<double>(beat.sample) / other.rate_hz;
            if (at_s > pause.from_s + kRefractory_s && at_s < pause.to_s - kRefractory_s) {
                here.push_back({std::llround(at_s * rate_hz), beat.code});
            }
        }
        if (here.size() > 1) out.insert(out.end(), here.begin(), here.end());
    }
    return out;
}

}  // namespace

Result<std::shared_ptr<const BeatList>> findBeatsForWaves(const inference::RecordingAnalysis& analysis,
                                                          std::size_t lead, BeatChoice choice, const Job& job) {
    auto found = findBeats(analysis, lead, choice, job);
    if (!found || (*found)->origin == BeatOrigin::reference) return found;
    const Recording& recording = analysis.recording();
    std::shared_ptr<BeatList> filled;
    for (std::size_t other = 0; other < recording.leads.size(); ++other) {
        const BeatList& list = filled ? *filled : **found;
        const auto pauses = longPauses(list, recording.duration_s);
        if (pauses.empty()) break;
        if (other == lead || recording.leads[other].unit != "mV") continue;
        const auto others = analysis.lead(other).beats(job);
        if (!others) {
            if (others.error().code == ErrorCode::cancelled) return std::unexpected(others.error());
            continue;  // a lead that the detector does not read has nothing to add
        }
        const auto more = beatsWithin(pauses, **others, list.rate_hz);
        if (more.empty()) continue;
        if (!filled) filled = std::make_shared<BeatList>(**found);
        filled->beats.insert(filled->beats.end(), more.begin(), more.end());
        std::ranges::sort(filled->beats, {}, &Beat::sample);
    }
    if (filled) return std::shared_ptr<const BeatList>(std::move(filled));
    return found;
}

Result<FoundWaves> findWaves(const inference::RecordingAnalysis& analysis, std::size_t beats_lead, BeatChoice choice,
                             const waves::Delineator& delineator, const waves::WavesRequest& request, const Job& job) {
    auto beats = findBeatsForWaves(analysis, beats_lead, choice, job);
    if (!beats) return std::unexpected(beats.error());
    auto leads = waves::delineate(analysis.recording(), **beats, delineator, request, job);
    if (!leads) return std::unexpected(leads.error());
    return FoundWaves{std::move(*beats), std::move(*leads)};
}

}  // namespace triptych::pipeline
