#include "core/inference/module/training/waves/strip_noise.h"

#include "core/inference/module/training/waves/wave_examples.h"
#include "core/waves/network_plan.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace triptych::inference::training {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kRate_hz = waves::kNetwork_hz;

bool chance(double probability, Random& random) {
    return random.uniform() < probability;
}

double deviationOf(std::span<const float> strip) {
    double sum = 0;
    double squares = 0;
    for (const float value : strip) {
        sum += static_cast<double>(value);
        squares += static_cast<double>(value) * static_cast<double>(value);
    }
    const auto count = static_cast<double>(strip.size());
    return std::sqrt(std::max(squares / count - (sum / count) * (sum / count), 0.0));
}

void addWander(std::span<float> strip, double size, Random& random) {
    for (int part = 0; part < 3; ++part) {
        const double hz = random.uniform(0.05, 0.6);
        const double height = size * random.uniform(0, 0.4);
        const double phase = random.uniform();
        for (std::size_t i = 0; i < strip.size(); ++i) {
            strip[i] += static_cast<float>(height * std::sin(kTurn * (phase + hz * static_cast<double>(i) / kRate_hz)));
        }
    }
}

void addMains(std::span<float> strip, double size, Random& random) {
    const double hz = (chance(0.5, random) ? 50 : 60) * random.uniform(0.995, 1.005);
    const double phase = random.uniform();
    const double third = random.uniform(0, 0.3);
    for (std::size_t i = 0; i < strip.size(); ++i) {
        const double turns = phase + hz * static_cast<double>(i) / kRate_hz;
        strip[i] += static_cast<float>(size * (std::sin(kTurn * turns) + third * std::sin(kTurn * 2 * turns)));
    }
}

// White noise, or what muscles make of it: without its slow part, swelling and fading.
void addMuscle(std::span<float> strip, double deviation, Random& random) {
    const bool swells = chance(0.5, random);
    const double keep = chance(0.5, random) ? 1 : random.uniform(0.2, 0.9);  // of the difference to a running mean
    const double turn_s = random.uniform(1, 6);
    const double phase = random.uniform();
    double mean = 0;
    for (std::size_t i = 0; i < strip.size(); ++i) {
        const double raw = random.normal();
        mean += 0.3 * (raw - mean);
        const double value = keep * raw + (1 - keep) * 1.8 * mean;
        const double swell = swells ? 1 + std::sin(kTurn * (phase + static_cast<double>(i) / kRate_hz / turn_s)) : 1;
        strip[i] += static_cast<float>(deviation * swell * value);
    }
}

void addMotion(std::span<float> strip, double deviation, std::span<const float> motion, Random& random) {
    if (motion.size() <= strip.size()) return;
    const auto piece = motion.subspan(random.below(motion.size() - strip.size()), strip.size());
    const double of_piece = deviationOf(piece);
    if (of_piece <= 0) return;
    const double factor = (chance(0.5, random) ? 1 : -1) * deviation / of_piece;
    for (std::size_t i = 0; i < strip.size(); ++i)
        strip[i] += static_cast<float>(factor * static_cast<double>(piece[i]));
}

// As a recorder of a lower rate, or one with a filter against muscle, gives it.
void narrow(std::span<float> strip, double cut_hz) {
    constexpr int kHalf = 12;
    std::array<double, 2 * kHalf + 1> taps{};
    double sum = 0;
    for (int k = -kHalf; k <= kHalf; ++k) {
        const double x = 2 * cut_hz / kRate_hz * k;
        const double sinc = k == 0 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
        const double window = 0.54 + 0.46 * std::cos(std::numbers::pi * k / (kHalf + 1));
        taps[static_cast<std::size_t>(k + kHalf)] = sinc * window;
        sum += sinc * window;
    }
    const std::vector<float> from(strip.begin(), strip.end());
    const auto last = static_cast<std::ptrdiff_t>(from.size()) - 1;
    for (std::ptrdiff_t i = 0; i <= last; ++i) {
        double value = 0;
        for (std::ptrdiff_t k = -kHalf; k <= kHalf; ++k) {
            value += taps[static_cast<std::size_t>(k + kHalf)] *
                     static_cast<double>(from[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i + k, 0, last))]);
        }
        strip[static_cast<std::size_t>(i)] = static_cast<float>(value / sum);
    }
}

// The high-pass of one pole that a recorder's input is: what it does to T and ST it does in one direction.
void passHigh(std::span<float> strip, double cut_hz) {
    const auto share = static_cast<float>(1 - std::exp(-kTurn * cut_hz / kRate_hz));
    float slow = strip.front();
    for (float& value : strip) {
        slow += share * (value - slow);
        value -= slow;
    }
}

void addSpikes(std::span<float> strip, double size, Random& random) {
    const std::size_t count = 1 + random.below(12);
    for (std::size_t spike = 0; spike < count; ++spike) {
        const std::size_t at = random.below(strip.size());
        strip[at] += static_cast<float>(size * random.uniform(-2, 2));
    }
}

}  // namespace

void spoil(std::span<float> strip, float size, std::span<const float> motion, Random& random) {
    const double height = static_cast<double>(size);
    const double deviation = deviationOf(strip);
    if (chance(0.35, random)) narrow(strip, random.uniform(32, 95));
    if (chance(0.25, random)) passHigh(strip, random.uniform(0.05, 0.8));
    if (chance(0.5, random)) addWander(strip, height * random.uniform(), random);
    if (chance(0.25, random)) addMains(strip, height * std::exp(random.uniform(-6, -2.3)), random);
    if (chance(0.6, random)) addMuscle(strip, deviation * std::pow(10.0, -random.uniform(10, 40) / 20), random);
    if (chance(0.2, random)) addMotion(strip, deviation * std::pow(10.0, -random.uniform(4, 30) / 20), motion, random);
    if (chance(0.04, random)) addSpikes(strip, height, random);
    if (chance(0.3, random)) {
        const auto step = static_cast<float>(height / std::exp(random.uniform(3.0, 6.5)));
        for (float& value : strip) value = step * std::round(value / step);
    }
}

FibrillatoryWaves::FibrillatoryWaves(Random& random) : phase_(kStripSamples) {
    double hz = random.uniform(3.8, 9);
    double phase = random.uniform();
    const double middle = hz;
    const double wander = random.uniform(0.05, 0.35);
    for (float& value : phase_) {
        hz += 0.02 * (middle - hz) + wander * 0.2 * random.normal();
        phase += std::clamp(hz, 3.0, 11.0) / kRate_hz;
        value = static_cast<float>(phase);
    }
    sharpness_ = random.uniform(0.1, 0.6);
    size_ = chance(0.2, random) ? 0 : random.uniform(0.01, 0.16);
}

void FibrillatoryWaves::addTo(std::span<float> strip, float size, Random& random) const {
    const double height = size_ * static_cast<double>(size) * random.uniform(0.1, 1);
    const double lag = random.uniform(-0.2, 0.2);
    const double breath_hz = random.uniform(0.1, 0.7);
    const double breath = random.uniform();
    for (std::size_t i = 0; i < std::min(strip.size(), phase_.size()); ++i) {
        const double turns = static_cast<double>(phase_[i]) + lag;
        const double swell = 1 + 0.5 * std::sin(kTurn * (breath + breath_hz * static_cast<double>(i) / kRate_hz));
        double value = 0;
        double share = 1;
        for (int harmonic = 1; harmonic <= 3; ++harmonic, share *= sharpness_) {
            value += share * std::sin(kTurn * harmonic * turns);
        }
        strip[i] += static_cast<float>(height * swell * value);
    }
}

}  // namespace triptych::inference::training
