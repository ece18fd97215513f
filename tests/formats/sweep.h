// A thousand damaged copies of a valid file, each of which must open or be refused with a sentence.
#pragma once

#include <filesystem>
#include <string>

namespace triptych::test {

// Bytes changed, cut, doubled, taken out, replaced by parts from elsewhere and overwritten by numbers that readers
// stumble over, lengths a little larger or smaller, from a fixed seed; written to `path` and opened there. Fails the
// test where a recording is not what recording.h promises, and where none opens or none is refused.
void sweep(const std::filesystem::path& path, const std::string& bytes, int copies = 1000);

}  // namespace triptych::test
