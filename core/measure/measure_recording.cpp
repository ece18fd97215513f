#include "core/measure/measure_recording.h"

#include "core/measure/dominant_beats.h"
#include "core/measure/global_measurements.h"
#include "core/measure/remarks.h"
#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace triptych::measure {
namespace {

constexpr double kLimbs_s = 10;
constexpr std::size_t kCheck = 256;  // beats between two looks at the stop
constexpr double kBeside_s = 0.03;   // read on both sides of the marks
constexpr double kBehindJ_s = 0.10;  // what ST needs
constexpr double kReach_s = 1.5;     // marks farther from the QRS than this are not read for

Result<void> check(const MeasureRequest& request) {
    const auto wrong = [](text::Said what) {
        return fail(ErrorCode::wrong_use, std::move(what), "measure", "delineate the beats that are measured");
    };
    if (!request.recording || !request.beats) return wrong("there is no recording, or no list of beats");
    if (!request.beats->beats.empty() && !(request.beats->rate_hz > 0)) return wrong("the beats have no rate");
    for (const LeadToMeasure& lead : request.leads) {
        if (!lead.waves || lead.waves->beats.size() != request.beats->beats.size()) {
            return wrong("the waves are of another list of beats");
        }
        if (lead.waves->lead >= request.recording->leads.size()) {
            return fail(ErrorCode::out_of_range, "the waves are of a lead that the recording has not",
                        request.recording->path, "delineate one of its leads");
        }
    }
    return {};
}

std::unexpected<Error> stopped(const MeasureRequest& request) {
    return fail(ErrorCode::cancelled, "the measuring was stopped", request.recording->path, "start it again");
}

// Marks on the recording's time line, whatever the lead's rate.
Marks marksAt(const LeadWaves& waves, std::size_t beat, const Recording& recording) {
    return marksOf(waves.beats[beat], recording.leads[waves.lead].rate_hz);
}

// What is read of a lead around the marks of one beat, in millivolts, and the marks on its clock; nothing without an
// onset of the QRS.
struct Surroundings {
    std::vector<float> samples_mv;
    Marks marks;
};

std::optional<Surroundings> surroundings(const Recording& recording, std::size_t lead, const Marks& marks,
                                         std::optional<double> mv_per_unit) {
    if (!mv_per_unit || !marks.qrs_on) return std::nullopt;
    const double rate_hz = recording.leads[lead].rate_hz;
    double from_s = *marks.qrs_on, to_s = marks.qrs_off.value_or(from_s) + kBehindJ_s;
    for (const auto& mark :
         {marks.p_on, marks.p_peak, marks.p_off, marks.qrs_off, marks.t_on, marks.t_peak, marks.t_off}) {
        if (!mark) continue;
        from_s = std::min(from_s, *mark), to_s = std::max(to_s, *mark);
    }
    from_s = std::max(from_s, *marks.qrs_on - kReach_s) - kBeside_s;
    to_s = std::min(to_s, *marks.qrs_on + kReach_s) + kBeside_s;
    const auto first = static_cast<std::int64_t>(std::floor(from_s * rate_hz));
    Surroundings out;
    out.samples_mv =
        readLead(recording, lead, first, static_cast<std::int64_t>(std::ceil((to_s - from_s) * rate_hz)) + 2);
    for (float& sample : out.samples_mv) sample *= static_cast<float>(*mv_per_unit);
    out.marks = movedBy(marks, -static_cast<double>(first) / rate_hz);
    return out;
}

BeatOnLead beatOnLead(const Recording& recording, std::size_t lead, const Marks& marks,
                      std::optional<double> mv_per_unit) {
    BeatOnLead out{intervalsOf(marks), {}};
    const auto around = surroundings(recording, lead, marks, mv_per_unit);
    if (around) out.amplitudes = amplitudesOf({around->samples_mv, recording.leads[lead].rate_hz}, around->marks);
    return out;
}

bool isGood(const beats::QualityTrack* quality, double time_s) {
    if (quality == nullptr || !(quality->step_s > 0)) return true;
    const double step = std::floor(time_s / quality->step_s);
    return !(step >= 0) || step >= static_cast<double>(quality->quality.size()) ||
           quality->quality[static_cast<std::size_t>(step)] == beats::Quality::good;
}

// What single beats say, all of them or the one that changed.
void readOnLead(const MeasureRequest& request, std::size_t k, std::size_t beat, Measurements& out) {
    const LeadToMeasure& asked = request.leads[k];
    out.leads[k].beats[beat] = beatOnLead(*request.recording, asked.waves->lead,
                                          marksAt(*asked.waves, beat, *request.recording), asked.mv_per_unit);
}

void readOverLeads(const MeasureRequest& request, std::size_t beat, Measurements& out) {
    const GlobalMarks global = marksOverLeads(*request.recording, request.leads, beat);
    out.beats[beat].intervals = intervalsOf(global.marks);
    out.beats[beat].is_readable = global.marks.readable;
}

// The median beat of a lead and what it says.
Result<void> readMedian(const MeasureRequest& request, const LeadToMeasure& asked, const AlignedBeats& aligned,
                        LeadMeasurements& out, const Job& job) {
    auto median = medianLead(*request.recording, *asked.waves, aligned, job);
    if (!median) return std::unexpected(std::move(median.error()));
    out.median = std::move(*median);
    out.of_median = {intervalsOf(out.median.marks), {}};
    out.qrs_shape.clear();
    if (asked.mv_per_unit && !out.median.samples.empty()) {
        std::vector<float> samples_mv = out.median.samples;
        for (float& sample : samples_mv) sample *= static_cast<float>(*asked.mv_per_unit);
        const Trace trace{samples_mv, out.median.rate_hz};
        const Marks marks = movedBy(out.median.marks, out.median.r_s());
        out.of_median.amplitudes = amplitudesOf(trace, marks);
        out.qrs_shape = qrsShape(trace, marks);
    }
    out.said = remarksOnLead(request.recording->leads[out.lead], *asked.waves, out, asked.mv_per_unit.has_value());
    return {};
}

// Einthoven's law over ten seconds from the first beat on; {1, 1} where not all three leads are there, at one rate.
std::optional<LimbScales> limbsOf(const MeasureRequest& request, const std::vector<std::optional<double>>& scale) {
    const Recording& recording = *request.recording;
    std::array<std::vector<float>, 3> limbs;
    double rate_hz = 0;
    for (std::size_t k = 0; k < request.leads.size(); ++k) {
        const std::size_t index = request.leads[k].waves->lead;
        const Lead& lead = recording.leads[index];
        const std::size_t limb = lead.name == "I" ? 0 : lead.name == "II" ? 1 : lead.name == "III" ? 2 : 3;
        if (limb > 2 || !scale[k] || !limbs[limb].empty() || !(lead.rate_hz > 0)) continue;
        if (rate_hz > 0 && lead.rate_hz != rate_hz) return LimbScales{};
        rate_hz = lead.rate_hz;
        const BeatList& beats = *request.beats;
        const double first_s =
            beats.beats.empty() ? 0 : static_cast<double>(beats.beats.front().sample) / beats.rate_hz - kMedianBefore_s;
        limbs[limb] = readLead(recording, index, static_cast<std::int64_t>(std::max(0.0, first_s) * rate_hz),
                               static_cast<std::int64_t>(std::ceil(kLimbs_s * rate_hz)));
        for (float& sample : limbs[limb]) sample *= static_cast<float>(*scale[k]);
    }
    for (const auto& limb : limbs) {
        if (limb.empty()) return LimbScales{};
    }
    return limbScales(limbs[0], limbs[1], limbs[2]);
}

// Leads of a voltage have their own scale. Where no limb lead is one and all share a unit, directions can be told all
// the same.
AxisLeads axisLeads(const MeasureRequest& request) {
    AxisLeads out;
    const std::string* unit = nullptr;
    bool one_unit = true, any_voltage = false;
    for (const LeadToMeasure& asked : request.leads) {
        out.scale.push_back(asked.mv_per_unit);
        const Lead& lead = request.recording->leads[asked.waves->lead];
        if (lead.name != "I" && lead.name != "II" && lead.name != "III" && lead.name != "aVF") continue;
        any_voltage = any_voltage || asked.mv_per_unit;
        one_unit = one_unit && (unit == nullptr || *unit == lead.unit);
        unit = &lead.unit;
    }
    out.millivolts = any_voltage || !one_unit;
    if (!out.millivolts) std::fill(out.scale.begin(), out.scale.end(), 1.0);
    out.limbs = limbsOf(request, out.scale);
    return out;
}

void addTrends(const MeasureRequest& request, Measurements& out) {
    const double duration_s = request.recording->duration_s;
    const double step_s = request.trend_step_s > 0 ? request.trend_step_s : usualStep_s(duration_s);
    const auto trend = [&](const std::function<Reading(std::size_t)>& reading) {
        return medianTrend(out.times_s, duration_s, step_s, reading);
    };
    const auto& beats = out.beats;
    const auto ofKind = [&](std::size_t beat, const Reading& reading) {
        return beats[beat].is_dominant ? reading : Reading();
    };
    out.trends.hr_bpm =
        trend([&](std::size_t beat) { return beats[beat].rr_ms ? Reading(60'000 / *beats[beat].rr_ms) : Reading(); });
    out.trends.pr_ms = trend([&](std::size_t beat) { return ofKind(beat, beats[beat].intervals.pr_ms); });
    out.trends.qrs_ms = trend([&](std::size_t beat) { return ofKind(beat, beats[beat].intervals.qrs_ms); });
    out.trends.qt_ms = trend([&](std::size_t beat) { return ofKind(beat, beats[beat].intervals.qt_ms); });
    const auto qtc = [&](double beats::CorrectedQt::*which) {
        return trend([&, which](std::size_t beat) {
            const auto corrected = beats[beat].is_dominant ? beats[beat].qtc() : std::nullopt;
            return corrected ? Reading(1000 * (*corrected).*which) : Reading();
        });
    };
    out.trends.qtc_bazett_ms = qtc(&beats::CorrectedQt::bazett_s);
    out.trends.qtc_fridericia_ms = qtc(&beats::CorrectedQt::fridericia_s);
    out.trends.qtc_framingham_ms = qtc(&beats::CorrectedQt::framingham_s);
    out.trends.qtc_hodges_ms = qtc(&beats::CorrectedQt::hodges_s);
    for (std::size_t k = 0; k < out.leads.size(); ++k) {
        LeadMeasurements& lead = out.leads[k];
        const auto level = [&](Reading Amplitudes::*which) {
            return trend([&, which](std::size_t beat) {
                if (!isGood(request.leads[k].quality.get(), out.times_s[beat])) return Reading();
                return ofKind(beat, lead.beats[beat].amplitudes.*which);
            });
        };
        lead.st_j_mv = level(&Amplitudes::st_j_mv);
        lead.st_j60_mv = level(&Amplitudes::st_j60_mv);
        lead.st_j80_mv = level(&Amplitudes::st_j80_mv);
    }
}

// Everything that rests on many beats, from what the single ones say.
Result<void> conclude(const MeasureRequest& request, Measurements& out, const Job& job) {
    out.complete = true;
    for (std::size_t k = 0; k < out.leads.size(); ++k) {
        if (auto read = readMedian(request, request.leads[k], out.aligned, out.leads[k], job); !read) return read;
        out.complete = out.complete && request.leads[k].waves->complete;
    }
    out.global = globalMeasurements(out.beats, out.leads, axisLeads(request));
    addTrends(request, out);
    out.said = remarksOnAll(out);
    return {};
}

// Times and intervals, and which beats are of the kind that is measured.
Result<void> startOn(const MeasureRequest& request, Measurements& out, const Job& job) {
    const Recording& recording = *request.recording;
    for (const Beat& beat : request.beats->beats) {
        out.times_s.push_back(static_cast<double>(beat.sample) / request.beats->rate_hz);
    }
    out.sex = beats::qtcSexNamed(recording.header.person.sex);
    const auto dominant = dominantBeats(recording, *request.beats, job);
    if (!dominant) return std::unexpected(dominant.error());
    out.dominant = dominant->dominant, out.early = dominant->early, out.other_shapes = dominant->other_shapes;
    auto aligned = alignBeats(recording, *request.beats, dominant->is_dominant, job);
    if (!aligned) return std::unexpected(std::move(aligned.error()));
    out.aligned = std::move(*aligned);
    out.beats.resize(out.times_s.size());
    for (std::size_t beat = 0; beat < out.beats.size(); ++beat) {
        out.beats[beat].is_dominant = dominant->is_dominant[beat] != 0;
        if (beat == 0) continue;
        const auto rr_s =
            beats::readInterval_s(out.times_s[beat - 1], out.times_s[beat], request.gaps.get(), request.unreadable);
        if (rr_s) out.beats[beat].rr_ms = 1000 * *rr_s;
    }
    for (const LeadToMeasure& asked : request.leads) {
        LeadMeasurements lead;
        lead.lead = asked.waves->lead;
        lead.name = recording.leads[lead.lead].name;
        lead.beats.resize(out.beats.size());
        out.leads.push_back(std::move(lead));
    }
    return {};
}

}  // namespace

std::optional<beats::CorrectedQt> BeatOverLeads::qtc() const {
    if (!intervals.qt_ms || !rr_ms) return std::nullopt;
    return beats::correctedQt(*intervals.qt_ms / 1000, *rr_ms / 1000);
}

GlobalMarks marksOverLeads(const Recording& recording, const std::vector<LeadToMeasure>& leads, std::size_t beat) {
    std::vector<Marks> marks;
    marks.reserve(leads.size());
    for (const LeadToMeasure& lead : leads) {
        const bool has = lead.waves->lead < recording.leads.size() && beat < lead.waves->beats.size();
        marks.push_back(has ? marksAt(*lead.waves, beat, recording) : Marks{});
    }
    return globalMarks(marks);
}

BeatOnLead measureBeat(const Recording& recording, const LeadWaves& waves, std::size_t beat,
                       std::optional<double> mv_per_unit) {
    if (waves.lead >= recording.leads.size() || beat >= waves.beats.size()) return {};
    return beatOnLead(recording, waves.lead, marksAt(waves, beat, recording), mv_per_unit);
}

std::string qrsShapeOfBeat(const Recording& recording, const LeadWaves& waves, std::size_t beat,
                           std::optional<double> mv_per_unit) {
    if (waves.lead >= recording.leads.size() || beat >= waves.beats.size()) return {};
    const auto around = surroundings(recording, waves.lead, marksAt(waves, beat, recording), mv_per_unit);
    return around ? qrsShape({around->samples_mv, recording.leads[waves.lead].rate_hz}, around->marks) : std::string();
}

Result<MeasurementsPtr> measureRecording(const MeasureRequest& request, const Job& job) {
    if (auto checked = check(request); !checked) return std::unexpected(std::move(checked.error()));
    auto out = std::make_shared<Measurements>();
    if (auto started = startOn(request, *out, job); !started) return std::unexpected(std::move(started.error()));
    std::vector<std::optional<double>> mv_per_unit(request.recording->leads.size());
    for (std::size_t k = 0; k < out->leads.size(); ++k) {
        job.progress(static_cast<double>(k) / static_cast<double>(out->leads.size()), "measuring");
        mv_per_unit[out->leads[k].lead] = request.leads[k].mv_per_unit;
        for (std::size_t beat = 0; beat < out->beats.size(); ++beat) {
            if (beat % kCheck == 0 && job.stopRequested()) return stopped(request);
            readOnLead(request, k, beat, *out);
        }
    }
    for (std::size_t beat = 0; beat < out->beats.size(); ++beat) {
        if (beat % kCheck == 0 && job.stopRequested()) return stopped(request);
        readOverLeads(request, beat, *out);
    }
    auto pacing = pacingSpikes(*request.recording, *request.beats, mv_per_unit, job);
    if (!pacing) return std::unexpected(std::move(pacing.error()));
    out->pacing = std::move(*pacing);
    if (auto concluded = conclude(request, *out, job); !concluded) return std::unexpected(concluded.error());
    return out;
}

Result<MeasurementsPtr> remeasured(const Measurements& before, const MeasureRequest& request, std::size_t beat,
                                   const Job& job) {
    if (auto checked = check(request); !checked) return std::unexpected(std::move(checked.error()));
    if (beat >= before.beats.size() || before.beats.size() != request.beats->beats.size() ||
        before.leads.size() != request.leads.size()) {
        return fail(ErrorCode::wrong_use, "the beat is not one of those that were measured", "measure",
                    "measure the recording anew");
    }
    auto out = std::make_shared<Measurements>(before);
    for (std::size_t k = 0; k < out->leads.size(); ++k) readOnLead(request, k, beat, *out);
    readOverLeads(request, beat, *out);
    if (auto concluded = conclude(request, *out, job); !concluded) return std::unexpected(concluded.error());
    return out;
}

}  // namespace triptych::measure
