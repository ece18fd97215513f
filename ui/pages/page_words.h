// What is written on a page beside its traces: whose ECG it is where that is asked for, at which scales, through which
// filter, by whom the letters are.
#pragma once

#include "core/domain/recording.h"
#include "core/pages/page_request.h"
#include "ui/state/viewport.h"

#include <QString>
#include <QStringList>

namespace triptych::ui {

struct PageWords {
    QString title;            // the recording; the person where asked for
    QStringList under_title;  // the stretch, the device and its figures; then with less and less
    QString statement;        // the device's own, whole; empty where it is not asked for
};
[[nodiscard]] PageWords pageWords(const Recording& recording, const pages::PageRequest& request,
                                  const Stretch& stretch);

// "25 mm/s · 10 mm/mV · 0.05–150 Hz"; then with less.
[[nodiscard]] QStringList scalesOfPage(const Recording& recording, const pages::PageRequest& request, double mm_per_s,
                                       double mm_per_mv, bool discloses);

// Whose beats and whose classes they are, and that the latter are advisory; empty where there are none.
[[nodiscard]] QStringList sourcesOfPage(const pages::PageRequest& request);

}  // namespace triptych::ui
