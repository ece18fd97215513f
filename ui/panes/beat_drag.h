// Taking hold of a beat's mark and dragging it along the time axis: it goes from extremum to extremum, or, with Alt
// held, wherever the pointer is. Nobody is asked to move anything until the reader lets go at another place.
#pragma once

#include "ui/state/view_state.h"

#include <cstddef>
#include <optional>

namespace triptych::ui {

// The time of the extremum near `time_s` in the analysed lead, marked as the beats around are; `but`: a beat that is
// none of those. As it is where there is no recording.
[[nodiscard]] double snapped_s(const ViewState& state, double time_s, std::optional<std::size_t> but = std::nullopt);

// GUI thread. A member of its pane.
class BeatDrag {
public:
    explicit BeatDrag(ViewState& state) : state_(state) {}

    void take(std::size_t beat, double at_s);
    void moveTo(double at_s, bool free);
    // Let go: asked to be moved where it was drawn, unless the state let it go before (Esc).
    void drop();

private:
    ViewState& state_;
    std::optional<std::size_t> held_;
    double offset_s_ = 0;  // of the pointer from the mark
};

}  // namespace triptych::ui
