// Atrial fibrillation and flutter: half minutes judged one after the other, and what they make together.
#pragma once

#include "core/domain/job.h"
#include "core/rhythm/episode.h"
#include "core/rhythm/strip_model.h"
#include "core/rhythm/view.h"

#include <optional>
#include <vector>

namespace triptych::rhythm {

inline constexpr double kWindow_s = 30, kWindowStep_s = 10;
// A recording up to this long is one strip, judged as a whole, as the strips that the model was grown from.
inline constexpr double kStrip_s = 62;
// In a longer one intervals that change by less than this part of their mean, by median, or that have eight changes in
// a row of less than kLeastCalm, are no fibrillation, whatever else: the node leads, hidden or not, and beats come
// early.
inline constexpr double kLeastChange = 0.045, kLeastCalm = 0.027;

struct AtrialWindow {
    Span span;
    bool judged = false;  // false: nobody looked for P waves here
    StripProbability probability{};
    WindowFeatures figures{};
};

// Windows that cover the recording. Empty where the model is null or when stopped.
[[nodiscard]] std::vector<AtrialWindow> judgeWindows(const RhythmView& view, const StripModel* model,
                                                     const Job& job = {});

// Is it worth looking for P waves in [from_s, to_s)? Where intervals change, are long, or are slow.
[[nodiscard]] bool wantsWaves(const RhythmView& view, double from_s, double to_s);

[[nodiscard]] std::vector<Episode> atrialEpisodes(const RhythmView& view, const std::vector<AtrialWindow>& windows,
                                                  const StripModel& model);

}  // namespace triptych::rhythm
