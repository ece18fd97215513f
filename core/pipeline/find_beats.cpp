#include "core/pipeline/find_beats.h"

#include "core/beats/detect.h"
#include "core/review/triptych_annotations.h"

#include <algorithm>

namespace triptych::pipeline {

const AnnotationSet* referenceOf(const Recording& recording) {
    if (recording.annotation_sets.empty()) return nullptr;
    // The first set is the reference by contract; our own labels are edits of one, never one themselves.
    const AnnotationSet& first = recording.annotation_sets.front();
    if (first.annotator == review::kAnnotator || review::isOurs(first)) return nullptr;
    const bool has_beats = std::any_of(first.annotations.begin(), first.annotations.end(),
                                       [](const Annotation& annotation) { return isBeat(annotation.code); });
    return has_beats ? &first : nullptr;
}

Result<BeatList> findBeats(const Recording& recording, std::size_t lead, BeatChoice choice, const Job& job) {
    const bool has_reference = referenceOf(recording) != nullptr;
    if (choice == BeatChoice::reference && !has_reference) {
        return fail(ErrorCode::not_found, "the recording has no reference beats", recording.name,
                    "use the detector's beats");
    }
    if (has_reference && choice != BeatChoice::detected) return beats::referenceBeats(recording, lead);
    return beats::detectBeats(recording, lead, job);
}

}  // namespace triptych::pipeline
