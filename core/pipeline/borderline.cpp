#include "core/pipeline/borderline.h"

#include "core/text/said.h"

#include <algorithm>
#include <bit>

namespace triptych::pipeline {

bool isAnswered(const Predictions& predictions, std::size_t beat) {
    if (beat >= predictions.size() || !predictions.hasClass(beat)) return false;
    const auto row = predictions.fused(beat);
    return std::any_of(row.begin(), row.end(), [](float probability) { return probability > 0; });
}

std::optional<Silence> silenceOf(const Predictions* predictions, std::size_t beat) {
    if (predictions == nullptr || beat >= predictions->size() || predictions->hasClass(beat)) return std::nullopt;
    return predictions->silenceOf(beat);
}

std::string_view name(Reason reason) {
    switch (reason) {
        case Reason::small_margin:
            return "small_margin";
        case Reason::several_likely:
            return "several_likely";
        case Reason::none_likely:
            return "none_likely";
        case Reason::branches_disagree:
            return "branches_disagree";
        case Reason::unlike_training:
            return "unlike_training";
        case Reason::poor_signal:
            return "poor_signal";
        case Reason::no_rhythm:
            break;
    }
    return "no_rhythm";
}

text::Said inWords(Reason reason) {
    switch (reason) {
        case Reason::small_margin:
            return "the two best classes are close";
        case Reason::several_likely:
            return "several classes are likely";
        case Reason::none_likely:
            return "no class is likely";
        case Reason::branches_disagree:
            return "the branches disagree";
        case Reason::unlike_training:
            return "unlike the training beats";
        case Reason::poor_signal:
            return "the signal is poor";
        case Reason::no_rhythm:
            break;
    }
    return "there is no rhythm to be early in";
}

std::vector<Reason> reasonsOf(const Predictions& predictions, std::size_t beat, double margin) {
    std::vector<Reason> reasons;
    if (!isAnswered(predictions, beat)) return reasons;
    if (predictions.margin(beat) < margin) reasons.push_back(Reason::small_margin);
    if (beat < predictions.set.size()) {
        const int likely = std::popcount(predictions.set[beat]);
        if (likely > 1) reasons.push_back(Reason::several_likely);
        if (likely == 0) reasons.push_back(Reason::none_likely);
    }
    if (predictions.branchesDisagree(beat)) reasons.push_back(Reason::branches_disagree);
    if (beat < predictions.strangeness.size() && predictions.strangeness[beat] > 1) {
        reasons.push_back(Reason::unlike_training);
    }
    const auto flagged = [&](const std::vector<std::uint8_t>& flags) {
        return beat < flags.size() && flags[beat] != 0;
    };
    if (flagged(predictions.poor_signal)) reasons.push_back(Reason::poor_signal);
    if (flagged(predictions.no_rhythm)) reasons.push_back(Reason::no_rhythm);
    return reasons;
}

bool isBorderline(const Predictions& predictions, std::size_t beat, double margin) {
    return !reasonsOf(predictions, beat, margin).empty();
}

double uncertainty(const Predictions& predictions, std::size_t beat) {
    return predictions.uncertainty(beat);
}

}  // namespace triptych::pipeline
