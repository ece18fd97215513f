// MFER's frames (ISO 22077-1; ISO/TS 11073-92001): a file is a chain of tag, length, value; definitions hold until they
// are replaced, and a waveform frame is read by those that hold then.
#pragma once

#include "core/domain/error.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace triptych::formats {

enum MferTag : std::uint8_t {
    kMferByteOrder = 0x01,
    kMferCharacters = 0x03,
    kMferBlockLength = 0x04,
    kMferChannels = 0x05,
    kMferSequences = 0x06,
    kMferPointer = 0x07,
    kMferWaveform = 0x08,
    kMferLead = 0x09,
    kMferDataType = 0x0a,
    kMferInterval = 0x0b,
    kMferSensitivity = 0x0c,
    kMferOffset = 0x0d,
    kMferCompression = 0x0e,
    kMferFilter = 0x11,
    kMferNull = 0x12,
    kMferInformation = 0x15,
    kMferNote = 0x16,
    kMferMaker = 0x17,
    kMferWave = 0x1e,
    kMferChannel = 0x3f,
    kMferPreamble = 0x40,
    kMferEvent = 0x41,
    kMferGroup = 0x67,
    kMferEnd = 0x80,
    kMferPatientName = 0x81,
    kMferPatientId = 0x82,
    kMferAge = 0x83,
    kMferSex = 0x84,
    kMferTime = 0x85
};

struct MferFrame {
    std::uint8_t tag = 0;
    std::int64_t channel = 0;  // of kMferChannel, whose value is frames again
    std::string_view value;
    bool is_cut = false;  // the file ends within the value
};

// Takes the next frame from the front of `bytes`; nullopt at the end, at the end mark, or where no frame can be.
[[nodiscard]] std::optional<MferFrame> takeMferFrame(std::string_view& bytes);

// The first bytes of a file: a preamble that says so. It may be left out: then the byte order, and behind it what else
// belongs to a waveform.
[[nodiscard]] bool looksLikeMfer(std::string_view beginning);

// An integer of one to eight bytes in the byte order that the file states.
[[nodiscard]] std::int64_t mferInteger(std::string_view value, bool is_little_endian, bool is_signed);

// Unit code, exponent of ten and mantissa of an interval or a sensitivity: {code, mantissa·10^exponent}.
struct MferQuantity {
    int unit = 0;
    double value = 0;

    friend bool operator==(const MferQuantity&, const MferQuantity&) = default;
};
[[nodiscard]] std::optional<MferQuantity> mferQuantity(std::string_view value, bool is_little_endian);

// A text in the character code that the file states ("UTF-16LE", "ANSI X3.4", ...) as UTF-8, without NULs at its end.
[[nodiscard]] std::string mferText(std::string_view value, const std::string& characters);

}  // namespace triptych::formats
