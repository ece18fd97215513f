#include "ui/panes/band_signal.h"

#include "core/dsp/inverse_band.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {

SignalPiece readBand(const RecordingPtr& recording, std::size_t lead, const Stretch& stretch,
                     const dsp::FilterSpec& filter, const std::optional<FrequencyBand>& band, const Job& job) {
    if (!band) return readDisplayed(*recording, lead, stretch, filter, job);
    SignalPiece piece;
    const Lead& read = recording->leads[lead];
    const double last = static_cast<double>(read.samples - 1);
    piece.rate_hz = read.rate_hz;
    piece.first = static_cast<std::int64_t>(std::clamp(std::floor(stretch.from_s * read.rate_hz) - 1, 0.0, last));
    const auto past = static_cast<std::int64_t>(std::clamp(std::ceil(stretch.to_s * read.rate_hz) + 1, 0.0, last)) + 1;
    auto alone = dsp::inverseBand(displayedReader(recording, lead, filter, job), read.rate_hz, piece.first,
                                  past - piece.first, {band->wavelet, band->low_hz, band->high_hz}, job);
    if (alone) piece.samples = std::move(*alone);
    return piece;
}

}  // namespace triptych::ui
