#include "core/formats/dicom/source.h"

#include <algorithm>
#include <array>
#include <limits>

namespace triptych::formats {
namespace {

constexpr std::int64_t kBlock_samples = 4096;

template <int bits>
std::int32_t withSign(std::uint32_t stored) {
    return static_cast<std::int32_t>(stored << (32 - bits)) >> (32 - bits);
}

std::int32_t withoutSign(std::uint32_t stored) {
    return static_cast<std::int32_t>(stored);
}

constexpr std::int64_t kCentre = 0x7fff'ffff;

// The lowest integer means "no sample" and is left free, so the highest stands for two values.
std::int32_t centred(std::uint32_t stored) {
    return static_cast<std::int32_t>(std::min<std::int64_t>(static_cast<std::int64_t>(stored) - kCentre, kCentre));
}

// ITU-T G.711 §3: sign, three bits of segment, four of the step in it; all bits inverted.
std::int32_t muLaw(std::uint32_t stored) {
    const std::uint32_t code = ~stored & 0xff;
    const auto magnitude = static_cast<std::int32_t>((((code & 0x0f) * 2 + 33) << (code >> 4 & 7)) - 33);
    return (code & 0x80) != 0 ? -magnitude : magnitude;
}

// The same with even bits inverted, and the first two segments of equal steps.
std::int32_t aLaw(std::uint32_t stored) {
    const std::uint32_t code = (stored & 0xff) ^ 0x55;
    const std::uint32_t segment = code >> 4 & 7;
    const std::uint32_t step = (code & 0x0f) * 2 + 1;
    const auto magnitude = static_cast<std::int32_t>(segment == 0 ? step : (step + 32) << (segment - 1));
    return (code & 0x80) != 0 ? magnitude : -magnitude;
}

constexpr std::array kFormats = {
    DicomSampleFormat{"SB", 1, withSign<8>, 0},  DicomSampleFormat{"UB", 1, withoutSign, 0},
    DicomSampleFormat{"MB", 1, muLaw, 0},        DicomSampleFormat{"AB", 1, aLaw, 0},
    DicomSampleFormat{"SS", 2, withSign<16>, 0}, DicomSampleFormat{"US", 2, withoutSign, 0},
    DicomSampleFormat{"SL", 4, withoutSign, 0},  DicomSampleFormat{"UL", 4, centred, static_cast<double>(kCentre)},
};

// The lane's samples first, first + 1, ...; `value` begins with byte `begin`, a multiple of 4, of the group's samples.
template <int size>
void decodeSized(const DicomLane& lane, std::int64_t first, const std::byte* value, std::int64_t begin,
                 std::span<std::int32_t> out) {
    const std::size_t step = static_cast<std::size_t>(lane.channels) * size;
    std::size_t at = (static_cast<std::size_t>(first) * static_cast<std::size_t>(lane.channels) +
                      static_cast<std::size_t>(lane.channel)) *
                         size -
                     static_cast<std::size_t>(begin);
    for (std::int32_t& sample : out) {
        std::uint32_t stored = 0;
        for (unsigned k = 0; k < size; ++k) {
            stored |= std::to_integer<std::uint32_t>(value[(at + k) ^ lane.samples.swap]) << (8 * k);
        }
        sample = lane.format->value(stored);
        at += step;
    }
}

void decodeAny(const DicomLane& lane, std::int64_t first, const std::byte* value, std::int64_t begin,
               std::span<std::int32_t> out) {
    if (lane.format->bytes == 1) {
        decodeSized<1>(lane, first, value, begin, out);
    } else if (lane.format->bytes == 2) {
        decodeSized<2>(lane, first, value, begin, out);
    } else {
        decodeSized<4>(lane, first, value, begin, out);
    }
    if (lane.sign_bits == 0) return;
    for (std::int32_t& sample : out) sample = withSignOf(sample, lane.sign_bits);
}

}  // namespace

const DicomSampleFormat* findDicomSampleFormat(std::string_view interpretation, int bits_allocated) {
    for (const DicomSampleFormat& format : kFormats) {
        if (format.interpretation == interpretation && format.bytes * 8 == bits_allocated) return &format;
    }
    return nullptr;
}

bool DicomSource::decode(const DicomLane& lane, std::int64_t first, std::span<std::int32_t> out) const {
    const DicomSamples& samples = lane.samples;
    if (bytes_.inflated) {
        decodeAny(lane, first, bytes_.inflated->data() + samples.offset, 0, out);
        return true;
    }
    // Only the bytes of these samples need be there: a file may be cut while it is open. Whole words, for the swap.
    const std::int64_t frame = lane.channels * lane.format->bytes;
    const std::int64_t begin = first * frame & ~std::int64_t{3};
    const std::int64_t end =
        std::min(((first + static_cast<std::int64_t>(out.size())) * frame + 3) & ~std::int64_t{3}, samples.bytes);
    return bytes_.file->currentSize() >= samples.offset + end &&
           bytes_.file->withBytes(samples.offset + begin, end - begin,
                                  [&lane, first, begin, out](std::span<const std::byte> bytes) {
                                      decodeAny(lane, first, bytes.data(), begin, out);
                                  });
}

// Reads so far on both sides that every run of padding that touches `out` is known to be long enough or not.
bool DicomSource::decodeWithout(const DicomPadding& padding, const DicomLane& lane, std::int64_t first,
                                std::span<std::int32_t> out) const {
    const auto size = static_cast<std::int64_t>(out.size());
    const std::int64_t margin = padding.is_never_signal ? 0 : padding.run;
    const std::int64_t begin = std::max<std::int64_t>(first - margin, 0);
    const std::int64_t end = std::min(first + size + margin, lane.count);
    std::vector<std::int32_t> values(static_cast<std::size_t>(end - begin));
    if (!decode(lane, begin, values)) {
        return decode(lane, first, out);  // a file that is being cut: what is there is shown as it is
    }
    const auto isPadding = [&](std::int64_t at) {
        return values[static_cast<std::size_t>(at - begin)] == padding.value;
    };
    std::copy_n(values.begin() + (first - begin), size, out.begin());
    const auto clear = [&](std::int64_t from, std::int64_t to) {
        from = std::max(from, first);
        to = std::min(to, first + size);
        if (from < to) std::fill(out.begin() + (from - first), out.begin() + (to - first), kMissingSample);
    };
    clear(0, padding.head);
    clear(lane.count - padding.tail, lane.count);
    if (padding.run == 0 && !padding.is_never_signal) return true;
    for (std::int64_t at = begin; at < end;) {
        if (!isPadding(at)) {
            ++at;
            continue;
        }
        const std::int64_t from = at;
        while (at < end && isPadding(at)) ++at;
        if (padding.is_never_signal || at - from >= padding.run) clear(from, at);
    }
    return true;
}

template <class Sink>
void DicomSource::forEachBlock(std::size_t lead, std::int64_t first, std::size_t count, const Sink& sink) const {
    if (lead >= lanes_.size() || first > INT64_MAX - static_cast<std::int64_t>(count)) return;
    const DicomLane& lane = lanes_[lead];
    const std::int64_t end = std::min(first + static_cast<std::int64_t>(count), lane.delay + lane.count);
    std::array<std::int32_t, kBlock_samples> block;
    for (std::int64_t at = std::max(first, lane.delay); at < end; at += kBlock_samples) {
        const auto values = std::span(block).first(static_cast<std::size_t>(std::min(kBlock_samples, end - at)));
        const bool is_read = lane.padding ? decodeWithout(*lane.padding, lane, at - lane.delay, values)
                                          : decode(lane, at - lane.delay, values);
        if (is_read) sink(values, static_cast<std::size_t>(at - first));
    }
}

std::vector<FileChange> DicomSource::fileChanges() const {
    if (bytes_.inflated) return {};  // a copy, which nothing can cut
    const files::FileState state = bytes_.file->state();
    if (state == files::FileState::same) return {};
    const std::int64_t size = bytes_.file->currentSize();
    FileChange change{bytes_.file->path(), state, bytes_.file->size() - size, 0};
    for (const DicomLane& lane : lanes_) {
        const std::int64_t there = std::max<std::int64_t>(size - lane.samples.offset, 0);
        const std::int64_t readable = there / (lane.channels * lane.format->bytes);
        change.samples_lost += lane.count - std::min(lane.count, readable);
    }
    return {std::move(change)};
}

void DicomSource::readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const {
    std::fill(out.begin(), out.end(), std::numeric_limits<float>::quiet_NaN());
    forEachBlock(lead, first, out.size(), [&](std::span<const std::int32_t> values, std::size_t place) {
        toPhysical(values, lanes_[lead].scale, out.data() + place);
    });
}

void DicomSource::readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const {
    std::fill(out.begin(), out.end(), kMissingSample);
    forEachBlock(lead, first, out.size(), [&](std::span<const std::int32_t> values, std::size_t place) {
        const std::int32_t missing = lanes_[lead].scale.missing;
        std::transform(values.begin(), values.end(), out.begin() + static_cast<std::ptrdiff_t>(place),
                       [missing](std::int32_t value) { return value == missing ? kMissingSample : value; });
    });
}

}  // namespace triptych::formats
