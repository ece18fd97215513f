#include "core/formats/philips/xli.h"

#include <algorithm>
#include <array>

namespace triptych::formats {
namespace {

constexpr std::size_t kBlockHeader_bytes = 8;
constexpr int kCode_bits = 10;
constexpr std::uint32_t kEnd = (1 << kCode_bits) - 1;  // the last code says that no more follow
constexpr std::uint32_t kLiterals = 256;
// Stored differences are this much larger than meant.
constexpr std::int32_t kBias = 64;

std::int16_t int16At(std::span<const std::uint8_t> bytes, std::size_t place) {
    return static_cast<std::int16_t>(bytes[place] | bytes[place + 1] << 8);
}

// Each string of the dictionary but the literals is another one and a byte behind it.
class Lzw {
public:
    // Appends what `codes` stand for, `most` bytes at most.
    std::vector<std::uint8_t> decode(std::span<const std::uint8_t> codes, std::size_t most) {
        std::vector<std::uint8_t> out;
        std::uint32_t bits = 0;
        int held = 0;
        std::uint32_t before = kEnd;
        for (const std::uint8_t byte : codes) {
            bits = bits << 8 | byte;
            held += 8;
            if (held < kCode_bits) continue;
            held -= kCode_bits;
            const std::uint32_t code = bits >> held;
            bits &= (1U << held) - 1;
            if (code == kEnd || !append(code, before, out)) break;
            before = code;
            if (out.size() >= most) {
                out.resize(most);
                break;
            }
        }
        return out;
    }

private:
    struct Entry {
        std::uint16_t prefix = 0;
        std::uint8_t last = 0;
        std::uint16_t length = 0;
    };

    std::size_t lengthOf(std::uint32_t code) const { return code < kLiterals ? 1 : entries_[code].length; }

    std::uint8_t firstOf(std::uint32_t code) const {
        while (code >= kLiterals) code = entries_[code].prefix;
        return static_cast<std::uint8_t>(code);
    }

    void write(std::uint32_t code, std::vector<std::uint8_t>& out) const {
        out.resize(out.size() + lengthOf(code));
        auto place = out.rbegin();
        for (; code >= kLiterals; code = entries_[code].prefix) *place++ = entries_[code].last;
        *place = static_cast<std::uint8_t>(code);
    }

    bool append(std::uint32_t code, std::uint32_t before, std::vector<std::uint8_t>& out) {
        const bool known = code < next_;
        if (!known && (code != next_ || before == kEnd)) return false;
        if (before != kEnd && next_ < kEnd) {
            entries_[next_] = {static_cast<std::uint16_t>(before), firstOf(known ? code : before),
                               static_cast<std::uint16_t>(lengthOf(before) + 1)};
            ++next_;
        }
        write(code, out);
        return true;
    }

    std::array<Entry, kEnd + 1> entries_{};
    std::uint32_t next_ = kLiterals;
};

}  // namespace

std::vector<XliBlock> xliBlocks(std::span<const std::uint8_t> data) {
    std::vector<XliBlock> blocks;
    while (data.size() >= kBlockHeader_bytes) {
        const std::uint32_t size = static_cast<std::uint32_t>(data[0]) | static_cast<std::uint32_t>(data[1]) << 8 |
                                   static_cast<std::uint32_t>(data[2]) << 16 |
                                   static_cast<std::uint32_t>(data[3]) << 24;
        if (size > data.size() - kBlockHeader_bytes) break;
        blocks.push_back({data.subspan(kBlockHeader_bytes, size), int16At(data, 6)});
        data = data.subspan(kBlockHeader_bytes + size);
    }
    return blocks;
}

std::vector<std::int32_t> decodeXli(const XliBlock& block, std::size_t expected) {
    const std::vector<std::uint8_t> bytes = Lzw().decode(block.codes, 2 * expected);
    // The high bytes of all samples, then the low ones: of codes that end early the low bytes are missing.
    const std::size_t count = bytes.size() - std::min(bytes.size(), expected);
    std::vector<std::int32_t> samples(count);
    for (std::size_t i = 0; i < count; ++i) {
        samples[i] = static_cast<std::int16_t>(bytes[i] << 8 | bytes[expected + i]);
    }
    // The first two are values. Behind them stands, one place late, what the straight line through the two values
    // before misses; the difference of the first place stands in the block's header. 16-bit arithmetic, as it is
    // stored.
    std::int32_t difference = block.first_difference;
    for (std::size_t i = 2; i < count; ++i) {
        const std::int32_t stored = samples[i];
        samples[i] = static_cast<std::int16_t>(2 * samples[i - 1] - samples[i - 2] - difference);
        difference = stored - kBias;
    }
    return samples;
}

}  // namespace triptych::formats
