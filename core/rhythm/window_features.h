// A stretch of the recording in figures: how its intervals are ordered, whether P waves precede its beats, what lies
// between them, how alike they are and how noisy it is. What a rhythm is told by.
#pragma once

#include "core/rhythm/view.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace triptych::rhythm {

enum WindowFeature : std::size_t {
    kBeats,            // intervals in it
    kMeanRr,           // s
    kShortestRr,       // over the median
    kLongestRr,        // over the median
    kRrVariation,      // deviation over mean
    kRrChange,         // root mean square of the changes over the mean
    kMedianChange,     // median size of a change over the mean
    kLargeChanges,     // share of changes of more than 50 ms
    kSmallChanges,     // share of changes under 4 % of the mean
    kSampleEntropy,    // coefficient of
    kChangesAtOrigin,  // change plot
    kChangeCells,
    kPrematureChanges,
    kChangeEvidence,
    kShortOverLong,  // SD1 / SD2
    kChangeAgainst,  // correlation of a change with the next
    kEveryOther,     // correlation of an interval with the next but one
    kEveryThird,
    kUsualRr,        // share within 10 % of the median
    kLeftVariation,  // variation when early beats and what follows them are left out
    kEarly,          // share of intervals under 0.85 of the median
    kEarlyThenLate,  // share of those that one over 1.05 of the median follows
    kTurns,          // turning points
    kRrQuartiles,    // between quartiles, over the median
    kRateTrend,      // mean of the last third over that of the first
    kPSure,          // mean certainty of a P wave on beats that did not come early
    kPThere,         // share of them with a certain one
    kPSurest,        // the upper quartile of the certainties
    kPrMedian,       // s, P peak to R
    kPrSpread,       // between quartiles, s
    kTSure,
    kQrsThere,
    kQrsWidth,        // s, median
    kQrsWidthSpread,  // between quartiles
    kPDisorder,       // of the stretches before the beats: share of their energy that they have not in common
    kPSize,           // ln of what they have in common, of the QRS
    kPEnergy,         // ln of all of it, of the QRS
    kFWaveSize,       // ln of 4-9 Hz between the beats, of the QRS
    kSlowSize,        // ln of 1-4 Hz
    kFastSize,        // ln of 12-40 Hz
    kFWavePeak,       // Hz
    kFWaveConcentration,
    kFWaveDisorder,
    kQrsAlike,       // mean correlation of a QRS with the median one
    kQrsUnlikeFew,   // its lower decile
    kQrsSizeSpread,  // between quartiles of the QRS sizes, over their median
    kTAlike,         // as kQrsAlike, of the 0.3 s behind the QRS
    kQrsSize,        // ln
    kNoise,          // mean of the quality track
    kNoisiest,       // its upper decile
    kBadSeconds,     // share
    kCalmest,        // least, over eight changes in a row, of their median size over the mean
    kWildest,        // most
    kTwoHeaps,       // share of the intervals' range that the widest empty part of its middle takes
    kPLeast,         // least, over eight beats in a row, of the mean certainty of P
    kPMost,          // most
    kLength,         // s
    kWindowFeatures
};
[[nodiscard]] std::string_view nameOf(WindowFeature feature);

// NaN where the window has nothing to say of it.
using WindowFeatures = std::array<float, kWindowFeatures>;

// Of the beats in [from_s, to_s). Any thread.
[[nodiscard]] WindowFeatures windowFeatures(const RhythmView& view, double from_s, double to_s);

}  // namespace triptych::rhythm
