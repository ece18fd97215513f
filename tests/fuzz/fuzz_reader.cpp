// One fuzzer a reader, all from this file: CMakeLists.txt says which reader, and as which files it sees its input.
#include TRIPTYCH_FUZZ_HEADER

#include "tests/fuzz/fuzz_files.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    triptych::test::fuzzFiles({data, size}, {TRIPTYCH_FUZZ_FILES}, triptych::formats::TRIPTYCH_FUZZ_OPEN);
    return 0;
}
