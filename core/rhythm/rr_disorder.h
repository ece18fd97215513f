// How irregular the intervals of a stretch are: measures of disorder that were made for telling atrial fibrillation.
#pragma once

#include <span>

namespace triptych::rhythm {

// Coefficient of sample entropy (Lake & Moorman, Am J Physiol 300:H319, 2011) in nats: sample entropy of length one
// with a tolerance that is doubled from 30 ms until five pairs match, less ln of twice the tolerance and ln of the mean
// interval. Fibrillation lies about -1 and above, sinus rhythm at -2 and below. 0 for fewer than four intervals.
[[nodiscard]] double coefficientOfSampleEntropy(std::span<const double> rr_s);

// The plot of each change of the interval over the change before it (Sarkar, Ritscher & Mehra, IEEE Trans Biomed Eng
// 55:1219, 2008).
struct ChangePlot {
    double points = 0;
    double at_origin = 0;  // share of points within 20 ms of the origin along both axes
    double cells = 0;      // distinct cells of 40 ms with a point outside it, over the points
    double premature = 0;  // share of points as a premature beat makes them: a large change and another against it
    double evidence = 0;   // cells less points at the origin less twice the crowding of the premature: AFEv
};
[[nodiscard]] ChangePlot changePlot(std::span<const double> rr_s);

// Share of the inner intervals that are longer, or shorter, than both neighbours: 2/3 where order is none.
[[nodiscard]] double turningPoints(std::span<const double> rr_s);

// Correlation of the intervals with those `lag` later, 0 where they do not vary.
[[nodiscard]] double autocorrelation(std::span<const double> rr_s, std::size_t lag);

}  // namespace triptych::rhythm
