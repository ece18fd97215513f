// What the test of a map came to, in a few words beside it and in numbers for whoever asks.
#pragma once

#include "core/domain/explanation.h"
#include "ui/state/map_state.h"

#include <QString>
#include <QStringList>

namespace triptych::ui {

struct MapBadge {
    QStringList words;    // the fullest first; empty: there is nothing to say
    QString tip;          // lines of numbers
    bool is_bad = false;  // random orders do as well, or the sum does not
};
// Of the explanation in view.
[[nodiscard]] MapBadge mapBadge(const MapState& state, const Explanation& explanation);
// Why nothing of a map can be seen over the trace, or over the picture of time and frequency; empty where it can. The
// fullest wording first.
[[nodiscard]] QStringList whyNoTraceMap(const Explanation& explanation);
[[nodiscard]] QStringList whyNoPictureMap(const Explanation& explanation);
// Of a map whose test is known: what stands beside it on a figure.
[[nodiscard]] QString testedWords(const Faithfulness& test);
// The same of a tested map, which says rather that there is next to nothing to see where that is so.
[[nodiscard]] QString testedWords(const Explanation& explanation);
// Whether the attributions add up, in words; empty where the method has no sum.
[[nodiscard]] QString sumWords(const Explanation& explanation);

}  // namespace triptych::ui
