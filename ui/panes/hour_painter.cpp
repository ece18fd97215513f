#include "ui/panes/hour_painter.h"

#include "core/domain/beat_class.h"
#include "core/domain/own_labels.h"
#include "ui/panes/colour_legend.h"
#include "ui/panes/episode_band.h"
#include "ui/panes/label_colours.h"
#include "ui/state/navigation.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kLeastRow_px = 14, kMostRow_px = 60, kTimes_px = 62;
constexpr double kBeatBefore_s = 0.25, kBeatBehind_s = 0.40;  // of a beat that is coloured
constexpr double kLegendPad_px = 6;
constexpr double kBandShare = 0.2, kLeastBand_px = 3, kMostBand_px = 6;  // of a row, for the rhythm
constexpr double kGap_px = 1.5;  // between rows, of the screen's pixels: a trace never touches the next
constexpr std::int64_t kBins = static_cast<std::int64_t>(kHourPage_s / kHourBin_s + 0.5);
constexpr std::int64_t kBlock = 1 << 16;

// Columns of a row by class: where beats of another class than normal stand.
void colourColumns(std::span<const LabelledBeat> beats, double from_s, double px_per_s, std::span<const QRgb> inks,
                   Theme theme, std::vector<QRgb>& columns) {
    const double to_s = from_s + kRow_s;
    const auto [first, last] = beatsWithin(beats, from_s - 1, to_s + 1);
    for (std::size_t beat = first; beat < last; ++beat) {
        const auto of = static_cast<std::size_t>(paintedClass(beats[beat].code));
        const OwnLabel* own = ownLabelOf(beats[beat].code);
        const bool has_colour = own != nullptr && !own->colour.empty();
        if (beats[beat].code == 0 || (of == 0 && !has_colour)) continue;
        const QRgb colour = has_colour ? labelColour(beats[beat].code, theme).rgb() : inks[of];
        const double before_s = beat > 0 ? (beats[beat].time_s - beats[beat - 1].time_s) / 2 : kBeatBefore_s;
        const double behind_s =
            beat + 1 < beats.size() ? (beats[beat + 1].time_s - beats[beat].time_s) / 2 : kBeatBehind_s;
        const double left = (beats[beat].time_s - std::min(before_s, kBeatBefore_s) - from_s) * px_per_s;
        const double right = (beats[beat].time_s + std::min(behind_s, kBeatBehind_s) - from_s) * px_per_s;
        const auto begin = static_cast<std::ptrdiff_t>(std::max(0.0, std::floor(left)));
        const auto end = std::min(std::ssize(columns), static_cast<std::ptrdiff_t>(std::max(0.0, std::ceil(right))));
        for (std::ptrdiff_t column = begin; column < end; ++column) columns[static_cast<std::size_t>(column)] = colour;
    }
}

double bandHeight(const HourScene& scene, double row_px) {
    return scene.episodes.empty() ? 0 : std::clamp(std::round(row_px * kBandShare), kLeastBand_px, kMostBand_px);
}

// Classes of the page's beats that have a colour, and its rhythms.
std::vector<LegendEntry> legendOf(const HourScene& scene) {
    const double from_s = static_cast<double>(scene.first_minute) * kRow_s;
    const double to_s = from_s + static_cast<double>(scene.geometry.rows) * kRow_s;
    std::vector<LegendEntry> entries = episodeLegend(scene.episodes, from_s, to_s, scene.theme);
    std::array<std::size_t, kBeatClasses> counts{};
    const auto [first, last] = beatsWithin(scene.beats, from_s, to_s);
    for (std::size_t beat = first; beat < last; ++beat) {
        if (scene.beats[beat].code != 0) ++counts[static_cast<std::size_t>(paintedClass(scene.beats[beat].code))];
    }
    for (const BeatClass one :
         {BeatClass::ventricular, BeatClass::supraventricular, BeatClass::fusion, BeatClass::unknown}) {
        const auto at = static_cast<std::size_t>(one);
        if (counts[at] == 0) continue;
        const std::string_view letter = kBeatClassNames[at];
        entries.push_back({classColour(one, scene.theme),
                           QStringLiteral("%1 %2")
                               .arg(QString::fromUtf8(letter.data(), static_cast<qsizetype>(letter.size())))
                               .arg(counts[at])});
    }
    return entries;
}

}  // namespace

