// What a model is tested on: decided here alone, so that its score and its comparison with another are of the same
// beats.
#pragma once

#include "core/domain/error.h"
#include "core/inference/card.h"
#include "core/inference/laboratory.h"

#include <cstdint>

namespace triptych::inference {

enum class TestSet : std::uint8_t {
    records,  // every beat of the records that the card keeps for testing
    split     // the beats that the card's split, drawn anew from its seed, kept from training
};

// A card that names test records is tested on them. One that names none is tested on its split where it says that the
// split is by beat (leaks_patients), and on nothing otherwise. Errors: wrong_use (a set that the model does not have,
// or detected beats of a split), model_mismatch (a card without anything to test on), unsupported (a model of whole
// recordings, or one in which several classes stand for one letter).
[[nodiscard]] Result<TestSet> testSetOf(const Card& card, const EvaluateRequest& request);

}  // namespace triptych::inference
