// What a reading process may say of a file's arrays, when its library has been led astray.
#include "core/formats/arrays/arrays.h"
#include "core/formats/child/child_arrays.h"

#include "tests/fuzz/fuzz_files.h"

#include <cmath>

namespace {

using namespace triptych;

// Numbers for whatever is asked for.
class Listed final : public formats::ArrayFile {
public:
    Result<std::vector<double>> read(std::size_t, std::int64_t, std::int64_t count, const Job&) override {
        constexpr std::int64_t kMost = 1 << 20;
        if (count > kMost) return fail(ErrorCode::refused, "more than a fuzzer has time for", "listing");
        return std::vector<double>(static_cast<std::size_t>(count), 0.5);
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Listed file;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto taken = formats::takeListing(text, "listing", file); !taken) {
        test::requireSentence(taken.error());
        return 0;
    }
    const auto names = formats::recordsIn(file);
    const auto opened = formats::openArrays(file, "listing", "HDF5", {},
                                            {.rate_hz = 0, .record = names.empty() ? std::string() : names.back()});
    if (!opened) test::requireSentence(opened.error());
    test::require(!opened || (*opened)->leads.front().rate_hz > 0, "a rate is a positive number");
    return 0;
}
