#include "core/formats/edf/source.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace triptych::formats {
namespace {

// A guard is taken for so much of the file at once: cheap against the work, and a lost page costs no more than this.
constexpr std::int64_t kStretch_bytes = 8 << 20;

// Stored values are little-endian, as this program's machines are.
static_assert(std::endian::native == std::endian::little);

struct ToPhysical {
    double baseline;
    double scale;
    std::int32_t missing;
    float operator()(std::int32_t stored) const { return static_cast<float>((stored - baseline) * scale); }
};

struct ToStored {
    std::int32_t missing;
    std::int32_t operator()(std::int32_t stored) const { return stored; }
};

template <class T, class Convert>
[[gnu::always_inline]] inline void convert16(const std::byte* from, std::size_t count, const Convert& convert, T* to) {
    for (std::size_t i = 0; i < count; ++i) {
        std::int16_t value{};
        std::memcpy(&value, from + 2 * i, sizeof value);
        to[i] = convert(value);
    }
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void convert16Avx2(const std::byte* from, std::size_t count, const ToPhysical& convert,
                                           float* to) {
    convert16(from, count, convert, to);
}
#endif

template <class T, class Convert>
void convertWords(const std::byte* from, std::size_t count, const Convert& convert, T* to) {
#if defined(__x86_64__)
    if constexpr (std::is_same_v<Convert, ToPhysical>) {
        static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
        if (has_avx2) return convert16Avx2(from, count, convert, to);
    }
#endif
    convert16(from, count, convert, to);
}

template <class T, class Convert>
void convert24(const std::byte* from, std::size_t count, const Convert& convert, T* to) {
    for (std::size_t i = 0; i < count; ++i, from += 3) {
        const auto bits = std::to_integer<std::uint32_t>(from[0]) << 8 | std::to_integer<std::uint32_t>(from[1]) << 16 |
                          std::to_integer<std::uint32_t>(from[2]) << 24;
        to[i] = convert(static_cast<std::int32_t>(bits) >> 8);
    }
}

// `count` samples from number `first` of the lane on, within bytes that start with the record of that sample.
struct Run {
    std::int64_t in_record;  // of the first sample
    std::int64_t count;
    std::int64_t per_record;
    std::int64_t byte_in_record;
    std::int64_t record_bytes;
    int width;
};

template <class T, class Convert>
void decode(const std::byte* bytes, const Run& run, const Convert& convert, T* to) {
    std::int64_t place = run.in_record;
    for (std::int64_t done = 0; done < run.count; bytes += run.record_bytes, place = 0) {
        const std::int64_t here = std::min(run.per_record - place, run.count - done);
        const std::byte* const from = bytes + run.byte_in_record + place * run.width;
        if (run.width == 2) {
            convertWords(from, static_cast<std::size_t>(here), convert, to + done);
        } else {
            convert24(from, static_cast<std::size_t>(here), convert, to + done);
        }
        done += here;
    }
}

}  // namespace

template <class T, class Convert>
void EdfSource::readRun(const EdfLane& lane, std::int64_t in_file, std::span<T> out, T nothing,
                        const Convert& convert) const {
    const std::int64_t records = std::max<std::int64_t>(kStretch_bytes / layout_.record_bytes, 1);
    const std::int64_t there = layout_.file->currentSize();
    auto at = in_file;
    const std::int64_t end = in_file + static_cast<std::int64_t>(out.size());
    while (at < end) {
        const std::int64_t record = at / lane.per_record;
        const std::int64_t stop = std::min(end, (record + records) * lane.per_record);
        const Run run{at % lane.per_record,    stop - at, lane.per_record, lane.byte_in_record, layout_.record_bytes,
                      layout_.bytes_per_sample};
        const std::int64_t begin = layout_.data_offset + record * layout_.record_bytes;
        const std::int64_t last = (stop - 1) / lane.per_record;
        const std::int64_t last_byte = layout_.data_offset + last * layout_.record_bytes + lane.byte_in_record +
                                       ((stop - 1) % lane.per_record + 1) * layout_.bytes_per_sample;
        T* const to = out.data() + (at - in_file);
        const bool whole = last_byte <= there &&
                           layout_.file->withBytes(begin, last_byte - begin, [&](std::span<const std::byte> bytes) {
                               decode(bytes.data(), run, convert, to);
                           });
        if (!whole && stop - at > 1 && last_byte > there) {
            // The file was cut under our feet: what is before the cut is still there.
            const std::int64_t left = (there - layout_.data_offset) / layout_.record_bytes * lane.per_record;
            const std::int64_t readable = std::clamp<std::int64_t>(left - at, 0, stop - at);
            if (readable > 0 && readable < stop - at) {
                readRun(lane, at,
                        out.subspan(static_cast<std::size_t>(at - in_file), static_cast<std::size_t>(readable)),
                        nothing, convert);
            }
            std::fill(to + readable, to + (stop - at), nothing);
        } else if (!whole) {
            std::fill(to, to + (stop - at), nothing);
        } else if (convert.missing != kMissingSample) {
            const T missing = convert(convert.missing);
            std::replace(to, to + (stop - at), missing, nothing);
        }
        at = stop;
    }
}

template <class T, class Convert>
void EdfSource::read(std::size_t lead, std::int64_t first, std::span<T> out, T nothing, const Convert& convert) const {
    const EdfLane& lane = lanes_[lead];
    const auto size = static_cast<std::int64_t>(out.size());
    if (first >= lane.samples || first <= -size) return std::fill(out.begin(), out.end(), nothing);
    const std::int64_t end = first > lane.samples - size ? lane.samples : first + size;
    std::int64_t at = first;
    const auto stretch = [&](std::int64_t stop) {  // of `out`, from `at` to `stop`
        return out.subspan(static_cast<std::size_t>(at - first), static_cast<std::size_t>(stop - at));
    };
    const auto skipTo = [&](std::int64_t stop) {
        if (stop <= at) return;
        const auto gap = stretch(stop);
        std::fill(gap.begin(), gap.end(), nothing);
        at = stop;
    };
    skipTo(0);
    const auto& starts = lane.block_first_sample;
    auto block = static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), at) - starts.begin()) - 1;
    for (; at < end && block < starts.size(); ++block) {
        const bool is_last = block + 1 == starts.size();
        const std::int64_t first_record = layout_.block_first_record[block];
        const std::int64_t records = (is_last ? layout_.records : layout_.block_first_record[block + 1]) - first_record;
        const std::int64_t block_end = std::min(end, is_last ? lane.samples : starts[block + 1]);
        const std::int64_t stop = std::min(block_end, starts[block] + records * lane.per_record);
        if (at < stop) {
            readRun(lane, first_record * lane.per_record + (at - starts[block]), stretch(stop), nothing, convert);
            at = stop;
        }
        skipTo(block_end);
    }
    skipTo(first + size);
}

