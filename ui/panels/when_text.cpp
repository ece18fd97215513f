#include "ui/panels/when_text.h"

#include "ui/panels/readable.h"
#include "ui/panes/ticks.h"

#include <QCoreApplication>

#include <cmath>

namespace triptych::ui {

QString whenText(const RecordState& record, double time_s) {
    if (!record.start() || !std::isfinite(time_s)) return clockText(time_s);
    return TimeAxis(record.duration_s(), record.start()).text(time_s, 0.01);
}

QString sinceBeginning(const RecordState& record, double time_s) {
    if (!record.start()) return {};
    return QCoreApplication::translate("triptych::ui::WhenText", "%1 since the beginning").arg(clockText(time_s));
}

}  // namespace triptych::ui
