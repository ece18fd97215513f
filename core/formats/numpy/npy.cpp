#include "core/formats/numpy/npy.h"

#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace triptych::formats {
namespace {

using namespace std::string_view_literals;
constexpr std::string_view kMagic = "\x93NUMPY"sv;
constexpr std::int64_t kMostElements = std::int64_t{1} << 62;
constexpr std::size_t kMostAxes = 32;  // NumPy's own limit
constexpr int kLongestWord_bytes = 4096;

Error malformed(const text::Said& what, const std::string& where) {
    return {ErrorCode::malformed, what, where, "restore the file from its source"};
}

// What stands behind "'key':" in the dictionary, up to the end of the text.
std::string_view valueOf(std::string_view dictionary, std::string_view key) {
    for (const char quote : {'\'', '"'}) {
        const std::string wanted = quote + std::string(key) + quote;
        const std::size_t at = dictionary.find(wanted);
        if (at == std::string_view::npos) continue;
        std::string_view rest = text::trimmed(dictionary.substr(at + wanted.size()));
        if (!rest.starts_with(':')) continue;
        rest.remove_prefix(1);
        return text::trimmed(rest);
    }
    return {};
}

std::optional<std::vector<std::int64_t>> shapeOf(std::string_view value) {
    if (!value.starts_with('(') || value.find(')') == std::string_view::npos) return std::nullopt;
    std::string_view rest = value.substr(1, value.find(')') - 1);
    std::vector<std::int64_t> shape;
    std::int64_t elements = 1;
    while (!text::trimmed(rest).empty()) {
        rest = text::trimmed(rest);
        const auto length = text::takeNumber<std::int64_t>(rest);
        if (!length || *length < 0 || shape.size() >= kMostAxes) return std::nullopt;
        if (rest.starts_with('L')) rest.remove_prefix(1);  // written by Python 2
        rest = text::trimmed(rest);
        if (!rest.empty() && !rest.starts_with(',')) return std::nullopt;
        if (!rest.empty()) rest.remove_prefix(1);
        if (*length > 0 && elements > kMostElements / *length) return std::nullopt;
        elements *= *length;
        shape.push_back(*length);
    }
    return shape;
}

Result<void> takeType(std::string_view value, NpyHeader& header, const std::string& where) {
    if (value.starts_with('[')) {
        return fail(ErrorCode::unsupported, "the array holds records of named fields", where,
                    "save each field as an array of its own");
    }
    const char quote = value.empty() ? '\0' : value.front();
    const std::size_t end = quote == '\'' || quote == '"' ? value.find(quote, 1) : std::string_view::npos;
    if (end == std::string_view::npos) return std::unexpected(malformed("the array does not say its type", where));
    std::string_view type = value.substr(1, end - 1);
    if (!type.empty() && "<>|="sv.find(type.front()) != std::string_view::npos) {
        header.is_big_endian = type.front() == '>';
        type.remove_prefix(1);
    }
    if (type.empty()) return std::unexpected(malformed("the array does not say its type", where));
    header.kind = type.front();
    const auto size = text::wholeNumber<int>(type.substr(1));
    header.bytes = size.value_or(0);
    if (header.kind == 'O') {
        return fail(ErrorCode::refused, "the array holds Python objects, and reading those would run code", where,
                    "save it as numbers: numpy.save(..., allow_pickle=False)");
    }
    const auto isOneOf = [&](std::initializer_list<int> sizes) {
        return std::find(sizes.begin(), sizes.end(), header.bytes) != sizes.end();
    };
    const bool is_known =
        (header.kind == 'f' && isOneOf({2, 4, 8})) || (header.kind == 'b' && header.bytes == 1) ||
        ((header.kind == 'i' || header.kind == 'u') && isOneOf({1, 2, 4, 8})) ||
        ((header.kind == 'U' || header.kind == 'S') && size && header.bytes >= 0 && header.bytes <= kLongestWord_bytes);
    if (!is_known) {
        return fail(ErrorCode::unsupported, text::say("the array holds elements of type {1}", text::inQuotes(type)),
                    where, "save it as whole or floating-point numbers");
    }
    if (header.kind == 'U') header.bytes *= 4;
    return {};
}

std::uint64_t bitsOf(const char* at, int bytes, bool is_big_endian) {
    std::uint64_t bits = 0;
    for (int i = 0; i < bytes; ++i) {
        bits |= std::uint64_t{static_cast<unsigned char>(at[is_big_endian ? bytes - 1 - i : i])} << 8 * i;
    }
    return bits;
}

double halfOf(std::uint64_t bits) {
    const int exponent = static_cast<int>(bits >> 10 & 31);
    const double fraction = static_cast<double>(bits & 1023) / 1024;
    const double sign = (bits & 0x8000) != 0 ? -1 : 1;
    if (exponent == 31) return fraction == 0 ? sign * INFINITY : NAN;
    return sign * (exponent == 0 ? std::ldexp(fraction, -14) : std::ldexp(1 + fraction, exponent - 15));
}

double numberOf(const NpyHeader& header, const char* at) {
    const std::uint64_t bits = bitsOf(at, header.bytes, header.is_big_endian);
    switch (header.kind) {
        case 'f':
            if (header.bytes == 2) return halfOf(bits);
            if (header.bytes == 4) return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
            return std::bit_cast<double>(bits);
        case 'i':
            return static_cast<double>(static_cast<std::int64_t>(bits << (64 - 8 * header.bytes)) >>
                                       (64 - 8 * header.bytes));
        default:
            return static_cast<double>(bits);
    }
}

}  // namespace

