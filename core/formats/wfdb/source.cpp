#include "core/formats/wfdb/source.h"

#include <algorithm>
#include <array>
#include <limits>
#include <mutex>

namespace triptych::formats {
namespace {

// Small enough that a block of stored values stays in the first-level cache between decoding and scaling.
constexpr std::int64_t kBlock_samples = 4096;
using Block = std::array<std::int32_t, kBlock_samples>;
using Values = std::span<const std::int32_t>;

// The file's samples first, first + stride, ...; false where the bytes cannot be had.
bool decodeStrided(const WfdbLane& lane, std::int64_t first, std::int64_t stride, std::span<std::int32_t> out) {
    const SignalFormat& format = *lane.format;
    const std::int64_t group = first / format.samples_per_group;
    const std::int64_t begin = group * format.bytes_per_group;
    const std::int64_t last = first + (static_cast<std::int64_t>(out.size()) - 1) * stride;
    const std::int64_t first_in_group = first - group * format.samples_per_group;
    return lane.file->withBytes(lane.byte_offset + begin, format.bytesFor(last + 1) - begin,
                                [&format, first_in_group, stride, out](std::span<const std::byte> bytes) {
                                    format.decode(bytes.data(), first_in_group, stride, out);
                                });
}

// The signal's samples from `first` on as they are stored, at most a block.
bool decodeRaw(const WfdbLane& lane, std::int64_t first, std::span<std::int32_t> out) {
    if (out.empty()) return true;
    if (lane.flac) return lane.flac->read(lane.channel, lane.byte_offset + first, out);
    if (lane.per_frame == 1) return decodeStrided(lane, first * lane.frame_width + lane.place, lane.frame_width, out);
    if (lane.per_frame == lane.frame_width) return decodeStrided(lane, first, 1, out);
    // Several samples of this signal per frame, among others: one pass per place in the frame.
    Block phase;
    for (std::int64_t k = 0; k < lane.per_frame; ++k) {
        const std::int64_t offset = (k - first % lane.per_frame + lane.per_frame) % lane.per_frame;
        const auto size = static_cast<std::int64_t>(out.size());
        if (offset >= size) continue;
        const std::int64_t count = (size - offset - 1) / lane.per_frame + 1;
        const std::int64_t frame = (first + offset) / lane.per_frame;
        const auto values = std::span(phase).first(static_cast<std::size_t>(count));
        if (!decodeStrided(lane, frame * lane.frame_width + lane.place + k, lane.frame_width, values)) return false;
        for (std::int64_t i = 0; i < count; ++i) {
            out[static_cast<std::size_t>(offset + i * lane.per_frame)] = values[static_cast<std::size_t>(i)];
        }
    }
    return true;
}

// Which of `count` places, the first of which stands for sample `first`, lie in [0, samples).
struct Places {
    std::int64_t begin;
    std::int64_t end;
};
Places overlap(std::int64_t first, std::size_t count, std::int64_t samples) {
    const auto size = static_cast<std::int64_t>(count);
    if (first >= samples || first <= -size) return {0, 0};
    return {std::max<std::int64_t>(-first, 0), first > samples - size ? samples - first : size};
}

// Wraps as 32-bit arithmetic does, without undefined overflow.
std::int32_t plus(std::int32_t a, std::int32_t b) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) + static_cast<std::uint32_t>(b));
}

}  // namespace

// The value before each block of a signal that stores differences, found block by block as far as it was needed.
struct WfdbSource::Sums {
    std::mutex mutex;
    std::vector<std::int32_t> before_block;
};

WfdbSource::WfdbSource(std::vector<WfdbLane> lanes) : lanes_(std::move(lanes)) {
    for (const WfdbLane& lane : lanes_) {
        sums_.push_back(lane.format->differences ? std::make_unique<Sums>() : nullptr);
        if (sums_.back()) sums_.back()->before_block.push_back(lane.before_first);
    }
}

WfdbSource::~WfdbSource() = default;

