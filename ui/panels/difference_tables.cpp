#include "ui/panels/difference_tables.h"

#include "ui/panels/measurement_rows.h"
#include "ui/panels/plain_table.h"
#include "ui/panels/readable.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTableWidget>

#include <algorithm>
#include <string_view>

namespace triptych::ui {
namespace {

constexpr int kGap_px = 8;
constexpr int kLeast_px = 180;  // of a table that is empty yet

using measure::FigureKind;
using measure::FigurePair;

QString unitOf(FigureKind kind) {
    switch (kind) {
        case FigureKind::per_minute:
            return QStringLiteral("/min");
        case FigureKind::milliseconds:
            return QStringLiteral("ms");
        case FigureKind::degrees:
            return QStringLiteral("°");
        case FigureKind::millivolts:
            return QStringLiteral("mV");
    }
    return {};
}

void put(QTableWidget& table, int row, int column, const QString& text, const QString& tip, bool is_name = false) {
    QTableWidgetItem& item = cellOf(table, row, column);
    item.setText(text);
    item.setToolTip(tip);
    item.setTextAlignment((is_name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

void setColumns(QTableWidget& table, const QStringList& titles) {
    table.setColumnCount(static_cast<int>(titles.size()));
    table.setHorizontalHeaderLabels(titles);
    for (int column = 0; column < table.columnCount(); ++column) {
        table.horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
        table.horizontalHeaderItem(column)->setTextAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) |
                                                             Qt::AlignVCenter);
    }
}

// As wide as its columns, so that none is cut; the room that is left is the pictures'.
void fitWidth(QTableWidget& table) {
    table.resizeColumnsToContents();
    const int bar = table.verticalScrollBar()->sizeHint().width();
    table.setFixedWidth(std::max(table.horizontalHeader()->length() + bar + 2, kLeast_px));
}

// Of the amplitudes those that are compared first; the tips of their cells have both values.
constexpr std::string_view kShown[] = {"r_mv", "s_mv", "t_mv", "st_j_mv", "st_j60_mv"};

}  // namespace

QString figureText(const std::optional<double>& value, FigureKind kind, bool with_sign) {
    if (!value) return QString(QChar(kUnsaid));
    QString text = signedText(*value, kind == FigureKind::millivolts ? 2 : 0);
    const bool is_zero = text.indexOf(QRegularExpression(QStringLiteral("[1-9]"))) < 0;
    if (is_zero || !with_sign) text.remove(QLatin1Char('+'));
    if (is_zero) text.remove(QChar(0x2212));
    return text;
}

DifferenceTables::DifferenceTables(QWidget* parent)
    : QWidget(parent),
      figures_(plainTable("figure_differences", tr("Figures of both recordings, and their differences"))),
      leads_(plainTable("lead_differences", tr("Differences of amplitudes and ST levels by lead, second less first"))) {
    setColumns(*figures_, {tr("Figure"), tr("First"), tr("Second"), tr("Difference")});
    setColumns(*leads_, {tr("mV"), tr("R"), tr("S"), tr("T"), tr("J"), tr("J60")});
    leads_->horizontalHeaderItem(0)->setToolTip(tr("By how many mV the second recording differs from the first"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap_px);
    layout->addWidget(figures_);
    layout->addWidget(leads_);
    for (QTableWidget* table : {figures_, leads_}) {
        table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        fitWidth(*table);
    }
}

void DifferenceTables::setDifferences(const std::vector<FigurePair>& figures,
                                      const std::vector<measure::LeadPair>& leads) {
    figures_->setRowCount(static_cast<int>(figures.size()));
    for (int row = 0; row < figures_->rowCount(); ++row) {
        const FigurePair& pair = figures[static_cast<std::size_t>(row)];
        const QString unit = unitOf(pair.kind);
        put(*figures_, row, 0, QString::fromStdString(pair.title) + QStringLiteral(", ") + unit, {}, true);
        put(*figures_, row, 1, figureText(pair.first, pair.kind), {});
        put(*figures_, row, 2, figureText(pair.second, pair.kind), {});
        put(*figures_, row, 3, figureText(pair.shownDifference(), pair.kind, true),
            pair.difference() ? tr("the second less the first") : tr("it is not measured in both"));
    }
    leads_->setRowCount(static_cast<int>(leads.size()));
    for (int row = 0; row < leads_->rowCount(); ++row) {
        const measure::LeadPair& lead = leads[static_cast<std::size_t>(row)];
        put(*leads_, row, 0, QString::fromStdString(lead.lead), {}, true);
        int column = 1;
        for (const std::string_view name : kShown) {
            for (const FigurePair& pair : lead.figures) {
                if (pair.name != name) continue;
                put(*leads_, row, column, figureText(pair.shownDifference(), pair.kind, true),
                    tr("%1: first %2 mV, second %3 mV")
                        .arg(QString::fromStdString(pair.title), figureText(pair.first, pair.kind),
                             figureText(pair.second, pair.kind)));
            }
            ++column;
        }
    }
    fitWidth(*figures_);
    fitWidth(*leads_);
}

}  // namespace triptych::ui
