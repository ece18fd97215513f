#include "ui/panels/recording_panel.h"

#include "ui/panels/readable.h"
#include "ui/panels/segment_view.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/map_badge.h"
#include "ui/panes/theme.h"
#include "ui/state/why_state.h"

#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>
#include <utility>

namespace triptych::ui {
namespace {

constexpr int kShownRows = 7;  // the others are a scroll away

QLabel* wordy() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::RichText);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // never widens the column
    return label;
}

// A clause as a sentence.
QString asSentence(const std::string& clause) {
    QString text = QString::fromStdString(clause);
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    return text.toHtmlEscaped() + '.';
}

}  // namespace

RecordingPanel::RecordingPanel(ViewState& state, QWidget* parent)
    : QWidget(parent),
      state_(state),
      model_(state.model()),
      title_(new QLabel),
      labels_(new QTreeWidget),
      remarks_(wordy()),
      explained_(wordy()),
      segments_(new SegmentView(state.display())) {
    setAccessibleName(tr("The model's word on the whole recording"));
    QFont bold = labelFont(11);
    bold.setBold(true);
    title_->setFont(bold);
    title_->setText(tr("Whole recording"));
    labels_->setColumnCount(3);
    labels_->setHeaderLabels({tr("label"), tr("probability"), QString()});
    labels_->setRootIsDecorated(false);
    labels_->setUniformRowHeights(true);
    labels_->setFocusPolicy(Qt::TabFocus);
    labels_->setAccessibleName(tr("Labels of the whole recording, likeliest first"));
    labels_->setToolTip(tr("What the model says of the whole recording; choose a label to see what it rests on"));
    labels_->header()->setStretchLastSection(false);
    labels_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (const int column : {1, 2}) labels_->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    remarks_->setFont(labelFont());
    explained_->setFont(labelFont());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->setSpacing(6);
    layout->addWidget(title_);
    layout->addWidget(labels_);
    layout->addWidget(remarks_);
    layout->addWidget(explained_);
    layout->addWidget(segments_);
    connect(&state_.why(), &WhyState::whyChanged, this, &RecordingPanel::showExplanation);
    connect(&state_.why().map(), &MapState::changed, this, &RecordingPanel::showExplanation);
    connect(explained_, &QLabel::linkActivated, this, [this](const QString& link) {
        const std::size_t clause = link.toULong();
        WhyState& why = state_.why();
        why.lookAt(why.lookedAt() == clause ? std::nullopt : std::optional(clause));
    });
    connect(labels_, &QTreeWidget::currentItemChanged, this, &RecordingPanel::choose);
    connect(&model_, &ModelState::aiLayerChanged, this, &RecordingPanel::showAnswer);
    connect(&model_, &ModelState::explanationChanged, this, &RecordingPanel::showExplanation);
    showAnswer();
}

void RecordingPanel::setAnswer(std::shared_ptr<const RecordingAnswer> answer) {
    if (answer == answer_) return;
    answer_ = std::move(answer);
    const QSignalBlocker blocker(labels_);
    labels_->clear();
    chosen_.clear();
    if (answer_) {
        std::vector<std::size_t> order(answer_->probability.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order, std::ranges::greater(),
                                 [this](std::size_t k) { return answer_->probability[k]; });
        QFont said = font();
        said.setBold(true);
        for (const std::size_t k : order) {
            const QString name = QString::fromStdString(answer_->model.classes[k]);
            auto* row = new QTreeWidgetItem(
                labels_, {name, QString::number(static_cast<double>(answer_->probability[k]), 'f', 3),
                          answer_->says(k) ? tr("said") : QString()});
            row->setToolTip(0, plainTip(name));
            row->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
            for (int column = 0; column < 3 && answer_->says(k); ++column) row->setFont(column, said);
        }
        const int rows = std::min(kShownRows, static_cast<int>(order.size()));
        const int row_px = std::max(labels_->sizeHintForRow(0), fontMetrics().height());
        labels_->setFixedHeight(labels_->header()->sizeHint().height() + rows * row_px + 2 * labels_->frameWidth());
        QStringList remarks;
        for (const std::string& remark : remarksOn(*answer_)) remarks << asSentence(remark);
        remarks_->setText(remarks.join(QLatin1Char(' ')));
        title_->setToolTip(plainTip(QString::fromStdString(answer_->model.title)));
    }
    showAnswer();
    showExplanation();
}

void RecordingPanel::setTrouble(const QString& sentence) {
    explained_->setText(sentence.toHtmlEscaped());
}

void RecordingPanel::choose() {
    const QTreeWidgetItem* row = labels_->currentItem();
    if (row == nullptr) return;
    const std::string name = row->text(0).toStdString();
    if (std::exchange(chosen_, name) != name) Q_EMIT labelChosen();
}

void RecordingPanel::showAnswer() {
    setVisible(answer_ != nullptr && model_.aiVisible());
}

void RecordingPanel::showExplanation() {
    const auto& why = model_.explanation();
    const WhyPtr& reasons = state_.why().why();
    segments_->setVisible(why && why->of_recording && reasons != nullptr);
    if (segments_->isVisibleTo(this)) {
        segments_->setSegments(reasons->segments, why->is_signed, state_.why().map().isGrey());
        segments_->setVisible(!segments_->isEmpty());
    }
    if (!why || !why->of_recording) {
        explained_->setText(answer_ ? tr("No label is explained yet.") : QString());
        return;
    }
    QStringList sentences{tr("Over the traces: what speaks for (+) and against (−) %1.")
                              .arg(QString::fromStdString(why->class_name).toHtmlEscaped())};
    if (reasons && !reasons->clauses.empty()) {
        QStringList places;
        for (std::size_t i = 0; i < reasons->clauses.size(); ++i) {
            places << QStringLiteral("<a href='%1'>%2</a>")
                          .arg(i)
                          .arg(QString::fromStdString(reasons->clauses[i].text.text()).toHtmlEscaped());
        }
        sentences << tr("What speaks for it most: %1.").arg(places.join(QStringLiteral(", ")));
    }
    const auto shown = state_.why().map().refined() ? state_.why().map().refined() : why;
    const MapBadge badge = mapBadge(state_.why().map(), *shown);
    if (!badge.words.isEmpty()) sentences << badge.words.constFirst().toHtmlEscaped() + QLatin1Char('.');
    explained_->setToolTip(plainTip(badge.tip));
    for (const std::string& remark : why->remarks) sentences << asSentence(remark);
    explained_->setText(sentences.join(QLatin1Char(' ')));
}

}  // namespace triptych::ui
