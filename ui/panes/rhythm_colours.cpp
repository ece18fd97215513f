#include "ui/panes/rhythm_colours.h"

namespace triptych::ui {

// They can be told apart by who sees no red or no green, too: tests/ui/colour_vision_test.cpp.
QColor rhythmColour(rhythm::Rhythm rhythm, Theme theme) {
    using R = rhythm::Rhythm;
    const bool dark = theme == Theme::dark;
    switch (rhythm) {
        case R::unreadable:
            return dark ? QColor(0x5A, 0x60, 0x68) : QColor(0xA9, 0xA9, 0xA9);
        case R::vf:
            return dark ? QColor(0xFF, 0x40, 0x40) : QColor(0xA0, 0x10, 0x10);
        case R::vt:
            return QColor(0xD5, 0x5E, 0x00);
        case R::paced:
            return dark ? QColor(0xF4, 0x8C, 0xC0) : QColor(0xB0, 0x45, 0x7A);
        case R::af:
            return dark ? QColor(0x2A, 0x84, 0xC8) : QColor(0x00, 0x72, 0xB2);
        case R::flutter:
            return QColor(0x56, 0xB4, 0xE9);
        case R::svt:
            return QColor(0xE6, 0x9F, 0x00);
        case R::block:
            return dark ? QColor(0xE0, 0xD4, 0x4A) : QColor(0xF0, 0xE4, 0x42);
        case R::av1:
            return dark ? QColor(0xF0, 0xF0, 0xB0) : QColor(0xF5, 0xF0, 0xA8);
        case R::bigeminy:
            return dark ? QColor(0xB9, 0x8A, 0x6A) : QColor(0xA8, 0x74, 0x3F);
        case R::trigeminy:
            return dark ? QColor(0xD2, 0xB2, 0x9A) : QColor(0xD8, 0xBF, 0xAE);
        case R::bradycardia:
            return dark ? QColor(0x0A, 0x7A, 0x5A) : QColor(0x00, 0x6B, 0x50);
        case R::tachycardia:
            return dark ? QColor(0x8C, 0xC8, 0x5A) : QColor(0x7A, 0xB5, 0x48);
        case R::sinus:
            return dark ? QColor(0x33, 0x3D, 0x49) : QColor(0xD3, 0xDB, 0xE3);
        case R::other:
            break;
    }
    return dark ? QColor(0x7E, 0x76, 0x96) : QColor(0x8F, 0x86, 0xA8);
}

QColor rhythmInk(rhythm::Rhythm rhythm, Theme theme) {
    return withContrast(rhythmColour(rhythm, theme), palette(theme).paper);
}

}  // namespace triptych::ui
