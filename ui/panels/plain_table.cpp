#include "ui/panels/plain_table.h"

#include "ui/panes/theme.h"

#include <QFontMetrics>
#include <QHeaderView>
#include <QTableWidget>

namespace triptych::ui {
namespace {

constexpr int kRow_px = 4;  // above and below a row's words, together

}  // namespace

QTableWidget* plainTable(const char* object_name, const QString& name) {
    auto* made = new QTableWidget;
    made->setObjectName(QLatin1String(object_name));
    made->setAccessibleName(name);
    made->setEditTriggers(QAbstractItemView::NoEditTriggers);
    made->setSelectionMode(QAbstractItemView::NoSelection);
    made->setFont(numberFont());
    made->verticalHeader()->hide();
    made->verticalHeader()->setMinimumSectionSize(1);
    made->verticalHeader()->setDefaultSectionSize(QFontMetrics(made->font()).height() + kRow_px);
    made->horizontalHeader()->setHighlightSections(false);
    made->horizontalHeader()->setMinimumSectionSize(1);
    made->setShowGrid(false);
    made->setAlternatingRowColors(true);
    made->setFrameShape(QFrame::NoFrame);
    made->setWordWrap(false);
    return made;
}

QTableWidgetItem& cellOf(QTableWidget& table, int row, int column) {
    QTableWidgetItem* item = table.item(row, column);
    if (item == nullptr) {
        item = new QTableWidgetItem;
        table.setItem(row, column, item);
    }
    return *item;
}

}  // namespace triptych::ui
