#include "ui/panes/label_colours.h"

#include "core/domain/own_labels.h"

namespace triptych::ui {

QColor labelColour(std::uint8_t code, Theme theme) {
    const OwnLabel* own = ownLabelOf(code);
    if (own != nullptr && !own->colour.empty()) return QColor(QString::fromStdString(own->colour));
    return classColour(paintedClass(code), theme);
}

QColor labelInk(std::uint8_t code, Theme theme) {
    return labelInk(code, theme, palette(theme).paper);
}

QColor labelInk(std::uint8_t code, Theme theme, const QColor& ground) {
    return withContrast(labelColour(code, theme), ground);
}

}  // namespace triptych::ui
