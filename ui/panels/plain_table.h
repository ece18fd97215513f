// Tables of figures: read, never edited; rows as high as their words, no grid.
#pragma once

#include <QString>

class QTableWidget;
class QTableWidgetItem;

namespace triptych::ui {

// `object_name` is how tests and style sheets know it, `name` how a screen reader does. Owned by whoever lays it out.
[[nodiscard]] QTableWidget* plainTable(const char* object_name, const QString& name);
// The item of a cell, made where there is none.
[[nodiscard]] QTableWidgetItem& cellOf(QTableWidget& table, int row, int column);

}  // namespace triptych::ui
