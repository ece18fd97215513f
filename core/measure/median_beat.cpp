#include "core/measure/median_beat.h"

#include "core/beats/median.h"
#include "core/measure/amplitudes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace triptych::measure {
namespace {

constexpr double kFitBefore_s = 0.080, kFitAfter_s = 0.100;  // of R: what the fit looks at
constexpr double kMostMove_s = 0.020;
constexpr int kPasses = 2;
constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

std::unexpected<Error> stopped(const Recording& recording) {
    return fail(ErrorCode::cancelled, "the measuring was stopped", recording.path, "start it again");
}

// One beat of each of as many equal shares, by a fixed sequence of pseudo-random numbers: every second beat of a
// rhythm that alternates would be of one half only.
std::vector<std::size_t> chosen(const std::vector<std::uint8_t>& is_dominant) {
    std::vector<std::size_t> among;
    for (std::size_t beat = 0; beat < is_dominant.size(); ++beat) {
        if (is_dominant[beat] != 0) among.push_back(beat);
    }
    if (among.size() <= kMostAligned) return among;
    std::vector<std::size_t> out;
    std::uint32_t random = 1;
    const double share = static_cast<double>(among.size()) / static_cast<double>(kMostAligned);
    for (std::size_t k = 0; k < kMostAligned; ++k) {
        random = random * 1664525U + 1013904223U;
        const double within = static_cast<double>(random) / 4294967296.0;
        out.push_back(
            among[std::min(among.size() - 1, static_cast<std::size_t>((static_cast<double>(k) + within) * share))]);
    }
    return out;
}

// Median of each column of `rows` [count × length]; NaN where fewer than half of the rows have a value.
std::vector<float> columnMedians(const std::vector<std::vector<float>>& rows, std::size_t length) {
    std::vector<float> out(length, kNone);
    std::vector<float> column;
    for (std::size_t i = 0; i < length; ++i) {
        column.clear();
        for (const auto& row : rows) {
            if (std::isfinite(row[i])) column.push_back(row[i]);
        }
        if (!column.empty() && 2 * column.size() >= rows.size()) out[i] = beats::medianInPlace(std::span(column));
    }
    return out;
}

// Covariance of `fixed` with `moving` from `offset` on, over what both have; nothing where that is not half of it.
std::optional<double> likeness(std::span<const float> fixed, std::span<const float> moving, std::size_t offset) {
    double x = 0, y = 0, xy = 0, yy = 0;
    std::size_t n = 0;
    for (std::size_t i = 0; i < fixed.size(); ++i) {
        const double a = fixed[i], b = moving[i + offset];
        if (!std::isfinite(a) || !std::isfinite(b)) continue;
        x += a, y += b, xy += a * b, yy += b * b;
        ++n;
    }
    if (2 * n < fixed.size()) return std::nullopt;
    const auto count = static_cast<double>(n);
    const double spread = yy - y * y / count;
    return spread > 0 ? std::optional((xy - x * y / count) / std::sqrt(spread)) : std::nullopt;
}

// Where each beat fits the median of all best, again and again.
void fit(const Recording& recording, const BeatList& list, AlignedBeats& aligned) {
    const double rate_hz = list.rate_hz;
    const auto before = static_cast<std::int64_t>(std::ceil(kFitBefore_s * rate_hz));
    const auto length = static_cast<std::size_t>(before + std::ceil(kFitAfter_s * rate_hz) + 1);
    const auto most = static_cast<std::int64_t>(std::floor(kMostMove_s * rate_hz));
    std::vector<std::vector<float>> wide;
    for (const std::size_t beat : aligned.beats) {
        wide.push_back(readLead(recording, list.lead, list.beats[beat].sample - before - most,
                                static_cast<std::int64_t>(length) + 2 * most));
        // Whatever its baseline.
        std::vector<float> values;
        for (const float value : wide.back()) {
            if (std::isfinite(value)) values.push_back(value);
        }
        const float middle = beats::medianInPlace(std::span(values));
        for (float& value : wide.back()) value -= middle;
    }
    std::vector<std::int64_t> moves(wide.size(), 0);
    for (int pass = 0; pass < kPasses; ++pass) {
        std::vector<std::vector<float>> rows;
        for (std::size_t k = 0; k < wide.size(); ++k) {
            const auto from = wide[k].begin() + most + moves[k];
            rows.emplace_back(from, from + static_cast<std::ptrdiff_t>(length));
        }
        const std::vector<float> median = columnMedians(rows, length);
        for (std::size_t k = 0; k < wide.size(); ++k) {
            std::optional<double> best;
            // From the mark outwards, so that of equals the nearest to it stays.
            for (std::int64_t size = 0; size <= most; ++size) {
                for (const std::int64_t move : {size, -size}) {
                    const auto here = likeness(median, wide[k], static_cast<std::size_t>(most + move));
                    if (here && (!best || *here > *best + 1e-9)) best = here, moves[k] = move;
                }
            }
        }
    }
    for (std::size_t k = 0; k < wide.size(); ++k) aligned.r_s[k] += static_cast<double>(moves[k]) / rate_hz;
}

// The lead around r_s, its sample `r` at that time; between samples along straight lines where R does not lie on one.
std::vector<float> windowAt(const Recording& recording, std::size_t lead, double r_s, std::size_t r,
                            std::size_t length) {
    const double rate_hz = recording.leads[lead].rate_hz;
    const double position = r_s * rate_hz - static_cast<double>(r);
    const auto first = static_cast<std::int64_t>(std::floor(position + 1e-6));
    const double part = position - static_cast<double>(first);
    std::vector<float> samples = readLead(recording, lead, first, static_cast<std::int64_t>(length) + 1);
    if (part > 1e-6) {
        for (std::size_t i = 0; i < length; ++i) {
            samples[i] += static_cast<float>(part) * (samples[i + 1] - samples[i]);
        }
    }
    samples.resize(length);
    return samples;
}

using Mark = std::optional<double> Marks::*;
constexpr std::array<Mark, 9> kAllMarks = {&Marks::p_on,   &Marks::p_peak,   &Marks::p_off,
                                           &Marks::qrs_on, &Marks::qrs_peak, &Marks::qrs_off,
                                           &Marks::t_on,   &Marks::t_peak,   &Marks::t_off};

// Of those of `beats` that have it, where that is half of the `of` beats that could.
std::optional<double> medianMark(const std::vector<Marks>& beats, Mark mark, std::size_t of) {
    std::vector<double> values;
    for (const Marks& beat : beats) {
        if (beat.*mark) values.push_back(*(beat.*mark));
    }
    if (values.empty() || 2 * values.size() < of) return std::nullopt;
    return beats::medianInPlace(std::span(values));
}

double spreadOf(const std::vector<Marks>& beats, Mark mark) {
    std::vector<double> values;
    for (const Marks& beat : beats) {
        if (beat.*mark) values.push_back(*(beat.*mark));
    }
    const double middle = beats::medianInPlace(std::span(values));
    for (double& value : values) value = std::abs(value - middle);
    return beats::medianInPlace(std::span(values));
}

void medianMarks(const std::vector<Marks>& beats, MedianLead& out) {
    const auto with = [&](bool Marks::*wave) {
        return static_cast<std::size_t>(
            std::count_if(beats.begin(), beats.end(), [&](const Marks& beat) { return beat.*wave; }));
    };
    const std::size_t with_p = with(&Marks::has_p), with_t = with(&Marks::has_t);
    const auto count = static_cast<double>(beats.size());
    out.p_share = static_cast<double>(with_p) / count;
    out.t_share = static_cast<double>(with_t) / count;
    out.p_spread_s = spreadOf(beats, &Marks::p_on);
    out.marks.readable = true;
    out.marks.has_p = out.p_share >= 0.5 && out.p_spread_s <= kWanderingP_s;
    out.marks.has_t = out.t_share >= 0.5;
    for (std::size_t i = 0; i < kAllMarks.size(); ++i) {
        if (i < 3 && !out.marks.has_p) continue;
        if (i >= 6 && !out.marks.has_t) continue;
        out.marks.*kAllMarks[i] = medianMark(beats, kAllMarks[i], i < 3 ? with_p : i < 6 ? beats.size() : with_t);
    }
}

}  // namespace

