#include "ui/panels/measurements_panel.h"

#include "ui/panels/fitting_label.h"
#include "ui/state/on_any.h"

#include "core/measure/measure_recording.h"
#include "ui/panels/median_beat_view.h"
#include "ui/panels/plain_table.h"
#include "ui/panels/trend_panel.h"
#include "ui/panels/wrapping_label.h"
#include "ui/panes/display_signal.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/theme.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace triptych::ui {
namespace {

constexpr int kLeast_px = 300;

QTableWidget* table(const char* object_name, const QString& name) {
    QTableWidget* made = plainTable(object_name, name);
    made->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);  // it is as high as its rows
    return made;
}

void put(QTableWidget& table, int row, int column, const FigureCell& cell, const Palette& colours, bool stale,
         Qt::Alignment side) {
    QTableWidgetItem& item = cellOf(table, row, column);
    item.setText(cell.text);
    item.setToolTip(plainTip(cell.tip));
    item.setTextAlignment(side | Qt::AlignVCenter);
    const bool unsaid = cell.text == QString(QChar(kUnsaid));
    item.setForeground(unsaid || stale ? colours.muted_text : colours.text);
}

// As high as its rows, so that the panel scrolls as one; with room for the bar below where they are wider than it.
void fitHeight(QTableWidget& table) {
    int height = table.horizontalHeader()->sizeHint().height() + 2;
    if (table.horizontalHeader()->length() > table.viewport()->width()) {
        height += table.horizontalScrollBar()->sizeHint().height();
    }
    for (int row = 0; row < table.rowCount(); ++row) height += table.rowHeight(row);
    table.setFixedHeight(height);
}

QToolButton* toggle(const QString& text, const QString& tip) {
    auto* made = new QToolButton;
    made->setText(text);
    made->setToolTip(tip);
    made->setCheckable(true);
    made->setAutoRaise(true);
    return made;
}

}  // namespace

MeasurementsPanel::MeasurementsPanel(ViewState& state, QWidget* parent)
    : QWidget(parent),
      state_(state),
      title_(new FittingLabel),
      trend_(toggle(tr("Trend"), tr("Rate, intervals and ST levels over the whole recording"))),
      side_by_side_(toggle(tr("Side by side"), tr("Each lead's median beat by itself, instead of all on one axis"))),
      of_beat_(toggle(tr("This beat"), tr("The leads' figures of the selected beat instead of the median beat"))),
      copy_(new QPushButton(tr("Copy"))),
      median_(new MedianBeatView(state.record(), state.waves(), state.display())),
      figures_(table("figures", tr("Figures of the recording"))),
      leads_(table("lead_figures", tr("Figures by lead"))),
      remarks_(new WrappingLabel),
      doubt_(new WrappingLabel),
      pages_(new QStackedWidget),
      trends_(new TrendPanel(state)) {
    setAccessibleName(tr("Measurements"));
    QFont bold = labelFont(11);
    bold.setBold(true);
    title_->setFont(bold);
    trend_->setObjectName(QStringLiteral("trend"));
    side_by_side_->setObjectName(QStringLiteral("side_by_side"));
    of_beat_->setObjectName(QStringLiteral("of_beat"));
    copy_->setObjectName(QStringLiteral("copy_measurements"));
    copy_->setToolTip(
        tr("Copy all figures as text (%1)").arg(QKeySequence(QKeySequence::Copy).toString(QKeySequence::NativeText)));
    remarks_->setObjectName(QStringLiteral("remarks"));
    doubt_->setObjectName(QStringLiteral("doubt"));
    for (QLabel* const text : {remarks_, doubt_}) {
        text->setFont(labelFont());
        text->setContentsMargins(8, 4, 8, 8);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }

    auto* head = new QHBoxLayout;
    head->setContentsMargins(8, 6, 8, 0);
    head->addWidget(title_, 1);
    head->addWidget(trend_);
    head->addWidget(side_by_side_);
    head->addWidget(copy_);
    auto* leads_head = new QHBoxLayout;
    leads_head->setContentsMargins(8, 4, 8, 0);
    auto* leads_title = new QLabel(tr("By lead, mV"));
    QFont small_bold = labelFont();
    small_bold.setBold(true);
    leads_title->setFont(small_bold);
    leads_head->addWidget(leads_title, 1);
    leads_head->addWidget(of_beat_);

    auto* below = new QWidget;
    auto* tables = new QVBoxLayout(below);
    tables->setContentsMargins(0, 0, 0, 0);
    tables->setSpacing(2);
    tables->addWidget(doubt_);  // before the figures that it is about
    tables->addWidget(figures_);
    tables->addLayout(leads_head);
    tables->addWidget(leads_);
    tables->addWidget(remarks_);
    tables->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(below);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* parts = new QSplitter(Qt::Vertical);
    parts->setChildrenCollapsible(false);
    parts->addWidget(median_);
    parts->addWidget(scroll);
    parts->setStretchFactor(0, 2);
    parts->setStretchFactor(1, 3);
    parts->setSizes({280, 420});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(head);
    pages_->addWidget(parts);
    pages_->addWidget(trends_);
    layout->addWidget(pages_, 1);
    setMinimumWidth(kLeast_px);

    auto* copy_key = new QAction(this);
    copy_key->setShortcut(QKeySequence::Copy);
    copy_key->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(copy_key);
    connect(copy_key, &QAction::triggered, this, &MeasurementsPanel::copy);
    connect(copy_, &QPushButton::clicked, this, &MeasurementsPanel::copy);
    connect(trend_, &QToolButton::toggled, this, [this](bool shown) {
        pages_->setCurrentIndex(shown ? 1 : 0);
        side_by_side_->setVisible(!shown);
        showHead();
    });
    connect(side_by_side_, &QToolButton::toggled, median_, &MedianBeatView::setSideBySide);
    connect(of_beat_, &QToolButton::toggled, this, &MeasurementsPanel::showLeads);
    connect(&state_.waves(), &WaveState::measurementsChanged, this, &MeasurementsPanel::refresh);
    connect(&state_.waves(), &WaveState::changed, this, &MeasurementsPanel::refresh);
    onAny(this, &MeasurementsPanel::refresh, std::pair(&state_.record(), &RecordState::recordingChanged),
          std::pair(&state_.beats(), &BeatState::selectedBeatChanged),
          std::pair(&state_.record(), &RecordState::gapsChanged),
          std::pair(&state_.display(), &DisplayState::displayChanged));
    refresh();
}

