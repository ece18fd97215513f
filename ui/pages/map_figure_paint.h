// A figure of maps beside each other, painted: on screen where maps are compared, and on what is exported.
#pragma once

#include "core/pages/map_figure.h"
#include "ui/panes/theme.h"

#include <QRect>

class QPainter;

namespace triptych::ui {

struct FigureLook {
    const Palette& colours;
    bool on_page = false;  // with the features, and what it is not for; else rows that have no room are left out
};
// GUI thread, or that of the painter's device. Fonts are the program's, at 96 dots an inch.
void paintMapFigure(QPainter& painter, const QRect& area, const pages::FigureRequest& request, const FigureLook& look);

}  // namespace triptych::ui
