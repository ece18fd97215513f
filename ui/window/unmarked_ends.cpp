#include "ui/window/unmarked_ends.h"

#include "ui/panels/when_text.h"
#include "ui/panes/fitting_text.h"
#include "ui/window/action_keys.h"

#include <QCoreApplication>

#include <algorithm>
#include <vector>

namespace triptych::ui {
namespace {

constexpr double kShort_s = 60, kIntervals = 1.5;
constexpr std::size_t kLeastBeats = 3;

}  // namespace

QString unmarkedEnds(const RecordState& record, const BeatList& beats) {
    const bool is_short = record.duration_s() <= kShort_s && beats.rate_hz > 0;
    if (beats.origin != BeatOrigin::reference || beats.beats.size() < kLeastBeats || !is_short) return {};
    std::vector<double> intervals_s;
    for (std::size_t i = 1; i < beats.beats.size(); ++i) {
        intervals_s.push_back(static_cast<double>(beats.beats[i].sample - beats.beats[i - 1].sample) / beats.rate_hz);
    }
    const auto middle = intervals_s.begin() + std::ssize(intervals_s) / 2;
    std::nth_element(intervals_s.begin(), middle, intervals_s.end());
    const double first_s = static_cast<double>(beats.beats.front().sample) / beats.rate_hz;
    const double last_s = static_cast<double>(beats.beats.back().sample) / beats.rate_hz;
    const bool before = first_s > kIntervals * *middle, behind = record.duration_s() - last_s > kIntervals * *middle;
    if (!before && !behind) return {};
    const auto say = [](const char* text) { return QCoreApplication::translate("triptych::ui::UnmarkedEnds", text); };
    const QString first = whenText(record, first_s), last = whenText(record, last_s);
    const QString where = before && behind ? say("before %1 and after %2").arg(first, last)
                          : before         ? say("before %1").arg(first)
                                           : say("after %1").arg(last);
    return say("The annotator marked no beats %1; %2 takes those that the detector finds.")
        .arg(where, keyOf(ActionId::beats_detected));
}

}  // namespace triptych::ui
