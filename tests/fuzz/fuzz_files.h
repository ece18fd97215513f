// What a fuzzer of a file reader does with its bytes: writes them as the files of a recording, opens that, and reads
// everything of what comes back.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace triptych::test {

using OpenFunction = Result<RecordingPtr> (*)(const std::string& path, const Job& job);

// Between the files of an input that stands for several: WFDB's header, signals and annotations, ISHNE's two.
inline constexpr char kNextFile[] = "%%NEXT%%";

// Under /dev/shm, where nothing reaches a disk; removed when the program ends.
[[nodiscard]] const std::filesystem::path& fuzzFolder();
// Writes a file there and returns its path.
std::string writeFuzzed(const char* name, std::string_view bytes);
// Ends the program, as a sanitizer's finding does, where the condition does not hold.
void require(bool condition, const char* what);
void requireSentence(const Error& error);

// Writes the parts of `input` under `names`, in a folder in memory, and opens the first. A recording must be what
// recording.h promises; anything else ends the program, as a sanitizer's finding does.
void fuzzFiles(std::span<const std::uint8_t> input, std::initializer_list<const char*> names, OpenFunction open);

}  // namespace triptych::test
