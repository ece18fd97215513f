#include "core/dsp/filter.h"

#include "core/dsp/biquad.h"
#include "core/dsp/extension.h"
#include "core/dsp/gaps.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::dsp {
namespace {

constexpr double kNotchWidth_hz = 2;  // mains wander by some 0.2 Hz; a narrower notch rings longer after each QRS
constexpr double kLongestBridge_s = 2;
constexpr double kMemories = 9;        // e^-9: a few millivolts shrink below a microvolt
constexpr double kHighestPart = 0.49;  // of the rate
constexpr std::int64_t kMostView_samples = std::int64_t{1} << 32;
constexpr std::int64_t kBlock_samples = 1 << 18;  // about 6 ms of work between two looks at the stop

// One filter made for one rate: a slow stage that takes the baseline, then a fast one.
struct Stages {
    std::vector<Biquad> slow, fast;
    std::vector<double> mains_hz;
    std::int64_t slow_reach = 0, fast_reach = 0;  // in samples
    // Samples over which the baseline at an end is judged: about the filter's memory, and a heart beat at least (both
    // shorter and longer ones bent the ends of cut leads more).
    std::int64_t baseline = 0;
    double rate_hz = 0;
};

std::int64_t samplesOf(double seconds, double rate_hz) {
    return static_cast<std::int64_t>(std::ceil(std::min(seconds * rate_hz, 1e12)));
}

double slowMargin_s(const FilterSpec& spec) {
    return spec.highpass_hz > 0 ? kMemories * edgeMemory_s(spec.highpass_hz, false) : 0;
}

double fastMargin_s(const FilterSpec& spec) {
    double memory = spec.notch_hz > 0 ? notchMemory_s(kNotchWidth_hz) : 0;
    if (spec.lowpass_hz > 0) memory = std::max(memory, edgeMemory_s(spec.lowpass_hz, true));
    return kMemories * memory;
}

Stages stagesFor(const FilterSpec& spec, double rate_hz) {
    Stages stages;
    stages.rate_hz = rate_hz;
    if (spec.highpass_hz > 0) {
        stages.slow.push_back(zeroPhaseHighpass(spec.highpass_hz, rate_hz));
        stages.baseline = samplesOf(std::max(1.0, 1.1 * edgeMemory_s(spec.highpass_hz, false)), rate_hz);
    }
    if (spec.lowpass_hz > 0) stages.fast.push_back(zeroPhaseLowpass(spec.lowpass_hz, rate_hz));
    if (spec.notch_hz > 0) {
        for (double hz = spec.notch_hz; hz < kHighestPart * rate_hz; hz += spec.notch_hz) {
            stages.fast.push_back(zeroPhaseNotch(hz, kNotchWidth_hz, rate_hz));
            stages.mains_hz.push_back(hz);
        }
    }
    stages.slow_reach = samplesOf(slowMargin_s(spec), rate_hz);
    stages.fast_reach = samplesOf(fastMargin_s(spec), rate_hz);
    return stages;
}

double meanOf(std::span<const float> values) {
    double sum = 0;
    for (const float value : values) sum += value;
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

void bothWays(std::span<const Biquad> sections, std::span<float> signal, std::size_t settling) {
    const std::size_t shown = std::min(signal.size(), std::max<std::size_t>(settling, 1));
    runForward(sections, signal, meanOf(signal.first(shown)));
    runBackward(sections, signal, meanOf(signal.last(shown)));
}

// Filters a stretch without gaps; its ends are continued as the header says.
std::vector<float> filterStretch(std::vector<float> stretch, const Stages& stages) {
    const auto length = static_cast<std::int64_t>(stretch.size());
    const auto second = static_cast<std::size_t>(std::max<std::int64_t>(1, samplesOf(1, stages.rate_hz)));
    if (!stages.slow.empty()) {
        const auto pad = static_cast<std::size_t>(std::min(length - 1, stages.slow_reach));
        auto whole = turnedAboutBaseline(stretch, pad, static_cast<std::size_t>(stages.baseline));
        bothWays(stages.slow, whole, second);
        std::copy_n(whole.begin() + static_cast<std::ptrdiff_t>(pad), length, stretch.begin());
    }
    if (!stages.fast.empty()) {
        const auto pad = static_cast<std::size_t>(std::min(length - 1, stages.fast_reach));
        auto whole = mirroredWithMains(stretch, pad, stages.mains_hz, stages.rate_hz);
        bothWays(stages.fast, whole, 1);
        std::copy_n(whole.begin() + static_cast<std::ptrdiff_t>(pad), length, stretch.begin());
    }
    return stretch;
}

// Filters every stretch between long gaps that touches [first, last) of `signal`, into the same places of `out`; blocks
// of a stretch take what they need of its signal on both sides.
bool filterRange(std::span<const float> signal, std::int64_t first, std::int64_t last, const Stages& stages,
                 std::span<float> out, const Job& job) {
    const auto size = static_cast<std::int64_t>(signal.size());
    const std::int64_t longest_bridge = samplesOf(kLongestBridge_s, stages.rate_hz);
    const std::int64_t margin = stages.slow_reach + stages.fast_reach;
    const auto present = [&](std::int64_t i) { return std::isfinite(signal[static_cast<std::size_t>(i)]); };
    std::int64_t begin = 0;
    while (begin < size) {
        if (!present(begin)) {
            ++begin;
            continue;
        }
        std::int64_t end = begin + 1;  // one past the last present sample of this stretch
        for (std::int64_t i = end; i < size && i - end < longest_bridge + 1; ++i)
            if (present(i)) end = i + 1;
        for (std::int64_t block = std::max(begin, first); block < std::min(end, last); block += kBlock_samples) {
            if (job.stopRequested()) return false;
            const std::int64_t block_end = std::min({block + kBlock_samples, end, last});
            const std::int64_t from = std::max(begin, block - margin), to = std::min(end, block_end + margin);
            std::vector<float> stretch(signal.begin() + from, signal.begin() + to);
            bridgeGaps(stretch);
            stretch = filterStretch(std::move(stretch), stages);
            for (std::int64_t i = block; i < block_end; ++i)
                if (present(i)) out[static_cast<std::size_t>(i)] = stretch[static_cast<std::size_t>(i - from)];
            job.progress(static_cast<double>(block_end - first) / static_cast<double>(last - first), "filter");
        }
        begin = end;
    }
    return true;
}

bool usableRate(double rate_hz) {
    return rate_hz > 0 && std::isfinite(rate_hz);
}

std::unexpected<Error> badRate(double rate_hz) {
    return fail(ErrorCode::wrong_use,
                text::say("a lead of {1} samples a second cannot be filtered", text::fixedText(rate_hz, 6)), "filter",
                "give the lead's sampling rate");
}

std::unexpected<Error> cancelled() {
    return fail(ErrorCode::cancelled, "the filter was stopped", "filter", "run it again");
}

}  // namespace

FilterSpec effectiveFilter(const FilterSpec& spec, double rate_hz) {
    const auto kept = [&](double hz) { return std::isfinite(hz) && hz > 0 && hz < kHighestPart * rate_hz ? hz : 0; };
    FilterSpec effective{kept(spec.highpass_hz), kept(spec.lowpass_hz), kept(spec.notch_hz)};
    // Two 2 Hz notches must not meet: a "mains" of a few hertz is no mains.
    if (effective.notch_hz < 2 * kNotchWidth_hz) effective.notch_hz = 0;
    return effective;
}

std::string describe(const FilterSpec& spec) {
    const auto number = [](double value) { return text::generalText(value, 6); };
    std::string band;
    if (spec.highpass_hz > 0 && spec.lowpass_hz > 0)
        band = number(spec.highpass_hz) + "–" + number(spec.lowpass_hz) + " Hz";
    else if (spec.highpass_hz > 0)
        band = "≥ " + number(spec.highpass_hz) + " Hz";
    else if (spec.lowpass_hz > 0)
        band = "≤ " + number(spec.lowpass_hz) + " Hz";
    if (spec.notch_hz <= 0) return band.empty() ? text::Said("unfiltered").text() : band;
    const std::string notch_hz = number(spec.notch_hz);
    return band.empty() ? text::say("notch {1} Hz", notch_hz) : text::say("{1}, notch {2} Hz", band, notch_hz);
}

double filterMargin_s(const FilterSpec& spec) {
    return slowMargin_s(spec) + fastMargin_s(spec);
}

Result<std::vector<float>> filterLead(std::span<const float> signal, double rate_hz, const FilterSpec& spec,
                                      const Job& job) {
    if (!usableRate(rate_hz)) return badRate(rate_hz);
    const FilterSpec effective = effectiveFilter(spec, rate_hz);
    std::vector<float> out(signal.begin(), signal.end());
    if (!effective.active()) return out;
    std::fill(out.begin(), out.end(), std::numeric_limits<float>::quiet_NaN());
    const auto size = static_cast<std::int64_t>(signal.size());
    if (!filterRange(signal, 0, size, stagesFor(effective, rate_hz), out, job)) return cancelled();
    return out;
}

Result<std::vector<float>> filterView(const SampleReader& reader, std::int64_t samples, double rate_hz,
                                      std::int64_t first, std::int64_t count, const FilterSpec& spec, const Job& job) {
    if (!usableRate(rate_hz)) return badRate(rate_hz);
    if (count < 0 || count > kMostView_samples)
        return fail(ErrorCode::out_of_range, text::say("a view of {1} samples was asked for", count), "filter",
                    "choose a stretch of the recording");
    const FilterSpec effective = effectiveFilter(spec, rate_hz);
    std::vector<float> view(static_cast<std::size_t>(count), std::numeric_limits<float>::quiet_NaN());
    if (first >= samples || first <= -count) return view;
    const std::int64_t begin = std::max<std::int64_t>(first, 0), end = std::min(samples, first + count);
    if (!effective.active()) {
        reader(first, view);
        return view;
    }
    const std::int64_t margin = samplesOf(filterMargin_s(effective), rate_hz);
    const std::int64_t from = std::max<std::int64_t>(0, begin - margin), to = std::min(samples, end + margin);
    std::vector<float> signal(static_cast<std::size_t>(to - from));
    reader(from, signal);
    std::vector<float> filtered(signal.size(), std::numeric_limits<float>::quiet_NaN());
    const Stages stages = stagesFor(effective, rate_hz);
    if (!filterRange(signal, begin - from, end - from, stages, filtered, job)) return cancelled();
    std::copy_n(filtered.begin() + (begin - from), end - begin, view.begin() + (begin - first));
    return view;
}

Result<std::vector<float>> filterView(const Recording& recording, std::size_t lead, std::int64_t first,
                                      std::int64_t count, const FilterSpec& spec, const Job& job) {
    if (lead >= recording.leads.size())
        return fail(ErrorCode::out_of_range,
                    text::say("lead {1} was asked for and there are {2}", lead + 1, recording.leads.size()),
                    recording.name, "choose one of the recording's leads");
    return filterView(readerOf(recording, lead), recording.leads[lead].samples, recording.leads[lead].rate_hz, first,
                      count, spec, job);
}

}  // namespace triptych::dsp
