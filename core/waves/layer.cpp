#include "core/waves/delineate.h"

#include <algorithm>
#include <cmath>

namespace triptych::waves {
namespace {

// The number of a bracket says, as ecgpuwave writes it, which wave it belongs to: 0 P, 1 QRS, 2 T.
void add(const Wave& wave, std::uint8_t code, std::int8_t kind, std::uint8_t channel, std::vector<Annotation>& marks) {
    const auto mark = [&](const std::optional<Fiducial>& at, std::uint8_t as) {
        if (!at) return;
        const auto number = static_cast<std::int8_t>(as == kWaveOn || as == kWaveOff ? kind : 0);
        marks.push_back({std::llround(at->sample), as, 0, channel, number, {}});
    };
    mark(wave.onset, kWaveOn);
    mark(wave.peak, code);
    mark(wave.offset, kWaveOff);
}

}  // namespace

LayerPtr layerOf(const LeadWaves& waves, bool certain_alone) {
    auto layer = std::make_shared<Layer>();
    layer->kind = LayerKind::waves;
    layer->source = waves.source;
    layer->lead = waves.lead;
    layer->rate_hz = waves.rate_hz;
    layer->complete = waves.complete;
    const auto channel = static_cast<std::uint8_t>(waves.lead & 0xffU);
    for (const BeatWaves& beat : waves.beats) {
        const auto shown = [&](const std::optional<Wave>& wave) { return wave && (wave->certain() || !certain_alone); };
        if (shown(beat.p)) add(*beat.p, kPWave, 0, channel, layer->marks);
        if (shown(beat.qrs)) add(*beat.qrs, kNormal, 1, channel, layer->marks);
        if (shown(beat.t)) add(*beat.t, kTWave, 2, channel, layer->marks);
    }
    // Waves do not overlap, but marks at the edges of two may change places by rounding.
    std::ranges::stable_sort(layer->marks, {}, &Annotation::sample);
    return layer;
}

}  // namespace triptych::waves
