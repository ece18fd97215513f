#include "ui/panels/fitting_label.h"

#include "ui/panes/fitting_text.h"

#include <QEvent>

namespace triptych::ui {

FittingLabel::FittingLabel(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void FittingLabel::setWordings(const QStringList& wordings) {
    if (wordings == wordings_) return;
    wordings_ = wordings;
    updateGeometry();
    fit();
}

QSize FittingLabel::sizeHint() const {
    const QString fullest = wordings_.isEmpty() ? QString() : wordings_.constFirst();
    return {fontMetrics().horizontalAdvance(fullest) + 2 * margin(), minimumSizeHint().height()};
}

QSize FittingLabel::minimumSizeHint() const {
    return {0, fontMetrics().height() + 2 * margin()};
}

void FittingLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    fit();
}

void FittingLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange) fit();
}

void FittingLabel::fit() {
    if (wordings_.isEmpty()) return setText({});
    const int room_px = contentsRect().width() - 2 * margin();
    setText(textFor(room_px));
}

QString FittingLabel::textFor(int room_px) {
    const QString fits = fittingWording(wordings_, fontMetrics(), room_px);
    return fits.isEmpty() ? shortened(wordings_.constLast(), fontMetrics(), room_px) : fits;
}

}  // namespace triptych::ui
