#include "tests/formats/sweep.h"

#include "core/formats/open.h"
#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <random>
#include <string_view>

namespace triptych::test {
namespace {

using namespace std::string_view_literals;

constexpr std::array kStumbling = {"\xff\xff\xff\xff"sv,
                                   "\x7f\xff\xff\xff"sv,
                                   "\xff\xff\xff\x7f"sv,
                                   "\0\0\0\0"sv,
                                   "\x80\0\0\0"sv,
                                   "-1"sv,
                                   "99999999999"sv,
                                   "1e999"sv,
                                   "nan"sv,
                                   "\0\0\0\0\0\0\xf0\x7f"sv};

// A length of two or four bytes in either order becomes a little larger or smaller, or much.
void addToNumber(std::string& bytes, std::size_t place, std::mt19937& random) {
    const std::size_t width = random() % 2 == 0 ? 2 : 4;
    if (place + width > bytes.size()) return;
    constexpr std::array<std::uint32_t, 6> kAdded = {1, 2, 256, 65'536, 0xffff'ffffU, 0xffff'ff00U};
    const bool is_little = random() % 2 == 0;
    std::uint32_t carried = kAdded[random() % kAdded.size()];
    for (std::size_t i = 0; i < width; ++i) {
        char& byte = bytes[place + (is_little ? i : width - 1 - i)];
        const std::uint32_t sum = static_cast<unsigned char>(byte) + (carried & 0xffU);
        byte = static_cast<char>(sum);
        carried = (carried >> 8) + (sum >> 8);
    }
}

std::string damaged(std::string bytes, std::mt19937& random) {
    for (unsigned i = 0, count = 1 + random() % 4; i < count && !bytes.empty(); ++i) {
        const std::size_t at = random() % bytes.size();
        // Headers come first, and most of what can go wrong is there.
        const std::size_t place = random() % 2 == 0 ? at : at % std::min<std::size_t>(bytes.size(), 512);
        switch (random() % 8) {
            case 0:
                bytes[place] = static_cast<char>(random());
                break;
            case 1:
                bytes[place] = static_cast<char>(bytes[place] ^ (1 << random() % 8));
                break;
            case 2:
                bytes.resize(at);
                break;
            case 3:
                bytes.erase(place, 1 + random() % 9);
                break;
            case 4:
                bytes.insert(place, bytes.substr(at, 1 + random() % 32));
                break;
            case 5:  // a part from elsewhere for the rest
                bytes.replace(place, std::string::npos, bytes.substr(at));
                break;
            case 6:
                addToNumber(bytes, place, random);
                break;
            default: {
                const std::string_view number = kStumbling[random() % kStumbling.size()];
                bytes.replace(place, std::min(number.size(), bytes.size() - place), number);
            }
        }
    }
    return bytes;
}

}  // namespace

void sweep(const std::filesystem::path& path, const std::string& bytes, int copies) {
    std::mt19937 random(19);
    int opened = 0;
    for (int i = 0; i < copies; ++i) {
        writeText(path, damaged(bytes, random));
        SCOPED_TRACE("copy " + std::to_string(i));
        opened += openedOrRefused(path) ? 1 : 0;
        if (testing::Test::HasFailure()) return;
    }
    EXPECT_GT(opened, 0) << "the damage is small enough to be read through";
    EXPECT_LT(opened, copies) << "and large enough to be refused";
}

}  // namespace triptych::test
