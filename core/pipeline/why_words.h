// From which number on an interval is early and a QRS wide: one table for every word that a sentence of reasons uses,
// made from the normal beats of DS1 without 201 by `triptych-cli study words`, and the phrases that go with it.
#pragma once

#include "core/pipeline/why_facts.h"
#include "core/text/said.h"

#include <array>
#include <cstdint>
#include <span>

namespace triptych::pipeline {

// Quantiles of what a fact is in normal beats, fibrillation's among them. Below `low` or above `high` lies one in
// twenty (a width or a pause that fewer than one in a hundred have: less is nothing that a reader would call so);
// between `usual_low` and `usual_high` eight in ten. In between no word is said.
struct WordLimits {
    Fact fact;
    double low, usual_low, usual_high, high;
};
// In the order of Fact; of p_presence, which is its own probability, they are no quantiles.
[[nodiscard]] std::span<const WordLimits> wordLimits();

enum class Word : std::uint8_t { none, low, usual, high };
[[nodiscard]] Word wordOf(Fact fact, double value);

// What is said of a fact: "QRS twice as wide as this patient's". Empty where there is no word for it. Where it is less
// sure than kPlainlySure, the words say so.
inline constexpr double kPlainlySure = 0.75;
[[nodiscard]] text::Said phraseOf(const MeasuredFact& fact);

}  // namespace triptych::pipeline
