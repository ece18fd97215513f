#include "core/beats/slow_lead.h"

#include "core/dsp/gaps.h"
#include "core/dsp/hum.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::beats {
namespace {

constexpr double kSlowestHz = 125.0;
constexpr std::size_t kBlock = 1 << 15;  // slow samples read at once

// Mean of the finite ones among `factor` samples; NaN when there is none. The sum of finite floats may overflow.
float meanOf(const float* samples, std::size_t factor) {
    float sum = 0;
    for (std::size_t i = 0; i < factor; ++i) sum += samples[i];
    if (std::isfinite(sum)) return sum / static_cast<float>(factor);
    double finite_sum = 0;
    std::size_t finite = 0;
    for (std::size_t i = 0; i < factor; ++i) {
        if (!std::isfinite(samples[i])) continue;
        finite_sum += static_cast<double>(samples[i]);
        ++finite;
    }
    return finite > 0 ? static_cast<float>(finite_sum / static_cast<double>(finite))
                      : std::numeric_limits<float>::quiet_NaN();
}

std::vector<SlowLead::Gap> gapsOf(const std::vector<float>& samples) {
    std::vector<SlowLead::Gap> gaps;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (std::isfinite(samples[i])) continue;
        if (!gaps.empty() && gaps.back().past == i) {
            ++gaps.back().past;
        } else {
            gaps.push_back({i, i + 1});
        }
    }
    return gaps;
}

// Centres and scales to at most 1, so that squares neither overflow nor vanish whatever the unit. False when constant.
bool normalise(std::vector<float>& samples) {
    const auto [low, high] = std::minmax_element(samples.begin(), samples.end());
    const double centre = (static_cast<double>(*low) + static_cast<double>(*high)) / 2;
    const double half_range = static_cast<double>(*high) - centre;
    if (!(half_range > 0)) return false;
    const double scale = 1.0 / half_range;
    for (float& value : samples) value = static_cast<float>((static_cast<double>(value) - centre) * scale);
    return true;
}

}  // namespace

SlowLead slowDown(const dsp::SampleReader& read, std::int64_t count, double rate_hz, const Job& job, double share) {
    SlowLead slow;
    slow.factor = static_cast<std::size_t>(std::max(1.0, std::floor(rate_hz / kSlowestHz)));
    slow.rate_hz = rate_hz / static_cast<double>(slow.factor);
    if (count <= 0) return slow;

    const std::size_t total = (static_cast<std::size_t>(count) + slow.factor - 1) / slow.factor;
    slow.samples.resize(total);
    std::vector<float> block(std::min(kBlock, total) * slow.factor);
    for (std::size_t first = 0; first < total; first += kBlock) {
        if (job.stopRequested()) return slow;
        const std::size_t size = std::min(kBlock, total - first);
        const std::span<float> part = std::span(block).first(size * slow.factor);
        read(static_cast<std::int64_t>(first * slow.factor), part);
        for (std::size_t i = 0; i < size; ++i) slow.samples[first + i] = meanOf(&part[i * slow.factor], slow.factor);
        job.progress(share * static_cast<double>(first + size) / static_cast<double>(total), "reading");
    }

    slow.gaps = gapsOf(slow.samples);
    if (!slow.gaps.empty() && dsp::bridgeGaps(slow.samples) == total) return slow;
    // Mains hum looks like muscles to whoever judges noise, and any lead can be read without it.
    if (!dsp::removeHum(slow.samples, slow.rate_hz, {job.stop, {}})) return slow;
    slow.flat = !normalise(slow.samples);
    return slow;
}

}  // namespace triptych::beats
