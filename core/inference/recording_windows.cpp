#include "core/inference/recording_windows.h"

#include "core/domain/no_beats.h"
#include "core/dsp/resample.h"
#include "core/formats/lead_names.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace triptych::inference {
namespace {

constexpr std::int64_t kMargin = 128;  // samples of the lower rate beside a stretch: more than the filter is long
constexpr std::int64_t kLargestGrid = 1 << 16;
constexpr double kMaximumFactor = 1000;  // of rates, as dsp::resample() has it

std::optional<std::size_t> leadCalled(const Recording& recording, const std::string& name) {
    const std::string wanted = formats::normalisedLeadName(name);
    for (std::size_t lead = 0; lead < recording.leads.size(); ++lead) {
        if (recording.leads[lead].name == wanted) return lead;
    }
    return std::nullopt;
}

// The smallest number of samples at `to_hz` that is a whole number of those at `from_hz`; 1, and then the stretch lies
// up to half a sample beside its place, where there is none.
std::int64_t gridOf(double from_hz, double to_hz) {
    for (std::int64_t samples = 1; samples <= kLargestGrid; ++samples) {
        const double of_lead = static_cast<double>(samples) * from_hz / to_hz;
        if (std::abs(of_lead - std::round(of_lead)) <= 1e-9 * of_lead) return samples;
    }
    return 1;
}

std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : " ") + name;
    return out;
}

}  // namespace

Result<RecordingWindows> RecordingWindows::of(const Recording& recording, const ModelInfo& model) {
    if (const text::Said why = whyNoBeats(recording); !why.empty()) {
        return fail(ErrorCode::unsupported, why, recording.path, "open the recording that it was made from");
    }
    RecordingWindows out;
    out.recording_ = &recording;
    out.rate_hz_ = model.input.rate_hz;
    out.samples_ = model.input.samples;
    double duration_s = 0;
    for (const std::string& name : model.input.leads) {
        Source source;
        std::string shown = name;
        if (const auto lead = leadCalled(recording, name)) {
            const Lead& of = recording.leads[*lead];
            const auto mv = formats::millivoltsPer(of.unit);
            if (!mv) {
                return fail(ErrorCode::model_mismatch,
                            text::say("lead {1} is in \"{2}\", which is no voltage, and model {3} wants mV", of.name,
                                      of.unit, model.name),
                            recording.name, "choose another model, or a recording in mV");
            }
            const double factor = of.rate_hz / out.rate_hz_;
            if (!(factor <= kMaximumFactor && factor >= 1 / kMaximumFactor)) {
                return fail(
                    ErrorCode::model_mismatch,
                    text::say("lead {1} has a rate that is too far from the model's to be brought to it", of.name),
                    recording.name, "choose another model");
            }
            shown = of.name;
            source = {*lead, true, *mv, of.rate_hz, of.samples, gridOf(of.rate_hz, out.rate_hz_)};
            duration_s = std::max(duration_s, static_cast<double>(of.samples) / of.rate_hz);
        } else {
            out.missing_leads_.push_back(name);
        }
        out.leads_.push_back(source);
        out.names_.push_back(std::move(shown));
    }
    const bool all_missing = out.missing_leads_.size() == out.leads_.size();
    if (all_missing || (!out.missing_leads_.empty() && !model.input.zero_for_missing)) {
        return fail(ErrorCode::model_mismatch,
                    all_missing ? text::say("model {1} wants leads {2}, and this recording lacks all of them",
                                            model.name, joined(model.input.leads))
                                : text::say("model {1} wants leads {2}, and this recording lacks {3}", model.name,
                                            joined(model.input.leads), joined(out.missing_leads_)),
                    recording.name, "choose another model, or a recording with these leads");
    }
    const auto total = std::max<std::int64_t>(1, std::llround(std::floor(duration_s * out.rate_hz_ + 1e-6)));
    const auto samples = static_cast<std::int64_t>(out.samples_);
    for (std::int64_t first = 0; first < total; first += samples)
        out.first_.push_back(std::max<std::int64_t>(0, std::min(first, total - samples)));
    if (total < samples) out.padded_s_ = static_cast<double>(samples - total) / out.rate_hz_;
    return out;
}

std::size_t RecordingWindows::read(std::size_t window, std::span<float> out) const {
    std::size_t missing = 0;
    for (std::size_t row = 0; row < leads_.size(); ++row) {
        const auto into = out.subspan(row * samples_, samples_);
        std::ranges::fill(into, 0.0F);
        if (leads_[row].is_there) missing += readLead(leads_[row], first_[window], into);
    }
    return missing;
}

// Read from a place before the stretch at which both grids meet, resampled, and cut.
std::size_t RecordingWindows::readLead(const Source& source, std::int64_t first, std::span<float> out) const {
    const double ratio = source.rate_hz / rate_hz_;
    const auto margin = static_cast<std::int64_t>(std::ceil(static_cast<double>(kMargin) * std::max(1.0, 1 / ratio)));
    const std::int64_t before = (first / source.grid - (margin + source.grid - 1) / source.grid) * source.grid;
    const auto lead_first = std::llround(static_cast<double>(before) * ratio);
    const auto skipped = static_cast<std::size_t>(first - before);
    const auto lead_count = static_cast<std::int64_t>(
        std::ceil(static_cast<double>(skipped + out.size() + static_cast<std::size_t>(margin)) * ratio));
    // Outside of the lead the signal is taken as going on with its first and last value, which is the resampler's rule.
    const std::int64_t from = std::max<std::int64_t>(lead_first, 0);
    const std::int64_t to = std::min<std::int64_t>(lead_first + lead_count, source.samples);
    if (to <= from) return 0;
    std::vector<float> signal = triptych::readLead(*recording_, source.lead, from, to - from);
    const auto valueAt = [&](std::int64_t sample) { return signal[static_cast<std::size_t>(sample - from)]; };
    std::vector<float> whole;
    if (lead_first < 0) {
        whole.assign(static_cast<std::size_t>(-lead_first), signal.front());
        whole.insert(whole.end(), signal.begin(), signal.end());
    }
    const auto resampled = dsp::resample(lead_first < 0 ? whole : signal, source.rate_hz, rate_hz_);
    std::size_t missing = 0;
    for (std::size_t k = 0; k < out.size(); ++k) {
        const double place = static_cast<double>(first + static_cast<std::int64_t>(k)) * ratio;
        if (place >= static_cast<double>(source.samples)) break;  // behind its end nothing is missing
        const auto nearest = std::min<std::int64_t>(std::llround(place), source.samples - 1);
        if (nearest < from || nearest >= to || skipped + k >= resampled.size() || !std::isfinite(valueAt(nearest))) {
            ++missing;
            continue;
        }
        out[k] = static_cast<float>(static_cast<double>(resampled[skipped + k]) * source.mv_per_unit);
    }
    return missing;
}

}  // namespace triptych::inference