std::shared_ptr<const HourBins> hourBins(const Recording& recording, std::size_t lead, std::size_t hour,
                                         const dsp::FilterSpec& filter, const std::stop_token& stop) {
    if (lead >= recording.leads.size()) return nullptr;
    const Lead& of = recording.leads[lead];
    auto out = std::make_shared<HourBins>();
    out->low.assign(static_cast<std::size_t>(kBins), std::numeric_limits<float>::quiet_NaN());
    out->high = out->low;
    const auto at = [&](double time_s) { return static_cast<std::int64_t>(std::llround(time_s * of.rate_hz)); };
    const double from_s = static_cast<double>(hour) * kHourPage_s;
    const std::int64_t first = at(from_s), past = std::min(of.samples, at(from_s + kHourPage_s));
    for (std::int64_t block = first; block < past; block += kBlock) {
        if (stop.stop_requested()) return nullptr;
        const std::int64_t count = std::min(kBlock, past - block);
        const auto samples = dsp::filterView(recording, lead, block, count, filter);
        if (!samples) return nullptr;
        for (std::int64_t i = 0; i < count; ++i) {
            const float value = (*samples)[static_cast<std::size_t>(i)];
            if (!std::isfinite(value)) continue;
            const double time_s = static_cast<double>(block + i) / of.rate_hz - from_s;
            const auto bin = static_cast<std::size_t>(
                std::clamp<std::int64_t>(static_cast<std::int64_t>(time_s / kHourBin_s), 0, kBins - 1));
            // Not std::min: a bin that has nothing yet is NaN.
            if (!(out->low[bin] <= value)) out->low[bin] = value;
            if (!(out->high[bin] >= value)) out->high[bin] = value;
        }
    }
    return out;
}

HourGeometry hourGeometry(const QSizeF& size, double duration_s) {
    HourGeometry out;
    out.times = QRectF(0, 0, kTimes_px, size.height());
    const double legend_px = std::ceil(QFontMetricsF(labelFont()).height()) + kLegendPad_px;
    out.plot =
        QRectF(kTimes_px, 2, std::max(1.0, size.width() - kTimes_px - 4), std::max(1.0, size.height() - 4 - legend_px));
    out.legend = QRectF(kTimes_px, out.plot.bottom(), out.plot.width(), legend_px);
    const double minutes = std::clamp(std::ceil(duration_s / kRow_s), 1.0, kHourPage_s / kRow_s);
    out.rows = static_cast<std::size_t>(std::clamp(std::floor(out.plot.height() / kLeastRow_px), 1.0, minutes));
    out.row_px = std::min(kMostRow_px, out.plot.height() / static_cast<double>(out.rows));
    return out;
}

