#include "core/formats/dicom/walk.h"

#include <string_view>

namespace triptych::formats {
namespace {

// A waveform's own structure is five deep, and a 12-lead ECG with all its measurements has some thousand elements.
constexpr int kDeepest = 16;
constexpr int kMostElements = 200'000;

constexpr std::uint32_t kItem = 0xfffe'e000;
constexpr std::uint32_t kItemEnd = 0xfffe'e00d;
constexpr std::uint32_t kSequenceEnd = 0xfffe'e0dd;
constexpr std::uint32_t kWaveformSequence = 0x5400'0100;
constexpr std::uint32_t kWaveformData = 0x5400'1010;
constexpr std::uint32_t kUndefined = 0xffff'ffff;

// PS3.5 table 6.2-1; those with a length of 32 bits behind two reserved bytes first.
constexpr std::string_view kLongVrs = "OB OD OF OL OV OW SQ SV UC UN UR UT UV";
constexpr std::string_view kShortVrs = "AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US";

bool isOneOf(std::string_view list, std::string_view vr) {
    for (std::size_t i = 0; i + 2 <= list.size(); i += 3) {
        if (list.substr(i, 2) == vr) return true;
    }
    return false;
}

struct Syntax {
    bool explicit_vr;
    bool big_endian;
};

enum class Place { top, waveform, elsewhere };

struct Element {
    std::uint32_t tag = 0;
    std::array<char, 2> vr{};  // zeros where the syntax has none
    std::uint32_t length = 0;
    std::int64_t header_offset = 0;

    [[nodiscard]] bool is(std::string_view name) const { return std::string_view(vr.data(), 2) == name; }
};

class Walker {
public:
    Walker(std::span<const std::byte> bytes, DicomWalk& walk) : bytes_(bytes), walk_(walk) {}

    // Elements up to `end`; with `delimited` up to the item's delimiter, which must come before `end`.
    bool dataset(std::int64_t end, bool delimited, Syntax syntax, Place place, int depth) {
        if (depth > kDeepest) return stop(DicomFault::too_deep, 0, at_);
        while (at_ < end) {
            Element element;
            if (!header(end, syntax, element)) return false;
            if (delimited && element.tag == kItemEnd) return true;
            if (++elements_ > kMostElements) return stop(DicomFault::too_many, element.tag, element.header_offset);
            if (!value(end, element, syntax, place, depth)) return false;
        }
        return !delimited || stop(DicomFault::truncated, kItemEnd, at_);
    }

private:
    bool value(std::int64_t end, const Element& element, Syntax syntax, Place place, int depth) {
        const bool waveforms = place == Place::top && element.tag == kWaveformSequence;
        const bool samples = place == Place::waveform && element.tag == kWaveformData;
        if (element.length == kUndefined) {
            if (syntax.explicit_vr && !element.is("SQ") && !element.is("UN")) {
                return stop(DicomFault::encapsulated, element.tag, element.header_offset);
            }
            // PS3.5 §6.2.2: the content of an unknown element of undefined length is implicit, little endian.
            const Syntax inner = element.is("UN") ? Syntax{false, false} : syntax;
            return items(end, true, inner, waveforms, depth);
        }
        if (element.length > end - at_) return stop(DicomFault::bad_length, element.tag, element.header_offset);
        const std::int64_t behind = at_ + element.length;
        // Without its representation a sequence is known by the item that it begins with.
        const bool sequence = syntax.explicit_vr ? element.is("SQ") : !samples && beginsWithItem(behind, syntax);
        if (sequence) return items(behind, false, syntax, waveforms, depth);
        if (samples) keepSamples(element, syntax);
        at_ = behind;
        return true;
    }

