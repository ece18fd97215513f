// A V on a strip of one lead needs support: a handheld that moves draws wide, early waves, and there is no other lead
// to look at. What speaks for such a beat beside the model's own word is how sure the detector is of it, how quiet the
// lead is around it, and whether the rest of the strip has its like.
#pragma once

#include "core/beats/readability.h"
#include "core/domain/prediction.h"
#include "core/domain/recording.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace triptych::pipeline {

// One lead that was recorded, and no longer than this.
inline constexpr double kStrip_s = 120;
[[nodiscard]] bool isStripOfOneLead(const Recording& recording);

// p: of V. others: the mean of p over the strip's other beats that have a class. A V stays from kSupported on. Logistic
// regression on beats called V by models that had not learnt from the recording: those of 580 strips of even number
// labelled normal or too noisy (none is V), and of DS1 and svdb on their first lead in pieces of 30 s.
inline constexpr double kSupported = 5.1;
[[nodiscard]] double supportOf(double p, const beats::BeatReadability& reading, double others);

// Says "motion" or "muscle noise" of the beats whose class is V by `letters` [classes] and that too little supports.
// `readings` [beats]: nullopt where nothing is known, and the beat stays. What was silent before stays so.
void withholdLoneV(std::span<const std::optional<beats::BeatReadability>> readings,
                   std::span<const std::string> letters, Predictions& answers);

}  // namespace triptych::pipeline
