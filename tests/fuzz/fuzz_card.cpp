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
    const ModelInfo& info = card->info;
    if (info.task == Task::recording) {
        test::require(classes >= 2 && classes <= 1000,
                      "a model of recordings has two labels or more, and not too many");
        test::require(info.input.rate_hz >= 1 && info.input.samples >= 1 && !info.input.leads.empty(),
                      "a model of recordings is given something");
        test::require(info.input.leads.size() * info.input.samples <= 10'000'000, "and no more than memory holds");
        test::require(info.thresholds.empty() || info.thresholds.size() == classes, "a threshold is a label's");
    } else {
        test::require(classes >= 2 && classes <= 32, "a model of beats has two classes or more, and not too many");
        test::require(info.letters.empty() || info.letters.size() == classes, "a letter is a class's");
    }
    test::require(!card->branches.empty(), "a model has networks");
    test::require(card->info.attention.size() == card->branches.size() * classes, "attention is branches by classes");
    test::require(card->info.temperature > 0 && std::isfinite(card->info.temperature), "a temperature is above zero");
    return 0;
}
