// The samples of an MFER's waveform frames in the ten ways that ISO 22077-1 (MWF_DTP) stores them: whole numbers,
// status words, floating point, and eight-bit differences.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace triptych::formats {

struct MferDataType {
    enum class Kind { whole, status, floating, difference };
    int width = 2;  // bytes
    bool is_signed = true;
    Kind kind = Kind::whole;

    friend bool operator==(const MferDataType&, const MferDataType&) = default;
};

// By the code of MWF_DTP, 0 to 9; nullopt for others.
[[nodiscard]] std::optional<MferDataType> mferDataType(int code);

// A single number in the bytes of a sample of that type: an offset.
[[nodiscard]] double mferNumber(std::string_view bytes, bool is_little_endian, const MferDataType& type);

// One channel's samples, all frames joined.
class MferTrack {
public:
    explicit MferTrack(const MferDataType& type) : type_(type) {}

    // Takes `count` samples from the front of `bytes`, which holds them. `null_value`: the bits that mean "no sample".
    void append(std::string_view bytes, std::size_t count, bool is_little_endian,
                std::optional<std::int64_t> null_value);
    // `count` samples that were not recorded.
    void skip(std::size_t count);
    // Differences count from zero at the beginning of a frame.
    void beginFrame() { sum_ = 0; }

    [[nodiscard]] std::size_t size() const { return values_.size() + numbers_.size(); }
    // A difference of -128, of which the standard does not say that it is a step: some writers mark a jump by it.
    [[nodiscard]] bool hasJumpMark() const { return has_jump_mark_; }

    // A stored value v means (v - zero)·step in the file's own numbers. Whole numbers stay as they are, those of 32
    // bits without a sign shifted by half their range. Floating ones get the finest power of two under which the
    // largest has 30 bits: single precision loses nothing unless a sample is 64 times smaller than the largest, and
    // then less than 2^-31 of that.
    struct Stored {
        std::vector<std::int32_t> values;
        double step = 1;
        double zero = 0;
    };
    [[nodiscard]] Stored take();

private:
    MferDataType type_;
    std::vector<std::int32_t> values_;
    std::vector<double> numbers_;  // of floating point
    std::int32_t sum_ = 0;
    bool has_jump_mark_ = false;
};

}  // namespace triptych::formats
