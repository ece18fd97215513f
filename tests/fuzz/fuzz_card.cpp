// A model's card: whatever the bytes, it is refused in a sentence, or read as one that fits itself.
#include "core/inference/card.h"

#include "tests/fuzz/fuzz_files.h"

#include <cmath>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace triptych;
    (void)test::writeFuzzed(inference::kCardFile, std::string_view(reinterpret_cast<const char*>(data), size));
    const std::string folder = test::fuzzFolder().string();
    const auto card = inference::readCardFile(folder);
    const auto problems = inference::cardProblems(folder);
    test::require(card.has_value() == problems.empty(), "a card is read where nothing is wrong with it");
    for (const Error& problem : problems) test::requireSentence(problem);
    if (!card) return 0;
    const std::size_t classes = card->info.classes.size();
    test::require(classes >= 2 && classes <= 5, "a model has two to five classes");
    test::require(!card->branches.empty(), "a model has networks");
    test::require(card->info.attention.size() == card->branches.size() * classes, "attention is branches by classes");
    test::require(card->info.temperature > 0 && std::isfinite(card->info.temperature), "a temperature is above zero");
    return 0;
}
