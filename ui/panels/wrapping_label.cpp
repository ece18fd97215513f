#include "ui/panels/wrapping_label.h"

#include <QResizeEvent>

namespace triptych::ui {

WrappingLabel::WrappingLabel(QWidget* parent) : QLabel(parent) {
    setWordWrap(true);
    setTextFormat(Qt::PlainText);
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QSize WrappingLabel::sizeHint() const {
    return {QLabel::sizeHint().width(), heightForWidth(width())};
}

QSize WrappingLabel::minimumSizeHint() const {
    return {0, heightForWidth(width())};
}

void WrappingLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    if (event->oldSize().width() != event->size().width()) updateGeometry();
}

}  // namespace triptych::ui
