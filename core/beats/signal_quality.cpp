#include "core/beats/signal_quality.h"

#include "core/beats/lead_errors.h"
#include "core/beats/lead_survey.h"
#include "core/beats/median.h"
#include "core/beats/qrs_candidates.h"
#include "core/beats/slow_lead.h"

#include <algorithm>
#include <cmath>

namespace triptych::beats {
namespace {

constexpr float kNoisy = 0.08F;
constexpr float kFlatShare = 0.005F;
constexpr double kLively = 0.9;  // quantile of the seconds' ranges that flat ones are measured by
constexpr double kClipped_s = 0.050;
constexpr std::size_t kSectionsAround = 8;

// One second of the slow lead.
struct Second {
    std::size_t first, past;
};

// Median QRS size around each section of the envelope.
std::vector<float> qrsSizes(const QrsCandidates& candidates) {
    return mediansAround(candidates.sections, kSectionsAround, &EnvelopeSection::largest);
}

float range(const std::vector<float>& samples, Second second) {
    const auto begin = samples.begin();
    const auto [low, high] = std::minmax_element(begin + static_cast<std::ptrdiff_t>(second.first),
                                                 begin + static_cast<std::ptrdiff_t>(second.past));
    return *high - *low;
}

float highFrequencies(const std::vector<float>& samples, Second second, std::vector<float>& scratch) {
    scratch.clear();
    const std::size_t past = std::min(second.past, samples.size() - std::min<std::size_t>(1, samples.size()));
    for (std::size_t i = std::max<std::size_t>(second.first, 1); i < past; ++i) {
        scratch.push_back(std::abs(samples[i - 1] - 2 * samples[i] + samples[i + 1]));
    }
    return quantileInPlace(std::span(scratch), 0.5);
}

// The slow lead is scaled so that its largest and smallest value are 1 and -1.
bool isClipped(const std::vector<float>& samples, Second second, std::size_t least) {
    std::size_t run = 0;
    for (std::size_t i = second.first; i < second.past; ++i) {
        const bool on_rail = std::abs(samples[i]) >= 1.0F - 1e-6F;
        run = on_rail && (run == 0 || samples[i] == samples[i - 1]) ? run + 1 : on_rail ? 1 : 0;
        if (run >= least) return true;
    }
    return false;
}

std::size_t missingIn(const std::vector<SlowLead::Gap>& gaps, std::size_t& next, Second second) {
    while (next < gaps.size() && gaps[next].past <= second.first) ++next;
    std::size_t missing = 0;
    for (std::size_t g = next; g < gaps.size() && gaps[g].first < second.past; ++g) {
        missing += std::min(gaps[g].past, second.past) - std::max(gaps[g].first, second.first);
    }
    return missing;
}

}  // namespace

QualityTrack qualityOf(const SlowLead& lead, const QrsCandidates& candidates, double duration_s) {
    QualityTrack track;
    const auto seconds = static_cast<std::size_t>(std::ceil(duration_s - 1e-9));
    track.quality.assign(seconds, Quality::flat);
    track.noise.assign(seconds, 0.0F);
    const std::vector<float>& samples = lead.samples;
    const auto secondAt = [&](std::size_t index) {
        const auto at = [&](std::size_t s) {
            return std::min(samples.size(),
                            static_cast<std::size_t>(std::llround(static_cast<double>(s) * lead.rate_hz)));
        };
        return Second{at(index), at(index + 1)};
    };

    std::vector<float> ranges;
    if (!lead.flat) {
        for (std::size_t s = 0; s < seconds; ++s) {
            const Second second = secondAt(s);
            ranges.push_back(second.first < second.past ? range(samples, second) : 0.0F);
        }
    }
    std::vector<float> sorted = ranges;
    const float lively = quantileInPlace(std::span(sorted), kLively);
    const std::vector<float> sizes = qrsSizes(candidates);
    const auto clipped_samples = static_cast<std::size_t>(std::ceil(kClipped_s * lead.rate_hz));

    std::size_t next_gap = 0;
    std::vector<float> scratch;
    for (std::size_t s = 0; s < seconds; ++s) {
        const Second second = secondAt(s);
        if (second.first >= second.past || 2 * missingIn(lead.gaps, next_gap, second) > second.past - second.first) {
            track.quality[s] = Quality::missing;
            continue;
        }
        if (lead.flat || ranges[s] <= kFlatShare * lively) continue;
        const std::size_t section =
            std::min(candidates.sections.size() - 1, (second.first + second.past) / 2 / candidates.section_samples);
        if (sizes[section] > 0) {
            const float muscle = highFrequencies(samples, second, scratch) / sizes[section];
            const float motion = candidates.sections[section].median / sizes[section];
            track.noise[s] = std::sqrt(muscle * motion);
        }
        track.quality[s] = isClipped(samples, second, clipped_samples) ? Quality::clipped
                           : track.noise[s] >= kNoisy                  ? Quality::noisy
                                                                       : Quality::good;
    }
    return track;
}

Result<QualityTrack> assessQuality(const Recording& recording, std::size_t lead, const Job& job) {
    if (auto error = troubleWithAssessing(recording, lead)) return std::unexpected(std::move(*error));
    const Lead& source = recording.leads[lead];
    const SlowLead slow = slowDown(dsp::readerOf(recording, lead), source.samples, source.rate_hz, job, 0.4);
    const QrsCandidates candidates = findCandidates(slow, job, 0.4, 0.9);
    if (job.stopRequested()) return stoppedWhile("assessing the signal", recording);
    QualityTrack track = qualityOf(slow, candidates, static_cast<double>(source.samples) / source.rate_hz);
    job.progress(1.0, "assessing the signal");
    return track;
}

}  // namespace triptych::beats