void MeasurementsPanel::showTrends(bool shown) {
    trend_->setChecked(shown);
}

void MeasurementsPanel::setWorking(bool working) {
    if (std::exchange(working_, working) != working) showHead();
}

void MeasurementsPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (dirty_) refresh();
}

void MeasurementsPanel::refresh() {
    dirty_ = isHidden();
    if (dirty_) return;
    showHead();
    showFigures();
    showLeads();
}

void MeasurementsPanel::showHead() {
    const auto& measured = state_.waves().measurements();
    if (!measured) {
        title_->setWordings({working_ ? tr("Measuring…") : tr("Measurements")});
    } else {
        const std::size_t laid = measured->aligned.beats.size();
        const QString all = measured->dominant == 1 ? tr("Median beat, of 1 beat")
                            : laid < measured->dominant
                                ? tr("Median beat, of %1 of %2 beats").arg(laid).arg(measured->dominant)
                                : tr("Median beat, of %1 beats").arg(measured->dominant);
        title_->setWordings({all, tr("Median of %1").arg(laid), tr("Median beat")});
        if (trend_->isChecked()) title_->setWordings({tr("Over the recording"), tr("Trend")});
        if (!state_.waves().measurementsAreFresh()) title_->setWordings({tr("Measuring…")});
    }
    title_->setToolTip(
        tr("Beats of the commonest kind laid over one another at R: no rhythm. Ours are measured on it."));
    copy_->setEnabled(measured != nullptr);
    QStringList remarks;
    QString doubt;
    if (measured) {
        remarks = remarksOf(*measured);
        doubt = doubtIn(*measured);
        remarks.removeAll(doubt);
    }
    doubt_->setText(doubt);
    doubt_->setVisible(!doubt.isEmpty());
    remarks_->setText(remarks.join(QLatin1Char('\n')));
    remarks_->setVisible(!remarks.isEmpty());
}

