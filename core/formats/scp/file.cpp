#include "core/formats/scp/file.h"

#include "core/formats/crc_ccitt.h"
#include "core/text/said.h"

#include <algorithm>
#include <utility>

namespace triptych::formats {
namespace {

constexpr std::size_t kRecordHeader_bytes = 6;
constexpr std::size_t kSectionHeader_bytes = 16;
constexpr std::size_t kPointer_bytes = 10;
constexpr std::size_t kLongEcg_section = 12;
constexpr char kHint[] = "export it again from the electrocardiograph";

std::uint32_t reversed(std::uint32_t value) {
    return value >> 24 | (value >> 8 & 0xff00) | (value << 8 & 0xff'0000) | value << 24;
}

std::string numbered(std::size_t section) {
    return text::say("section {1}", section);
}

}  // namespace

unsigned scp8(std::span<const std::byte> bytes, std::size_t at) {
    return std::to_integer<unsigned>(bytes[at]);
}
unsigned scp16(std::span<const std::byte> bytes, std::size_t at) {
    return scp8(bytes, at) | scp8(bytes, at + 1) << 8;
}
int scpSigned16(std::span<const std::byte> bytes, std::size_t at) {
    return static_cast<std::int16_t>(scp16(bytes, at));
}
std::uint32_t scp32(std::span<const std::byte> bytes, std::size_t at) {
    return scp16(bytes, at) | static_cast<std::uint32_t>(scp16(bytes, at + 2)) << 16;
}

bool looksLikeScp(std::string_view beginning) {
    const auto bytes = std::as_bytes(std::span(beginning));
    if (bytes.size() < kRecordHeader_bytes + kSectionHeader_bytes + kPointer_bytes) return false;
    if (scp16(bytes, 8) != 0) return false;
    if (beginning.substr(16, 6) == "SCPECG") return true;
    // Version 1 leaves the name out: then section 0 must point to itself.
    return scp16(bytes, 22) == 0 && scp32(bytes, 24) == scp32(bytes, 10) && scp32(bytes, 10) >= 16 + 10 &&
           scp32(bytes, 10) <= 4096 && (scp32(bytes, 28) == 7 || scp32(bytes, 28) == 6);
}

Result<void> readScpFrame(ScpFile& file, const std::string& path) {
    const auto bytes = std::as_bytes(std::span(std::as_const(file.bytes)));
    if (bytes.empty()) return fail(ErrorCode::empty, "the file is empty", path, kHint);
    if (!looksLikeScp(file.bytes)) {
        return fail(bytes.size() < 120 ? ErrorCode::truncated : ErrorCode::malformed,
                    "this is no SCP-ECG file, or one that is cut", path, kHint);
    }
    const std::uint32_t stated = scp32(bytes, 2);
    const std::size_t checked = stated >= 2 && stated <= bytes.size() ? stated : bytes.size();
    const bool sum_agrees = crcCcitt(bytes.subspan(2, checked - 2)) == scp16(bytes, 0);
    if (stated != bytes.size() && !sum_agrees) {
        const bool backwards = reversed(stated) < stated;
        return fail(ErrorCode::malformed,
                    backwards ? text::say("the file breaks EN 1064 or is cut: it states a length of {1} bytes ({2} in "
                                          "the wrong byte order), has {3}, and its checksum is wrong",
                                          stated, reversed(stated), bytes.size())
                              : text::say("the file breaks EN 1064 or is cut: it states a length of {1} bytes, has "
                                          "{2}, and its checksum is wrong",
                                          stated, bytes.size()),
                    path, kHint);
    }
    if (!sum_agrees) {
        file.warnings.push_back({"the file's checksum is wrong: some of it is damaged", path});
    } else if (stated != bytes.size()) {
        file.warnings.push_back(
            {text::say("the file has {1} bytes behind its end, which are ignored", bytes.size() - stated), path});
    }
    const std::size_t pointers_end = kRecordHeader_bytes + std::min<std::size_t>(scp32(bytes, 10), checked);
    for (std::size_t at = kRecordHeader_bytes + kSectionHeader_bytes;
         at + kPointer_bytes <= std::min(pointers_end, checked); at += kPointer_bytes) {
        const std::size_t id = scp16(bytes, at);
        const std::uint64_t length = scp32(bytes, at + 2);
        const std::uint64_t index = scp32(bytes, at + 6);
        if (id == kLongEcg_section && length > 0) file.has_long_ecg = true;
        if (id == 0 || id >= kScpSections || length == 0) continue;
        if (length < kSectionHeader_bytes || index < 1 || index - 1 + length > checked) {
            return fail(ErrorCode::malformed, text::say("{1} lies outside the file", numbered(id)), path, kHint);
        }
        const auto section = bytes.subspan(index - 1, length);
        if (scp16(section, 2) != id) {
            return fail(ErrorCode::malformed,
                        text::say("{1} is not where the file points to: there stands {2}", numbered(id),
                                  numbered(scp16(section, 2))),
                        path, kHint);
        }
        // Zero is written by some who do not sum at all.
        if (const unsigned sum = scp16(section, 0); sum != 0 && crcCcitt(section.subspan(2)) != sum && sum_agrees) {
            file.warnings.push_back({text::say("the checksum of {1} is wrong", numbered(id)), path});
        }
        if (file.protocol == 0) file.protocol = scp8(section, 9);
        file.sections[id] = section.subspan(kSectionHeader_bytes);
    }
    return {};
}

}  // namespace triptych::formats