Result<AlignedBeats> alignBeats(const Recording& recording, const BeatList& beats,
                                const std::vector<std::uint8_t>& is_dominant, const Job& job) {
    if (beats.lead >= recording.leads.size()) {
        return fail(ErrorCode::out_of_range, "the beats are of a lead that the recording has not", recording.path,
                    "find the beats of one of its leads");
    }
    AlignedBeats aligned{chosen(is_dominant), {}};
    for (const std::size_t beat : aligned.beats) {
        aligned.r_s.push_back(static_cast<double>(beats.beats[beat].sample) / beats.rate_hz);
    }
    if (job.stopRequested()) return stopped(recording);
    if (aligned.beats.size() > 1) fit(recording, beats, aligned);
    return aligned;
}

Result<MedianLead> medianLead(const Recording& recording, const LeadWaves& waves, const AlignedBeats& aligned,
                              const Job& job) {
    if (waves.lead >= recording.leads.size()) {
        return fail(ErrorCode::out_of_range, "the waves are of a lead that the recording has not", recording.path,
                    "delineate one of its leads");
    }
    if (!aligned.beats.empty() && aligned.beats.back() >= waves.beats.size()) {
        return fail(ErrorCode::wrong_use, "the waves are of another list of beats", recording.path,
                    "delineate the beats that are measured");
    }
    MedianLead out;
    out.rate_hz = recording.leads[waves.lead].rate_hz;
    if (!(out.rate_hz > 0)) return out;
    out.r = static_cast<std::size_t>(std::ceil(kMedianBefore_s * out.rate_hz));
    const std::size_t length = out.r + static_cast<std::size_t>(std::ceil(kMedianAfter_s * out.rate_hz)) + 1;
    std::vector<std::vector<float>> rows;
    std::vector<Marks> marks;
    for (std::size_t k = 0; k < aligned.beats.size(); ++k) {
        if (job.stopRequested()) return stopped(recording);
        const Marks beat = marksOf(waves.beats[aligned.beats[k]], out.rate_hz, aligned.r_s[k]);
        if (!beat.readable) continue;
        std::vector<float> row = windowAt(recording, waves.lead, aligned.r_s[k], out.r, length);
        const auto level = isoelectricLevel_mv({row, out.rate_hz}, movedBy(beat, out.r_s()));
        if (!level) continue;
        for (float& value : row) value -= static_cast<float>(*level);
        rows.push_back(std::move(row));
        marks.push_back(beat);
    }
    out.beats = rows.size();
    if (rows.empty()) return out;
    out.samples = columnMedians(rows, length);
    medianMarks(marks, out);
    return out;
}

}  // namespace triptych::measure
