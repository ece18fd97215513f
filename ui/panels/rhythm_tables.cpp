#include "ui/panels/rhythm_tables.h"

#include "ui/panels/plain_table.h"
#include "ui/panels/readable.h"
#include "ui/panels/tachogram.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/pane.h"
#include "ui/panes/rhythm_colours.h"
#include "ui/panes/theme.h"
#include "ui/state/navigation.h"
#include "ui/state/on_any.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::ui {
namespace {

QTableWidget* table(const char* object_name, const QString& name) {
    QTableWidget* made = plainTable(object_name, name);
    made->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return made;
}

void put(QTableWidget& into, int row, int column, const QString& text, const QColor& ink, bool is_number,
         const QString& tip = {}) {
    QTableWidgetItem& item = cellOf(into, row, column);
    item.setText(text);
    item.setForeground(ink);
    item.setToolTip(tip.isEmpty() ? QString() : plainTip(tip));
    item.setTextAlignment((is_number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

QString textOf(const QTableWidget& of) {
    QStringList lines;
    QStringList head;
    for (int column = 0; column < of.columnCount(); ++column) head << of.horizontalHeaderItem(column)->text();
    lines << head.join(QLatin1Char('\t'));
    for (int row = 0; row < of.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < of.columnCount(); ++column) cells << of.item(row, column)->text();
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

double shareOf(const rhythm::RhythmShares& shares, rhythm::Rhythm rhythm) {
    for (const auto& [one, share] : shares) {
        if (one == rhythm) return share;
    }
    return 0;
}

}  // namespace

BurdenTable::BurdenTable(ViewState& state, QWidget* parent)
    : QWidget(parent), state_(state), rhythm_(new QComboBox), table_(table("burden", tr("Counts and burden"))) {
    rhythm_->setObjectName(QStringLiteral("burden_of"));
    rhythm_->setAccessibleName(tr("Of which rhythm the burden is shown"));
    rhythm_->setToolTip(tr("Of which rhythm the share of the readable time is shown"));
    rhythm_->setFocusPolicy(Qt::TabFocus);
    auto* label = new QLabel(tr("Burden of"));
    label->setBuddy(rhythm_);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(6, 0, 6, 0);
    top->addWidget(label);
    top->addWidget(rhythm_, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addWidget(table_, 1);
    connect(rhythm_, &QComboBox::activated, this, [this] {
        chosen_ = true;
        refresh();
    });
    connect(table_, &QTableWidget::cellClicked, this, [this](int row, int) {
        const double from_s = table_->item(row, 0)->data(Qt::UserRole).toDouble();
        state_.view().setViewport({from_s, state_.view().viewport().span_s});
    });
    connect(&state_.record(), &RecordState::recordingChanged, this, [this] { chosen_ = false; });
    onAny(this, &BurdenTable::refresh, std::pair(&state_.rhythm(), &RhythmState::reportChanged),
          std::pair(&state_.display(), &DisplayState::displayChanged));
}

rhythm::Rhythm BurdenTable::shown() const {
    return static_cast<rhythm::Rhythm>(rhythm_->currentData().toInt());
}

void BurdenTable::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (dirty_) refresh();
}

void BurdenTable::refresh() {
    dirty_ = !isVisible();
    if (dirty_) return;
    const auto& report = state_.rhythm().report();
    const rhythm::Rhythm before = shown();
    {
        const QSignalBlocker quiet(rhythm_);
        rhythm_->clear();
        if (!report) {
            table_->setRowCount(0);
            return;
        }
        auto burden = report->found.findings.burden;
        std::stable_sort(burden.begin(), burden.end(), [](const auto& a, const auto& b) {
            const bool a_is_sinus = a.first == rhythm::Rhythm::sinus, b_is_sinus = b.first == rhythm::Rhythm::sinus;
            return a_is_sinus != b_is_sinus ? b_is_sinus : a.second > b.second;
        });
        for (const auto& [rhythm, share] : burden) rhythm_->addItem(rhythmName(rhythm), static_cast<int>(rhythm));
        const int at = chosen_ ? rhythm_->findData(static_cast<int>(before)) : 0;
        rhythm_->setCurrentIndex(std::max(0, at));
    }
    const QStringList head{tr("When"), tr("Readable"), tr("Burden"), tr("S"),
                           tr("V"),    tr("Runs"),     tr("Pairs"),  tr("Pauses")};
    const std::array<QString, 8> tips = {QString(),
                                         tr("Share of the time that can be read"),
                                         tr("Share of the readable time that has the rhythm chosen above"),
                                         tr("Beats of class S"),
                                         tr("Beats of class V"),
                                         tr("Runs of three or more at 100 per minute or more"),
                                         tr("Couplets: two V or two S between others"),
                                         tr("Pauses of more than 2 s")};
    table_->setColumnCount(static_cast<int>(head.size()));
    table_->setHorizontalHeaderLabels(head);
    std::vector<std::pair<QString, const rhythm::Stretch*>> rows{{tr("Whole"), &report->whole}};
    const TimeAxis axis = timeAxis(state_.record());
    if (report->days.size() > 1) {
        for (std::size_t i = 0; i < report->days.size(); ++i)
            rows.emplace_back(tr("Day %1").arg(i + 1), &report->days[i]);
    }
    if (report->hours.size() > 1) {
        for (const rhythm::Stretch& hour : report->hours) {
            rows.emplace_back(axis.text(hour.span.from_s, 60), &hour);
        }
    }
    table_->setRowCount(static_cast<int>(rows.size()));
    const Palette& colours = ui::palette(state_.display().theme());
    const QColor& ink = state_.rhythm().isFresh() ? colours.text : colours.muted_text;
    for (int row = 0; row < static_cast<int>(rows.size()); ++row) {
        const auto& [when, stretch] = rows[static_cast<std::size_t>(row)];
        const auto count = [&](int column, std::size_t number) {
            put(*table_, row, column, number > 0 ? groupedNumber(number) : QString(), ink, true);
        };
        put(*table_, row, 0, when, colours.text, false);
        table_->item(row, 0)->setData(Qt::UserRole, stretch->span.from_s);
        put(*table_, row, 1, shareText(stretch->readable_share), ink, true);
        put(*table_, row, 2, shareText(shareOf(stretch->burden, shown())), ink, true);
        count(3, stretch->beats[static_cast<std::size_t>(BeatClass::supraventricular)]);
        count(4, stretch->beats[static_cast<std::size_t>(BeatClass::ventricular)]);
        count(5, stretch->runs);
        count(6, stretch->couplets);
        count(7, stretch->pauses);
    }
    for (int column = 0; column < table_->columnCount(); ++column) {
        table_->horizontalHeader()->setSectionResizeMode(
            column, column == 0 ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
        auto* title = table_->horizontalHeaderItem(column);
        title->setTextAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        title->setToolTip(tips[static_cast<std::size_t>(column)]);
    }
}

QString BurdenTable::asText() const {
    return rhythm_->currentText() + QLatin1Char('\n') + textOf(*table_);
}

HrvTable::HrvTable(ViewState& state, QWidget* parent)
    : QWidget(parent), state_(state), table_(table("hrv", tr("Heart rate variability"))), remarks_(new QLabel) {
    remarks_->setObjectName(QStringLiteral("hrv_remarks"));
    remarks_->setWordWrap(true);
    remarks_->setTextFormat(Qt::PlainText);
    remarks_->setFont(labelFont());
    remarks_->setContentsMargins(8, 4, 8, 8);
    remarks_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* inner = new QWidget;
    auto* parts = new QVBoxLayout(inner);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->addWidget(table_);
    parts->addWidget(remarks_);
    parts->addStretch(1);
    table_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);  // it is as high as its rows
    auto* scroll = new QScrollArea;
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addWidget(scroll);
    onAny(this, &HrvTable::refresh, std::pair(&state_.rhythm(), &RhythmState::reportChanged),
          std::pair(&state_.display(), &DisplayState::displayChanged));
    connect(&state_.view(), &ViewportState::viewportChanged, this, [this, shown = Stretch{}]() mutable {
        const Viewport& view = state_.view().viewport();
        const Stretch now = fiveMinutesAt(view.start_s + view.span_s / 2, state_.record().duration_s());
        if (std::exchange(shown, now) != now) refresh();
    });
}

void HrvTable::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (dirty_) refresh();
}

void HrvTable::refresh() {
    dirty_ = !isVisible();
    if (dirty_) return;
    const auto& report = state_.rhythm().report();
    rows_.clear();
    remarks_->clear();
    const rhythm::FiveMinutes* five = nullptr;
    Stretch part;
    if (report) {
        const Viewport& view = state_.view().viewport();
        part = fiveMinutesAt(view.start_s + view.span_s / 2, state_.record().duration_s());
        for (const rhythm::FiveMinutes& one : report->hrv.five_minutes) {
            if (std::abs(one.span.from_s - part.from_s) < 1e-6) five = &one;
        }
        rows_ = hrvRows(report->hrv, five);
        QStringList remarks = hrvRemarks(report->hrv);
        if (five == nullptr || !five->counts)
            remarks.prepend(
                tr("Of the five minutes in view less than half are NN intervals: their powers are not told."));
        remarks_->setText(remarks.join(QLatin1Char('\n')));
    }
    const TimeAxis axis = timeAxis(state_.record());
    const QStringList head{tr("Figure"), tr("Whole"),
                           report ? tr("5 min from %1").arg(axis.text(part.from_s, 60)) : tr("5 min"), QString()};
    table_->setColumnCount(static_cast<int>(head.size()));
    table_->setHorizontalHeaderLabels(head);
    table_->setRowCount(static_cast<int>(rows_.size()));
    const Palette& colours = ui::palette(state_.display().theme());
    const QColor& ink = state_.rhythm().isFresh() ? colours.text : colours.muted_text;
    for (int row = 0; row < static_cast<int>(rows_.size()); ++row) {
        const HrvRow& one = rows_[static_cast<std::size_t>(row)];
        put(*table_, row, 0, one.name, colours.text, false, one.tip);
        put(*table_, row, 1, one.whole, ink, true);
        put(*table_, row, 2, one.five, ink, true);
        put(*table_, row, 3, one.unit, colours.muted_text, false);
    }
    int height = table_->horizontalHeader()->sizeHint().height() + 2;
    for (int row = 0; row < table_->rowCount(); ++row) height += table_->rowHeight(row);
    table_->setFixedHeight(height);
    for (int column = 0; column < table_->columnCount(); ++column) {
        table_->horizontalHeader()->setSectionResizeMode(
            column, column == 0 ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
        table_->horizontalHeaderItem(column)->setTextAlignment(
            (column == 1 || column == 2 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
}

QString HrvTable::asText() const {
    return textOf(*table_) + remarks_->text() + QLatin1Char('\n');
}

}  // namespace triptych::ui
