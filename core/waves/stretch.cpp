#include "core/waves/stretch.h"

#include "core/dsp/resample.h"
#include "core/waves/lead_signal.h"

#include <algorithm>
#include <cmath>

namespace triptych::waves {
namespace {

constexpr double kTenth_s = 0.1;

std::vector<bool> missingTenths(const std::vector<float>& samples, double rate_hz) {
    const auto tenths = static_cast<std::size_t>(std::ceil(static_cast<double>(samples.size()) / rate_hz / kTenth_s));
    std::vector<bool> missing(tenths, false);
    for (std::size_t tenth = 0; tenth < tenths; ++tenth) {
        const auto edge = [&](std::size_t at) {
            return std::min(static_cast<std::size_t>(static_cast<double>(at) * kTenth_s * rate_hz), samples.size());
        };
        const std::size_t first = edge(tenth);
        const std::size_t past = std::max(edge(tenth + 1), std::min(first + 1, samples.size()));
        const auto none = std::count_if(samples.begin() + static_cast<std::ptrdiff_t>(first),
                                        samples.begin() + static_cast<std::ptrdiff_t>(past),
                                        [](float value) { return !std::isfinite(value); });
        missing[tenth] = 2 * none > static_cast<std::ptrdiff_t>(past - first);
    }
    return missing;
}

void readLead(const Recording& recording, std::size_t lead, double from_s, double to_s, LeadStretch& out) {
    const double rate_hz = recording.leads[lead].rate_hz;
    const auto first = static_cast<std::int64_t>(std::llround(from_s * rate_hz));
    const auto past = std::max(static_cast<std::int64_t>(std::llround(to_s * rate_hz)), first + 1);
    out.shift_s = static_cast<double>(first) / rate_hz - from_s;
    std::vector<float> samples(static_cast<std::size_t>(past - first));
    recording.source->readPhysical(lead, first, samples);
    out.missing = missingTenths(samples, rate_hz);
    out.signal = dsp::resample(samples, rate_hz, kNetwork_hz);
    const auto wanted = static_cast<std::size_t>(std::ceil((to_s - from_s) * kNetwork_hz));
    const auto whole = (wanted + kSteps - 1) / kSteps * kSteps;
    const bool has_none = out.signal.empty() || !std::isfinite(out.signal.front());
    if (has_none) out.signal.assign(wanted, 0);
    out.signal.resize(wanted, out.signal.back());
    normalise(out.signal);
    out.silent = std::all_of(out.signal.begin(), out.signal.end(), [](float value) { return value == 0; });
    out.signal.resize(whole, 0);
}

struct Span {
    double from_s, to_s;
};

Span spanOf(const Recording& recording, std::int64_t index) {
    const double begins_s = static_cast<double>(index) * kStretch_s;
    return {std::max(begins_s - kBeside_s, 0.0), std::min(begins_s + kStretch_s + kBeside_s, recording.duration_s)};
}

}  // namespace

std::int64_t stretchesOf(const Recording& recording) {
    return static_cast<std::int64_t>(std::ceil(recording.duration_s / kStretch_s));
}

std::int64_t stretchAt(const Recording& recording, double time_s) {
    const auto index = static_cast<std::int64_t>(std::floor(time_s / kStretch_s));
    return std::clamp<std::int64_t>(index, 0, std::max<std::int64_t>(stretchesOf(recording) - 1, 0));
}

bool isSilent(const Recording& recording, std::size_t lead, std::int64_t index) {
    const Span span = spanOf(recording, index);
    LeadStretch stretch;
    readLead(recording, lead, span.from_s, span.to_s, stretch);
    return stretch.silent;
}

bool lookAt(const Recording& recording, std::span<const std::size_t> leads, std::int64_t index, const Network& network,
            Workspace& workspace, Stretch& stretch, const Job& job) {
    const auto [from_s, to_s] = spanOf(recording, index);
    stretch.from_s = from_s;
    stretch.leads.resize(leads.size());
    std::vector<std::vector<float>> signals(leads.size());
    std::vector<bool> counts(leads.size());
    for (std::size_t i = 0; i < leads.size(); ++i) {
        if (job.stopRequested()) return false;
        readLead(recording, leads[i], stretch.from_s, to_s, stretch.leads[i]);
        signals[i] = stretch.leads[i].signal;
        counts[i] = !stretch.leads[i].silent;
    }
    std::vector<Answers> answers;
    if (!network.answer(signals, counts, workspace, answers, job)) return false;
    for (std::size_t i = 0; i < leads.size(); ++i) stretch.leads[i].answers = std::move(answers[i]);
    return true;
}

}  // namespace triptych::waves
