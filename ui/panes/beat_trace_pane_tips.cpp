// What the pane of the trace tells of the place under the pointer.
#include "ui/panes/beat_trace_pane.h"

#include "ui/panes/fitting_text.h"
#include "ui/panes/map_badge.h"
#include "ui/state/why_state.h"

#include <QHelpEvent>
#include <QToolTip>

namespace triptych::ui {

bool BeatTracePane::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return TriptychPane::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const LeadWaves* waves = state_.waves().visible() ? state_.waves().of(state_.record().analysisLead()) : nullptr;
    QString text = clusterTipAt(help->pos());
    if (const auto why = explanationInView(state_); why && badge_at_.contains(help->pos())) {
        text = mapBadge(state_.why().map(), *why).tip;
    }
    const auto mark = text.isEmpty() ? waveMarkAt(waveScene(), help->pos()) : std::nullopt;
    if (mark) {
        text = waveMarkText(state_.waves(), *mark, leadName());
    } else if (text.isEmpty() && waves != nullptr && QRect(frame().plot).contains(help->pos())) {
        if (const auto beat = beatNear(timeAtX(help->pos().x()))) {
            text = tr("Beat %1 on %2: %3").arg(*beat + 1).arg(leadName(), beatWavesText(*waves, *beat));
        }
    }
    if (text.isEmpty() && help->pos().x() < frame().plot.left()) {
        text =
            tr("The trace is fitted to the height of this picture, from beat to beat anew: the gain of the paper does "
               "not hold here, the numbers of this axis do.");
    }
    if (text.isEmpty()) {
        QToolTip::hideText();
    } else {
        QToolTip::showText(help->globalPos(), plainTip(text), this);
    }
    return true;
}

}  // namespace triptych::ui
