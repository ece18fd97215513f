#include "ui/state/beat_state.h"

namespace triptych::ui {

std::vector<std::uint8_t> BeatState::decided() const {
    std::vector<std::uint8_t> decided(beats_.size());
    for (std::size_t beat = 0; beat < beats_.size(); ++beat) decided[beat] = beats_[beat].relabelled ? 1 : 0;
    return decided;
}

std::optional<double> BeatState::rrBefore_s(std::size_t beat) const {
    if (beat == 0 || beat >= beats_.size()) return std::nullopt;
    if (beats_[beat].no_interval) return std::nullopt;
    return beats::rrInterval_s(beats_[beat - 1].time_s, beats_[beat].time_s, record_.gaps().get());
}

}  // namespace triptych::ui