std::vector<FileChange> EdfSource::fileChanges() const {
    const files::FileState state = layout_.file->state();
    if (state == files::FileState::same) return {};
    const std::int64_t size = layout_.file->currentSize();
    FileChange change{layout_.file->path(), state, layout_.file->size() - size, 0};
    const auto samplesIn = [this](const EdfLane& lane, std::int64_t bytes) {
        const std::int64_t data =
            std::clamp<std::int64_t>(bytes - layout_.data_offset, 0, layout_.records * layout_.record_bytes);
        const std::int64_t rest = data % layout_.record_bytes - lane.byte_in_record;
        return data / layout_.record_bytes * lane.per_record +
               std::clamp<std::int64_t>(rest / layout_.bytes_per_sample, 0, lane.per_record);
    };
    for (const EdfLane& lane : lanes_) {
        change.samples_lost += samplesIn(lane, layout_.file->size()) - samplesIn(lane, size);
    }
    return {std::move(change)};
}

void EdfSource::readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const {
    constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
    if (lead >= lanes_.size()) return std::fill(out.begin(), out.end(), kNothing);
    read(lead, first, out, kNothing, ToPhysical{lanes_[lead].baseline, 1 / lanes_[lead].gain, lanes_[lead].missing});
}

void EdfSource::readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const {
    if (lead >= lanes_.size()) return std::fill(out.begin(), out.end(), kMissingSample);
    read(lead, first, out, kMissingSample, ToStored{lanes_[lead].missing});
}

}  // namespace triptych::formats
