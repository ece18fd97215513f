// Small XML recordings made by our own code, for tests and as seeds of the fuzzers.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::test {

// An HL7 aECG of one rhythm series: leads I and II at 500 Hz, four samples of 2.5 µV each, one normal beat, and a
// representative beat.
std::string madeAecg();

// A MUSE file: rhythm I and II (I = 100 200 300, II = 300 200 101), a median beat, one QRS, a statement over two lines.
std::string madeMuse();

// A CardioSoft file: a strip of I (12 14 -14 0), II and V1 at 500 Hz, 5 uV a step, and a median beat.
std::string madeCardioSoft();

// A Philips file of 12 leads of ten samples at 1000 Hz, 5 µV each: lead n's sample k is philipsSample(n, k).
std::string madePhilips(bool compressed, std::string_view version = "1.04", std::string_view type = "PhilipsECG");
std::int32_t philipsSample(std::size_t lead, std::size_t sample);

std::string toBase64(std::span<const std::uint8_t> bytes);
// 16-bit words, little-endian.
std::vector<std::uint8_t> littleEndian(std::span<const std::int32_t> values);
// One XLI block of these samples, header included.
std::vector<std::uint8_t> xliBlockOf(std::span<const std::int32_t> samples);

// ASCII text as UTF-16, little- or big-endian, with its byte order mark.
std::string asUtf16(std::string_view ascii, bool big_endian);

// `text` with the first `what` replaced.
std::string replaced(std::string text, std::string_view what, std::string_view by);

}  // namespace triptych::test
