// Records made by hand for the readers' tests: a folder of one's own, files from literals, and their bytes back.
#pragma once

#include "core/domain/recording.h"

#include "tests/support/data.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <vector>

namespace triptych::test {

void writeText(const std::filesystem::path& path, const std::string& text);
void writeBytes(const std::filesystem::path& path, const std::vector<std::byte>& bytes);
std::string readText(const std::filesystem::path& path);
std::vector<std::byte> readBytes(const std::filesystem::path& path);
std::vector<std::byte> bytesOf(std::initializer_list<unsigned> values);

// Little-endian words, as format 16 and annotation files have them.
std::vector<std::byte> words(std::initializer_list<unsigned> values);

std::vector<std::int32_t> stored(const Recording& recording, std::size_t lead, std::int64_t first, std::size_t count);
std::vector<float> physical(const Recording& recording, std::size_t lead, std::int64_t first, std::size_t count);

// All warnings in one text, to search for words.
std::string warningsOf(const Recording& recording);

// A record "r" of two leads in format 16 with three frames (1 -2, 3 -4, 5 -6) and one beat, complete and valid.
std::filesystem::path makeSmallRecord(const std::string& folder_name);

// Opens what must open: an empty recording after a failure, which fails the test.
RecordingPtr openedFile(const std::filesystem::path& path);

// The low bytes of a value, the lowest first.
inline std::string littleEndian(std::uint64_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> 8 * i);
    return out;
}

// Opens what may be damaged: a recording that keeps what recording.h promises, or null after an error that says what
// and where. Anything else fails the test.
RecordingPtr openedOrRefused(const std::filesystem::path& path);

// Every sample that the part shows is the whole's, in the same place.
void expectPartOf(const Recording& part, const Recording& whole);

// Opens the file cut after every byte: whatever the cut, that is a part of the whole, or refused; and both happen.
void cutEverywhere(const std::filesystem::path& path, const std::string& bytes);

}  // namespace triptych::test
