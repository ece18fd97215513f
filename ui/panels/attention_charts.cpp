#include "ui/panels/attention_charts.h"

#include "ui/panels/readable.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/theme.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QGridLayout>
#include <QLabel>
#include <QStackedBarSeries>
#include <QValueAxis>

namespace triptych::ui {
namespace {

constexpr int kChartHeight_px = 84;
constexpr int kBranch_px = 110;
constexpr int kName_px = 26;  // of a class under its bar

// Branches are told apart by lightness, so that they are never taken for classes.
QColor branchColour(std::size_t branch, Theme theme) {
    static const QColor light[] = {QColor(0x1F, 0x5F, 0x99), QColor(0x9C, 0xC3, 0xE6), QColor(0x5E, 0x6B, 0x75)};
    static const QColor dark[] = {QColor(0x6F, 0xB3, 0xF2), QColor(0x2A, 0x5C, 0x8C), QColor(0xA4, 0xAB, 0xB3)};
    return (theme == Theme::dark ? dark : light)[branch % 3];
}

// Above its chart, and not in it: a chart's own title takes more room and does not wrap.
QLabel* caption(const QString& text) {
    auto* label = new QLabel(text);
    label->setFont(labelFont());
    label->setAlignment(Qt::AlignHCenter | Qt::AlignBottom);
    label->setWordWrap(true);
    return label;
}

QChart* emptyChart() {
    auto* chart = new QChart;
    chart->setMargins(QMargins(0, 0, 0, 0));
    chart->setContentsMargins(-8, -10, -8, -10);
    chart->setBackgroundRoundness(0);
    chart->setBackgroundVisible(false);
    chart->legend()->hide();
    return chart;
}

QChartView* viewOf(QChart* chart) {
    auto* view = new QChartView(chart);
    view->setRenderHint(QPainter::Antialiasing);
    view->setFrameShape(QFrame::NoFrame);
    view->setFixedHeight(kChartHeight_px);
    view->setMinimumWidth(110);
    view->setFocusPolicy(Qt::NoFocus);
    view->setBackgroundBrush(Qt::NoBrush);
    view->viewport()->setAutoFillBackground(false);
    return view;
}

}  // namespace

QString attentionText(const ModelInfo& model) {
    const std::size_t classes = model.classes.size();
    if (model.branches.size() < 2 || model.attention.size() != model.branches.size() * classes) return {};
    QStringList lines{AttentionCharts::tr("Attention per class, the same for every beat:")};
    for (std::size_t branch = 0; branch < model.branches.size(); ++branch) {
        QStringList of;
        for (std::size_t k = 0; k < classes; ++k) {
            of << QString::fromStdString(model.classes[k]) + QLatin1Char(' ') +
                      QString::number(static_cast<double>(model.attention[branch * classes + k]), 'f', 2);
        }
        lines << AttentionCharts::tr("%1: %2").arg(branchTitle(QString::fromStdString(model.branches[branch])),
                                                   of.join(QStringLiteral(", ")));
    }
    return lines.join('\n');
}

AttentionCharts::AttentionCharts(const DisplayState& display, QWidget* parent) : QWidget(parent), display_(display) {
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    connect(&display_, &DisplayState::displayChanged, this, &AttentionCharts::colour);
}

void AttentionCharts::build() {
    share_ = emptyChart();
    auto* share_view = viewOf(share_);
    share_view->setToolTip(tr(
        "How much of each class's score comes from which branch, for the beat at hand. The model's own attention per "
        "class, the same for every beat, stands with the model."));
    share_view->setAccessibleName(tr("Each branch's share in the score of this beat, per class"));
    legend_ = new QLabel;
    legend_->setTextFormat(Qt::RichText);
    legend_->setAlignment(Qt::AlignHCenter);
    legend_->setWordWrap(true);
    legend_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // never widens the column
    auto* layout = static_cast<QGridLayout*>(this->layout());
    layout->addWidget(caption(tr("Share of each branch in the score of this beat")), 0, 0);
    layout->addWidget(share_view, 1, 0);
    layout->addWidget(legend_, 2, 0);
}

void AttentionCharts::fill(QChart& chart, const ModelInfo& model, std::span<const float> parts) const {
    chart.removeAllSeries();
    for (QAbstractAxis* axis : chart.axes()) {
        chart.removeAxis(axis);
        delete axis;
    }
    const std::size_t classes = model.classes.size();
    if (parts.size() != classes * model.branches.size()) return;
    auto* series = new QStackedBarSeries;
    series->setBarWidth(0.7);
    for (std::size_t branch = 0; branch < model.branches.size(); ++branch) {
        auto* set = new QBarSet(branchTitle(QString::fromStdString(model.branches[branch])));
        for (std::size_t k = 0; k < classes; ++k) *set << parts[branch * classes + k];
        set->setPen(Qt::NoPen);
        series->append(set);
    }
    chart.addSeries(series);
    auto* names = new QBarCategoryAxis;
    for (std::size_t k = 0; k < classes; ++k) {
        // The axis wants names that differ, and no wider than their bar.
        const QString name = shortened(QString::fromStdString(model.classes[k]), QFontMetrics(labelFont()), kName_px);
        names->append(names->categories().contains(name) ? QString::number(k + 1) : name);
    }
    names->setLabelsFont(labelFont());
    names->setGridLineVisible(false);
    auto* values = new QValueAxis;
    values->setRange(0, 1);
    values->setTickCount(3);
    values->setLabelFormat(QStringLiteral("%.1f"));
    values->setLabelsFont(labelFont());
    chart.addAxis(names, Qt::AlignBottom);
    chart.addAxis(values, Qt::AlignLeft);
    series->attachAxis(names);
    series->attachAxis(values);
}

void AttentionCharts::setContent(const ModelInfo& model, std::span<const float> share) {
    if (share_ == nullptr) build();
    if (model.hash != model_.hash || model.name != model_.name) {
        model_ = model;
        parts_.clear();
        fill(*share_, model_, {});
    }
    const bool same_shape = !parts_.empty() && parts_.size() == share.size() && !share_->series().isEmpty();
    parts_.assign(share.begin(), share.end());
    if (!same_shape) {
        fill(*share_, model_, parts_);
    } else {
        const auto* series = static_cast<QStackedBarSeries*>(share_->series().constFirst());
        const std::size_t classes = model_.classes.size();
        for (qsizetype branch = 0; branch < series->barSets().size(); ++branch) {
            for (std::size_t k = 0; k < classes; ++k) {
                series->barSets()[branch]->replace(static_cast<int>(k),
                                                   parts_[static_cast<std::size_t>(branch) * classes + k]);
            }
        }
    }
    colour();
}

void AttentionCharts::colour() {
    if (share_ == nullptr) return;
    const Palette& colours = ui::palette(display_.theme());
    for (QAbstractSeries* series : share_->series()) {
        const auto sets = static_cast<QStackedBarSeries*>(series)->barSets();
        for (qsizetype i = 0; i < sets.size(); ++i) {
            sets[i]->setColor(branchColour(static_cast<std::size_t>(i), display_.theme()));
        }
    }
    for (QAbstractAxis* axis : share_->axes()) {
        axis->setLabelsColor(colours.muted_text);
        axis->setLinePenColor(colours.border);
        axis->setGridLineColor(colours.border);
    }
    QStringList entries;
    for (std::size_t branch = 0; branch < model_.branches.size(); ++branch) {
        entries << QStringLiteral("<span style='color:%1'>■</span> %2")
                       .arg(branchColour(branch, display_.theme()).name(),
                            shortened(branchTitle(QString::fromStdString(model_.branches[branch])), fontMetrics(),
                                      kBranch_px)
                                .toHtmlEscaped());
    }
    legend_->setText(entries.join(QStringLiteral("&nbsp;&nbsp;&nbsp;")));
}

}  // namespace triptych::ui
