// Progress of work on a lane, brought to the GUI thread no more often than an eye can follow.
#pragma once

#include "core/domain/job.h"
#include "ui/window/mailbox.h"

#include <QString>

#include <functional>

namespace triptych::ui {

// `job` with a callback that posts to `mailbox` (whose owner's thread calls `show`) at most every 30 ms, and at the
// end. The lane that runs the job must be joined before the mailbox goes.
[[nodiscard]] Job relayed(const Job& job, Mailbox& mailbox, std::function<void(double, const QString&)> show);

}  // namespace triptych::ui
