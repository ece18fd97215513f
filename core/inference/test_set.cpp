#include "core/inference/test_set.h"

#include <algorithm>

namespace triptych::inference {

Result<TestSet> testSetOf(const Card& card, const EvaluateRequest& request) {
    const ModelInfo& info = card.info;
    if (info.task == Task::recording) {
        return fail(ErrorCode::unsupported,
                    "model " + info.name + " judges whole recordings, and beats are counted here", info.card_path,
                    "choose a model of beats");
    }
    for (const std::string& letter : info.letters) {
        if (letter.empty() || std::ranges::count(info.letters, letter) == 1) continue;
        return fail(ErrorCode::unsupported,
                    "several classes of model " + info.name + " stand for " + letter +
                        ", and reference beats do not "
                        "tell which of them is right",
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
        return fail(ErrorCode::wrong_use, "this model has no set \"" + request.set + '"', info.name,
                    by_record ? "use test; its held-out figures stand in its card" : "use test or validation");
    }
    if (by_record) return TestSet::records;
    if (request.beats == BeatOrigin::detected) {
        return fail(ErrorCode::wrong_use, "a split by beat is scored at reference beats alone", info.name,
                    "use --beats reference");
    }
    return TestSet::split;
}

}  // namespace triptych::inference
