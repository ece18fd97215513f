#include "core/formats/scp/bits.h"

#include <algorithm>

namespace triptych::formats {
namespace {

constexpr std::size_t kDefaultTable = 19'999;
constexpr std::size_t kCode_bytes = 9;
constexpr int kLongest_bits = 32;
constexpr std::size_t kMostCodes = 4096;

unsigned byteAt(std::span<const std::byte> bytes, std::size_t at) {
    return std::to_integer<unsigned>(bytes[at]);
}

unsigned word(std::span<const std::byte> bytes, std::size_t at) {
    return byteAt(bytes, at) | byteAt(bytes, at + 1) << 8;
}

std::uint32_t lowest(std::uint32_t value, int bits) {
    return bits >= 32 ? value : value & ((1U << bits) - 1);
}

class BitReader {
public:
    explicit BitReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    // The next bit, the highest of a byte first; -1 at the end.
    int take() {
        if (at_ >= bytes_.size() * 8) return -1;
        const unsigned byte = byteAt(bytes_, at_ / 8);
        return static_cast<int>(byte >> (7 - at_++ % 8) & 1);
    }

    std::optional<std::int32_t> takeSigned(int bits) {
        if (at_ + static_cast<std::size_t>(bits) > bytes_.size() * 8) return std::nullopt;
        std::uint32_t value = 0;
        for (int i = 0; i < bits; ++i) value = value << 1 | static_cast<std::uint32_t>(take());
        return static_cast<std::int32_t>(value << (32 - bits)) >> (32 - bits);
    }

private:
    std::span<const std::byte> bytes_;
    std::size_t at_ = 0;
};

// Codes by length and prefix, so that each length is looked up by halving.
std::vector<ScpCode> ordered(ScpTable table) {
    std::sort(table.begin(), table.end(), [](const ScpCode& a, const ScpCode& b) {
        return a.prefix_bits != b.prefix_bits ? a.prefix_bits < b.prefix_bits : a.prefix < b.prefix;
    });
    return table;
}

const ScpCode* findCode(const ScpTable& table, int bits, std::uint32_t prefix) {
    const auto found = std::lower_bound(table.begin(), table.end(), std::pair(bits, prefix),
                                        [](const ScpCode& code, const std::pair<int, std::uint32_t>& wanted) {
                                            return std::pair(code.prefix_bits, code.prefix) < wanted;
                                        });
    return found != table.end() && found->prefix_bits == bits && found->prefix == prefix ? &*found : nullptr;
}

const ScpCode* takeCode(BitReader& bits, const ScpTable& table) {
    std::uint32_t prefix = 0;
    const int longest = table.empty() ? 0 : table.back().prefix_bits;
    for (int length = 1; length <= longest; ++length) {
        const int bit = bits.take();
        if (bit < 0) return nullptr;
        prefix |= static_cast<std::uint32_t>(bit) << (length - 1);
        if (const ScpCode* const code = findCode(table, length, prefix)) return code;
    }
    return nullptr;
}

bool isPrefixFree(const ScpTable& table) {
    for (const ScpCode& code : table) {
        for (int length = 1; length < code.prefix_bits; ++length) {
            if (findCode(table, length, lowest(code.prefix, length)) != nullptr) return false;
        }
    }
    return true;
}

}  // namespace

const ScpTable& defaultScpTable() {
    static const ScpTable table = [] {
        ScpTable codes = {{1, 1, false, 0, 0}};
        // ±n, n = 1...8: n + 1 ones... and a zero, then the sign: "100" is 1, "101" is -1, "1100" is 2.
        for (int n = 1; n <= 8; ++n) {
            const std::uint32_t ones = (1U << n) - 1;
            codes.push_back({n + 2, n + 2, false, n, ones});
            codes.push_back({n + 2, n + 2, false, -n, ones | 1U << (n + 1)});
        }
        codes.push_back({10, 18, false, 0, 0x1ff});
        codes.push_back({10, 26, false, 0, 0x3ff});
        return ordered(codes);
    }();
    return table;
}

std::optional<std::vector<ScpTable>> parseScpTables(std::span<const std::byte> section) {
    if (section.size() < 2) return std::nullopt;
    const std::size_t tables = word(section, 0);
    if (tables == kDefaultTable) return std::vector<ScpTable>(1, defaultScpTable());
    std::vector<ScpTable> out;
    std::size_t at = 2;
    for (std::size_t t = 0; t < tables; ++t) {
        if (section.size() - at < 2) return std::nullopt;
        const std::size_t codes = word(section, at);
        at += 2;
        if (codes == 0 || codes > kMostCodes || (section.size() - at) / kCode_bytes < codes) return std::nullopt;
        ScpTable table;
        for (std::size_t i = 0; i < codes; ++i, at += kCode_bytes) {
            ScpCode code;
            code.prefix_bits = static_cast<int>(byteAt(section, at));
            code.total_bits = static_cast<int>(byteAt(section, at + 1));
            code.switches_table = byteAt(section, at + 2) == 0;
            code.value = static_cast<std::int16_t>(word(section, at + 3));
            const std::uint32_t prefix = word(section, at + 5) | static_cast<std::uint32_t>(word(section, at + 7))
                                                                     << 16;
            if (code.prefix_bits < 1 || code.prefix_bits > kLongest_bits || code.total_bits < code.prefix_bits ||
                code.total_bits - code.prefix_bits > kLongest_bits) {
                return std::nullopt;
            }
            code.prefix = lowest(prefix, code.prefix_bits);
            table.push_back(code);
        }
        out.push_back(ordered(std::move(table)));
        if (!isPrefixFree(out.back())) return std::nullopt;
    }
    if (out.empty()) return std::nullopt;
    return out;
}

std::vector<std::int32_t> decodeScpBits(std::span<const std::byte> bytes, const std::vector<ScpTable>& tables,
                                        std::size_t most) {
    std::vector<std::int32_t> values;
    values.reserve(std::min(most, bytes.size()));
    BitReader bits(bytes);
    std::size_t table = 0;
    while (values.size() < most) {
        const ScpCode* const code = takeCode(bits, tables[table]);
        if (code == nullptr) break;
        if (code->switches_table) {
            if (code->value < 1 || static_cast<std::size_t>(code->value) > tables.size()) break;
            table = static_cast<std::size_t>(code->value) - 1;
            continue;
        }
        const int more = code->total_bits - code->prefix_bits;
        if (more == 0) {
            values.push_back(code->value);
        } else if (const auto value = bits.takeSigned(more)) {
            values.push_back(*value);
        } else {
            break;
        }
    }
    return values;
}

void undoScpDifferences(std::vector<std::int32_t>& values, int order) {
    const auto wrapped = [](std::uint32_t value) { return static_cast<std::int32_t>(value); };
    for (std::size_t i = static_cast<std::size_t>(order); order > 0 && i < values.size(); ++i) {
        const auto before = static_cast<std::uint32_t>(values[i - 1]);
        const auto difference = static_cast<std::uint32_t>(values[i]);
        if (order == 1) {
            values[i] = wrapped(before + difference);
        } else {
            values[i] = wrapped(2 * before - static_cast<std::uint32_t>(values[i - 2]) + difference);
        }
    }
}

}  // namespace triptych::formats
