#include "core/inference/test_set.h"

#include "core/text/said.h"

#include <algorithm>

namespace triptych::inference {

Result<TestSet> testSetOf(const Card& card, const EvaluateRequest& request) {
    const ModelInfo& info = card.info;
    if (info.task == Task::recording) {
        return fail(ErrorCode::unsupported,
                    text::say("model {1} judges whole recordings, and beats are counted here", info.name),
                    info.card_path, "choose a model of beats");
    }
    for (const std::string& letter : info.letters) {
        if (letter.empty() || std::ranges::count(info.letters, letter) == 1) continue;
        return fail(
            ErrorCode::unsupported,
            text::say("several classes of model {1} stand for {2}, and reference beats do not tell which of them is "
                      "right",
                      info.name, letter),
            info.card_path, "choose a model with one class a letter");
    }
    const bool by_record = !card.test_records.empty();
    if (!by_record && !info.leaks_patients) {
        return fail(ErrorCode::model_mismatch,
                    "the card names no test records and does not say that its split is by beat: there is nothing to "
                    "test the model on",
                    info.card_path, "name its test_records in the card");
    }
    if (request.set != "test" && (by_record || request.set != "validation")) {
        return fail(ErrorCode::wrong_use, text::say("this model has no set \"{1}\"", request.set), info.name,
                    by_record ? text::Said("use test; its held-out figures stand in its card")
                              : text::Said("use test or validation"));
    }
    if (by_record) return TestSet::records;
    if (request.beats == BeatOrigin::detected) {
        return fail(ErrorCode::wrong_use, "a split by beat is scored at reference beats alone", info.name,
                    "use --beats reference");
    }
    return TestSet::split;
}

}  // namespace triptych::inference
