#include "ui/panels/review_panel.h"

#include "core/pipeline/review_queue.h"
#include "ui/panels/readable.h"
#include "ui/state/on_any.h"

#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace triptych::ui {

ReviewPanel::ReviewPanel(ViewState& state, QWidget* parent)
    : QWidget(parent), state_(state), text_(new QLabel), bar_(new QProgressBar), list_(new BeatListPanel(state)) {
    text_->setObjectName(QStringLiteral("review_progress"));
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setContentsMargins(6, 4, 6, 0);
    bar_->setTextVisible(false);
    bar_->setFixedHeight(6);
    bar_->setAccessibleName(tr("Progress in the queue"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    layout->addWidget(text_);
    layout->addWidget(bar_);
    layout->addWidget(list_, 1);
    due_.setSingleShot(true);
    due_.setInterval(0);
    connect(&due_, &QTimer::timeout, this, &ReviewPanel::follow);
    onAny(&due_, qOverload<>(&QTimer::start), std::pair(&state_.beats(), &BeatState::beatsChanged),
          std::pair(&state_.beats(), &BeatState::beatChanged),
          std::pair(&state_.model(), &ModelState::classificationChanged),
          std::pair(&state_.model(), &ModelState::aiLayerChanged));
    follow();
}

void ReviewPanel::follow() {
    const auto& queue = state_.model().queue();
    const auto& rows = state_.beats().all();
    const auto own = std::ranges::count_if(rows, [](const LabelledBeat& row) { return row.relabelled; });
    // The queue is what is walked here, once there is one; until then, and without a model, all beats.
    const bool has_queue = queue && state_.model().aiVisible() && !queue->beats.empty();
    if (std::exchange(had_queue_, has_queue) != has_queue) {
        list_->setFilter(has_queue ? BeatFilter::borderline : BeatFilter::all, false);
    }
    const QString yours = own == 1 ? tr("1 label of your own")
                                   : tr("%1 labels of your own").arg(groupedNumber(static_cast<std::size_t>(own)));
    if (!queue || !state_.model().aiVisible()) {
        text_->setText(yours);
        bar_->setVisible(false);
        return;
    }
    const auto progress = pipeline::progressOf(*queue, state_.beats().decided());
    bar_->setVisible(progress.all > 0);
    bar_->setRange(0, static_cast<int>(std::max<std::size_t>(1, progress.all)));
    bar_->setValue(static_cast<int>(progress.looked_at));
    const QString done =
        progress.all == 0 ? tr("Nothing is in doubt")
        : progress.left() == 0
            ? tr("The queue is done, all %1").arg(groupedNumber(progress.all))
            : tr("%1 of %2 looked at").arg(groupedNumber(progress.looked_at), groupedNumber(progress.all));
    text_->setText(done + QStringLiteral(" · ") + yours);
}

}  // namespace triptych::ui
