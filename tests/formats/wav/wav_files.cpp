#include "tests/formats/wav/wav_files.h"

#include "tests/formats/record_files.h"

namespace triptych::test {
std::string bytesOfWav(const MadeWav& wav) {
    const int frame = wav.channels * wav.bits / 8;
    std::string format = littleEndian(wav.tag, 2) + littleEndian(wav.channels, 2) + littleEndian(wav.rate_hz, 4) +
                         littleEndian(std::int64_t{wav.rate_hz} * frame, 4) + littleEndian(frame, 2) +
                         littleEndian(wav.bits, 2);
    if (wav.tag == 0xfffe) {
        format += littleEndian(22, 2) + littleEndian(wav.bits, 2) + littleEndian(0, 4) + littleEndian(1, 2) +
                  std::string("\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71", 14);
    }
    const auto stated = wav.stated_bytes < 0 ? static_cast<std::int64_t>(wav.data.size()) : wav.stated_bytes;
    const std::string body = "WAVEfmt " + littleEndian(static_cast<std::int64_t>(format.size()), 4) + format +
                             wav.before + "data" + littleEndian(stated, 4) + wav.data;
    return "RIFF" + littleEndian(static_cast<std::int64_t>(body.size()), 4) + body;
}

}  // namespace triptych::test
