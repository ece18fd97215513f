// How long work is watched and stopped: passed by const reference into every function that may take over 10 ms.
#pragma once

#include "core/text/said.h"

#include <functional>
#include <stop_token>
#include <string_view>

namespace triptych {

// Copyable; the callback is called on the worker's thread and must be quick. Work checks stopRequested() once per file
// block, CWT scale, beat batch or integration step, and then returns ErrorCode::cancelled.
struct Job {
    std::stop_token stop;
    std::function<void(double fraction, std::string_view stage)> on_progress;

    [[nodiscard]] bool stopRequested() const { return stop.stop_requested(); }
    void progress(double fraction, const text::Said& stage) const {
        if (on_progress) on_progress(fraction, stage.text());
    }
};

}  // namespace triptych
