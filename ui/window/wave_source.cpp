#include "ui/window/wave_desk.h"

namespace triptych::ui {

WaveSource shippedWaves() {
    return [](const Recording& recording, const BeatList& beats, const waves::WavesRequest& request,
              const Job& job) -> Result<std::vector<LeadWavesPtr>> {
        // Loaded once for the program, on a lane.
        const auto delineator = waves::shippedDelineator();
        if (!delineator) return std::unexpected(delineator.error());
        return waves::delineate(recording, beats, **delineator, request, job);
    };
}

}  // namespace triptych::ui
