#include "core/inference/module/training/waves/record_clock.h"

#include "core/waves/network_plan.h"

#include <algorithm>
#include <cmath>

namespace triptych::inference::training {
namespace {

constexpr double kRate_hz = waves::kNetwork_hz;
constexpr double kBent_s = 0.04;
constexpr double kLeft_s = 0.03;      // of a quiet time, whatever is left out
constexpr double kShortest_s = 0.02;  // of what is worth leaving out
constexpr double kRegular = 0.5;      // share of the hearts that beat evenly
constexpr double kNever_s = 1e9;

float sampleAt(const std::vector<float>& signal, double at) {
    const auto last = static_cast<std::ptrdiff_t>(signal.size()) - 1;
    const double low = std::floor(at);
    const auto value = [&](std::ptrdiff_t i) {
        return static_cast<double>(signal[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i, 0, last))]);
    };
    const auto i = static_cast<std::ptrdiff_t>(low);
    const double x = at - low;
    const double a = value(i - 1);
    const double b = value(i);
    const double c = value(i + 1);
    const double d = value(i + 2);
    return static_cast<float>(b + 0.5 * x * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a))));
}

void join(std::vector<float>& strip, double at_s) {
    const auto past = static_cast<std::ptrdiff_t>(std::ceil(at_s * kRate_hz));
    const auto size = static_cast<std::ptrdiff_t>(strip.size());
    if (past < 1 || past >= size) return;
    const float step = strip[static_cast<std::size_t>(past)] - strip[static_cast<std::size_t>(past - 1)];
    const auto reach = static_cast<std::ptrdiff_t>(kBent_s * kRate_hz);
    for (std::ptrdiff_t k = 0; k < reach; ++k) {
        const float share = 0.5F * step * (1 - static_cast<float>(k) / static_cast<float>(reach));
        if (past - 1 - k >= 0) strip[static_cast<std::size_t>(past - 1 - k)] += share;
        if (past + k < size) strip[static_cast<std::size_t>(past + k)] -= share;
    }
}

// [i] from the end of the T wave of beat i on whichever lead it ends last to the first wave of the next beat.
std::vector<Cut> quietTimes(const MarkedRecord& record) {
    std::size_t beats = 0;
    for (const MarkedLead& lead : record.leads) {
        for (const MarkedWave& wave : lead.waves) beats = std::max(beats, wave.beat + 1);
    }
    std::vector<Cut> quiet(beats, Cut{-1, kNever_s});
    for (const MarkedLead& lead : record.leads) {
        for (const MarkedWave& wave : lead.waves) {
            if (wave.kind == WaveKind::t) {
                const double end_s = std::isnan(wave.at_s[2]) ? wave.at_s[1] + 0.12 : wave.at_s[2];
                quiet[wave.beat].from_s = std::max(quiet[wave.beat].from_s, end_s);
            } else if (wave.beat > 0) {
                const double begin_s = std::isnan(wave.at_s[0]) ? wave.at_s[1] - 0.06 : wave.at_s[0];
                quiet[wave.beat - 1].to_s = std::min(quiet[wave.beat - 1].to_s, begin_s);
            }
        }
    }
    return quiet;
}

}  // namespace

double Clock::inRecord(double strip_s) const {
    double record_s = from_s + strip_s / stretch;
    for (const Cut& cut : cuts) {
        if (record_s >= cut.from_s) record_s += cut.to_s - cut.from_s;
    }
    return record_s;
}

double Clock::inStrip(double record_s) const {
    double kept_s = record_s;
    for (const Cut& cut : cuts) {
        if (record_s > cut.from_s) kept_s -= std::min(record_s, cut.to_s) - cut.from_s;
    }
    return (kept_s - from_s) * stretch;
}

std::vector<float> underClock(const std::vector<float>& signal, const Clock& clock, std::size_t samples) {
    std::vector<float> out(samples);
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = sampleAt(signal, clock.inRecord(static_cast<double>(i) / kRate_hz) * kRate_hz);
    }
    for (const Cut& cut : clock.cuts) join(out, clock.inStrip(cut.from_s));
    return out;
}

std::vector<Cut> drawCuts(const MarkedRecord& record, Random& random) {
    const bool is_regular = random.uniform() < kRegular;
    const double share = random.uniform();
    std::vector<Cut> out;
    for (const Cut& quiet : quietTimes(record)) {
        const double length_s = quiet.to_s - quiet.from_s - kLeft_s;
        if (quiet.from_s < 0 || quiet.to_s >= kNever_s || length_s <= kShortest_s) continue;
        const double from_s = quiet.from_s + kLeft_s / 2;
        out.push_back({from_s, from_s + length_s * (is_regular ? share : random.uniform())});
    }
    return out;
}

}  // namespace triptych::inference::training
