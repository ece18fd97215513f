#include "ui/window/beat_names.h"

namespace triptych::ui {

BeatNames namesOf(const BeatState& state, const BeatList& beats, const std::vector<review::NoiseSpan>& noise) {
    BeatNames names;
    const auto& labelled = state.all();
    if (labelled.size() != beats.beats.size()) return names;
    for (std::size_t beat = 0; beat < labelled.size(); ++beat) {
        if (labelled[beat].relabelled) names[beat] = labelled[beat].code;
        if (!noise.empty() && review::isNoise(noise, labelled[beat].time_s)) names[beat] = kUnknownBeat;
    }
    return names;
}

std::shared_ptr<const BeatList> withNames(std::shared_ptr<const BeatList> beats, const BeatNames& names) {
    if (names.empty()) return beats;
    auto named = std::make_shared<BeatList>(*beats);
    for (const auto& [beat, code] : names) named->beats[beat].code = code;
    return named;
}

}  // namespace triptych::ui
