#include "ui/panels/probability_table.h"

#include "ui/panels/readable.h"
#include "ui/panes/theme.h"

#include <QPainter>

#include <algorithm>
#include <utility>

namespace triptych::ui {
namespace {

constexpr int kLetter_px = 22;
constexpr int kGap_px = 8;
constexpr int kUsualRows = 5;
constexpr int kUsualColumns = 3;
constexpr int kNarrowColumn_px = 70;

std::size_t winnerOf(const std::vector<ProbabilityRow>& rows, std::size_t column) {
    std::size_t winner = 0;
    for (std::size_t row = 1; row < rows.size(); ++row) {
        if (rows[row].probability[column] > rows[winner].probability[column]) winner = row;
    }
    return winner;
}

}  // namespace

ProbabilityTable::ProbabilityTable(const DisplayState& display, QWidget* parent) : QWidget(parent), display_(display) {
    setFont(labelFont());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Class probabilities"));
    connect(&display_, &DisplayState::displayChanged, this, qOverload<>(&QWidget::update));
}

void ProbabilityTable::setContent(QStringList columns, std::vector<ProbabilityRow> rows) {
    columns_ = std::move(columns);
    std::erase_if(rows, [this](const ProbabilityRow& row) {
        return row.probability.size() != static_cast<std::size_t>(columns_.size());
    });
    const bool taller = rows.size() != rows_.size();
    rows_ = std::move(rows);
    QStringList spoken;
    for (const ProbabilityRow& row : rows_) {
        QStringList numbers;
        for (qsizetype column = 0; column < columns_.size(); ++column) {
            numbers << columns_[column] + ' ' + probabilityText(row.probability[static_cast<std::size_t>(column)]);
        }
        spoken << row.class_name + QStringLiteral(": ") + numbers.join(QStringLiteral(", "));
    }
    setAccessibleDescription(spoken.join(QStringLiteral("; ")));
    if (taller) updateGeometry();
    update();
}

int ProbabilityTable::rowHeight() const {
    return fontMetrics().height() + 4;
}

QSize ProbabilityTable::sizeHint() const {
    const int rows = rows_.empty() ? kUsualRows : static_cast<int>(rows_.size());
    return {kLetter_px + kUsualColumns * (kNarrowColumn_px + kGap_px), (rows + 1) * rowHeight()};
}

QSize ProbabilityTable::minimumSizeHint() const {
    return sizeHint();
}

void ProbabilityTable::paintEvent(QPaintEvent*) {
    if (rows_.empty() || columns_.isEmpty()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Palette& colours = ui::palette(display_.theme());
    const int height_px = rowHeight();
    const auto columns = static_cast<std::size_t>(columns_.size());
    const double column_px = static_cast<double>(width() - kLetter_px) / static_cast<double>(columns);
    QFont bold = font();
    bold.setBold(true);
    const int number_px = QFontMetrics(bold).horizontalAdvance(QStringLiteral(">0.99"));

    for (std::size_t column = 0; column < columns; ++column) {
        const double left = kLetter_px + static_cast<double>(column) * column_px;
        const QRectF title(left, 0, column_px - kGap_px, height_px);
        painter.setPen(column == 0 ? colours.text : colours.muted_text);
        painter.setFont(column == 0 ? bold : font());
        painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(columns_[static_cast<qsizetype>(column)], Qt::ElideRight,
                                                          static_cast<int>(title.width())));
        const std::size_t winner = winnerOf(rows_, column);
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            const double top = static_cast<double>(row + 1) * height_px;
            const double bar_px = std::max(8.0, column_px - kGap_px - number_px - 6);
            const QRectF ground(left, top + 3, bar_px, height_px - 6);
            painter.setPen(Qt::NoPen);
            painter.setBrush(colours.dark ? colours.button : colours.border.lighter(118));
            painter.drawRect(ground);
            QRectF bar = ground;
            bar.setWidth(bar_px * std::clamp(static_cast<double>(rows_[row].probability[column]), 0.0, 1.0));
            painter.setBrush(classColour(paintedClass(rows_[row].class_name.toStdString()), display_.theme()));
            painter.drawRect(bar);
            painter.setFont(row == winner ? bold : font());
            painter.setPen(row == winner ? colours.text : colours.muted_text);
            painter.drawText(QRectF(left + bar_px + 4, top, number_px + 4, height_px), Qt::AlignLeft | Qt::AlignVCenter,
                             probabilityText(rows_[row].probability[column]));
        }
    }
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        const QColor ink = withContrast(
            classColour(paintedClass(rows_[row].class_name.toStdString()), display_.theme()), colours.window);
        painter.setFont(bold);
        painter.setPen(ink);
        painter.drawText(QRectF(0, static_cast<double>(row + 1) * height_px, kLetter_px - 4, height_px),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(rows_[row].class_name, Qt::ElideRight, kLetter_px - 2));
    }
}

}  // namespace triptych::ui
