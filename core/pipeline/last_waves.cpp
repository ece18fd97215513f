#include "core/pipeline/last_waves.h"

#include <algorithm>
#include <cstddef>

namespace triptych::pipeline {

void withholdLastWaves(std::span<const double> ends_s, const BeatList& beats, std::span<const std::string> letters,
                       Predictions& answers) {
    answers.silence.resize(answers.size(), Silence::none);
    const std::size_t count = std::min(answers.size(), beats.beats.size());
    for (const double end_s : ends_s) {
        const auto first = std::ranges::lower_bound(beats.beats, end_s * beats.rate_hz, {},
                                                    [](const Beat& beat) { return static_cast<double>(beat.sample); });
        for (auto i = static_cast<std::size_t>(first - beats.beats.begin()); i < count; ++i) {
            if (static_cast<double>(beats.beats[i].sample) > (end_s + kFlutterEndsWithin_s) * beats.rate_hz) break;
            if (!answers.hasClass(i)) continue;
            const std::size_t winner = answers.winner(i);
            if (winner < letters.size() && letters[winner] == "V") answers.silence[i] = Silence::flutter;
        }
    }
}

}  // namespace triptych::pipeline
