#include "core/inference/recording_analysis.h"

#include <algorithm>
#include <utility>

namespace triptych::inference {
namespace {

constexpr std::size_t kKept = 2;

}  // namespace

RecordingAnalysis::RecordingAnalysis(RecordingPtr recording) : recording_(std::move(recording)) {
    for (std::size_t lead = 0; lead <= recording_->leads.size(); ++lead) {
        leads_.push_back(std::make_unique<const beats::LeadAnalysis>(recording_, lead));
    }
}

const beats::LeadAnalysis& RecordingAnalysis::lead(std::size_t index) const {
    return *leads_[std::min(index, leads_.size() - 1)];
}

Result<std::shared_ptr<const BeatInputs>> RecordingAnalysis::inputs(const BeatList& beats, std::size_t lead,
                                                                    Representation representation,
                                                                    const Job& job) const {
    std::vector<std::int64_t> samples;
    samples.reserve(beats.beats.size());
    for (const Beat& beat : beats.beats) samples.push_back(beat.sample);
    std::shared_ptr<ComputedOnce<BeatInputs>> of;
    std::list<Kept> dropped;  // freed outside the lock
    {
        const std::scoped_lock lock(guard_);
        const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) {
            return kept.lead == lead && kept.representation == representation && kept.rate_hz == beats.rate_hz &&
                   kept.samples == samples;
        });
        if (found == kept_.end()) {
            kept_.push_front({lead, representation, beats.rate_hz, std::move(samples),
                              std::make_shared<ComputedOnce<BeatInputs>>()});
            if (kept_.size() > kKept) dropped.splice(dropped.begin(), kept_, std::prev(kept_.end()));
        } else {
            kept_.splice(kept_.begin(), kept_, found);
        }
        of = kept_.front().inputs;
    }
    dropped.clear();
    return of->get(job, [&](const Job& watched) {
        return BeatInputs::prepare(*recording_, beats, lead, representation, watched);
    });
}

}  // namespace triptych::inference
