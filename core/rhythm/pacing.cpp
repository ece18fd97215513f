#include "core/rhythm/pacing.h"

#include "core/beats/median.h"

#include <algorithm>
#include <cmath>

namespace triptych::rhythm {
namespace {

constexpr double kReach_s = 0.0055;
constexpr double kBefore_s = 0.16, kBehind_s = 0.05;
constexpr double kCalmFrom_s = 0.14, kCalmTo_s = 0.03;
constexpr double kWideFrom_s = 0.05, kWideTo_s = 0.14;
constexpr float kCalmest = 8;
constexpr std::size_t kAround = 7;
constexpr float kMicrovolt = 1e-4F;
constexpr std::size_t kBeatsBetweenLooks = 512;

PaceLook lookAt(std::span<const float> x, double rate_hz) {
    const auto samples = [&](double s) { return static_cast<std::ptrdiff_t>(std::lround(s * rate_hz)); };
    const std::ptrdiff_t reach = std::max<std::ptrdiff_t>(1, samples(kReach_s));
    const auto at = [&](std::ptrdiff_t i) { return x[static_cast<std::size_t>(i)]; };
    const auto bend = [&](std::ptrdiff_t i) { return std::abs(at(i) - (at(i - reach) + at(i + reach)) / 2); };
    const std::ptrdiff_t mark = samples(kBefore_s + kCalmFrom_s) + reach;
    std::ptrdiff_t best = mark;
    for (std::ptrdiff_t i = mark - samples(kBefore_s); i <= mark + samples(kBehind_s); ++i) {
        if (bend(i) > bend(best)) best = i;
    }
    float before = 0, level = 0, count = 0;
    for (std::ptrdiff_t i = best - samples(kCalmFrom_s); i < best - samples(kCalmTo_s); ++i) {
        before = std::max(before, bend(i));
    }
    for (std::ptrdiff_t i = best - samples(0.07); i < best - samples(0.022); ++i, ++count) level += at(i);
    level /= std::max(count, 1.0F);
    float low = at(best), high = at(best), wide = 0;
    for (std::ptrdiff_t i = best - samples(0.04); i < best + samples(0.16); ++i) {
        low = std::min(low, at(i));
        high = std::max(high, at(i));
    }
    count = 0;
    for (std::ptrdiff_t i = best + samples(kWideFrom_s); i < best + samples(kWideTo_s); ++i, ++count) {
        wide += std::abs(at(i) - level);
    }
    PaceLook out{bend(best) / (before + kMicrovolt), wide / std::max(count, 1.0F) / (high - low + kMicrovolt)};
    if (!std::isfinite(out.calm) || !std::isfinite(out.wide)) return {};
    return out;
}

}  // namespace

std::vector<PaceLook> lookForPacing(const dsp::SampleReader& read, std::int64_t samples, double rate_hz,
                                    const BeatList& beats, const Job& job) {
    std::vector<PaceLook> out(beats.beats.size());
    const auto before = static_cast<std::int64_t>(std::lround((kBefore_s + kCalmFrom_s) * rate_hz)) +
                        std::max<std::int64_t>(1, std::lround(kReach_s * rate_hz));
    const auto behind = static_cast<std::int64_t>(std::lround((kBehind_s + 0.2) * rate_hz)) + 2;
    std::vector<float> x(static_cast<std::size_t>(before + behind));
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (i % kBeatsBetweenLooks == 0 && job.stopRequested()) break;
        const auto mark = static_cast<std::int64_t>(
            std::llround(static_cast<double>(beats.beats[i].sample) * rate_hz / beats.rate_hz));
        if (mark < before || mark + behind > samples) continue;
        read(mark - before, x);
        out[i] = lookAt(x, rate_hz);
    }
    return out;
}

std::vector<float> pacedScore(const std::vector<std::vector<PaceLook>>& leads) {
    const std::size_t beats = leads.empty() ? 0 : leads.front().size();
    std::vector<float> out(beats), calm, wide;
    for (std::size_t i = 0; i < beats; ++i) {
        const std::size_t first = i > kAround ? i - kAround : 0, past = std::min(beats, i + kAround + 1);
        float calmest = 0, widest = 0;
        for (const auto& lead : leads) {
            calm.clear();
            wide.clear();
            for (std::size_t k = first; k < past; ++k) {
                calm.push_back(lead[k].calm);
                wide.push_back(lead[k].wide);
            }
            calmest = std::max(calmest, beats::medianInPlace(std::span(calm)));
            widest = std::max(widest, beats::medianInPlace(std::span(wide)));
        }
        out[i] = calmest >= kCalmest ? calmest * widest : 0;
    }
    return out;
}

}  // namespace triptych::rhythm
