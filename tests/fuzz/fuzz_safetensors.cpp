// Weights: whatever the bytes, they are refused in a sentence, or tensors that lie side by side in the file.
#include "core/files/safetensors_layout.h"

#include "tests/fuzz/fuzz_files.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace triptych;
    const std::string path =
        test::writeFuzzed("weights.safetensors", std::string_view(reinterpret_cast<const char*>(data), size));
    const auto file = files::MappedFile::open(path);
    test::require(file.has_value(), "a file that was just written can be opened");
    const auto layout = files::readSafetensorsLayout(**file);
    if (!layout) {
        test::requireSentence(layout.error());
        return 0;
    }
    std::int64_t end = 0;
    for (const files::TensorPlace& tensor : layout->tensors) {
        std::int64_t elements = 1;
        for (const std::int64_t side : tensor.shape) {
            test::require(side >= 0, "a side is not negative");
            elements *= side;
        }
        test::require(elements * files::bytesOf(tensor.type) == tensor.bytes, "a tensor has its shape's size");
        test::require(tensor.offset >= end, "no tensor overlaps another");
        end = tensor.offset + tensor.bytes;
    }
    test::require(layout->tensors.empty() || end == static_cast<std::int64_t>(size), "every byte belongs to a tensor");
    return 0;
}