std::int64_t NpyHeader::elements() const {
    std::int64_t count = 1;
    for (const std::int64_t length : shape) count *= length;
    return count;
}

bool sniffNpy(std::string_view beginning) {
    return beginning.starts_with(kMagic);
}

Result<NpyHeader> parseNpyHeader(std::string_view beginning, const std::string& where) {
    if (!sniffNpy(beginning) || beginning.size() < 12) {
        return fail(beginning.empty() ? ErrorCode::empty : ErrorCode::malformed,
                    beginning.empty() ? text::Said("the file is empty")
                                      : text::Said("the file does not begin as NumPy's arrays do"),
                    where, "restore it from its source");
    }
    const int version = static_cast<unsigned char>(beginning[6]);
    if (version < 1 || version > 3) {
        return fail(ErrorCode::unsupported, text::say("the array has version {1} of NumPy's format", version), where,
                    "save it again by another NumPy");
    }
    const int width = version == 1 ? 2 : 4;
    const auto length = static_cast<std::size_t>(bitsOf(beginning.data() + 8, width, false));
    const std::size_t begin = 8 + static_cast<std::size_t>(width);
    if (length > beginning.size() - begin) {
        return std::unexpected(malformed("the file ends within the array's description", where));
    }
    const std::string_view dictionary = beginning.substr(begin, length);
    NpyHeader header;
    header.data_offset = static_cast<std::int64_t>(begin + length);
    if (auto taken = takeType(valueOf(dictionary, "descr"), header, where); !taken) {
        return std::unexpected(taken.error());
    }
    header.is_fortran = valueOf(dictionary, "fortran_order").starts_with("True");
    auto shape = shapeOf(valueOf(dictionary, "shape"));
    if (!shape) return std::unexpected(malformed("the array does not say its shape", where));
    header.shape = std::move(*shape);
    return header;
}

std::vector<double> numbersOf(const NpyHeader& header, std::string_view bytes) {
    const auto width = static_cast<std::size_t>(header.bytes);
    std::vector<double> numbers(bytes.size() / width);
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = numberOf(header, bytes.data() + i * width);
    return numbers;
}

std::vector<std::string> wordsOf(const NpyHeader& header, std::string_view bytes) {
    std::vector<std::string> words;
    const auto width = static_cast<std::size_t>(header.bytes);
    if (width == 0) return words;
    for (std::size_t at = 0; at + width <= bytes.size(); at += width) {
        const std::string_view field = bytes.substr(at, width);
        std::string word;
        if (header.kind == 'S') {
            word = text::asUtf8(field.substr(0, field.find('\0')));
        } else {
            for (std::size_t i = 0; i < width; i += 4) {
                const auto code = static_cast<std::uint32_t>(bitsOf(field.data() + i, 4, header.is_big_endian));
                if (code == 0) break;
                text::appendUtf8(word, code < 0x110000 && (code < 0xd800 || code > 0xdfff) ? code : 0xfffd);
            }
        }
        words.emplace_back(text::trimmed(word));
    }
    return words;
}

std::vector<double> turned(const std::vector<double>& values, const std::vector<std::int64_t>& shape) {
    std::vector<double> out(values.size());
    std::vector<std::size_t> place(shape.size(), 0);
    std::vector<std::size_t> step(shape.size(), 1);
    for (std::size_t axis = 1; axis < shape.size(); ++axis) {
        step[axis] = step[axis - 1] * static_cast<std::size_t>(shape[axis - 1]);
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::size_t from = 0;
        for (std::size_t axis = 0; axis < shape.size(); ++axis) from += place[axis] * step[axis];
        out[i] = from < values.size() ? values[from] : NAN;
        for (std::size_t axis = shape.size(); axis-- > 0;) {
            if (++place[axis] < static_cast<std::size_t>(shape[axis])) break;
            place[axis] = 0;
        }
    }
    return out;
}

}  // namespace triptych::formats
