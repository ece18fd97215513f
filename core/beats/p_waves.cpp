#include "core/beats/p_waves.h"

#include "core/beats/windows.h"

#include <algorithm>
#include <cmath>

namespace triptych::beats {
namespace {

constexpr std::size_t kFirst = 64, kLength = 28;  // columns of a product window: 0.29 to 0.06 s before the mark
constexpr std::size_t kReach = 30;                // beats to either side
constexpr std::size_t kFewest = 6;
constexpr double kKept = 0.8;  // of the neighbours, by energy
constexpr float kNothing = 1e-4F;
constexpr float kUsualP = 0.03F;  // root mean square of a P wave, of the QRS
constexpr float kClip = 4.0F;

using Stretch = std::array<float, kLength>;

float product(const Stretch& a, const Stretch& b) {
    float sum = 0;
    for (std::size_t i = 0; i < kLength; ++i) sum += a[i] * b[i];
    return sum;
}

// Less its least-squares line: the tail of a T wave and a wandering baseline are slopes.
Stretch stretchOf(std::span<const float> from) {
    constexpr auto kCount = static_cast<float>(kLength);
    constexpr float kMiddle = (kCount - 1) / 2;
    constexpr float kSpread = kCount * (kCount * kCount - 1) / 12;  // Σ (i − middle)²
    float mean = 0, slope = 0;
    for (std::size_t i = 0; i < kLength; ++i) {
        mean += from[i] / kCount;
        slope += from[i] * (static_cast<float>(i) - kMiddle) / kSpread;
    }
    Stretch out;
    for (std::size_t i = 0; i < kLength; ++i) out[i] = from[i] - mean - slope * (static_cast<float>(i) - kMiddle);
    return out;
}

std::vector<Stretch> stretchesOf(std::span<const float> windows) {
    std::vector<Stretch> out;
    for (std::size_t first = kFirst; first < windows.size(); first += kProductLength) {
        out.push_back(stretchOf(windows.subspan(first, kLength)));
    }
    return out;
}

// What the neighbours of a beat have in common.
struct Common {
    Stretch mean{};
    float of_mean = 0;  // energy of the mean
    float average = 0;  // mean energy of the neighbours
    float order = 0;
};

Common commonOf(std::span<const std::size_t> neighbours, std::span<const Stretch> beats,
                std::span<const float> energy) {
    Common out;
    const auto count = static_cast<float>(neighbours.size());
    if (neighbours.empty()) return out;
    for (const std::size_t beat : neighbours) {
        for (std::size_t i = 0; i < kLength; ++i) out.mean[i] += beats[beat][i] / count;
        out.average += energy[beat] / count;
    }
    out.of_mean = product(out.mean, out.mean);
    // The mean of n beats of pure noise holds 1/n of their energy.
    if (count > 1) {
        out.order = (out.of_mean - out.average / count) / (out.average + kNothing / 100) * count / (count - 1);
    }
    return out;
}

float logRatio(float a, float b) {
    return std::clamp(std::log((a + kNothing) / (b + kNothing)), -kClip, kClip);
}

void describe(const Stretch& beat, float energy, const Common& common, std::span<float> row) {
    const float shared = product(beat, common.mean);
    const float multiple = std::clamp(shared / (common.of_mean + kNothing / 10), 1 - kClip, 1 + kClip);
    float remainder = 0;
    for (std::size_t i = 0; i < kLength; ++i) {
        const float left = beat[i] - multiple * common.mean[i];
        remainder += left * left;
    }
    row[0] = 1 - common.order;
    row[1] = 1 - shared / std::sqrt(common.of_mean * energy + kNothing / 100);
    row[2] = multiple - 1;
    row[3] = logRatio(remainder, std::max(0.0F, common.average - common.of_mean));
    row[4] = logRatio(energy, common.average);
    row[5] = logRatio(common.of_mean, kUsualP * kUsualP * static_cast<float>(kLength)) / 2;
}

}  // namespace

std::vector<float> pWaveFeatures(std::span<const float> windows, std::span<const std::uint8_t> on_time) {
    const std::vector<Stretch> beats = stretchesOf(windows);
    std::vector<float> energy;
    for (const Stretch& beat : beats) energy.push_back(product(beat, beat));
    std::vector<float> features(beats.size() * kPWaveFeatures);
    std::vector<std::size_t> neighbours;
    for (std::size_t beat = 0; beat < beats.size(); ++beat) {
        const std::size_t first = beat > kReach ? beat - kReach : 0;
        const std::size_t past = std::min(beats.size(), beat + kReach + 1);
        neighbours.clear();
        for (std::size_t other = first; other < past; ++other) {
            if (other != beat && on_time[other] != 0) neighbours.push_back(other);
        }
        if (neighbours.size() < kFewest) {
            neighbours.clear();
            for (std::size_t other = first; other < past; ++other) {
                if (other != beat) neighbours.push_back(other);
            }
        }
        const auto kept = std::min(
            neighbours.size(),
            std::max<std::size_t>(4, static_cast<std::size_t>(kKept * static_cast<double>(neighbours.size()))));
        std::nth_element(neighbours.begin(), neighbours.begin() + static_cast<std::ptrdiff_t>(kept), neighbours.end(),
                         [&](std::size_t a, std::size_t b) { return energy[a] < energy[b]; });
        describe(beats[beat], energy[beat], commonOf(std::span(neighbours).first(kept), beats, energy),
                 std::span(features).subspan(beat * kPWaveFeatures, kPWaveFeatures));
    }
    return features;
}

}  // namespace triptych::beats
