// The median beat: the beats of one kind laid over one another at R, and of each moment the median, lead by lead. Noise
// that comes anew with every beat goes, what is the heart's stays. It is no rhythm, and must never be shown as one.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/domain/waves.h"
#include "core/measure/marks.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace triptych::measure {

inline constexpr double kMedianBefore_s = 0.45, kMedianAfter_s = 0.80;  // of R
inline constexpr std::size_t kMostAligned = 400;

// The beats that are laid over one another, and when the R of each is, seconds on the recording's time line.
struct AlignedBeats {
    std::vector<std::size_t> beats;  // indices into the list, ascending
    std::vector<double> r_s;         // a list's marks, moved by up to 20 ms to where the lead fits the others best
};

// Of more than kMostAligned beats, that many, spread over the recording: one at random (always the same) of each of as
// many equal shares. Fitted on the list's lead by whole samples. Errors: out_of_range (the list's lead), cancelled.
[[nodiscard]] Result<AlignedBeats> alignBeats(const Recording& recording, const BeatList& beats,
                                              const std::vector<std::uint8_t>& is_dominant, const Job& job = {});

struct MedianLead {
    double rate_hz = 0;  // the lead's own
    std::size_t r = 0;   // index of the sample that R lies at
    std::vector<float>
        samples;            // lead's unit, less the isoelectric level; NaN where fewer than half of the beats have one
    std::size_t beats = 0;  // that could be read on this lead
    Marks marks;            // seconds from R: of each mark the median over those beats, where half have it
    double p_share = 0, t_share = 0;  // of those beats with a P, a T
    double p_spread_s = 0;            // median deviation of P's onset from its median: what AV dissociation raises

    [[nodiscard]] double r_s() const { return rate_hz > 0 ? static_cast<double>(r) / rate_hz : 0; }  // of samples[0]
};

// `waves` of that lead, as long as the list that `aligned` indexes. Beats whose QRS cannot be read on the lead take no
// part; none at all gives `beats` 0 and no samples. P counts where half of the beats have one and its place does not
// wander by more than kWanderingP_s. Memory: kMostAligned windows of the lead. Errors: out_of_range (lead), wrong_use
// (waves of another list), cancelled.
inline constexpr double kWanderingP_s = 0.030;
[[nodiscard]] Result<MedianLead> medianLead(const Recording& recording, const LeadWaves& waves,
                                            const AlignedBeats& aligned, const Job& job = {});

}  // namespace triptych::measure
