#include "core/dsp/morlet.h"

#include <algorithm>

namespace triptych::dsp {

MorletBand morletBand(double frequency_hz, double w0, std::size_t size, double rate_hz) {
    const double bin_hz = rate_hz / static_cast<double>(size);
    const double deviation_hz = frequency_hz / w0;
    const double low = (frequency_hz - kMorletReach * deviation_hz) / bin_hz;
    const double high = (frequency_hz + kMorletReach * deviation_hz) / bin_hz;
    MorletBand band;
    band.first_bin = static_cast<std::size_t>(std::max(1.0, std::ceil(low)));
    const auto last = static_cast<std::size_t>(std::min(static_cast<double>(size / 2), std::floor(high)));
    const double scale = 2 / static_cast<double>(size);
    for (std::size_t bin = band.first_bin; bin <= last; ++bin) {
        const auto deviations = static_cast<float>((static_cast<double>(bin) * bin_hz - frequency_hz) / deviation_hz);
        band.gain.push_back(static_cast<float>(scale) * std::exp(-0.5F * deviations * deviations));
    }
    return band;
}

std::vector<double> frequencyRows(double min_hz, double max_hz, std::size_t rows, bool log_spaced) {
    std::vector<double> frequencies(rows, min_hz);
    for (std::size_t row = 1; row < rows; ++row) {
        const double part = static_cast<double>(row) / static_cast<double>(rows - 1);
        frequencies[row] = log_spaced ? min_hz * std::pow(max_hz / min_hz, part) : min_hz + (max_hz - min_hz) * part;
    }
    if (rows > 1) frequencies.back() = max_hz;
    return frequencies;
}

}  // namespace triptych::dsp
