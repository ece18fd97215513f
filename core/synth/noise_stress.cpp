#include "core/synth/noise_stress.h"

#include "core/domain/beat_class.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>
#include <utility>

namespace triptych::synth {
namespace {

constexpr std::size_t kMeasured = 300;
constexpr double kBesideBeat_s = 0.05;

double trimmedMean(std::vector<double> values) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const std::size_t cut = values.size() / 20;
    double sum = 0;
    for (std::size_t i = cut; i < values.size() - cut; ++i) sum += values[i];
    return sum / static_cast<double>(values.size() - 2 * cut);
}

// Leads in memory, as numbers in their units.
class LeadsInMemory final : public SampleSource {
public:
    LeadsInMemory(std::vector<std::vector<float>> leads, std::shared_ptr<const SampleSource> stored)
        : leads_(std::move(leads)), stored_(std::move(stored)) {}
    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override {
        const std::vector<float>& samples = leads_[lead];
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::int64_t at = first + static_cast<std::int64_t>(i);
            out[i] = at >= 0 && at < static_cast<std::int64_t>(samples.size())
                         ? samples[static_cast<std::size_t>(at)]
                         : std::numeric_limits<float>::quiet_NaN();
        }
    }
    // What was recorded: the noise has no stored value.
    void readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const override {
        stored_->readStored(lead, first, out);
    }

private:
    std::vector<std::vector<float>> leads_;
    std::shared_ptr<const SampleSource> stored_;
};

bool isOrdinary(std::uint8_t code) {
    const auto of = beatClassOf(code, ClassMapping::bxb);
    return of == BeatClass::normal || of == BeatClass::supraventricular || code == kPaced;
}

}  // namespace

std::vector<NoisyStretch> noisyStretches(double duration_s) {
    std::vector<NoisyStretch> out;
    for (double from_s = kStressBegins_s; from_s < duration_s; from_s += 2 * kStressTurn_s) {
        out.push_back({from_s, std::min(duration_s, from_s + kStressTurn_s)});
    }
    return out;
}

double qrsAmplitude(std::span<const float> signal, double rate_hz, const AnnotationSet& beats) {
    const double scale = beats.rate_hz > 0 ? rate_hz / beats.rate_hz : 1.0;
    const std::int64_t beside = std::llround(kBesideBeat_s * rate_hz);
    const auto count = static_cast<std::int64_t>(signal.size());
    std::vector<double> sizes;
    for (const Annotation& beat : beats.annotations) {
        if (sizes.size() == kMeasured) break;
        if (!isBeat(beat.code) || !isOrdinary(beat.code)) continue;
        const std::int64_t at = std::llround(static_cast<double>(beat.sample) * scale);
        if (at < beside || at + beside >= count) continue;
        float low = INFINITY, high = -INFINITY;
        for (std::int64_t i = at - beside; i <= at + beside; ++i) {
            const float value = signal[static_cast<std::size_t>(i)];
            if (!std::isfinite(value)) continue;
            low = std::min(low, value);
            high = std::max(high, value);
        }
        if (high >= low) sizes.push_back(static_cast<double>(high) - static_cast<double>(low));
    }
    return trimmedMean(std::move(sizes));
}

double noiseAmplitude(std::span<const float> noise, double rate_hz) {
    const auto second = static_cast<std::size_t>(std::llround(rate_hz));
    std::vector<double> sizes;
    for (std::size_t first = 0; second > 0 && first + second <= noise.size() && sizes.size() < kMeasured;
         first += second) {
        const auto part = noise.subspan(first, second);
        double mean = 0;
        for (const float value : part) mean += static_cast<double>(value) / static_cast<double>(second);
        double power = 0;
        for (const float value : part) power += std::pow(static_cast<double>(value) - mean, 2);
        sizes.push_back(std::sqrt(power / static_cast<double>(second)));
    }
    return trimmedMean(std::move(sizes));
}

double stressGain(double qrs_amplitude, double noise_amplitude, double snr_db) {
    if (!(noise_amplitude > 0)) return 0;
    return std::pow(10.0, -snr_db / 20) * std::numbers::sqrt2 / 4 * qrs_amplitude / noise_amplitude;
}

void addStress(std::span<float> signal, std::span<const float> noise, double gain, double rate_hz) {
    if (noise.empty()) return;
    const auto begins = static_cast<std::size_t>(std::llround(kStressBegins_s * rate_hz));
    const auto turn = std::max<std::size_t>(1, static_cast<std::size_t>(std::llround(kStressTurn_s * rate_hz)));
    double lift = 0, added = 0;
    bool was_noisy = false;
    for (std::size_t i = begins; i < signal.size(); ++i) {
        const bool noisy = (i - begins) / turn % 2 == 0;
        const std::size_t at = i % noise.size();
        const double here = noisy ? gain * static_cast<double>(noise[at]) : 0;
        if (noisy != was_noisy || (noisy && at == 0)) lift = added - here;
        was_noisy = noisy;
        added = here + lift;
        signal[i] = static_cast<float>(static_cast<double>(signal[i]) + added);
    }
}

Result<RecordingPtr> stressed(const Recording& clean, const Recording& noise, double from_s, double to_s,
                              double snr_db) {
    if (clean.annotation_sets.empty()) {
        return fail(ErrorCode::not_found, "the recording marks no beats to measure its QRS by", clean.name,
                    "put its annotations beside it");
    }
    std::vector<std::vector<float>> leads;
    for (std::size_t k = 0; k < clean.leads.size(); ++k) {
        const Lead& lead = clean.leads[k];
        if (noise.leads.empty() || noise.leads[k % noise.leads.size()].rate_hz != lead.rate_hz) {
            return fail(ErrorCode::unsupported, "noise of another rate than the recording's cannot be added",
                        noise.name, "resample one of the two");
        }
        const std::size_t signal = k % noise.leads.size();
        const auto first = static_cast<std::int64_t>(std::llround(from_s * lead.rate_hz));
        const auto past = std::min<std::int64_t>(noise.leads[signal].samples, std::llround(to_s * lead.rate_hz));
        if (past <= first) {
            return fail(ErrorCode::not_found, "the noise has no samples there", noise.name,
                        "ask for an earlier stretch");
        }
        const std::vector<float> added = readLead(noise, signal, first, past - first);
        std::vector<float> samples = readLead(clean, k, 0, lead.samples);
        const double gain = stressGain(qrsAmplitude(samples, lead.rate_hz, clean.annotation_sets.front()),
                                       noiseAmplitude(added, lead.rate_hz), snr_db);
        addStress(samples, added, gain, lead.rate_hz);
        leads.push_back(std::move(samples));
    }
    auto out = std::make_shared<Recording>(clean);
    out->source = std::make_shared<LeadsInMemory>(std::move(leads), clean.source);
    return RecordingPtr(std::move(out));
}

RecordingPtr disturbed(const Recording& clean, const std::function<double(std::size_t lead, double time_s)>& added) {
    std::vector<std::vector<float>> leads;
    for (std::size_t k = 0; k < clean.leads.size(); ++k) {
        std::vector<float> samples = readLead(clean, k, 0, clean.leads[k].samples);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            samples[i] += static_cast<float>(added(k, static_cast<double>(i) / clean.leads[k].rate_hz));
        }
        leads.push_back(std::move(samples));
    }
    auto out = std::make_shared<Recording>(clean);
    out->source = std::make_shared<LeadsInMemory>(std::move(leads), clean.source);
    return out;
}

}  // namespace triptych::synth
