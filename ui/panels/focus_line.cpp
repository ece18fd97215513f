#include "ui/panels/focus_line.h"

#include "ui/panels/fitting_label.h"
#include "ui/panels/readable.h"
#include "ui/panes/pane.h"
#include "ui/state/navigation.h"
#include "ui/state/on_any.h"

#include <QHBoxLayout>
#include <QToolButton>

#include <utility>

namespace triptych::ui {
namespace {

constexpr int kMargin_px = 4;

}  // namespace

bool focusIsOutOfView(const ViewState& state) {
    const Stretch focus = state.view().focus();
    const Viewport& view = state.view().viewport();
    return state.record().recording() != nullptr && (focus.to_s <= view.start_s || focus.from_s >= view.end_s());
}

void showFocus(ViewState& state) {
    const Stretch focus = state.view().focus();
    state.view().setViewport(centredOn(state.view().viewport(), (focus.from_s + focus.to_s) / 2));
}

QStringList focusWordings(const ViewState& state) {
    if (!state.record().recording()) return {};
    const Stretch focus = state.view().focus();
    const TimeAxis axis = timeAxis(state.record());
    const QString stretch = axis.text(focus.from_s, 0.1) + QChar(0x2013) + axis.text(focus.to_s, 0.1);
    const auto beat = state.beats().selected();
    if (state.view().selection()) return {QObject::tr("Selected stretch, %1").arg(stretch), stretch};
    if (!beat || state.display().scope() == TriptychScope::view) {
        return {QObject::tr("The stretch in view, %1").arg(stretch), stretch};
    }
    const QString number = QObject::tr("Beat %1").arg(groupedNumber(*beat + 1));
    const QString at = axis.text(state.beats().all()[*beat].time_s, 0.01);
    return {QStringLiteral("%1, %2").arg(number, at), number};
}

FocusLine::FocusLine(ViewState& state, QWidget* parent)
    : QWidget(parent), state_(state), text_(new FittingLabel), back_(new QToolButton) {
    setObjectName(QStringLiteral("focus_line"));
    text_->setFont(numberFont());
    text_->setAccessibleName(tr("What the panes below show"));
    back_->setText(tr("Show it on the paper"));
    back_->setToolTip(tr("The paper goes to what the panes below show"));
    back_->setAccessibleName(back_->text());
    back_->setAutoRaise(true);
    connect(back_, &QToolButton::clicked, this, [this] { showFocus(state_); });
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(kMargin_px, 0, kMargin_px, 0);
    layout->addWidget(text_, 1);
    layout->addWidget(back_);
    // The button comes and goes without moving the panes.
    setFixedHeight(back_->sizeHint().height());
    onAny(this, &FocusLine::follow, std::pair(&state_.record(), &RecordState::recordingChanged),
          std::pair(&state_.view(), &ViewportState::focusChanged),
          std::pair(&state_.view(), &ViewportState::viewportChanged),
          std::pair(&state_.beats(), &BeatState::selectedBeatChanged),
          std::pair(&state_.beats(), &BeatState::beatsChanged));
    follow();
}

void FocusLine::follow() {
    const bool out = focusIsOutOfView(state_);
    QStringList wordings = focusWordings(state_);
    if (out) {
        for (QString& wording : wordings) wording += tr(" — not on the paper");
    }
    text_->setWordings(wordings);
    back_->setVisible(out);
}

}  // namespace triptych::ui
