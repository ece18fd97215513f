#include "tests/formats/record_files.h"

#include "core/formats/open.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace triptych::test {

// Some file systems flush a file to the disk when it is emptied and written anew; one that is new they need not.
void writeText(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::remove(path);
    std::ofstream(path, std::ios::binary) << text;
}

void writeBytes(const std::filesystem::path& path, const std::vector<std::byte>& bytes) {
    writeText(path, std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

std::string readText(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::byte> readBytes(const std::filesystem::path& path) {
    std::vector<std::byte> bytes;
    for (const char letter : readText(path)) bytes.push_back(static_cast<std::byte>(letter));
    return bytes;
}

std::vector<std::byte> bytesOf(std::initializer_list<unsigned> values) {
    std::vector<std::byte> bytes;
    for (const unsigned value : values) bytes.push_back(static_cast<std::byte>(value));
    return bytes;
}

std::vector<std::byte> words(std::initializer_list<unsigned> values) {
    std::vector<std::byte> bytes;
    for (const unsigned value : values) {
        bytes.push_back(static_cast<std::byte>(value & 0xff));
        bytes.push_back(static_cast<std::byte>(value >> 8));
    }
    return bytes;
}

std::vector<std::int32_t> stored(const Recording& recording, std::size_t lead, std::int64_t first, std::size_t count) {
    std::vector<std::int32_t> out(count);
    recording.source->readStored(lead, first, out);
    return out;
}

std::vector<float> physical(const Recording& recording, std::size_t lead, std::int64_t first, std::size_t count) {
    std::vector<float> out(count);
    recording.source->readPhysical(lead, first, out);
    return out;
}

std::string warningsOf(const Recording& recording) {
    std::string all;
    for (const Warning& warning : recording.warnings) all += sentence(warning) + '\n';
    return all;
}

std::filesystem::path makeSmallRecord(const std::string& folder_name) {
    const auto folder = scratchFolder(folder_name);
    writeText(folder / "r.hea",
              "r 2 360 3 10:20:30 24/12/2001\n"
              "r.dat 16 200(1)/mV 16 0 1 9 0 MLII\n"
              "r.dat 16 200/mV 16 0 -2 -12 0 V5\n"
              "# 69 M\n");
    writeBytes(folder / "r.dat", words({1, 0xfffe, 3, 0xfffc, 5, 0xfffa}));
    writeBytes(folder / "r.atr", words({1 << 10 | 2, 0}));
    return folder;
}

void cutEverywhere(const std::filesystem::path& path, const std::string& whole) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
        writeText(path, whole.substr(0, size));
        const auto recording = formats::open(path.string());
        if (!recording) {
            EXPECT_FALSE(recording.error().what.empty());
            continue;
        }
        for (std::size_t i = 0; i < (*recording)->leads.size(); ++i) (void)stored(**recording, i, -1, 5);
    }
}

}  // namespace triptych::test
