// Bytes as hexadecimal digits, and a short digest that tells a changed thing from an unchanged one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace triptych::text {

inline constexpr std::string_view kHexDigits = "0123456789abcdef";

// Two digits a byte, the high one first.
[[nodiscard]] inline std::string hexText(std::span<const unsigned char> bytes) {
    std::string hex;
    hex.reserve(2 * bytes.size());
    for (const unsigned char byte : bytes) {
        hex += kHexDigits[byte >> 4U];
        hex += kHexDigits[byte & 15U];
    }
    return hex;
}

inline constexpr std::uint64_t kFnvBasis = 14695981039346656037ULL;

// FNV-1a of 64 bits (Fowler, Noll & Vo), carried on from `hash`. Nothing secret may depend on it.
[[nodiscard]] constexpr std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash = kFnvBasis) {
    for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
    return hash;
}

}  // namespace triptych::text