void MeasurementsPanel::showFigures() {
    const auto& recording = state_.record().recording();
    figure_rows_.clear();
    if (recording) {
        std::optional<measure::BeatOverLeads> beat;
        if (const auto selected = state_.beats().selected(); selected && !state_.waves().leads().empty()) {
            beat = beatOverLeads(state_.waves().leads(), *selected, state_.beats().rrBefore_s(*selected));
        }
        figure_rows_ = figureRows(state_.waves().measurements().get(), *recording, beat.has_value() ? &*beat : nullptr);
        with_device_ = !recording->header.measurements.empty();
    }
    QStringList head{tr("Figure"), tr("Triptych")};
    if (with_device_) head << tr("Device");
    head << tr("This beat") << QString();
    figures_->setColumnCount(static_cast<int>(head.size()));
    figures_->setHorizontalHeaderLabels(head);
    figures_->setRowCount(static_cast<int>(figure_rows_.size()));
    const Palette& colours = ui::palette(state_.display().theme());
    const bool stale = !state_.waves().measurementsAreFresh();
    for (int row = 0; row < static_cast<int>(figure_rows_.size()); ++row) {
        const FigureRow& figure = figure_rows_[static_cast<std::size_t>(row)];
        int column = 0;
        put(*figures_, row, column++, {figure.name, {}}, colours, false, Qt::AlignLeft);
        put(*figures_, row, column++, figure.ours, colours, stale, Qt::AlignRight);
        if (with_device_) put(*figures_, row, column++, figure.device, colours, false, Qt::AlignRight);
        put(*figures_, row, column++, figure.beat, colours, false, Qt::AlignRight);
        put(*figures_, row, column++, {figure.unit, {}}, colours, true, Qt::AlignLeft);
    }
    for (int column = 0; column < figures_->columnCount(); ++column) {
        figures_->horizontalHeader()->setSectionResizeMode(
            column, column == 0 ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
        if (auto* item = figures_->horizontalHeaderItem(column)) {
            const bool words = column == 0 || column + 1 == figures_->columnCount();
            item->setTextAlignment((words ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        }
    }
    fitHeight(*figures_);
}

void MeasurementsPanel::showLeads() {
    const auto& measured = state_.waves().measurements();
    const auto& recording = state_.record().recording();
    lead_rows_.clear();
    const auto selected = state_.beats().selected();
    of_beat_->setEnabled(selected.has_value());
    const bool of_beat = of_beat_->isChecked() && selected.has_value();
    if (measured && recording) {
        std::vector<OneBeatOnLead> beats;
        if (of_beat) {
            // From the waves as they are now; the recording's figures may still be on their way.
            for (const auto& lead : measured->leads) {
                const LeadWaves* waves = state_.waves().of(lead.lead);
                const auto mv = millivoltsPer(recording->leads[lead.lead].unit);
                OneBeatOnLead& beat = beats.emplace_back();
                if (waves == nullptr) continue;
                beat.figures = measure::measureBeat(*recording, *waves, *selected, mv);
                beat.qrs_shape = measure::qrsShapeOfBeat(*recording, *waves, *selected, mv);
            }
        }
        lead_rows_ = leadRows(*measured, beats);
    }
    const QStringList columns = leadColumns(), tips = leadColumnTips();
    leads_->setColumnCount(static_cast<int>(columns.size()));
    leads_->setHorizontalHeaderLabels(columns);
    leads_->setRowCount(static_cast<int>(lead_rows_.size()));
    const Palette& colours = ui::palette(state_.display().theme());
    const bool stale = !of_beat && !state_.waves().measurementsAreFresh();
    for (int row = 0; row < static_cast<int>(lead_rows_.size()); ++row) {
        const LeadRow& lead = lead_rows_[static_cast<std::size_t>(row)];
        for (int column = 0; column < static_cast<int>(lead.cells.size()); ++column) {
            put(*leads_, row, column, lead.cells[static_cast<std::size_t>(column)], colours, stale && column > 0,
                column < 2 ? Qt::AlignLeft : Qt::AlignRight);
        }
    }
    for (int column = 0; column < leads_->columnCount(); ++column) {
        leads_->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
        if (auto* item = leads_->horizontalHeaderItem(column)) {
            item->setToolTip(tips[column]);
            item->setTextAlignment((column < 2 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        }
    }
    fitHeight(*leads_);
}

QString MeasurementsPanel::asText() const {
    if (trend_->isChecked()) return trends_->asText();
    const auto& measured = state_.waves().measurements();
    return tableText(figure_rows_, with_device_, lead_rows_, measured ? remarksOf(*measured) : QStringList());
}

void MeasurementsPanel::copy() {
    if (!state_.waves().measurements()) return;
    QApplication::clipboard()->setText(asText());
    Q_EMIT copied();
}

}  // namespace triptych::ui
