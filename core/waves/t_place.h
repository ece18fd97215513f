// Where T lies is asked of many beats: a flat or two-humped T looks now like this, now like that, and a QT that jumps
// by 70 ms from beat to beat is no heart's. Where the beats of one shape on a lead disagree, the place that they and
// the other leads believe in most is the one at which T is sought; a beat that does not bear it out is unsure of its T.
#pragma once

#include "core/waves/lead_reader.h"

#include <cstddef>
#include <span>
#include <vector>

namespace triptych::waves {

// Of one beat on one lead, in instants of that lead: the mark of the beat, and where the peak of its T may lie.
struct TWindow {
    double beat = 0;
    double low = 0, high = -1;
};

struct Limits {
    double from, to;
};

class TPlaces {
public:
    // windows [lead][beat], of all beats of the stretch. The readers are used here alone.
    TPlaces(std::span<const LeadReader> readers, const std::vector<std::vector<TWindow>>& windows,
            const Stretch& stretch);

    // Where the mark of a beat is to be sought: `limits`, and less where the beats around disagree within them.
    [[nodiscard]] Limits peak(std::size_t lead, std::size_t beat, const Limits& limits) const {
        return within(peaks_, lead, beat, limits);
    }
    [[nodiscard]] Limits end(std::size_t lead, std::size_t beat, const Limits& limits) const {
        return within(ends_, lead, beat, limits);
    }

private:
    using OfBeats = std::vector<std::vector<double>>;  // [beat][instants behind the beat]
    struct Beliefs {
        std::vector<OfBeats> of_lead;  // of the beats around of that shape
        OfBeats of_all;                // ... on all leads
    };
    [[nodiscard]] Beliefs beliefs(std::span<const LeadReader> readers, Channel channel, const Stretch& stretch) const;
    [[nodiscard]] Limits within(const Beliefs& beliefs, std::size_t lead, std::size_t beat, const Limits& limits) const;

    std::vector<std::vector<TWindow>> windows_;
    std::vector<std::vector<std::vector<std::size_t>>> alike_;  // [lead][beat] beats around of its shape, itself too
    Beliefs peaks_, ends_;
};

}  // namespace triptych::waves
