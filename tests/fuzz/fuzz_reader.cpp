// One fuzzer a reader, all from this file: CMakeLists.txt says which reader, and as which files it sees its input.
#include TRIPTYCH_FUZZ_HEADER

#include "core/formats/open.h"

#include "tests/fuzz/fuzz_files.h"

namespace {

using triptych::Job;
using triptych::RecordingPtr;
using triptych::Result;

// Readers of files that may not say their rate take it as a hint; here it is always given.
Result<RecordingPtr> openFuzzed(const std::string& path, const Job& job) {
    return [&](const auto& reader) -> Result<RecordingPtr> {
        if constexpr (requires { reader(path, job); }) {
            return reader(path, job);
        } else {
            return reader(path, job, {.rate_hz = 250});
        }
    }(triptych::formats::TRIPTYCH_FUZZ_OPEN);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    triptych::test::fuzzFiles({data, size}, {TRIPTYCH_FUZZ_FILES}, openFuzzed);
    return 0;
}
