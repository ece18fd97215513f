// A page of everything that was recorded: a minute a row, one lead, each beat in the colour of its class, the rhythm as
// a band below it, and what the colours are called at the foot; painted from values alone, so that the window, a bench
// and a test draw the same.
#pragma once

#include "core/domain/recording.h"
#include "core/dsp/filter.h"
#include "core/rhythm/episode.h"
#include "ui/panes/theme.h"
#include "ui/state/beat_state.h"
#include "ui/state/viewport.h"

#include <QImage>
#include <QRectF>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace triptych::ui {

inline constexpr double kRow_s = 60, kHourPage_s = 3600;
inline constexpr double kHourBin_s = 0.01;  // finer than a pixel of the widest screen

// The lowest and highest value of a lead in each hundredth of a second of an hour; NaN where there is none.
struct HourBins {
    std::vector<float> low, high;
};
// Hour `hour` of the lead, filtered; shorter where the recording ends. Null: stopped, or it cannot be filtered. Any
// thread.
[[nodiscard]] std::shared_ptr<const HourBins> hourBins(const Recording& recording, std::size_t lead, std::size_t hour,
                                                       const dsp::FilterSpec& filter, const std::stop_token& stop = {});

// Where the rows of a page stand; logical pixels.
struct HourGeometry {
    QRectF times;   // at the left
    QRectF plot;    // rows of a minute from above
    QRectF legend;  // below them: what the colours are called
    double row_px = 16;
    std::size_t rows = 60;  // that are drawn

    [[nodiscard]] QRectF row(std::size_t index) const {
        return {plot.left(), plot.top() + static_cast<double>(index) * row_px, plot.width(), row_px};
    }
};
// As many rows of at least 14 px as there is room for, 60 at most: a row that is lower would be a bar and no trace. A
// recording of fewer minutes has higher rows.
[[nodiscard]] HourGeometry hourGeometry(const QSizeF& size, double duration_s = kHourPage_s);

struct HourScene {
    HourGeometry geometry;
    std::size_t first_minute = 0;  // of the recording, in the first row
    double duration_s = 0;
    // The bins of an hour of the recording; null: not known yet.
    std::function<const HourBins*(std::size_t hour)> bins;
    float centre = 0, reach = 1;  // of the lead: a value as far as this from the centre fills its row
    std::span<const LabelledBeat> beats;
    std::span<const rhythm::Episode> episodes;  // a band at the foot of their rows
    std::function<QString(std::size_t minute)> time_text;
    Theme theme = Theme::light;
};
// Over the whole of `image` (RGB32, its devicePixelRatio set).
void paintHour(QImage& image, const HourScene& scene);

// The moment at a place, and the place of a moment; nothing outside of the rows.
[[nodiscard]] std::optional<double> timeAt(const HourScene& scene, const QPointF& position);
[[nodiscard]] std::optional<QPointF> placeOf(const HourScene& scene, double time_s);

}  // namespace triptych::ui
