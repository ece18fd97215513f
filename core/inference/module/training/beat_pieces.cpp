#include "core/inference/module/training/beat_pieces.h"

#include "core/domain/beat_class.h"

#include <algorithm>
#include <cmath>

namespace triptych::inference::training {
namespace {

constexpr double kP_s = 0.26, kQrs_s = 0.08;  // where P and QRS begin before the mark
constexpr double kQrsOnset_s = 0.06;          // where P has ended
constexpr double kShortestT_s = 0.2, kLongestT_s = 0.45;
constexpr double kPartOfInterval = 0.6;   // T ends well before the next P
constexpr double kClearInterval_s = 0.7;  // P stands alone after a longer one

std::vector<BeatPiece> piecesOf(const BeatList& beats, double before_s, double shortest_interval_s, bool takes_v) {
    std::vector<BeatPiece> out;
    for (std::size_t i = 1; i + 1 < beats.beats.size(); ++i) {
        const Beat& beat = beats.beats[i];
        const auto of = beatClassOf(beat.code, ClassMapping::literature);
        if (of != BeatClass::normal && !(takes_v && of == BeatClass::ventricular)) continue;
        const auto before = static_cast<double>(beat.sample - beats.beats[i - 1].sample);
        const auto after = static_cast<double>(beats.beats[i + 1].sample - beat.sample);
        const double end = std::min(kLongestT_s * beats.rate_hz, kPartOfInterval * after);
        if (before < shortest_interval_s * beats.rate_hz || end < kShortestT_s * beats.rate_hz) continue;
        out.push_back({.mark = beat.sample,
                       .before = std::llround(before_s * beats.rate_hz),
                       .after = static_cast<std::int64_t>(end),
                       .code = beat.code,
                       .ectopic = false});
    }
    return out;
}

// What lies above the line from one end to the other is multiplied.
void scaleAboveLine(std::span<float> stretch, float factor) {
    if (stretch.size() < 2) return;
    const float first = stretch.front();
    const float slope = (stretch.back() - first) / static_cast<float>(stretch.size() - 1);
    for (std::size_t i = 0; i < stretch.size(); ++i) {
        const float line = first + slope * static_cast<float>(i);
        stretch[i] = line + factor * (stretch[i] - line);
    }
}

void drawLine(std::span<float> stretch, float from) {
    for (std::size_t i = 0; i < stretch.size(); ++i)
        stretch[i] = from * (1 - static_cast<float>(i + 1) / static_cast<float>(stretch.size() + 1));
}

}  // namespace

std::vector<BeatPiece> piecesWithoutP(const BeatList& beats) {
    return piecesOf(beats, kQrs_s, 0, true);
}

std::vector<BeatPiece> piecesWithP(const BeatList& beats) {
    return piecesOf(beats, kP_s, kClearInterval_s, false);
}

std::vector<float> layOut(std::span<const float> original, double rate_hz, std::span<const BeatPiece> pieces,
                          std::span<const std::int64_t> marks, std::size_t samples, float ectopic_p) {
    const auto at = [&](std::int64_t i) {
        const bool inside = i >= 0 && i < static_cast<std::int64_t>(original.size());
        const float value = inside ? original[static_cast<std::size_t>(i)] : 0.0F;
        return std::isfinite(value) ? value : 0.0F;
    };
    const auto onset = std::llround(kQrsOnset_s * rate_hz);
    std::vector<float> out(samples, 0);
    const auto part = [&](std::int64_t first, std::int64_t past) {
        const auto size = static_cast<std::size_t>(std::max<std::int64_t>(past - first, 0));
        return std::span(out).subspan(static_cast<std::size_t>(first), size);
    };
    std::int64_t end = 0;
    for (std::size_t k = 0; k < marks.size(); ++k) {
        const BeatPiece& piece = pieces[k];
        const std::int64_t start = std::max(marks[k] - piece.before, end);
        drawLine(part(end, start), end > 0 ? out[static_cast<std::size_t>(end - 1)] : 0);
        const std::int64_t next =
            k + 1 < marks.size() ? marks[k + 1] - pieces[k + 1].before : static_cast<std::int64_t>(samples);
        const std::int64_t stop = std::max(std::min(marks[k] + piece.after, next), start + 1);
        const std::int64_t shift = piece.mark - marks[k];
        const float zero = at(start + shift);
        for (std::int64_t i = start; i < stop; ++i) out[static_cast<std::size_t>(i)] = at(i + shift) - zero;
        if (piece.ectopic) scaleAboveLine(part(start, marks[k] - onset), ectopic_p);
        end = stop;
    }
    return out;
}

}  // namespace triptych::inference::training
