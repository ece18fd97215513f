// Episodes as a band of colours, reduced to the gravest of each pixel: a day has thousands. Overview and trend bands
// paint the same.
#pragma once

#include "core/rhythm/episode.h"
#include "ui/panes/colour_legend.h"
#include "ui/panes/theme.h"

#include <QRectF>

#include <cstdint>
#include <span>
#include <vector>

class QPainter;

namespace triptych::ui {

// What a pixel shows: a rhythm, or nothing where nothing is known.
struct EpisodePixel {
    std::uint8_t rhythm = rhythm::kRhythms;
    bool by_reader = false;

    friend bool operator==(const EpisodePixel&, const EpisodePixel&) = default;
};
// `pixels` equal parts of [from_s, from_s + duration_s). What cannot be read yields to a rhythm of the same pixel.
[[nodiscard]] std::vector<EpisodePixel> episodePixels(std::span<const rhythm::Episode> episodes, double duration_s,
                                                      std::size_t pixels, double from_s = 0);

// What the rhythms of a stretch are called, the gravest first, with the colours of their band.
[[nodiscard]] std::vector<LegendEntry> episodeLegend(std::span<const rhythm::Episode> episodes, double from_s,
                                                     double to_s, Theme theme);

// What a reader said has a line at its foot, what cannot be read is hatched.
void paintEpisodeBand(QPainter& painter, const QRectF& area, std::span<const rhythm::Episode> episodes,
                      double duration_s, Theme theme, double from_s = 0);

}  // namespace triptych::ui
