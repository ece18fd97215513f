#include "app/cli/study/noisy_copies.h"

#include "core/dsp/round_signal.h"
#include "core/synth/noise_stress.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace triptych::cli {
namespace {

constexpr double kElectrodesShare = 0.75;
constexpr double kLoudest_db = -5, kQuietest_db = 22;

double between(synth::Random& random, double low, double high) {
    return low + (high - low) * random.uniform();
}

bool by(synth::Random& random, double chance) {
    return random.uniform() < chance;
}

void addHum(Leads& leads, const std::vector<double>& sizes, std::size_t first, std::size_t past, double rate_hz,
            synth::Random& random) {
    const double hz = by(random, 0.5) ? 50 : 60;
    for (std::size_t k = 0; k < leads.size(); ++k) {
        const double size = between(random, 0, 0.6) * sizes[k];
        for (std::size_t i = first; i < past; ++i) {
            leads[k][i] += static_cast<float>(
                size * std::sin(2 * std::numbers::pi * hz * static_cast<double>(i - first) / rate_hz));
        }
    }
}

// One lead stands still, shows nothing but noise, or a tenth of itself.
void spoilOne(Leads& leads, const std::vector<double>& sizes, const Leads& noise, std::size_t first, std::size_t past,
              synth::Random& random) {
    const std::size_t k = random.below(leads.size());
    const float level = leads[k][first];
    const std::uint64_t how = random.below(3);
    for (std::size_t i = first; i < past; ++i) {
        float& value = leads[k][i];
        value = how == 0 ? level : how == 1 ? static_cast<float>(sizes[k]) * noise[k % noise.size()][i] : 0.1F * value;
    }
}

void clip(Leads& leads, const std::vector<double>& sizes, std::size_t first, std::size_t past, synth::Random& random) {
    for (std::size_t k = 0; k < leads.size(); ++k) {
        if (by(random, 0.5)) continue;
        const float middle = leads[k][first];
        const float low = middle - static_cast<float>(0.5 * sizes[k]),
                    high = middle + static_cast<float>(0.6 * sizes[k]);
        for (std::size_t i = first; i < past; ++i) leads[k][i] = std::clamp(leads[k][i], low, high);
    }
}

}  // namespace

Leads madeNoise(const RecordedNoise& recorded, std::size_t samples, double rate_hz, synth::Random& random) {
    constexpr std::size_t kSignals = 2;
    std::array<double, kSignals> usual{};
    for (std::size_t k = 0; k < kSignals; ++k) usual[k] = synth::noiseAmplitude(recorded.signals[k], recorded.rate_hz);
    const auto length = static_cast<double>(recorded.signals[0].size());
    Leads out(kSignals, std::vector<float>(samples));
    std::array<double, kSignals> last{};
    for (std::size_t first = 0; first < samples;) {
        const std::size_t past =
            std::min(samples, first + 1 + static_cast<std::size_t>(between(random, 15, 60) * rate_hz));
        const double step =
            recorded.rate_hz / rate_hz * std::exp(between(random, -0.35, 0.35)) * (by(random, 0.3) ? -1 : 1);
        const double from = between(random, 0, length), from_too = between(random, 0, length);
        const bool swapped = by(random, 0.5);
        const double of_other = by(random, 0.4) ? between(random, -0.8, 0.8) : 0;
        const double of_later = by(random, 0.3) ? between(random, 0, 1) : 0;
        for (std::size_t k = 0; k < kSignals; ++k) {
            const std::size_t mine = swapped ? 1 - k : k;
            const double gain = (by(random, 0.5) ? -1 : 1) * std::exp(between(random, -0.4, 0.4)) /
                                std::sqrt(1 + of_other * of_other + of_later * of_later);
            double lift = 0;
            for (std::size_t i = first; i < past; ++i) {
                const double moved = static_cast<double>(i - first) * step;
                const double value =
                    gain *
                    (dsp::valueGoingRound(recorded.signals[mine], from + moved) / usual[mine] +
                     of_other * dsp::valueGoingRound(recorded.signals[1 - mine], from + moved) / usual[1 - mine] +
                     of_later * dsp::valueGoingRound(recorded.signals[mine], from_too + moved) / usual[mine]);
                if (i == first) lift = last[k] - value;
                last[k] = value + lift;
                out[k][i] = static_cast<float>(last[k]);
            }
        }
        first = past;
    }
    return out;
}

std::vector<float> colouredNoise(std::size_t samples, Colour colour, synth::Random& random) {
    std::vector<float> out(samples);
    double walk = 0, before = 0;
    for (float& value : out) {
        const double white = random.normal();
        switch (colour) {
            case Colour::white:
                value = static_cast<float>(white);
                break;
            case Colour::brown:
                walk = 0.999 * walk + white;
                value = static_cast<float>(0.1 * walk);
                break;
            case Colour::blue:
                value = static_cast<float>(white - before);
                break;
            case Colour::pink:
                walk = 0.9 * walk + white;
                value = static_cast<float>(0.5 * walk);
                break;
        }
        before = white;
    }
    return out;
}

void spoil(Leads& leads, double rate_hz, const AnnotationSet& beats, const RecordedNoise& recorded,
           synth::Random& random) {
    const std::size_t samples = leads.front().size();
    const Leads noise = madeNoise(recorded, samples, rate_hz, random);
    std::vector<double> sizes;
    for (const std::vector<float>& lead : leads) sizes.push_back(synth::qrsAmplitude(lead, rate_hz, beats));
    for (std::size_t first = 0; first < samples;) {
        const std::size_t past =
            std::min(samples, first + 1 + static_cast<std::size_t>(between(random, 40, 160) * rate_hz));
        if (by(random, kElectrodesShare)) {
            const double snr_db = between(random, kLoudest_db, kQuietest_db);
            for (std::size_t k = 0; k < leads.size(); ++k) {
                double gain = synth::stressGain(sizes[k], 1, snr_db + between(random, -3, 3));
                if (by(random, 0.06)) gain *= 10;
                const std::vector<float>& added = noise[k % noise.size()];
                for (std::size_t i = first; i < past; ++i) {
                    leads[k][i] += static_cast<float>(gain) * (added[i] - added[first]);
                }
            }
        }
        const double fault = random.uniform();
        if (fault < 0.22) {
            const auto colour = static_cast<Colour>(random.below(4));
            for (std::size_t k = 0; k < leads.size(); ++k) {
                const double size = synth::stressGain(sizes[k], 1, between(random, -2, 24));
                const std::vector<float> added = colouredNoise(past - first, colour, random);
                for (std::size_t i = first; i < past; ++i) leads[k][i] += static_cast<float>(size) * added[i - first];
            }
        } else if (fault < 0.32) {
            addHum(leads, sizes, first, past, rate_hz, random);
        } else if (fault < 0.40) {
            spoilOne(leads, sizes, noise, first, past, random);
        } else if (fault < 0.48) {
            clip(leads, sizes, first, past, random);
        }
        first = past;
    }
}

}  // namespace triptych::cli
