#include "core/formats/gdf/header.h"

#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace triptych::formats {
namespace {

constexpr std::size_t kMostChannels = 4096;
constexpr double kDayOf1970 = 719'529;  // counted from the first of January of the year 0, which is 1

double floatingAt(std::string_view bytes, std::size_t at) {
    return std::bit_cast<double>(gdfWord(bytes, at, 8));
}

std::string textAt(std::string_view bytes, std::size_t at, std::size_t width) {
    const std::string_view field = bytes.substr(at, width);
    return text::asUtf8(text::trimmed(field.substr(0, field.find('\0'))));
}

// Days and their fraction in a 2^32nd.
std::optional<std::string> timeOf(std::uint64_t days) {
    if (days == 0) return std::nullopt;
    const double seconds = (static_cast<double>(days >> 32) - kDayOf1970) * 86'400 +
                           static_cast<double>(days & 0xffffffff) * 86'400 / 4'294'967'296.0;
    if (!(std::abs(seconds) < 1e11)) return std::nullopt;
    // A 2^32nd of a day is 20 us.
    const auto whole_ms = static_cast<std::int64_t>(std::llround(seconds * 1000));
    const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(whole_ms)};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day civil(day);
    if (static_cast<int>(civil.year()) < 1900 || static_cast<int>(civil.year()) > 9999) return std::nullopt;
    const auto of_day_ms = (time - day).count();
    std::array<char, 80> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(civil.year()),
                  static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day()),
                  static_cast<int>(of_day_ms / 3'600'000), static_cast<int>(of_day_ms / 60'000 % 60),
                  static_cast<int>(of_day_ms / 1000 % 60));
    std::string start = out.data();
    if (of_day_ms % 1000 != 0) start += '.' + std::to_string(1000 + of_day_ms % 1000).substr(1);
    return start;
}

// Written as a fraction up to GDF 2.2 and as a floating-point number later: what is one of them is no sensible other.
double durationOf(std::string_view bytes) {
    const double floating = floatingAt(bytes, 244);
    if (std::isfinite(floating) && floating > 1e-9 && floating < 1e9) return floating;
    const auto over = static_cast<double>(gdfWord(bytes, 244, 4));
    const auto under = static_cast<double>(gdfWord(bytes, 248, 4));
    return under > 0 ? over / under : 0;
}

int bytesOfType(std::uint64_t type) {
    switch (type) {
        case 1:
        case 2:
            return 1;
        case 3:
        case 4:
            return 2;
        case 5:
        case 6:
        case 16:
            return 4;
        case 7:
        case 8:
        case 17:
            return 8;
        case 279:
        case 535:
            return 3;
        default:
            return 0;
    }
}

// ISO/IEEE 11073's code: a dimension, and a decimal factor in its last five bits.
std::string unitOf(std::string_view text, std::uint64_t code) {
    constexpr std::uint64_t kVolt = 4256;
    constexpr std::uint64_t kNone = 512;
    if ((code & ~std::uint64_t{31}) == kVolt) {
        switch (code & 31) {
            case 0:
                return "V";
            case 18:
                return "mV";
            case 19:
                return "uV";
            case 20:
                return "nV";
            default:
                break;
        }
    }
    if (!text.empty()) return std::string(text);
    if (code == 0 || code == kNone) return {};
    return "unit " + std::to_string(code);
}

}  // namespace

std::uint64_t gdfWord(std::string_view bytes, std::size_t at, int count) {
    std::uint64_t value = 0;
    for (int i = 0; i < count && at + static_cast<std::size_t>(i) < bytes.size(); ++i) {
        value |= std::uint64_t{static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)])} << 8 * i;
    }
    return value;
}

