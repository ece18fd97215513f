#include "core/pipeline/classed_labels.h"

#include <algorithm>
#include <utility>

namespace triptych::pipeline {

ClassedBeats classedBy(std::shared_ptr<const BeatList> beats, std::span<const SaidOfBeat> said,
                       std::span<const BeatClass> by_shape, bool all_told, std::string by) {
    ClassedBeats out;
    out.beats = std::move(beats);
    if (std::ranges::none_of(said, [](const SaidOfBeat& of) { return of.code != 0; })) return out;
    const bool by_letter = out.beats->origin == BeatOrigin::reference;
    out.by = std::move(by);
    out.classes.resize(said.size());
    out.sinus.resize(said.size());
    out.silence.resize(said.size());
    for (std::size_t i = 0; i < said.size(); ++i) {
        const SaidOfBeat& of = said[i];
        const bool is_silent = !by_letter && !of.by_reader && of.silence != Silence::none;
        const bool is_named = of.code != 0 && !is_silent;
        if (is_named) {
            out.classes[i] = beatClassOf(of.code, ClassMapping::display).value_or(BeatClass::unknown);
        } else {
            out.classes[i] = all_told || is_silent || i >= by_shape.size() ? BeatClass::normal : by_shape[i];
        }
        const bool is_sinus =
            is_named && (by_letter || of.by_reader) ? isSinusLetter(of.code) : out.classes[i] == BeatClass::normal;
        out.sinus[i] = is_sinus ? 1 : 0;
        out.silence[i] = is_silent ? of.silence : Silence::none;
    }
    return out;
}

void heedNoise(BeatLabel& label, const std::vector<review::NoiseSpan>& noise) {
    if (!review::isNoise(noise, label.time_s)) return;
    label.no_interval = true;
    label.borderline = false;
    if (!label.by_reader && label.silence == Silence::none) label.silence = Silence::motion;
}

}  // namespace triptych::pipeline
