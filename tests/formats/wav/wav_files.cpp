#include "tests/formats/wav/wav_files.h"

namespace triptych::test {
namespace {

std::string little(std::int64_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> 8 * i);
    return out;
}

}  // namespace

std::string bytesOfWav(const MadeWav& wav) {
    const int frame = wav.channels * wav.bits / 8;
    std::string format = little(wav.tag, 2) + little(wav.channels, 2) + little(wav.rate_hz, 4) +
                         little(std::int64_t{wav.rate_hz} * frame, 4) + little(frame, 2) + little(wav.bits, 2);
    if (wav.tag == 0xfffe) {
        format += little(22, 2) + little(wav.bits, 2) + little(0, 4) + little(1, 2) +
                  std::string("\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71", 14);
    }
    const auto stated = wav.stated_bytes < 0 ? static_cast<std::int64_t>(wav.data.size()) : wav.stated_bytes;
    const std::string body = "WAVEfmt " + little(static_cast<std::int64_t>(format.size()), 4) + format + wav.before +
                             "data" + little(stated, 4) + wav.data;
    return "RIFF" + little(static_cast<std::int64_t>(body.size()), 4) + body;
}

}  // namespace triptych::test
