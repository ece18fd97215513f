// How well the rhythm found agrees with what an annotator marked: share of time named right, rhythm by rhythm.
#pragma once

#include "core/domain/recording.h"
#include "core/rhythm/findings.h"

#include <array>
#include <cstddef>
#include <vector>

namespace triptych::pipeline {

struct RhythmAgreement {
    struct Of {
        double marked_s = 0;  // by the annotator
        double right_s = 0;   // of that, named so by us
        double said_s = 0;    // named so by us, wherever the annotator marked anything
    };
    std::array<Of, rhythm::kRhythms> of{};
    RhythmAgreement& operator+=(const RhythmAgreement& other);
};

// The first annotator's episodes: "+" with "(AFIB" and so on, and "[" to "]" as ventricular flutter. Names that have no
// like among ours (pre-excitation, nodal, idioventricular) are `other`. Empty where nothing is marked.
[[nodiscard]] std::vector<rhythm::Episode> markedRhythms(const Recording& recording);
// Time without a mark does not count; nor does what we call unreadable count as said.
[[nodiscard]] RhythmAgreement agreementOf(const std::vector<rhythm::Episode>& marked,
                                          const rhythm::RhythmFindings& findings);

}  // namespace triptych::pipeline