bool WfdbSource::decodeDifferences(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const {
    const WfdbLane& lane = lanes_[lead];
    const std::int64_t block = first / kBlock_samples;
    Block differences;
    std::int32_t value = 0;
    {
        const std::lock_guard lock(sums_[lead]->mutex);
        std::vector<std::int32_t>& before = sums_[lead]->before_block;
        while (static_cast<std::int64_t>(before.size()) <= block) {
            if (!decodeRaw(lane, static_cast<std::int64_t>(before.size() - 1) * kBlock_samples, differences))
                return false;
            std::int32_t sum = before.back();
            for (const std::int32_t difference : differences) sum = plus(sum, difference);
            before.push_back(sum);
        }
        value = before[static_cast<std::size_t>(block)];
    }
    const auto lead_in = std::span(differences).first(static_cast<std::size_t>(first - block * kBlock_samples));
    if (!decodeRaw(lane, block * kBlock_samples, lead_in) || !decodeRaw(lane, first, out)) return false;
    for (const std::int32_t difference : lead_in) value = plus(value, difference);
    for (std::int32_t& sample : out) sample = value = plus(value, sample);
    return true;
}

bool WfdbSource::decode(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const {
    if (lanes_[lead].format->differences) return decodeDifferences(lead, first, out);
    return decodeRaw(lanes_[lead], first, out);
}

template <class Sink>
void WfdbSource::forEachBlock(std::size_t lead, std::int64_t first, std::int64_t last, const Sink& sink) const {
    const WfdbLane& lane = lanes_[lead];
    const std::int64_t shift = lane.skew_frames * lane.per_frame;
    // What the file holds now, for it may have been cut since it was opened.
    const std::int64_t there = signalSamplesIn(lane, lane.file->currentSize()) - shift;
    const std::int64_t readable = std::min(last, there);
    Block block;
    std::int64_t at = first;
    while (at < readable) {
        const std::int64_t count = std::min(kBlock_samples, readable - at);
        const auto values = std::span(block).first(static_cast<std::size_t>(count));
        const bool whole = decode(lead, at + shift, values);
        sink(whole ? Values(values) : Values(), at, count);
        at += count;
    }
    if (at < last) sink(Values(), at, last - at);
}

void WfdbSource::readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const {
    constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
    const auto [begin, end] = overlap(first, out.size(), lead < lanes_.size() ? lanes_[lead].samples : 0);
    std::fill(out.begin(), out.begin() + begin, kNothing);
    std::fill(out.begin() + end, out.end(), kNothing);
    if (begin == end) return;
    forEachBlock(lead, first + begin, first + end, [&](Values values, std::int64_t at, std::int64_t size) {
        float* const to = out.data() + (at - first);
        if (!values.empty()) {
            toPhysical(values, lanes_[lead].scale, to);
        } else {
            std::fill(to, to + size, kNothing);
        }
    });
}

void WfdbSource::readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const {
    const auto [begin, end] = overlap(first, out.size(), lead < lanes_.size() ? lanes_[lead].samples : 0);
    std::fill(out.begin(), out.begin() + begin, kMissingSample);
    std::fill(out.begin() + end, out.end(), kMissingSample);
    if (begin == end) return;
    forEachBlock(lead, first + begin, first + end, [&](Values values, std::int64_t at, std::int64_t size) {
        std::int32_t* const to = out.data() + (at - first);
        if (!values.empty()) {
            const std::int32_t missing = lanes_[lead].scale.missing;
            std::transform(values.begin(), values.end(), to,
                           [missing](std::int32_t value) { return value == missing ? kMissingSample : value; });
        } else {
            std::fill(to, to + size, kMissingSample);
        }
    });
}

std::vector<FileChange> WfdbSource::fileChanges() const {
    std::vector<FileChange> changes;
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        const auto& file = lanes_[i].file;
        const auto is_same = [&file](const WfdbLane& lane) { return lane.file == file; };
        if (std::any_of(lanes_.begin(), lanes_.begin() + static_cast<std::ptrdiff_t>(i), is_same)) continue;
        const files::FileState state = file->state();
        if (state == files::FileState::same) continue;
        const std::int64_t size = file->currentSize();
        FileChange change{file->path(), state, file->size() - size, 0};
        for (const WfdbLane& lane : lanes_) {
            if (lane.file != file || lane.flac) continue;
            const std::int64_t there = signalSamplesIn(lane, size) - lane.skew_frames * lane.per_frame;
            change.samples_lost += std::clamp<std::int64_t>(lane.samples - there, 0, lane.samples);
        }
        changes.push_back(std::move(change));
    }
    return changes;
}

std::int16_t WfdbSource::checksum(std::size_t lead) const {
    std::uint32_t sum = 0;
    const WfdbLane& lane = lanes_[lead];
    const std::int64_t shift = lane.skew_frames * lane.per_frame;
    forEachBlock(lead, -shift, lane.stored_samples - shift, [&sum](Values values, std::int64_t, std::int64_t) {
        for (const std::int32_t value : values) sum += static_cast<std::uint32_t>(value);
    });
    return static_cast<std::int16_t>(sum);
}

std::int64_t signalSamplesIn(const WfdbLane& lane, std::int64_t bytes) {
    if (lane.flac) return std::max<std::int64_t>(lane.flac->samples() - lane.byte_offset, 0);
    const std::int64_t in_file = lane.format->samplesIn(std::max<std::int64_t>(bytes - lane.byte_offset, 0));
    return in_file / lane.frame_width * lane.per_frame +
           std::clamp<std::int64_t>(in_file % lane.frame_width - lane.place, 0, lane.per_frame);
}

}  // namespace triptych::formats
