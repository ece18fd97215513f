#include "core/pipeline/find_beats.h"

#include "core/beats/detect.h"
#include "core/domain/no_beats.h"
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

namespace {

// Are the annotator's beats what `choice` asks for? Errors: not_found; unsupported.
Result<bool> takesReference(const Recording& recording, BeatChoice choice) {
    if (const text::Said why = whyNoBeats(recording); !why.empty()) {
        return fail(ErrorCode::unsupported, why, recording.path, "open the recording that it was made from");
    }
    const bool has_reference = referenceOf(recording) != nullptr;
    if (choice == BeatChoice::reference && !has_reference) {
        return fail(ErrorCode::not_found, "the recording has no reference beats", recording.name,
                    "use the detector's beats");
    }
    return has_reference && choice != BeatChoice::detected;
}

}  // namespace

Result<BeatList> findBeats(const Recording& recording, std::size_t lead, BeatChoice choice, const Job& job) {
    const auto reference = takesReference(recording, choice);
    if (!reference) return std::unexpected(reference.error());
    return *reference ? beats::referenceBeats(recording, lead) : beats::detectBeats(recording, lead, job);
}

Result<std::shared_ptr<const BeatList>> findBeats(const inference::RecordingAnalysis& analysis, std::size_t lead,
                                                  BeatChoice choice, const Job& job) {
    const auto reference = takesReference(analysis.recording(), choice);
    if (!reference) return std::unexpected(reference.error());
    if (!*reference) return analysis.lead(lead).beats(job);
    auto list = beats::referenceBeats(analysis.recording(), lead);
    if (!list) return std::unexpected(std::move(list.error()));
    return std::make_shared<const BeatList>(std::move(*list));
}

}  // namespace triptych::pipeline
