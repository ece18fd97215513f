#include "core/pipeline/waves_around.h"

#include "core/pipeline/why_facts.h"
#include "core/waves/delineate.h"

#include <algorithm>
#include <utility>

namespace triptych::pipeline {

BeatRange beatsAround(const BeatList& beats, std::size_t beat) {
    return {beat > kFactsReach ? beat - kFactsReach : 0, std::min(beats.beats.size(), beat + kFactsReach + 1)};
}

Result<std::vector<LeadWavesPtr>> wavesAround(const Recording& recording, const BeatList& beats,
                                              const waves::Delineator* delineator, BeatRange range,
                                              std::vector<std::size_t> leads, const Job& job) {
    if (delineator == nullptr || range.first >= range.past || leads.empty()) return std::vector<LeadWavesPtr>();
    waves::WavesRequest what;
    what.leads = std::move(leads);
    what.first_beat = range.first;
    what.beats = range.size();
    what.threads = 1;
    return waves::delineate(recording, beats, *delineator, what, job);
}

}  // namespace triptych::pipeline
