#include "core/dsp/pyramid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace triptych::dsp {
namespace {

constexpr std::int64_t kFanOut = 8;
constexpr std::int64_t kRead_samples = 1 << 16;
constexpr double kWideColumn_samples = 128;  // below this the base samples themselves are read at once

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr ColumnRange kNothing{kInfinity, -kInfinity};

// Comparisons with NaN are false, so missing samples fall away by themselves; the lanes let compilers use vector code.
ColumnRange rangeOf(std::span<const float> samples) {
    constexpr std::size_t kLanes = 16;
    std::array<float, kLanes> low, high;
    low.fill(kInfinity);
    high.fill(-kInfinity);
    std::size_t i = 0;
    for (; i + kLanes <= samples.size(); i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const float value = samples[i + lane];
            low[lane] = value < low[lane] ? value : low[lane];
            high[lane] = value > high[lane] ? value : high[lane];
        }
    }
    ColumnRange range = kNothing;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        range.low = std::min(range.low, low[lane]);
        range.high = std::max(range.high, high[lane]);
    }
    for (; i < samples.size(); ++i) {
        const float value = samples[i];
        range.low = value < range.low ? value : range.low;
        range.high = value > range.high ? value : range.high;
    }
    return range;
}

void include(ColumnRange& range, const ColumnRange& other) {
    range.low = std::min(range.low, other.low);
    range.high = std::max(range.high, other.high);
}

ColumnRange shown(const ColumnRange& range) {
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    return range.low > range.high ? ColumnRange{kNan, kNan} : range;
}

// Sample bounds of the columns, kept inside the lead.
class Edges {
public:
    Edges(double first, double last, std::size_t columns, std::int64_t samples)
        : first_(first),
          width_((last - first) / static_cast<double>(columns)),
          samples_(static_cast<double>(samples)) {}

    [[nodiscard]] std::int64_t begin(std::size_t column) const { return inside(place(column)); }
    [[nodiscard]] std::int64_t end(std::size_t column) const {
        return inside(std::max(place(column + 1), place(column) + 1));
    }
    [[nodiscard]] double width() const { return width_; }

private:
    [[nodiscard]] double place(std::size_t column) const {
        return std::floor(first_ + width_ * static_cast<double>(column));
    }
    [[nodiscard]] std::int64_t inside(double place) const {
        return static_cast<std::int64_t>(std::clamp(place, 0.0, samples_));
    }
    double first_, width_, samples_;
};

// Columns so narrow that reading all their samples is the quickest way.
void fromSamples(const SampleReader& reader, const Edges& edges, std::span<ColumnRange> columns) {
    std::vector<float> samples;
    std::int64_t have_first = 0, have_last = 0;
    const std::int64_t end_of_all = edges.end(columns.size() - 1);
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const std::int64_t begin = edges.begin(c), end = edges.end(c);
        if (begin >= end) {
            columns[c] = shown(kNothing);
            continue;
        }
        if (begin < have_first || end > have_last) {
            have_first = begin;
            have_last = std::max(end, std::min(end_of_all, begin + kRead_samples));
            samples.resize(static_cast<std::size_t>(have_last - have_first));
            reader(have_first, samples);
        }
        columns[c] = shown(rangeOf(std::span(samples).subspan(static_cast<std::size_t>(begin - have_first),
                                                              static_cast<std::size_t>(end - begin))));
    }
}

}  // namespace