void paintHour(QImage& image, const HourScene& scene) {
    const Palette& colours = palette(scene.theme);
    const double ratio = image.devicePixelRatio();
    image.fill(colours.paper);
    const HourGeometry& at = scene.geometry;
    const auto columns_wanted = static_cast<std::size_t>(std::max(1.0, std::floor(at.plot.width() * ratio)));
    const double px_per_s = static_cast<double>(columns_wanted) / kRow_s;
    std::array<QRgb, kBeatClasses> inks{};
    for (std::size_t i = 0; i < inks.size(); ++i) inks[i] = classColour(static_cast<BeatClass>(i), scene.theme).rgb();
    const QRgb trace = colours.trace.rgb();
    const auto left = static_cast<int>(std::lround(at.plot.left() * ratio));
    std::vector<QRgb> ink(columns_wanted);
    QPainter painter(&image);
    painter.setFont(labelFont());
    const double line_px = QFontMetricsF(painter.font()).height();
    const std::size_t each = static_cast<std::size_t>(std::max(1.0, std::ceil(line_px / at.row_px)));
    for (std::size_t row = 0; row < at.rows; ++row) {
        const std::size_t minute = scene.first_minute + row;
        const double from_s = static_cast<double>(minute) * kRow_s;
        if (from_s >= scene.duration_s) break;
        const QRectF place = at.row(row);
        if (minute % 10 == 0) {
            painter.fillRect(QRectF(at.plot.left(), std::floor(place.top()), at.plot.width(), 1), colours.grid_heavy);
        }
        if (row % each == 0 && scene.time_text) {
            painter.setPen(colours.muted_text);
            painter.drawText(QRectF(2, place.top() - 2, at.times.width() - 8, std::max(line_px, place.height()) + 4),
                             Qt::AlignRight | Qt::AlignVCenter, scene.time_text(minute));
        }
        const HourBins* bins = scene.bins(static_cast<std::size_t>(from_s / kHourPage_s));
        if (bins == nullptr) continue;
        std::fill(ink.begin(), ink.end(), trace);
        colourColumns(scene.beats, from_s, px_per_s, inks, scene.theme, ink);
        const double in_hour_s = from_s - std::floor(from_s / kHourPage_s) * kHourPage_s;
        const double band_px = bandHeight(scene, place.height());
        if (band_px > 0) {
            const double row_s = std::min(kRow_s, scene.duration_s - from_s);
            paintEpisodeBand(
                painter, QRectF(place.left(), place.bottom() - band_px - 1, place.width() * row_s / kRow_s, band_px),
                scene.episodes, row_s, scene.theme, from_s);
        }
        const double trace_px = place.height() - (band_px > 0 ? band_px + 1 : 0);
        const double middle = (place.top() + trace_px / 2) * ratio, half = (trace_px * ratio - kGap_px) / 2;
        const auto top = static_cast<int>(std::ceil(middle - half)),
                   bottom = static_cast<int>(std::floor(middle + half));
        const auto yOf = [&](float value) {
            const double y = middle - static_cast<double>((value - scene.centre) / scene.reach) * half;
            return std::clamp(static_cast<int>(std::lround(y)), top, bottom);
        };
        int last_low = 0, last_high = 0;
        bool had = false;
        for (std::size_t column = 0; column < columns_wanted; ++column) {
            const double time_s = in_hour_s + static_cast<double>(column) / px_per_s;
            const auto from = static_cast<std::size_t>(time_s / kHourBin_s);
            const auto to = std::max(from + 1, static_cast<std::size_t>((time_s + 1 / px_per_s) / kHourBin_s));
            float low = std::numeric_limits<float>::infinity(), high = -low;
            for (std::size_t bin = from; bin < std::min(to, bins->low.size()); ++bin) {
                if (bins->low[bin] < low) low = bins->low[bin];
                if (bins->high[bin] > high) high = bins->high[bin];
            }
            if (low > high) {
                had = false;
                continue;
            }
            int from_y = yOf(high), to_y = yOf(low);
            const int high_y = from_y, low_y = to_y;
            if (had && from_y > last_low) from_y = last_low;
            if (had && to_y < last_high) to_y = last_high;
            last_low = low_y;
            last_high = high_y;
            had = true;
            const int x = left + static_cast<int>(column);
            if (x < 0 || x >= image.width()) continue;
            for (int y = std::max(0, from_y); y <= std::min(to_y, image.height() - 1); ++y) {
                reinterpret_cast<QRgb*>(image.scanLine(y))[x] = ink[column];
            }
        }
    }
    painter.setFont(labelFont());
    paintLegend(painter, at.legend, legendOf(scene), colours.text, colours.paper);
}

std::optional<double> timeAt(const HourScene& scene, const QPointF& position) {
    const HourGeometry& at = scene.geometry;
    const double row = std::floor((position.y() - at.plot.top()) / at.row_px);
    if (row < 0 || row >= static_cast<double>(at.rows)) return std::nullopt;
    const double within_s = std::clamp((position.x() - at.plot.left()) / at.plot.width(), 0.0, 1.0) * kRow_s;
    const double time_s = (static_cast<double>(scene.first_minute) + row) * kRow_s + within_s;
    return time_s <= scene.duration_s ? std::optional(time_s) : std::nullopt;
}

std::optional<QPointF> placeOf(const HourScene& scene, double time_s) {
    const double minute = std::floor(time_s / kRow_s), row = minute - static_cast<double>(scene.first_minute);
    if (row < 0 || row >= static_cast<double>(scene.geometry.rows)) return std::nullopt;
    const QRectF place = scene.geometry.row(static_cast<std::size_t>(row));
    return QPointF(place.left() + (time_s - minute * kRow_s) / kRow_s * place.width(), place.center().y());
}

}  // namespace triptych::ui
