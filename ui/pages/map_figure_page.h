// A figure of maps as a file: vectors for SVG and PDF, pixels for PNG.
#pragma once

#include "core/domain/error.h"
#include "core/pages/map_figure.h"

#include <string>

namespace triptych::ui {

// Whole or not at all; see pages::PagePrinter::writeFigure(). Any thread that a QGuiApplication is there for.
[[nodiscard]] Result<void> writeFigure(const pages::FigureRequest& request, const std::string& path, bool replace);

}  // namespace triptych::ui
