// Which arrangement another recording opens in: the one that fits it – a resting ECG is measured, hours are looked
// through for their rhythm, anything else is read –, or the one that the reader left the last of its kind in.
#pragma once

#include "ui/state/view_state.h"
#include "ui/window/pane_table.h"
#include "ui/window/settings.h"

#include <array>
#include <cstddef>
#include <functional>
#include <optional>

namespace triptych::ui {

// GUI thread. The state must outlive it.
class ArrangementHabits {
public:
    explicit ArrangementHabits(const ViewState& state) : state_(state) {}

    void restore(const Settings& settings);
    void remember(Settings& settings, Arrangement now);
    // The recording in view is another one, and `now` is how the panes stand: how they should. `judged_whole`: whether
    // the model judges whole recordings, whose labels stand where a recording is read, so that none is opened to be
    // measured; asked where it decides, for the answer may lie in a file.
    [[nodiscard]] Arrangement follow(Arrangement now, const std::function<bool()>& judged_whole);

private:
    enum class Kind : std::size_t { other, resting, hours };
    [[nodiscard]] Kind kindInView(const std::function<bool()>& judged_whole) const;
    [[nodiscard]] Arrangement& of(Kind kind) { return of_[static_cast<std::size_t>(kind)]; }

    const ViewState& state_;
    std::array<Arrangement, 3> of_{};
    std::optional<Kind> kind_;  // of the recording before; none was open
};

}  // namespace triptych::ui
