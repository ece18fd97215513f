#include "core/pipeline/measure_whole.h"

#include "core/pipeline/measure_beats.h"

#include <algorithm>
#include <utility>

namespace triptych::pipeline {

Result<WholeMeasured> measureWhole(const inference::RecordingAnalysis& analysis, std::size_t lead, BeatChoice choice,
                                   double trend_step_s, const Job& job) {
    const auto delineator = waves::shippedDelineator();
    if (!delineator) return std::unexpected(delineator.error());
    auto found = findWaves(analysis, lead, choice, **delineator, {}, job);
    if (!found) return std::unexpected(std::move(found.error()));
    const bool has_own = std::any_of(found->leads.begin(), found->leads.end(),
                                     [&](const LeadWavesPtr& one) { return one->lead == lead; });
    if (!has_own) {
        auto own = waves::delineate(analysis.recording(), lead, *found->beats, **delineator, job);
        if (!own) return std::unexpected(std::move(own.error()));
        found->leads.insert(found->leads.begin(), std::move(*own));
    }
    auto figures = measureBeats(analysis, found->beats, found->leads, trend_step_s, job);
    if (!figures) return std::unexpected(std::move(figures.error()));
    return WholeMeasured{std::move(*found), std::move(*figures)};
}

}  // namespace triptych::pipeline
