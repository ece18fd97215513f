#include "core/formats/dicom/padding.h"

#include <algorithm>
#include <cmath>

namespace triptych::formats {
namespace {

constexpr std::int64_t kLooked_samples = 1 << 16;  // of a channel, at its beginning, in its middle and at its end
constexpr double kLongRun_s = 1;
constexpr double kShortestEdge_s = 0.1;
constexpr double kFarOutside = 0.25;  // of the range that the other samples take

struct Looked {
    std::vector<std::vector<std::int32_t>> values;  // of each lane
    bool is_whole = false;
};

// Whole channels where they are short, else three stretches one behind the other.
Looked look(const DicomBytes& bytes, std::span<const DicomLane> lanes) {
    Looked looked;
    std::vector<DicomLane> plain(lanes.begin(), lanes.end());
    for (DicomLane& lane : plain) {
        lane.delay = 0;
        lane.padding.reset();
    }
    const std::int64_t count = lanes.front().count;
    looked.is_whole = count <= 3 * kLooked_samples;
    const DicomSource source(bytes, plain);
    for (std::size_t i = 0; i < plain.size(); ++i) {
        std::vector<std::int32_t> values;
        const auto take = [&](std::int64_t first, std::int64_t size) {
            const std::size_t at = values.size();
            values.resize(at + static_cast<std::size_t>(size));
            source.readStored(i, first, std::span(values).subspan(at));
        };
        if (looked.is_whole) {
            take(0, count);
        } else {
            take(0, kLooked_samples);
            take((count - kLooked_samples) / 2, kLooked_samples);
            take(count - kLooked_samples, kLooked_samples);
        }
        looked.values.push_back(std::move(values));
    }
    return looked;
}

// The lowest or highest value of the channel's bits, at which a converter would be overdriven. Zero is no such end,
// although unsigned values have none below it, and the steps of mu- and A-law have none that writers could mean.
bool isEnd(const DicomLane& lane, std::int32_t value) {
    const std::string_view kind = lane.format->interpretation;
    const int bits = lane.sign_bits > 0 ? lane.sign_bits : 8 * lane.format->bytes;
    if (kind == "SB" || kind == "SS" || kind == "SL") {
        const std::int64_t half = std::int64_t{1} << (bits - 1);
        return value == -half || value == half - 1;
    }
    return (kind == "UB" || kind == "US" || kind == "UL") && value == lane.format->value(0xffff'ffffU >> (32 - bits));
}

bool isNeverSignal(const std::vector<std::int32_t>& values, std::int32_t padding) {
    std::int64_t lowest = INT64_MAX;
    std::int64_t highest = INT64_MIN;
    for (const std::int32_t value : values) {
        if (value == padding || value == kMissingSample) continue;
        lowest = std::min<std::int64_t>(lowest, value);
        highest = std::max<std::int64_t>(highest, value);
    }
    if (lowest >= highest) return false;
    const double margin = kFarOutside * static_cast<double>(highest - lowest);
    return static_cast<double>(padding) < static_cast<double>(lowest) - margin ||
           static_cast<double>(padding) > static_cast<double>(highest) + margin;
}

// Whether all channels have the padding value at once, sample by sample.
std::vector<bool> togetherOf(const Looked& looked, std::span<const std::int32_t> padding) {
    std::vector<bool> together(looked.values.front().size(), true);
    for (std::size_t i = 0; i < looked.values.size(); ++i) {
        for (std::size_t k = 0; k < together.size(); ++k) {
            if (looked.values[i][k] != padding[i]) together[k] = false;
        }
    }
    return together;
}

struct Edges {
    std::int64_t head = 0;
    std::int64_t tail = 0;
};
// A run at either end that is longer than twice the longest in between.
Edges edgesOf(const std::vector<bool>& together, std::int64_t shortest, std::int64_t long_run) {
    const auto size = static_cast<std::int64_t>(together.size());
    Edges edges;
    while (edges.head < size && together[static_cast<std::size_t>(edges.head)]) ++edges.head;
    if (edges.head == size) return {};
    while (together[static_cast<std::size_t>(size - 1 - edges.tail)]) ++edges.tail;
    std::int64_t longest = 0;
    std::int64_t run = 0;
    for (std::int64_t at = edges.head; at < size - edges.tail; ++at) {
        run = together[static_cast<std::size_t>(at)] ? run + 1 : 0;
        if (run < long_run) longest = std::max(longest, run);
    }
    const std::int64_t least = std::max(shortest, 2 * longest);
    if (edges.head < least) edges.head = 0;
    if (edges.tail < least) edges.tail = 0;
    return edges;
}

}  // namespace

void findPadding(const DicomBytes& bytes, std::span<DicomLane> lanes, std::uint32_t padding, double rate_hz) {
    if (lanes.empty() || lanes.front().count <= 0) return;
    const Looked looked = look(bytes, lanes);
    std::vector<std::int32_t> values;
    for (const DicomLane& lane : lanes) {
        std::int32_t value = lane.format->value(padding);
        if (lane.sign_bits > 0) value = withSignOf(value, lane.sign_bits);
        values.push_back(value);
    }
    const auto long_run = std::max<std::int64_t>(std::llround(kLongRun_s * rate_hz), 2);
    const auto shortest = std::max<std::int64_t>(std::llround(kShortestEdge_s * rate_hz), 2);
    const Edges edges = edgesOf(togetherOf(looked, values), shortest, long_run);
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        DicomPadding rule;
        rule.value = values[i];
        rule.is_never_signal = isEnd(lanes[i], values[i]) || isNeverSignal(looked.values[i], values[i]);
        rule.head = edges.head;
        rule.tail = edges.tail;
        rule.run = long_run;
        lanes[i].padding = rule;
    }
}

}  // namespace triptych::formats
