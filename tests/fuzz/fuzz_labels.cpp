// Labels that stand beside a recording: whatever the bytes, they are refused in a sentence, or read as what can be
// written and read again.
#include "core/formats/wfdb/annotations.h"
#include "core/review/triptych_annotations.h"

#include "tests/fuzz/fuzz_files.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace triptych;
    const std::string path =
        test::writeFuzzed("r.triptych", std::string_view(reinterpret_cast<const char*>(data), size));
    const auto loaded = review::loadLabels(path, 360);
    if (!loaded) {
        test::requireSentence(loaded.error());
        return 0;
    }
    test::require(review::isOurs(loaded->set), "labels that are taken are ours");
    for (const auto& [sample, label] : loaded->labels) {
        test::require(label.code > 0 && label.code < kAnnotationCodes, "a label has a code of WFDB's");
    }
    const auto again = formats::parseAnnotations(formats::encodeAnnotations(loaded->set), path, 360);
    test::require(again.has_value(), "what was read can be written and read again");
    test::require(again->annotations == loaded->set.annotations, "and is then the same");
    return 0;
}
