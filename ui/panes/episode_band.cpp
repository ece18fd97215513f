#include "ui/panes/episode_band.h"

#include "ui/panes/rhythm_colours.h"

#include <QBrush>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr auto kNothing = static_cast<std::uint8_t>(rhythm::kRhythms);
constexpr auto kUnread = static_cast<std::uint8_t>(rhythm::Rhythm::unreadable);
constexpr double kReadersLine_px = 2;

}  // namespace

std::vector<EpisodePixel> episodePixels(std::span<const rhythm::Episode> episodes, double duration_s,
                                        std::size_t pixels, double from_s) {
    std::vector<EpisodePixel> out(pixels);
    if (pixels == 0 || !(duration_s > 0)) return out;
    const auto width = static_cast<double>(pixels);
    for (const rhythm::Episode& episode : episodes) {
        if (episode.span.to_s <= from_s || episode.span.from_s >= from_s + duration_s) continue;
        const auto placeOf = [&](double time_s) { return (time_s - from_s) / duration_s * width; };
        const double from = std::clamp(std::floor(placeOf(episode.span.from_s)), 0.0, width - 1);
        const double past = std::clamp(std::ceil(placeOf(episode.span.to_s)), from + 1, width);
        const EpisodePixel mine{static_cast<std::uint8_t>(episode.rhythm), episode.by_reader};
        for (auto x = static_cast<std::size_t>(from); x < static_cast<std::size_t>(past); ++x) {
            const std::uint8_t there = out[x].rhythm;
            const bool graver = mine.rhythm != kUnread && (there == kUnread || mine.rhythm < there);
            if (there == kNothing || graver) out[x] = mine;
        }
    }
    return out;
}

std::vector<LegendEntry> episodeLegend(std::span<const rhythm::Episode> episodes, double from_s, double to_s,
                                       Theme theme) {
    std::array<bool, rhythm::kRhythms> there{};
    for (const rhythm::Episode& episode : episodes) {
        const bool is_seen = episode.span.to_s > from_s && episode.span.from_s < to_s;
        there[static_cast<std::size_t>(episode.rhythm)] = there[static_cast<std::size_t>(episode.rhythm)] || is_seen;
    }
    std::vector<LegendEntry> entries;
    const auto add = [&](std::size_t one) {
        if (!there[one]) return;
        const auto rhythm = static_cast<rhythm::Rhythm>(one);
        entries.push_back({rhythmColour(rhythm, theme), QString::fromStdString(rhythm::inWords(rhythm).text()),
                           rhythm == rhythm::Rhythm::unreadable});
    };
    for (std::size_t one = 0; one < there.size(); ++one) {
        if (one != kUnread) add(one);
    }
    add(kUnread);
    return entries;
}

void paintEpisodeBand(QPainter& painter, const QRectF& area, std::span<const rhythm::Episode> episodes,
                      double duration_s, Theme theme, double from_s) {
    const auto pixels = static_cast<std::size_t>(std::max(0.0, area.width()));
    const auto shown = episodePixels(episodes, duration_s, pixels, from_s);
    for (std::size_t x = 0; x < shown.size();) {
        std::size_t past = x + 1;
        while (past < shown.size() && shown[past] == shown[x]) ++past;
        const QRectF piece(area.left() + static_cast<double>(x), area.top(), static_cast<double>(past - x),
                           area.height());
        if (shown[x].rhythm != kNothing) {
            painter.fillRect(piece, rhythmColour(static_cast<rhythm::Rhythm>(shown[x].rhythm), theme));
            if (shown[x].rhythm == kUnread) painter.fillRect(piece, QBrush(palette(theme).paper, Qt::BDiagPattern));
            if (shown[x].by_reader) {
                painter.fillRect(QRectF(piece.left(), piece.bottom() - kReadersLine_px, piece.width(), kReadersLine_px),
                                 palette(theme).text);
            }
        }
        x = past;
    }
}

}  // namespace triptych::ui
