// From numbers to a picture: a scalogram, or what the model saw of a beat, as pixels on the shared time and frequency
// axes. Pure and quick, so that it can run beside the transform, off the GUI thread.
#pragma once

#include "core/domain/scalogram.h"
#include "ui/panes/colour_maps.h"
#include "ui/panes/saliency.h"
#include "ui/state/frequency_axis.h"
#include "ui/state/view_state.h"

#include <QImage>
#include <QRectF>
#include <QSize>

#include <vector>

namespace triptych::ui {

// `size` pixels over the scalogram's own time range and `axis`; 0 ... `full_scale` runs through the colours. Between
// row centres the magnitude is interpolated along the axis; beyond the outermost rows, by half a row at most, it is
// held. Pixels that no row reaches are `ground`.
[[nodiscard]] QImage scalogramImage(const Scalogram& scalogram, const QSize& size, const FrequencyAxis& axis,
                                    double full_scale, ColourMap map, QRgb ground);

// Largest finite magnitude within the axis and above the cone of influence (of everything where the cone covers all).
[[nodiscard]] double fullScale(const Scalogram& scalogram, const FrequencyAxis& axis);

// What the model saw: each cell as a block at its own frequency and window centre, nothing stretched; `stretch` fills
// the width. Pixels without a cell are `ground`.
[[nodiscard]] QImage modelInputImage(const TimeFrequencyCells& cells, const QSize& size, const Stretch& stretch,
                                     const FrequencyAxis& axis, QRgb ground);

// Edges of pixels that belong to a cell: within `plot`, in pixels.
[[nodiscard]] QRectF cellRect(const TimeFrequencyCells& cells, std::size_t row, std::size_t column, const QRectF& plot,
                              const Stretch& stretch, const FrequencyAxis& axis);

}  // namespace triptych::ui
