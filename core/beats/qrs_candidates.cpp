#include "core/beats/qrs_candidates.h"

#include "core/beats/median.h"
#include "core/beats/quiet_sections.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace triptych::beats {
namespace {

struct Wavelet {
    double centre_hz, sigma_s;
};
constexpr std::array<Wavelet, 2> kWavelets = {{{14.0, 0.030}, {17.0, 0.022}}};
constexpr double kReach_s = 0.075;       // 2.5 σ of the longer one
constexpr double kSeparation_s = 0.100;  // a candidate is the largest value this far to either side
constexpr double kBorder_s = 0.040;      // half a QRS: where the lead is cut, its edge value's kink looks like one
constexpr std::size_t kBlock = 4096;

// One half of a complex FIR filter, indices 0 ... reach: the even part mirrors, the odd part mirrors with a minus.
struct Taps {
    std::vector<float> even, odd;
};

Taps tapsOf(const Wavelet& wavelet, double rate_hz, std::size_t reach) {
    Taps taps{std::vector<float>(reach + 1), std::vector<float>(reach + 1)};
    std::vector<double> window(reach + 1), even(reach + 1);
    double window_sum = 0, even_sum = 0;
    for (std::size_t k = 0; k <= reach; ++k) {
        const double t = static_cast<double>(k) / rate_hz;
        window[k] = std::exp(-0.5 * (t / wavelet.sigma_s) * (t / wavelet.sigma_s));
        even[k] = window[k] * std::cos(2 * std::numbers::pi * wavelet.centre_hz * t);
        const double mirrored = k == 0 ? 1.0 : 2.0;
        window_sum += mirrored * window[k];
        even_sum += mirrored * even[k];
    }
    // Wander and offset are far larger than a beat: no response to a constant, and amplitude 1 for a sine of 1.
    for (std::size_t k = 0; k <= reach; ++k) {
        const double t = static_cast<double>(k) / rate_hz;
        taps.even[k] = static_cast<float>(2 * (even[k] - even_sum / window_sum * window[k]) / window_sum);
        taps.odd[k] =
            static_cast<float>(2 * window[k] * std::sin(2 * std::numbers::pi * wavelet.centre_hz * t) / window_sum);
    }
    return taps;
}

class EnvelopeFilter {
public:
    explicit EnvelopeFilter(double rate_hz) : reach_(static_cast<std::size_t>(std::ceil(kReach_s * rate_hz))) {
        for (std::size_t w = 0; w < kWavelets.size(); ++w) taps_[w] = tapsOf(kWavelets[w], rate_hz, reach_);
    }

    // Envelope of `lead` at samples first, first + 1, ...; beyond its ends the lead keeps its edge value.
    void operator()(const std::vector<float>& lead, std::ptrdiff_t first, std::span<float> out) {
        const std::size_t n = out.size();
        padded_.resize(n + 2 * reach_);
        const auto last = static_cast<std::ptrdiff_t>(lead.size()) - 1;
        const auto start = first - static_cast<std::ptrdiff_t>(reach_);
        for (std::size_t i = 0; i < padded_.size(); ++i) {
            padded_[i] = lead[static_cast<std::size_t>(
                std::clamp<std::ptrdiff_t>(start + static_cast<std::ptrdiff_t>(i), 0, last))];
        }
        std::fill(out.begin(), out.end(), 0.0F);
        for (const Taps& taps : taps_) {
            even_.assign(n, 0.0F);
            odd_.assign(n, 0.0F);
            const float* const centre = padded_.data() + reach_;
            for (std::size_t i = 0; i < n; ++i) even_[i] = taps.even[0] * centre[i];
            for (std::size_t k = 1; k <= reach_; ++k) {
                const float even = taps.even[k], odd = taps.odd[k];
                const float* const later = centre + k;
                const float* const earlier = centre - k;
                for (std::size_t i = 0; i < n; ++i) {
                    even_[i] += even * (later[i] + earlier[i]);
                    odd_[i] += odd * (later[i] - earlier[i]);
                }
            }
            constexpr float kShare = 1.0F / static_cast<float>(kWavelets.size());
            for (std::size_t i = 0; i < n; ++i) {
                out[i] += kShare * std::sqrt(even_[i] * even_[i] + odd_[i] * odd_[i]);
            }
        }
    }

private:
    std::size_t reach_;
    std::array<Taps, kWavelets.size()> taps_;
    std::vector<float> padded_, even_, odd_;
};

float roughness(const std::vector<float>& samples, std::size_t first, std::size_t past) {
    const std::size_t from = std::max<std::size_t>(first, 1), to = std::min(past, samples.size() - 1);
    float sum = 0;
    for (std::size_t i = from; i < to; ++i) sum += std::abs(samples[i - 1] - 2 * samples[i] + samples[i + 1]);
    return to > from ? sum / static_cast<float>(to - from) : 0;
}

// The largest value of every kCoarse_s, handed on sample by sample.
class CoarseEnvelope {
public:
    explicit CoarseEnvelope(double rate_hz) : step_(kCoarse_s * rate_hz), ends_(step_) {}
    void add(std::span<const float> envelope) {
        for (const float value : envelope) {
            if (static_cast<double>(at_++) >= ends_) close();
            largest_ = std::max(largest_, value);
        }
    }
    std::vector<float> finish() {
        close();
        return std::move(log2_);
    }

private:
    void close() {
        log2_.push_back(std::log2(largest_));
        largest_ = kLeastSize;
        ends_ += step_;
    }

