// Heart rate variability after the task force of the ESC and NASPE (Circulation 93:1043, 1996): of five minutes, and of
// a day. docs/rhythm.md has the formulae. A figure that the series is too short for is NaN, and `unsaid` says why.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/rhythm/nn_intervals.h"

#include <limits>
#include <span>
#include <string>
#include <vector>

namespace triptych::rhythm {

inline constexpr double kNoFigure = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kFiveMinutes_s = 300;
inline constexpr double kVlfFrom_hz = 0.003, kLfFrom_hz = 0.04, kHfFrom_hz = 0.15, kHfTo_hz = 0.4;

// Standard deviations are of a sample (n - 1). Differences are those of intervals that follow each other without a
// third between them. Milliseconds.
struct TimeFigures {
    std::size_t intervals = 0;    // NN
    std::size_t differences = 0;  // of neighbouring ones
    double mean_nn_ms = kNoFigure;
    double mean_rate_bpm = kNoFigure;  // 60,000 / mean_nn_ms
    double sdnn_ms = kNoFigure;
    double rmssd_ms = kNoFigure;
    double pnn50 = kNoFigure;                       // share 0..1 of differences of more than 50 ms
    double triangular_index = kNoFigure;            // intervals over the most in one bin of 1/128 s
    double sd1_ms = kNoFigure, sd2_ms = kNoFigure;  // of the Poincaré plot: across, and along, the line of identity
};
[[nodiscard]] TimeFigures timeFigures(std::span<const NnInterval> intervals);

// Powers in ms². Lomb's periodogram of the intervals at the middles of their time, each weighing as much as it lasts,
// less their straight line, under a Hann window, so that a strong LF does not spill into HF; integrated over each band.
struct BandPowers {
    double vlf_ms2 = kNoFigure;  // 0.003 to 0.04 Hz; NaN for less than kVlfLeast_s
    double lf_ms2 = kNoFigure;   // 0.04 to 0.15 Hz; NaN for less than kLfLeast_s
    double hf_ms2 = kNoFigure;   // 0.15 to 0.4 Hz; NaN for less than kHfLeast_s
    [[nodiscard]] double ratio() const { return lf_ms2 / hf_ms2; }
    [[nodiscard]] double lfNormalised() const { return lf_ms2 / (lf_ms2 + hf_ms2); }
};
inline constexpr double kVlfLeast_s = 270, kLfLeast_s = 120, kHfLeast_s = 60;
// Of a stretch of some minutes; linear in intervals times its length.
[[nodiscard]] BandPowers bandPowers(std::span<const NnInterval> intervals);

// Detrended fluctuation analysis (Peng et al. 1995) over boxes of 4 to 16 intervals: the slope of ln F(n) over ln n.
// The profile sums the intervals less the mean of their run; boxes lie within runs of joined intervals, one behind the
// other from each run's first. NaN where fewer than kDfaLeast intervals lie in boxes of 16.
inline constexpr std::size_t kDfaLeast = 64;
[[nodiscard]] double dfaAlpha1(std::span<const NnInterval> intervals);

struct FiveMinutes {
    Span span;            // of the clock: [0, 300), [300, 600), ...
    double nn_s = 0;      // sum of its NN intervals
    bool counts = false;  // they are half of it or more
    TimeFigures time;
    BandPowers power;
    double dfa_alpha1 = kNoFigure;
};

struct Hrv {
    double duration_s = 0;
    NnSeries series;
    TimeFigures time;                  // of the whole
    double sdann_ms = kNoFigure;       // deviation of the five-minute means; two at least
    double sdnn_index_ms = kNoFigure;  // mean of the five-minute deviations
    BandPowers power;                  // mean over the five minutes that count; of less than ten minutes, of the whole
    double ulf_ms2 = kNoFigure;        // up to 0.003 Hz; of twelve hours or more
    double dfa_alpha1 = kNoFigure;
    std::vector<FiveMinutes> five_minutes;  // those of a recording that has a whole one; a shorter one is one
    std::vector<std::string> unsaid;        // sentences: which figure is missing, and why
};

// Errors: cancelled. Any thread; a day takes a quarter of a second. `before`: figures of the same recording, from which
// the five minutes are taken whose intervals are the same; nothing else differs. May be null.
[[nodiscard]] Result<Hrv> heartRateVariability(NnSeries series, double duration_s, const Job& job = {},
                                               const Hrv* before = nullptr);

}  // namespace triptych::rhythm
