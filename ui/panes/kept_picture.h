// What of a widget changes seldom, painted once and laid down as often as the widget is: a moving cursor does not paint
// a day of beats again.
#pragma once

#include <QColor>
#include <QPainter>
#include <QPixmap>
#include <QWidget>

namespace triptych::ui {

class KeptPicture {
public:
    // What it shows has changed.
    void forget() { is_valid_ = false; }

    // Lays it over all of `widget`, in which `onto` paints; before, `paint(painter)` makes it anew, on `paper`, where
    // it was forgotten or the widget, or the screen that it stands on, has another size.
    template <class Paint>
    void lay(QPainter& onto, const QWidget& widget, const QColor& paper, Paint paint) {
        const QSize wanted = widget.size() * widget.devicePixelRatioF();
        if (!is_valid_ || picture_.size() != wanted) {
            picture_ = QPixmap(wanted);
            picture_.setDevicePixelRatio(widget.devicePixelRatioF());
            picture_.fill(paper);
            is_valid_ = true;
            QPainter painter(&picture_);
            paint(painter);
        }
        onto.drawPixmap(0, 0, picture_);
    }

private:
    QPixmap picture_;
    bool is_valid_ = false;
};

}  // namespace triptych::ui
