// Progress of work on a lane, brought to the GUI thread no more often than an eye can follow.
#pragma once

#include "core/domain/job.h"

#include <QObject>
#include <QString>

#include <functional>

namespace triptych::ui {

// `job` with a callback that posts to `receiver` (whose thread calls `show`) at most every 30 ms, and at the end. The
// lane that runs the job must be joined before `receiver` goes.
[[nodiscard]] Job relayed(const Job& job, QObject& receiver, std::function<void(double, const QString&)> show);

}  // namespace triptych::ui
