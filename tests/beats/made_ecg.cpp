#include "tests/beats/made_ecg.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

namespace triptych::test {
namespace {

class MemorySource final : public SampleSource {
public:
    explicit MemorySource(std::vector<std::vector<float>> leads) : leads_(std::move(leads)) {}

    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override {
        const std::vector<float>& samples = leads_[lead];
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::int64_t at = first + static_cast<std::int64_t>(i);
            const bool inside = at >= 0 && at < static_cast<std::int64_t>(samples.size());
            out[i] = inside ? samples[static_cast<std::size_t>(at)] : std::numeric_limits<float>::quiet_NaN();
        }
    }
    void readStored(std::size_t, std::int64_t, std::span<std::int32_t> out) const override {
        std::fill(out.begin(), out.end(), kMissingSample);
    }

private:
    std::vector<std::vector<float>> leads_;
};

bool anyWithin(const std::vector<std::int64_t>& sorted, std::int64_t at, std::int64_t tolerance) {
    const auto next = std::lower_bound(sorted.begin(), sorted.end(), at - tolerance);
    return next != sorted.end() && *next <= at + tolerance;
}

}  // namespace

MadeEcg madeEcg(const MadeEcgPlan& plan) {
    const auto count = static_cast<std::size_t>(plan.duration_s * plan.rate_hz);
    std::mt19937 random(plan.seed);
    std::vector<double> signal(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double t = static_cast<double>(i) / plan.rate_hz;
        signal[i] = plan.wander_mv * std::sin(2 * std::numbers::pi * 0.25 * t);
        // Sum of twelve uniform numbers: near enough to Gaussian, and the same on every machine.
        double sum = -6;
        for (int k = 0; k < 12; ++k) sum += static_cast<double>(random()) / 4294967296.0;
        signal[i] += plan.noise_mv * sum;
    }
    MadeEcg made;
    const auto wave = [&](double centre_s, double sigma_s, double height_mv) {
        const double from = std::max(0.0, std::floor((centre_s - 6 * sigma_s) * plan.rate_hz));
        const double to = std::min(static_cast<double>(count), std::ceil((centre_s + 6 * sigma_s) * plan.rate_hz));
        for (double i = from; i < to; ++i) {
            const double z = (i / plan.rate_hz - centre_s) / sigma_s;
            signal[static_cast<std::size_t>(i)] += height_mv * std::exp(-0.5 * z * z);
        }
    };
    double r_s = plan.first_s;
    for (std::size_t beat = 0; r_s < plan.duration_s - 0.1; ++beat) {
        // The R peak lies on a sample, so that the truth is exact.
        const auto r = static_cast<std::int64_t>(std::llround(r_s * plan.rate_hz));
        const double at = static_cast<double>(r) / plan.rate_hz;
        made.r_peaks.push_back(r);
        wave(at - 0.16, 0.022, plan.p_mv);
        wave(at - 0.030 * plan.qrs_width, 0.008 * plan.qrs_width, plan.q_mv);
        wave(at, 0.010 * plan.qrs_width, plan.r_mv);
        wave(at + 0.030 * plan.qrs_width, 0.010 * plan.qrs_width, plan.s_mv);
        wave(at + 0.27, 0.045, plan.t_mv);
        r_s += plan.interval_s(beat);
    }
    made.signal.assign(signal.begin(), signal.end());
    return made;
}

RecordingPtr recordingOf(std::vector<float> signal, double rate_hz, const std::string& lead_name) {
    std::vector<std::vector<float>> leads;
    leads.push_back(std::move(signal));
    return recordingOfLeads(std::move(leads), rate_hz, {lead_name});
}

RecordingPtr recordingOfLeads(std::vector<std::vector<float>> leads, double rate_hz,
                              const std::vector<std::string>& names) {
    auto recording = std::make_shared<Recording>();
    recording->name = "made";
    recording->format = "made";
    for (std::size_t i = 0; i < leads.size(); ++i) {
        Lead lead;
        lead.name = lead.original_name = names[i];
        lead.rate_hz = rate_hz;
        lead.samples = static_cast<std::int64_t>(leads[i].size());
        recording->duration_s = std::max(recording->duration_s, static_cast<double>(lead.samples) / rate_hz);
        recording->leads.push_back(std::move(lead));
    }
    recording->source = std::make_shared<MemorySource>(std::move(leads));
    return recording;
}

Mismatch compare(const std::vector<std::int64_t>& truth, const std::vector<std::int64_t>& found,
                 std::int64_t tolerance) {
    Mismatch mismatch;
    for (const std::int64_t at : truth) mismatch.missed += anyWithin(found, at, tolerance) ? 0U : 1U;
    for (const std::int64_t at : found) mismatch.extra += anyWithin(truth, at, tolerance) ? 0U : 1U;
    return mismatch;
}

}  // namespace triptych::test
