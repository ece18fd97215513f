// SHA-256 (FIPS 180-4) without OpenSSL, for the portable trainer.
#include "core/files/mapped_file.h"
#include "core/inference/module/safetensors.h"
#include "core/text/digest.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace triptych::inference {
namespace {

using State = std::array<std::uint32_t, 8>;

constexpr std::array<std::uint32_t, 64> kRound = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

void digestBlock(State& state, const unsigned char* block) {
    std::array<std::uint32_t, 64> w{};
    for (std::size_t i = 0; i < 16; ++i) {
        for (std::size_t byte = 0; byte < 4; ++byte) w[i] = (w[i] << 8U) | block[4 * i + byte];
    }
    for (std::size_t i = 16; i < 64; ++i) {
        const auto low = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3U);
        const auto high = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10U);
        w[i] = w[i - 16] + low + w[i - 7] + high;
    }
    auto [a, b, c, d, e, f, g, h] = state;
    for (std::size_t i = 0; i < 64; ++i) {
        const auto sum_e = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
        const auto one = h + sum_e + ((e & f) ^ (~e & g)) + kRound[i] + w[i];
        const auto sum_a = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
        const auto two = sum_a + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + one;
        d = c;
        c = b;
        b = a;
        a = one + two;
    }
    const State add = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < 8; ++i) state[i] += add[i];
}

// The last, incomplete block with its padding: a one, zeros, and the length in bits.
std::string lastBlocks(std::string rest, std::int64_t file_bytes) {
    const auto bits = static_cast<std::uint64_t>(file_bytes) * 8;
    rest += '\x80';
    while (rest.size() % 64 != 56) rest += '\0';
    for (int shift = 56; shift >= 0; shift -= 8)
        rest += static_cast<char>((bits >> static_cast<unsigned>(shift)) & 255U);
    return rest;
}

void digest(State& state, std::string_view blocks) {
    for (; blocks.size() >= 64; blocks.remove_prefix(64)) {
        digestBlock(state, reinterpret_cast<const unsigned char*>(blocks.data()));
    }
}

}  // namespace

Result<std::string> sha256OfFile(const std::string& path) {
    constexpr std::int64_t kPiece_bytes = 1 << 20;  // whole blocks
    const auto file = files::MappedFile::open(path);
    if (!file) return std::unexpected(file.error());
    State state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::string piece;
    for (std::int64_t at = 0; at <= (*file)->size(); at += kPiece_bytes) {
        piece.resize(static_cast<std::size_t>(std::min(kPiece_bytes, (*file)->size() - at)));
        char* const to = piece.data();
        const bool whole = piece.empty() || (*file)->withBytes(at, static_cast<std::int64_t>(piece.size()),
                                                               [to](std::span<const std::byte> from) {
                                                                   std::memcpy(to, from.data(), from.size());
                                                               });
        if (!whole) {
            return fail(ErrorCode::io_failed, "the file was cut while it was read", path,
                        "get the file again or train the model anew");
        }
        const std::size_t blocks = piece.size() / 64 * 64;
        digest(state, std::string_view(piece).substr(0, blocks));
        piece.erase(0, blocks);
    }
    digest(state, lastBlocks(std::move(piece), (*file)->size()));
    std::string hex;
    for (const std::uint32_t word : state) {
        for (int shift = 28; shift >= 0; shift -= 4)
            hex += text::kHexDigits[(word >> static_cast<unsigned>(shift)) & 15U];
    }
    return hex;
}

}  // namespace triptych::inference
