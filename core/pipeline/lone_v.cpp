#include "core/pipeline/lone_v.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace triptych::pipeline {
namespace {

constexpr double kOfModel = 0.75, kOfDetector = 0.5, kOfNoise = 0.8, kOfOthers = 0.55;
constexpr double kLeastOdds = 1e-4, kLeastDoubt = 1e-3, kLeastNoise = 5e-3, kLeastOthers = 5e-4;

double ofV(const Predictions& answers, std::span<const std::string> letters, std::size_t beat) {
    const auto row = answers.fused(beat);
    double sum = 0;
    for (std::size_t k = 0; k < row.size() && k < letters.size(); ++k) {
        if (letters[k] == "V") sum += static_cast<double>(row[k]);
    }
    return sum;
}

}  // namespace

bool isStripOfOneLead(const Recording& recording) {
    const auto recorded = std::ranges::count_if(recording.leads, [](const Lead& lead) { return !lead.derived; });
    return recorded == 1 && recording.duration_s <= kStrip_s;
}

double supportOf(double p, const beats::BeatReadability& reading, double others) {
    const double sure = std::clamp(p, kLeastOdds, 1 - kLeastOdds);
    return kOfModel * std::log(sure / (1 - sure)) -
           kOfDetector * std::log(std::clamp(1 - static_cast<double>(reading.certainty), kLeastDoubt, 1.0)) -
           kOfNoise * std::log(std::max(static_cast<double>(reading.noise), kLeastNoise)) +
           kOfOthers * std::log(std::clamp(others, kLeastOthers, 1.0));
}

void withholdLoneV(std::span<const std::optional<beats::BeatReadability>> readings,
                   std::span<const std::string> letters, Predictions& answers) {
    const std::size_t beats = std::min(answers.size(), readings.size());
    double sum = 0, count = 0;
    for (std::size_t i = 0; i < beats; ++i) {
        if (!answers.hasClass(i)) continue;
        sum += ofV(answers, letters, i);
        ++count;
    }
    std::vector<std::size_t> unsupported;
    for (std::size_t i = 0; i < beats; ++i) {
        if (!answers.hasClass(i) || !readings[i]) continue;
        const std::size_t winner = answers.winner(i);
        if (winner >= letters.size() || letters[winner] != "V") continue;
        const double p = ofV(answers, letters, i);
        const double others = count > 1 ? (sum - p) / (count - 1) : 0;
        if (supportOf(p, *readings[i], others) < kSupported) unsupported.push_back(i);
    }
    answers.silence.resize(answers.size(), Silence::none);
    for (const std::size_t i : unsupported) {
        answers.silence[i] = readings[i]->reason == beats::Unreadable::muscle ? Silence::muscle : Silence::motion;
    }
}

}  // namespace triptych::pipeline
