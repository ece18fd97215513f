#include "core/pipeline/saved_labels.h"

#include "core/text/said.h"

#include <algorithm>
#include <utility>

namespace triptych::pipeline {
namespace {

// A frame has the rate of its slowest lead; saved labels name their own clock, this one is only the fallback.
double frameRateOf(const Recording& recording) {
    const auto slowest = std::min_element(recording.leads.begin(), recording.leads.end(),
                                          [](const Lead& a, const Lead& b) { return a.rate_hz < b.rate_hz; });
    return slowest == recording.leads.end() ? 0 : slowest->rate_hz;
}

bool isOfReader(const AnnotationSet& set) {
    return set.annotator == review::kAnnotator || review::isOurs(set);
}

}  // namespace

Result<review::SavedLabels> savedLabelsOf(const Recording& recording) {
    return review::loadLabels(review::labelPath(recording), frameRateOf(recording));
}

RecordingPtr withLabels(const RecordingPtr& recording, AnnotationSet labels) {
    auto labelled = std::make_shared<Recording>(*recording);
    labels.annotator = review::kAnnotator;
    std::erase_if(labelled->annotation_sets, isOfReader);
    labelled->annotation_sets.push_back(std::move(labels));
    return labelled;
}

LabelledRecording withSavedLabels(const RecordingPtr& recording) {
    auto saved = savedLabelsOf(*recording);
    if (saved) return {withLabels(recording, std::move(saved->set)), {}};
    if (saved.error().code == ErrorCode::not_found) return {recording, {}};
    return {recording, {{text::say("saved labels were not taken: {1}", saved.error().what), saved.error().where}}};
}

}  // namespace triptych::pipeline