    bool items(std::int64_t end, bool delimited, Syntax syntax, bool waveforms, int depth) {
        while (at_ < end) {
            Element item;
            if (!header(end, syntax, item)) return false;
            if (delimited && item.tag == kSequenceEnd) return true;
            if (item.tag != kItem) return stop(DicomFault::bad_length, item.tag, item.header_offset);
            if (++elements_ > kMostElements) return stop(DicomFault::too_many, item.tag, item.header_offset);
            if (waveforms && ++walk_.groups > DicomWalk::kMostGroups) {
                walk_.groups = DicomWalk::kMostGroups;
                return stop(DicomFault::too_many, kWaveformSequence, item.header_offset);
            }
            const Place place = waveforms ? Place::waveform : Place::elsewhere;
            if (item.length == kUndefined) {
                if (!dataset(end, true, syntax, place, depth + 1)) return false;
            } else {
                if (item.length > end - at_) return stop(DicomFault::bad_length, item.tag, item.header_offset);
                if (!dataset(at_ + item.length, false, syntax, place, depth + 1)) return false;
            }
        }
        return !delimited || stop(DicomFault::truncated, kSequenceEnd, at_);
    }

    bool header(std::int64_t end, Syntax syntax, Element& element) {
        element.header_offset = at_;
        if (end - at_ < 8) return stop(DicomFault::truncated, 0, at_);
        element.tag = static_cast<std::uint32_t>(word(at_, syntax)) << 16 | word(at_ + 2, syntax);
        if (!syntax.explicit_vr || element.tag >> 16 == 0xfffe) {
            element.length = doubleWord(at_ + 4, syntax);
            at_ += 8;
            return true;
        }
        element.vr = {static_cast<char>(bytes_[index(at_ + 4)]), static_cast<char>(bytes_[index(at_ + 5)])};
        const std::string_view vr(element.vr.data(), 2);
        if (isOneOf(kShortVrs, vr)) {
            element.length = word(at_ + 6, syntax);
            at_ += 8;
            return true;
        }
        if (!isOneOf(kLongVrs, vr)) return stop(DicomFault::bad_vr, element.tag, at_);
        if (end - at_ < 12) return stop(DicomFault::truncated, element.tag, at_);
        element.length = doubleWord(at_ + 8, syntax);
        at_ += 12;
        return true;
    }

    [[nodiscard]] bool beginsWithItem(std::int64_t end, Syntax syntax) const {
        return end - at_ >= 8 && (static_cast<std::uint32_t>(word(at_, syntax)) << 16 | word(at_ + 2, syntax)) == kItem;
    }

    void keepSamples(const Element& element, Syntax syntax) {
        if (walk_.groups == 0) return;
        unsigned swap = 0;
        if (syntax.big_endian && element.is("OW")) swap = 1;
        if (syntax.big_endian && element.is("OL")) swap = 3;
        walk_.samples[walk_.groups - 1] = {at_, element.length, swap};
    }

    bool stop(DicomFault fault, std::uint32_t tag, std::int64_t offset) {
        walk_.fault = fault;
        walk_.fault_tag = tag;
        walk_.fault_offset = offset;
        return false;
    }

    static std::size_t index(std::int64_t at) { return static_cast<std::size_t>(at); }
    [[nodiscard]] std::uint16_t word(std::int64_t at, Syntax syntax) const {
        const auto first = std::to_integer<unsigned>(bytes_[index(at)]);
        const auto second = std::to_integer<unsigned>(bytes_[index(at + 1)]);
        return static_cast<std::uint16_t>(syntax.big_endian ? first << 8 | second : second << 8 | first);
    }
    [[nodiscard]] std::uint32_t doubleWord(std::int64_t at, Syntax syntax) const {
        const std::uint32_t first = word(at, syntax);
        const std::uint32_t second = word(at + 2, syntax);
        return syntax.big_endian ? first << 16 | second : second << 16 | first;
    }

    std::span<const std::byte> bytes_;
    DicomWalk& walk_;
    std::int64_t at_ = 0;
    int elements_ = 0;
};

}  // namespace

void walkDicom(std::span<const std::byte> bytes, bool explicit_vr, bool big_endian, DicomWalk& walk) {
    Walker(bytes, walk)
        .dataset(static_cast<std::int64_t>(bytes.size()), false, {explicit_vr, big_endian}, Place::top, 0);
}

}  // namespace triptych::formats
