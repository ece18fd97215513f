#include "core/inference/module/winners.h"

#include <algorithm>
#include <span>

namespace triptych::inference {
namespace {

std::uint8_t argmax(std::span<const float> values) {
    return static_cast<std::uint8_t>(std::ranges::max_element(values) - values.begin());
}

}  // namespace

std::size_t answerCount(const Card& card) {
    return card.fusion == Fusion::joint ? 1 : card.info.branches.size() + 2;
}

std::vector<std::vector<std::uint8_t>> winnersOf(const Card& card, const Predictions& predictions,
                                                 const BeatTimes& times) {
    const std::size_t classes = predictions.classes, count = predictions.size();
    std::vector<std::vector<float>> answers = {predictions.probability};
    if (card.fusion != Fusion::joint) {
        std::vector<float> average(count * classes, 0);
        for (std::size_t m = 0; m < predictions.branches; ++m) {
            std::vector<float>& branch = answers.emplace_back();
            for (std::size_t i = 0; i < count; ++i) {
                const auto row = predictions.branch(i, m);
                branch.insert(branch.end(), row.begin(), row.end());
            }
            for (std::size_t j = 0; j < average.size() && m < card.omega.size(); ++j)
                average[j] += static_cast<float>(card.omega[m]) * branch[j];
        }
        answers.push_back(std::move(average));
        for (std::size_t a = 1; a < answers.size() && card.info.rhythm_rules && !times.number.empty(); ++a)
            static_cast<void>(continueRuns(times, answers[a], classes));
    }
    std::vector<std::vector<std::uint8_t>> winners;
    for (const auto& answer : answers) {
        auto& of = winners.emplace_back();
        for (std::size_t i = 0; i < count; ++i) of.push_back(argmax(std::span(answer).subspan(i * classes, classes)));
    }
    return winners;
}

}  // namespace triptych::inference
