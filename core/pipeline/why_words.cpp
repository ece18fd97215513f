#include "core/pipeline/why_words.h"

#include "core/text/numbers.h"

#include <cmath>

namespace triptych::pipeline {
namespace {

constexpr double kNever = 1e9;

// `triptych-cli study words`: over 21 records, 44,209 normal beats; of qrs_breadth, which speaks where marks fail, 257.
constexpr std::array<WordLimits, kFacts> kLimits = {{
    {Fact::interval_before, 0.862, 0.909, 1.034, 1.085},
    {Fact::interval_after, 0.659, 0.840, 1.018, 1.128},  // a pause: one in a hundred
    {Fact::irregularity, -kNever, 0, 0.331, 0.488},
    {Fact::qrs_width, 0.847, 0.942, 1.057, 1.157},  // one in a hundred
    {Fact::qrs_breadth, 0.822, 0.936, 1.579, 2.000},
    {Fact::qrs_shape, -kNever, 0, 0.067, 0.097},
    {Fact::qrs_size, 0.782, 0.894, 1.169, 1.259},
    {Fact::p_presence, 0.25, 0.5, 1, kNever},
    {Fact::p_shape, -kNever, 0, 0.381, 0.740},
    {Fact::p_order, -kNever, 0, 0.404, 0.916},
    {Fact::t_shape, -kNever, 0, 0.435, 0.744},
}};

constexpr bool inOrder() {
    for (std::size_t i = 0; i < kLimits.size(); ++i) {
        if (static_cast<std::size_t>(kLimits[i].fact) != i) return false;
    }
    return true;
}
static_assert(inOrder());

text::Said widthIn(double ratio, Word word) {
    if (word == Word::usual) return "QRS as wide as this patient's";
    if (word == Word::low) return text::say("QRS narrow, {1} of this patient's width", text::fixedText(ratio, 2));
    if (ratio >= 1.9 && ratio < 2.1) return "QRS twice as wide as this patient's";
    return text::say("QRS {1} times as wide as this patient's", text::fixedText(ratio, 1));
}

text::Said sizeIn(double ratio, Word word) {
    if (word == Word::usual) return {};
    if (word == Word::low) return text::say("QRS small, {1} of this patient's size", text::fixedText(ratio, 2));
    return text::say("QRS {1} times as large as this patient's", text::fixedText(ratio, 1));
}

text::Said plainPhrase(const MeasuredFact& fact, Word word) {
    const std::string ratio = text::fixedText(fact.value, 2);
    switch (fact.fact) {
        case Fact::interval_before:
            if (word == Word::low) return text::say("early, at {1} of the usual interval", ratio);
            if (word == Word::high) return text::say("late, at {1} of the usual interval", ratio);
            return "on time";
        case Fact::interval_after:
            if (word == Word::low) return text::say("the next beat early, at {1} of the usual interval", ratio);
            if (word == Word::high) return text::say("a pause after it, {1} of the usual interval", ratio);
            return {};
        case Fact::irregularity:
            if (word == Word::high)
                return text::say("intervals around it that change by {1} % from one to the next",
                                 text::fixedText(100 * fact.value, 0));
            return {};
        case Fact::qrs_width:
        case Fact::qrs_breadth:
            return widthIn(fact.value, word);
        case Fact::qrs_shape:
            return word == Word::high    ? text::Said("QRS of another shape than this patient's")
                   : word == Word::usual ? text::Said("QRS of this patient's shape")
                                         : text::Said();
        case Fact::qrs_size:
            return sizeIn(fact.value, word);
        case Fact::p_presence:
            return word == Word::low ? text::Said("no P before it") : text::Said("a P before it");
        case Fact::p_shape:
            return word == Word::high    ? text::Said("its P unlike those around")
                   : word == Word::usual ? text::Said("its P like those around")
                                         : text::Said();
        case Fact::p_order:
            return word == Word::high ? text::Said("no P wave that the beats around share") : text::Said();
        case Fact::t_shape:
            return word == Word::high ? text::Said("T of another shape than this patient's") : text::Said();
    }
    return {};
}

}  // namespace

std::span<const WordLimits> wordLimits() {
    return kLimits;
}

Word wordOf(Fact fact, double value) {
    const WordLimits& limits = kLimits[static_cast<std::size_t>(fact)];
    if (!std::isfinite(value)) return Word::none;
    if (value < limits.low) return Word::low;
    if (value > limits.high) return Word::high;
    return value >= limits.usual_low && value <= limits.usual_high ? Word::usual : Word::none;
}

text::Said phraseOf(const MeasuredFact& fact) {
    const Word word = wordOf(fact.fact, fact.value);
    if (word == Word::none) return {};
    text::Said plain = plainPhrase(fact, word);
    if (plain.empty() || fact.sure >= kPlainlySure) return plain;
    return text::say("probably {1}", plain);
}

}  // namespace triptych::pipeline