Result<MinMaxPyramid> MinMaxPyramid::build(const SampleReader& reader, std::int64_t samples, const Job& job) {
    if (samples < 0) return fail(ErrorCode::wrong_use, "a lead cannot have fewer than no samples", "overview");
    MinMaxPyramid pyramid;
    pyramid.samples_ = samples;
    std::vector<ColumnRange> base;
    base.reserve(static_cast<std::size_t>((samples + kBlock_samples - 1) / kBlock_samples));
    std::vector<float> chunk(static_cast<std::size_t>(std::min(samples, kRead_samples)));
    for (std::int64_t first = 0; first < samples; first += kRead_samples) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "the overview was stopped", "overview");
        const auto read = std::span(chunk).first(static_cast<std::size_t>(std::min(samples - first, kRead_samples)));
        reader(first, read);
        for (std::size_t i = 0; i < read.size(); i += kBlock_samples)
            base.push_back(rangeOf(read.subspan(i, std::min<std::size_t>(kBlock_samples, read.size() - i))));
        job.progress(static_cast<double>(first + static_cast<std::int64_t>(read.size())) / static_cast<double>(samples),
                     "overview");
    }
    pyramid.levels_.push_back(std::move(base));
    while (pyramid.levels_.back().size() > kFanOut) {
        const std::vector<ColumnRange>& below = pyramid.levels_.back();
        std::vector<ColumnRange> above((below.size() + kFanOut - 1) / kFanOut, kNothing);
        for (std::size_t i = 0; i < below.size(); ++i) include(above[i / kFanOut], below[i]);
        pyramid.levels_.push_back(std::move(above));
    }
    return pyramid;
}

std::size_t MinMaxPyramid::bytes() const {
    std::size_t sum = 0;
    for (const auto& level : levels_) sum += level.capacity() * sizeof(ColumnRange);
    return sum;
}

// Climbs from both ends at once: on every level at most 2·(8 - 1) entries are looked at.
ColumnRange MinMaxPyramid::overBlocks(std::int64_t first, std::int64_t last) const {
    ColumnRange range = kNothing;
    for (std::size_t level = 0; level < levels_.size() && first < last; ++level) {
        const auto& entries = levels_[level];
        const bool top = level + 1 == levels_.size();
        while (first < last && (top || first % kFanOut != 0))
            include(range, entries[static_cast<std::size_t>(first++)]);
        while (first < last && last % kFanOut != 0) include(range, entries[static_cast<std::size_t>(--last)]);
        first /= kFanOut;
        last /= kFanOut;
    }
    return range;
}

void MinMaxPyramid::columns(const SampleReader& reader, double first, double last,
                            std::span<ColumnRange> columns) const {
    if (columns.empty()) return;
    if (!(first < last) || !std::isfinite(first) || !std::isfinite(last)) {
        std::fill(columns.begin(), columns.end(), shown(kNothing));
        return;
    }
    const Edges edges(first, last, columns.size(), samples_);
    if (edges.width() <= kWideColumn_samples) {
        if (reader)
            fromSamples(reader, edges, columns);
        else
            std::fill(columns.begin(), columns.end(), shown(kNothing));
        return;
    }

    // A column is a tail of one block, whole blocks, and the head of another, which is the next column's first block:
    // each of these is read once.
    std::array<float, kBlock_samples> samples;
    std::int64_t have_block = -1;
    const auto part = [&](std::int64_t block, std::int64_t from, std::int64_t to) {
        if (from >= to) return kNothing;
        if (!reader) return levels_.front()[static_cast<std::size_t>(block)];
        if (block != have_block) reader(block * kBlock_samples, samples);
        have_block = block;
        return rangeOf(std::span(samples).subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)));
    };
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const std::int64_t begin = edges.begin(c), end = edges.end(c);
        const std::int64_t first_whole = (begin + kBlock_samples - 1) / kBlock_samples;
        const std::int64_t end_whole = end / kBlock_samples;
        ColumnRange range = kNothing;
        if (first_whole > end_whole) {  // what the lead's end left of the column lies inside one block
            range = part(end_whole, begin % kBlock_samples, end % kBlock_samples);
        } else if (begin < end) {
            range =
                part(begin / kBlock_samples, begin % kBlock_samples, begin % kBlock_samples == 0 ? 0 : kBlock_samples);
            include(range, overBlocks(first_whole, end_whole));
            include(range, part(end_whole, 0, end % kBlock_samples));
        }
        columns[c] = shown(range);
    }
}

}  // namespace triptych::dsp