Result<std::int64_t> gdfHeaderBytes(std::string_view beginning, const std::string& where) {
    if (!beginning.starts_with("GDF ")) {
        return fail(
            beginning.empty() ? ErrorCode::empty : ErrorCode::malformed,
            beginning.empty() ? text::Said("the file is empty") : text::Said("the file does not begin as GDF does"),
            where, "restore it from its source");
    }
    const std::string version = textAt(beginning, 4, 4);
    if (!version.starts_with('2') && !version.starts_with('3')) {
        return fail(ErrorCode::unsupported, text::say("the file is of version {1} of GDF", text::inQuotes(version)),
                    where, "convert it to GDF 2 or EDF");
    }
    const auto channels = static_cast<std::int64_t>(gdfWord(beginning, 252, 2));
    const auto stated = static_cast<std::int64_t>(gdfWord(beginning, 184, 2)) * kGdfHeader_bytes;
    if (beginning.size() < kGdfHeader_bytes || channels == 0 || channels > static_cast<std::int64_t>(kMostChannels)) {
        return fail(beginning.size() < kGdfHeader_bytes ? ErrorCode::truncated : ErrorCode::malformed,
                    beginning.size() < kGdfHeader_bytes ? "the file ends within its header"
                                                        : text::say("the header states {1} channels", channels),
                    where, "restore the file from its source");
    }
    if (stated < (channels + 1) * kGdfHeader_bytes) {
        return fail(
            ErrorCode::malformed,
            text::say("the header states a length of {1} bytes, too few for its {2} channels", stated, channels), where,
            "restore the file from its source");
    }
    return stated;
}

Result<GdfHeader> parseGdfHeader(std::string_view bytes, const std::string& where) {
    const auto length = gdfHeaderBytes(bytes, where);
    if (!length) return std::unexpected(length.error());
    if (static_cast<std::int64_t>(bytes.size()) < *length) {
        return fail(ErrorCode::truncated, "the file ends within its header", where, "restore it from its source");
    }
    GdfHeader header;
    header.version = textAt(bytes, 4, 4);
    header.data_offset = *length;
    header.records = static_cast<std::int64_t>(gdfWord(bytes, 236, 8));
    header.record_s = durationOf(bytes);
    header.start = timeOf(gdfWord(bytes, 168, 8));
    const auto sex = gdfWord(bytes, 87, 1) & 3;
    if (sex == 1 || sex == 2) header.comments.push_back(sex == 1 ? "sex: male" : "sex: female");
    if (std::string patient = textAt(bytes, 8, 66); !patient.empty() && patient != "X X") {
        header.comments.push_back("patient: " + patient);
    }
    if (std::string recording = textAt(bytes, 88, 64); !recording.empty()) {
        header.comments.push_back("recording: " + recording);
    }
    const auto count = static_cast<std::size_t>(gdfWord(bytes, 252, 2));
    // Each field for all channels, then the next: its place among the 256 bytes of a channel, and its width.
    const auto field = [&](std::size_t place, std::size_t width, std::size_t channel) {
        return static_cast<std::size_t>(kGdfHeader_bytes) + place * count + width * channel;
    };
    for (std::size_t i = 0; i < count; ++i) {
        GdfChannel channel;
        channel.label = textAt(bytes, field(0, 16, i), 16);
        channel.unit = unitOf(textAt(bytes, field(96, 6, i), 6), gdfWord(bytes, field(102, 2, i), 2));
        channel.physical_minimum = floatingAt(bytes, field(104, 8, i));
        channel.physical_maximum = floatingAt(bytes, field(112, 8, i));
        channel.digital_minimum = floatingAt(bytes, field(120, 8, i));
        channel.digital_maximum = floatingAt(bytes, field(128, 8, i));
        channel.samples_per_record = static_cast<std::int64_t>(gdfWord(bytes, field(216, 4, i), 4));
        const std::uint64_t type = gdfWord(bytes, field(220, 4, i), 4);
        channel.type = static_cast<int>(std::min<std::uint64_t>(type, INT32_MAX));
        channel.bytes = bytesOfType(type);
        if (channel.bytes == 0) {
            return fail(ErrorCode::unsupported,
                        text::say("channel {1} has samples of type {2}, which is not known",
                                  text::inQuotes(channel.label), type),
                        where, "convert the file to EDF or WFDB");
        }
        header.record_bytes += channel.samples_per_record * channel.bytes;
        header.channels.push_back(std::move(channel));
    }
    if (header.record_bytes == 0 || !(header.record_s > 0)) {
        return fail(ErrorCode::malformed,
                    header.record_bytes == 0 ? text::Said("the header states no samples")
                                             : text::Said("the header states no length of its records"),
                    where, "restore the file from its source");
    }
    return header;
}

}  // namespace triptych::formats
