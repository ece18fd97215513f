// The beats of a recording summed up in blocks, so that what a pixel of a day or a week holds is told without walking
// over all of them: rates, classes, and what stands out. The same figures as of single beats, to the beat.
#pragma once

#include "core/beats/signal_gaps.h"
#include "ui/panes/overview_bins.h"
#include "ui/state/beat_state.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triptych::ui {

// What a pixel column of marks holds.
struct MarkColumn {
    ClassCounts beats{};  // by the class that they are painted as
    bool borderline = false;
};

// GUI thread.
class BeatTrend {
public:
    // The beats are others, or intervals between them are: all is summed up anew when it is next asked for.
    void forget() { blocks_.clear(); }
    void forget(std::size_t beat);  // its label is another
    // By time; both must stay until the next follow(). Costs as much as one look at each beat after forget(), else
    // nothing.
    void follow(std::span<const LabelledBeat> beats, const beats::SignalGaps* gaps);

    // As rateBins(), classBins() of all beats that were followed, and of the interval that reaches into the stretch.
    [[nodiscard]] std::vector<RateBin> rates(double from_s, double duration_s, std::size_t bins) const;
    [[nodiscard]] std::vector<ClassCounts> classes(double from_s, double duration_s, std::size_t bins) const;
    [[nodiscard]] std::vector<MarkColumn> marks(double from_s, double duration_s, std::size_t bins) const;

private:
    static constexpr std::size_t kBlock = 32;  // beats
    using Counts = std::array<std::uint8_t, kBeatClasses>;
    struct Block {
        double rr_sum_s = 0;
        float low_bpm = 0, high_bpm = 0;
        std::uint16_t intervals = 0;
        Counts classed{}, painted{};
        bool borderline = false;
    };
    [[nodiscard]] Block summed(std::size_t first, std::size_t past) const;
    // Gives `take` every block that lies in a part whole, and the beats that are left over as blocks of one.
    template <class Take>
    void overParts(double from_s, double duration_s, std::size_t bins, const Take& take) const;

    std::span<const LabelledBeat> beats_;
    const beats::SignalGaps* gaps_ = nullptr;
    std::vector<Block> blocks_;
    std::vector<std::size_t> stale_;  // blocks
};

}  // namespace triptych::ui
