#include "ui/window/status_fields.h"

#include "ui/panels/readable.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/theme.h"
#include "ui/panes/ticks.h"
#include "ui/window/tool_bar.h"

#include <QEvent>
#include <QLabel>
#include <QStatusBar>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

constexpr int kSpacing_px = 8;               // of the bar, between two of its fields, and a pixel or two
constexpr int kName_px = 72, kUnit_px = 48;  // a file may call its leads and their units anything

QLabel* field(QStatusBar& bar, const QString& widest, const QString& name) {
    auto* label = new QLabel;
    label->setFont(numberFont());
    label->setTextFormat(Qt::PlainText);
    label->setMinimumWidth(label->fontMetrics().horizontalAdvance(widest));
    label->setAccessibleName(name);
    label->setToolTip(name);
    bar.addWidget(label);
    return label;
}

}  // namespace

StatusFields::StatusFields(const RecordState& record, const ViewportState& view, const DisplayState& display,
                           QStatusBar& bar, Magnitude magnitude_at, Power power_at)
    : QObject(&bar),
      bar_(bar),
      record_(record),
      view_(view),
      display_(display),
      magnitude_at_(std::move(magnitude_at)),
      power_at_(std::move(power_at)),
      time_(field(bar, QStringLiteral("88:88:88.88"), tr("Time under the cursor"))),
      voltage_(field(bar, QStringLiteral("MLIII −88.888 mV"), tr("The recorded value there, unfiltered"))),
      frequency_(field(bar, QStringLiteral("88.8 Hz"), tr("Frequency under the cursor"))),
      magnitude_(field(bar, QStringLiteral("−88.8 dB"), tr("Scalogram magnitude there, relative to 1 mV"))),
      filter_(new QLabel),
      mains_(new QLabel) {
    filter_->setToolTip(tr("Display filter; the model never sees it"));
    mains_->setToolTip(tr("Mains filter of the display"));
    auto* wording = new QLabel(tr("Research use — not for diagnosis"));
    wording->setObjectName(QStringLiteral("research_use"));
    QFont bold = labelFont();
    bold.setBold(true);
    wording->setFont(bold);
    for (QLabel* label : {filter_, mains_, wording}) {
        label->setContentsMargins(6, 0, 6, 0);
        bar.addPermanentWidget(label);
    }
    bar.setSizeGripEnabled(false);
    bar.setContentsMargins(6, 0, 6, 0);
    bar.setMinimumWidth(1);  // fields leave before they widen the window beyond a small screen
    bar.installEventFilter(this);
    connect(&bar, &QStatusBar::messageChanged, this, &StatusFields::fit);
    connect(&view_, &ViewportState::cursorChanged, this, &StatusFields::showCursor);
    connect(&record_, &RecordState::recordingChanged, this, &StatusFields::showCursor);
    connect(&record_, &RecordState::analysisLeadChanged, this, &StatusFields::showCursor);
    connect(&display_, &DisplayState::displayChanged, this, &StatusFields::showFilters);
    showCursor();
    showFilters();
}

void StatusFields::showCursor() {
    const Cursor& cursor = view_.cursor();
    const auto& recording = record_.recording();
    QString time = cursor.time_s ? clockText(*cursor.time_s) : QString();
    time_->setToolTip(tr("Time under the cursor"));
    if (const auto& start = record_.start(); start && cursor.time_s) {
        // By the clock, as the axis has it; since the beginning stands in the tip.
        time_->setToolTip(tr("Time under the cursor; %1 since the beginning").arg(time));
        time = TimeAxis(recording ? recording->duration_s : 0, start).text(*cursor.time_s, 0.01);
    }
    time_->setText(time);
    frequency_->setText(cursor.frequency_hz ? tr("%1 Hz").arg(*cursor.frequency_hz, 0, 'f', 1) : QString());

    QString voltage;
    if (cursor.time_s && recording && recording->source && record_.analysisLead() < recording->leads.size()) {
        const Lead& lead = recording->leads[record_.analysisLead()];
        std::array<float, 1> value{};
        recording->source->readPhysical(record_.analysisLead(), std::llround(*cursor.time_s * lead.rate_hz), value);
        if (std::isfinite(value[0])) {
            const QFontMetrics metrics = voltage_->fontMetrics();
            voltage = QStringLiteral("%1 %2 %3")
                          .arg(shortened(QString::fromStdString(lead.name), metrics, kName_px),
                               signedText(static_cast<double>(value[0]), 3),
                               shortened(QString::fromStdString(lead.unit), metrics, kUnit_px));
        }
    }
    voltage_->setText(voltage);

    QString magnitude;
    if (cursor.time_s && cursor.frequency_hz && magnitude_at_) {
        const auto value = magnitude_at_(*cursor.time_s, *cursor.frequency_hz);
        if (value && *value > 0) magnitude = tr("%1 dB").arg(signedText(20 * std::log10(*value), 1));
        magnitude_->setToolTip(tr("Scalogram magnitude there, relative to 1 mV"));
    } else if (cursor.frequency_hz && power_at_) {
        if (const auto power = power_at_(*cursor.frequency_hz)) magnitude = tr("%1 dB").arg(signedText(*power, 1));
        magnitude_->setToolTip(tr("Power of the spectrum there, relative to 1 mV²/Hz"));
    }
    magnitude_->setText(magnitude);
}

bool StatusFields::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest) fit();
    return QObject::eventFilter(watched, event);
}

void StatusFields::fit() {
    const std::array giving_way = {mains_, filter_, magnitude_, frequency_, voltage_};
    const auto width_of = [](const QLabel* label) {
        return std::max(label->sizeHint().width(), label->minimumWidth()) + kSpacing_px;
    };
    int needed = kSpacing_px;
    for (const QLabel* label : bar_.findChildren<QLabel*>(Qt::FindDirectChildrenOnly)) {
        const bool gives = std::find(giving_way.begin(), giving_way.end(), label) != giving_way.end();
        if (gives || !label->isHidden()) needed += width_of(label);
    }
    for (QLabel* label : giving_way) {
        const bool leaves = needed > bar_.width();
        if (leaves) needed -= width_of(label);
        if (leaves && !label->isHidden()) label->hide();
        // What stands at the left is the message's place while there is one.
        const bool is_free = bar_.currentMessage().isEmpty() || label == filter_ || label == mains_;
        if (!leaves && label->isHidden() && is_free) label->show();
    }
}

void StatusFields::showFilters() {
    filter_->setText(tr("filter: %1").arg(filterText(display_.filter())));
    mains_->setText(mainsText(display_.mains()));
    fit();
}

}  // namespace triptych::ui
