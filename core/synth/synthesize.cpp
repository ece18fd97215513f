#include "core/synth/synthesize.h"

#include "core/synth/added_waves.h"
#include "core/synth/beat_plan.h"
#include "core/synth/dynamical_model.h"
#include "core/synth/exact_math.h"
#include "core/synth/memory_source.h"
#include "core/synth/rhythm_plan.h"
#include "core/synth/true_times.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace triptych::synth {
namespace {

// One microvolt a unit: finer than any amplifier, and ±32 mV fit into 16 bits.
constexpr float kGain = 1000;
constexpr double kWarmUp_s = 6;  // six time constants of the baseline's relaxation
constexpr double kMains_hz = 50;

enum Stream : std::uint64_t { kRrStream, kBeatStream, kNoiseStream, kRhythmStream = 50 };  // kNoiseStream + lead

struct Range {
    const char* name;
    double value;
    double low;
    double high;
};

Result<void> checkRhythms(const SynthRequest& request) {
    double past_s = 0;
    for (const RhythmPart& part : request.rhythms) {
        if (!(part.from_s >= past_s) || !(part.to_s > part.from_s) || !(part.to_s <= request.duration_s)) {
            return fail(ErrorCode::wrong_use,
                        text::say("{1} from {2} to {3} s is no stretch of the recording behind the one before",
                                  std::string(name(part.rhythm)), text::shortestText(part.from_s),
                                  text::shortestText(part.to_s)),
                        "synth", "give rhythms in order of time, apart, and within the duration");
        }
        past_s = part.to_s;
    }
    return {};
}

Result<void> check(const SynthRequest& request) {
    const std::array ranges = {
        Range{"the duration in seconds", request.duration_s, 2, 172'800},
        Range{"the sampling rate in Hz", request.rate_hz, 50, 10'000},
        Range{"the mean heart rate per minute", request.mean_rate_bpm, 20, 220},
        Range{"the deviation of the heart rate", request.rate_sd_bpm, 0, request.mean_rate_bpm / 4},
        Range{"the LF/HF ratio", request.lf_hf_ratio, 0, 100},
        Range{"the fraction of ventricular beats", request.pvc_fraction, 0, 0.3},
        Range{"the fraction of atrial beats", request.apc_fraction, 0, 0.3},
        Range{"the fraction of premature beats", request.pvc_fraction + request.apc_fraction, 0, 0.3},
        Range{"the noise in mV", request.noise_mv, 0, 2},
        Range{"the baseline wander in mV", request.wander_mv, 0, 5},
        Range{"the mains hum in mV", request.mains_mv, 0, 5}};
    for (const Range& range : ranges) {
        if (range.value >= range.low && range.value <= range.high) continue;  // NaN is neither
        return fail(
            ErrorCode::wrong_use,
            text::say("{1} cannot be {2}", std::string(range.name), text::shortestText(range.value)), "synth",
            text::say("choose between {1} and {2}", text::shortestText(range.low), text::shortestText(range.high)));
    }
    if (request.leads != 2 && request.leads != 12) {
        return fail(ErrorCode::wrong_use, text::say("a recording of {1} leads cannot be made", request.leads), "synth",
                    "choose 2 or 12");
    }
    if (request.duration_s * request.rate_hz > 1e9) {
        return fail(ErrorCode::wrong_use, "the recording would have more than a thousand million samples per lead",
                    "synth", "choose a shorter duration or a lower rate");
    }
    return checkRhythms(request);
}

std::int16_t quantised(double value_mv) {
    return static_cast<std::int16_t>(std::clamp(std::floor(value_mv * double{kGain} + 0.5), -32767.0, 32767.0));
}

// Noise and hum are put on a model lead and it is stored; the limb leads that follow from I and II share theirs.
std::vector<std::int16_t> stored(const std::vector<float>& clean, std::size_t lead, const SynthRequest& request) {
    Random random(request.seed, kNoiseStream + lead);
    const double mains_mv = request.mains_mv * kPickUp[lead];
    std::vector<std::int16_t> values;
    values.reserve(clean.size());
    for (std::size_t i = 0; i < clean.size(); ++i) {
        double value_mv = clean[i];
        if (request.noise_mv > 0) value_mv += request.noise_mv * random.normal();
        if (mains_mv > 0) value_mv += mains_mv * sinTurns(kMains_hz * static_cast<double>(i) / request.rate_hz);
        values.push_back(quantised(value_mv));
    }
    return values;
}

using Values = std::vector<std::int16_t>;

// (a·I + b·II) / 2, halves away from zero: Einthoven's and Goldberger's leads.
Values combined(const Values& lead_i, int a, const Values& lead_ii, int b) {
    Values out(lead_i.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        const int twice = a * lead_i[i] + b * lead_ii[i];
        out[i] = static_cast<std::int16_t>(std::clamp((twice + (twice > 0   ? 1
                                                                : twice < 0 ? -1
                                                                            : 0)) /
                                                          2,
                                                      -32767, 32767));
    }
    return out;
}

struct NamedLead {
    std::string_view name;
    Values values;
};

std::vector<NamedLead> storedLeads(const ModelLeads& model, const SynthRequest& request) {
    if (request.leads == 2) {
        return {{"MLII", stored(model[kLeadII], kLeadII, request)}, {"V5", stored(model[kLeadV5], kLeadV5, request)}};
    }
    const Values i = stored(model[kLeadI], kLeadI, request);
    const Values ii = stored(model[kLeadII], kLeadII, request);
    std::vector<NamedLead> leads{{"I", i},
                                 {"II", ii},
                                 {"III", combined(i, -2, ii, 2)},
                                 {"aVR", combined(i, -1, ii, -1)},
                                 {"aVL", combined(i, 2, ii, -1)},
                                 {"aVF", combined(i, -1, ii, 2)}};
    for (std::size_t lead = kLeadII + 1; lead < kModelLeads; ++lead) {
        leads.push_back({kModelLeadNames[lead], stored(model[lead], lead, request)});
    }
    return leads;
}

std::uint8_t codeOf(char symbol) {
    return codeOfSymbol(std::string_view(&symbol, 1)).value_or(kNormal);
}

// Where each rhythm begins, and where the sinus node leads again; ventricular fibrillation in its brackets.
void markRhythms(AnnotationSet& set, const SynthRequest& request) {
    const auto mark = [&](double time_s, std::uint8_t code, std::string_view aux) {
        const auto sample = static_cast<std::int64_t>(std::floor(time_s * request.rate_hz + 0.5));
        set.annotations.push_back({sample, code, 0, 0, 0, std::string(aux)});
    };
    double sinus_from_s = 0;
    for (const RhythmPart& part : request.rhythms) {
        if (rhythmMark(part.rhythm).empty()) continue;
        if (part.from_s > sinus_from_s) mark(sinus_from_s, kRhythm, "(N");
        mark(part.from_s, kRhythm, rhythmMark(part.rhythm));
        if (part.rhythm == MadeRhythm::vf) {
            mark(part.from_s, kFlutterOn, "");
            mark(part.to_s, kFlutterOff, "");
        }
        sinus_from_s = part.to_s;
    }
    if (sinus_from_s > 0 && sinus_from_s < request.duration_s) mark(sinus_from_s, kRhythm, "(N");
    std::ranges::stable_sort(set.annotations, {}, &Annotation::sample);
}

RecordingPtr recordingOf(std::vector<NamedLead> leads, const std::vector<BeatTruth>& truth,
                         const SynthRequest& request) {
    Recording recording;
    recording.name = "synthetic-" + std::to_string(request.seed);
    recording.format = "synthetic";
    recording.format_detail = "seed " + std::to_string(request.seed);
    std::vector<StoredLead> stored_leads;
    for (NamedLead& from : leads) {
        std::uint32_t sum = 0;
        for (const std::int16_t value : from.values) sum += static_cast<std::uint32_t>(value);
        Lead lead;
        lead.name = std::string(from.name);
        lead.original_name = lead.name;
        lead.rate_hz = request.rate_hz;
        lead.samples = static_cast<std::int64_t>(from.values.size());
        lead.gain = double{kGain};
        lead.resolution_bits = 16;
        lead.checksum = static_cast<std::int16_t>(sum);
        lead.stored_first = from.values.front();
        recording.leads.push_back(std::move(lead));
        stored_leads.push_back({std::move(from.values), kGain, 0});
    }
    recording.duration_s = static_cast<double>(recording.leads[0].samples) / request.rate_hz;
    AnnotationSet set;
    set.annotator = "atr";
    set.rate_hz = request.rate_hz;
    for (const BeatTruth& beat : truth) {
        const auto sample = static_cast<std::int64_t>(std::floor(beat.r_s * request.rate_hz + 0.5));
        set.annotations.push_back({sample, codeOf(beat.symbol), 0, 0, 0, {}});
    }
    markRhythms(set, request);
    recording.annotation_sets.push_back(std::move(set));
    recording.comments = {
        "Synthetic: computed, not recorded from anyone. Seed " + std::to_string(request.seed) + '.',
        "Model: McSharry, Clifford, Tarassenko and Smith, IEEE Trans Biomed Eng 50:289 (2003).",
        "Mean rate " + text::shortestText(request.mean_rate_bpm) + " +- " + text::shortestText(request.rate_sd_bpm) +
            " per minute, LF/HF " + text::shortestText(request.lf_hf_ratio) + ", ventricular beats " +
            text::shortestText(request.pvc_fraction) + ", atrial beats " + text::shortestText(request.apc_fraction) +
            '.',
        "Noise " + text::shortestText(request.noise_mv) + " mV, wander " + text::shortestText(request.wander_mv) +
            " mV, mains " + text::shortestText(request.mains_mv) + " mV."};
    recording.source = std::make_shared<MemorySource>(std::move(stored_leads));
    return std::make_shared<const Recording>(std::move(recording));
}

}  // namespace

Result<Synthetic> synthesize(const SynthRequest& request, const Job& job) {
    if (const auto checked = check(request); !checked) return std::unexpected(checked.error());
    Random rr_random(request.seed, kRrStream);
    const RrProcess rr = makeRrProcess(request.duration_s + 8, request.mean_rate_bpm, request.rate_sd_bpm,
                                       request.lf_hf_ratio, rr_random);
    Random beat_random(request.seed, kBeatStream);
    // The first beat of the warm-up falls anywhere in a cycle, so that recordings do not all begin alike.
    const double first_s = -kWarmUp_s - beat_random.uniform() * 60 / request.mean_rate_bpm;
    auto beats = planBeats(first_s, request.duration_s, rr, request.pvc_fraction, request.apc_fraction, beat_random);

    ModelRequest model_request;
    model_request.from_s = -kWarmUp_s;
    model_request.samples = static_cast<std::int64_t>(std::floor(request.duration_s * request.rate_hz + 0.5));
    model_request.rate_hz = request.rate_hz;
    model_request.mean_rate_bpm = request.mean_rate_bpm;
    model_request.wander_mv = request.wander_mv;
    Random rhythm_random(request.seed, kRhythmStream);
    const AddedWaves added = putRhythms(beats, request.rhythms, request.mean_rate_bpm, rhythm_random);
    auto model = integrate(model_request, beats, job);
    if (!model) return std::unexpected(model.error());
    addWaves(*model, request.rate_hz, request.mean_rate_bpm, added, request.seed);

    Synthetic out;
    out.episodes = request.rhythms;
    out.truth = trueTimes(beats, (*model)[kLeadII], request.rate_hz, request.mean_rate_bpm);
    out.recording = recordingOf(storedLeads(*model, request), out.truth, request);
    return out;
}

}  // namespace triptych::synth