    double step_, ends_;
    std::size_t at_ = 0;
    float largest_ = kLeastSize;
    std::vector<float> log2_;
};

bool isLargestAround(std::span<const float> envelope, std::size_t at, std::size_t separation) {
    const float value = envelope[at];
    for (std::size_t i = at - separation; i < at; ++i) {
        if (envelope[i] >= value) return false;
    }
    for (std::size_t i = at + 1; i <= at + separation; ++i) {
        if (envelope[i] > value) return false;
    }
    return true;
}

void dropWithinGaps(std::vector<Candidate>& peaks, const std::vector<SlowLead::Gap>& gaps) {
    std::erase_if(peaks, [&gaps](const Candidate& peak) {
        const auto after = std::upper_bound(gaps.begin(), gaps.end(), peak.at,
                                            [](std::size_t at, SlowLead::Gap gap) { return at < gap.first; });
        return after != gaps.begin() && peak.at < std::prev(after)->past;
    });
}

}  // namespace

QrsCandidates findCandidates(const SlowLead& lead, const Job& job, double from, double to) {
    QrsCandidates found;
    found.section_samples = std::max<std::size_t>(1, static_cast<std::size_t>(kSection_s * lead.rate_hz));
    const std::size_t count = lead.samples.size();
    if (lead.flat || count == 0) return found;
    found.sections.resize((count + found.section_samples - 1) / found.section_samples);
    CoarseEnvelope coarse(lead.rate_hz);

    EnvelopeFilter filter(lead.rate_hz);
    const auto separation = static_cast<std::size_t>(kSeparation_s * lead.rate_hz);
    const auto border = static_cast<std::size_t>(std::ceil(kBorder_s * lead.rate_hz));
    // Each block sees the envelope a little beyond its ends, so that no peak depends on where a block begins; what
    // lies before the first and after the last sample is silence.
    std::vector<float> envelope, sorted;
    // Whole sections, so that no section is split between blocks.
    const std::size_t block = std::max<std::size_t>(1, kBlock / found.section_samples) * found.section_samples;
    for (std::size_t first = 0; first < count; first += block) {
        if (job.stopRequested()) return found;
        const std::size_t size = std::min(block, count - first);
        envelope.assign(size + 2 * separation, 0.0F);
        const std::size_t before = std::min(separation, first);
        const std::size_t after = std::min(separation, count - first - size);
        filter(lead.samples, static_cast<std::ptrdiff_t>(first - before),
               std::span(envelope).subspan(separation - before, before + size + after));

        for (std::size_t at = separation; at < separation + size; ++at) {
            const std::size_t sample = first + at - separation;
            if (sample < border || sample + border >= count) continue;
            if (!(envelope[at] > envelope[at - 1] && envelope[at] >= envelope[at + 1])) continue;
            if (!isLargestAround(envelope, at, separation)) continue;
            found.peaks.push_back({sample, envelope[at], std::log2(envelope[at])});
        }
        coarse.add(std::span(envelope).subspan(separation, size));
        for (std::size_t start = 0; start < size; start += found.section_samples) {
            const std::size_t length = std::min(found.section_samples, size - start);
            sorted.assign(envelope.begin() + static_cast<std::ptrdiff_t>(separation + start),
                          envelope.begin() + static_cast<std::ptrdiff_t>(separation + start + length));
            EnvelopeSection& section = found.sections[(first + start) / found.section_samples];
            section.median = quantileInPlace(std::span(sorted), 0.5);
            section.rough = roughness(lead.samples, first + start, first + start + length);
        }
        job.progress(from + (to - from) * static_cast<double>(first + size) / static_cast<double>(count),
                     "looking for beats");
    }
    found.coarse_log2 = coarse.finish();
    dropWithinGaps(found.peaks, lead.gaps);
    for (const Candidate& peak : found.peaks) {
        float& largest = found.sections[peak.at / found.section_samples].largest;
        largest = std::max(largest, peak.size);
    }
    liftQuietSections(lead, found);
    return found;
}

}  // namespace triptych::beats
