#include "core/pipeline/silences.h"

#include "core/dsp/resample.h"
#include "core/dsp/sample_reader.h"
#include "core/pipeline/last_waves.h"
#include "core/pipeline/lone_v.h"
#include "core/pipeline/pacing_evidence.h"
#include "core/rhythm/findings.h"
#include "core/rhythm/unreadable.h"
#include "core/rhythm/ventricular_flutter.h"
#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>

namespace triptych::pipeline {
namespace {

constexpr double kSameBeat_s = 0.15;
constexpr double kWindow_s = 1.6;  // of a model, at the longest: nearer to an end the window is cut by it

Silence silenceFor(beats::Unreadable reason) {
    switch (reason) {
        case beats::Unreadable::missing:
            return Silence::missing;
        case beats::Unreadable::flat:
            return Silence::flat;
        case beats::Unreadable::muscle:
            return Silence::muscle;
        case beats::Unreadable::motion:
            break;
    }
    return Silence::motion;
}

// What the detector says of a time: of its beat there, else what is said of the time itself.
class ReadAt {
public:
    ReadAt(const BeatList& found, const beats::Readability& said, const std::vector<beats::UnreadableStretch>& spans)
        : said_(said), spans_(spans) {
        for (const Beat& beat : found.beats) times_s_.push_back(static_cast<double>(beat.sample) / found.rate_hz);
    }
    [[nodiscard]] Silence operator()(double time_s) const {
        if (const auto reason = beats::unreadableAt(said_.stretches, time_s)) return silenceFor(*reason);
        if (const auto beat = beatAt(time_s)) return beat->readable ? Silence::none : silenceFor(beat->reason);
        const auto reason = beats::unreadableAt(spans_, time_s);
        return reason ? silenceFor(*reason) : Silence::none;
    }
    // Of its beat there.
    [[nodiscard]] std::optional<beats::BeatReadability> beatAt(double time_s) const {
        const auto after = std::ranges::lower_bound(times_s_, time_s);
        auto near = after;
        if (after == times_s_.end() || (after != times_s_.begin() && time_s - *(after - 1) < *after - time_s)) {
            near = after == times_s_.begin() ? after : after - 1;
        }
        if (near == times_s_.end() || std::abs(*near - time_s) > kSameBeat_s) return std::nullopt;
        return said_.beats[static_cast<std::size_t>(near - times_s_.begin())];
    }

private:
    const beats::Readability& said_;
    const std::vector<beats::UnreadableStretch>& spans_;
    std::vector<double> times_s_;
};

// Of beats where there is a signal: a pacemaker's spikes and the waves of flutter are taken for noise by whoever looks
// for beats, and what is recognised is no noise.
bool givesWay(Silence said) {
    return said == Silence::none || said == Silence::motion || said == Silence::muscle;
}

void sayWithin(std::span<const rhythm::Episode> episodes, const BeatList& beats, Silence word,
               std::vector<Silence>& out) {
    for (const rhythm::Episode& episode : episodes) {
        const auto from = std::ranges::lower_bound(beats.beats, episode.span.from_s * beats.rate_hz, {},
                                                   [](const Beat& beat) { return static_cast<double>(beat.sample); });
        for (auto beat = from; beat != beats.beats.end(); ++beat) {
            if (static_cast<double>(beat->sample) > episode.span.to_s * beats.rate_hz) break;
            Silence& said = out[static_cast<std::size_t>(beat - beats.beats.begin())];
            if (givesWay(said)) said = word;
        }
    }
}

void sayThroughout(Silence word, std::vector<Silence>& out) {
    for (Silence& silence : out) {
        if (givesWay(silence)) silence = word;
    }
}

std::optional<Warning> whatIsWithheld(const Classification& classified, const std::string& where) {
    std::array<std::size_t, 8> counts{};
    std::size_t all = 0;
    for (std::size_t i = 0; i < classified.predictions.size(); ++i) {
        if (classified.predictions.hasClass(i)) continue;
        ++counts[static_cast<std::size_t>(classified.predictions.silenceOf(i))];
        ++all;
    }
    if (all == 0) return std::nullopt;
    std::string reasons;
    for (std::size_t word = 1; word < counts.size(); ++word) {
        if (counts[word] == 0) continue;
        reasons += (reasons.empty() ? "" : "; ") +
                   text::say("{1} ({2})", inWords(static_cast<Silence>(word)), counts[word]).text();
    }
    return Warning{text::sayCount(all, "{1} beat has no class: {2}", "{1} beats have no class: {2}", reasons), where};
}

}  // namespace

Result<Silences> silencesOf(const inference::RecordingAnalysis& analysis, const BeatList& beats, const Job& job) {
    const Recording& recording = analysis.recording();
    Silences silences;
    std::vector<Silence>& out = silences.of_beats;
    out.assign(beats.beats.size(), Silence::none);
    std::vector<beats::UnreadableStretch> spans;
    const auto found = analysis.lead(beats.lead).beats({job.stop, {}});
    const auto said = analysis.lead(beats.lead).readability({job.stop, {}});
    if (!found || !said) {
        const Error& error = found ? said.error() : found.error();
        if (error.code != ErrorCode::unsupported) return std::unexpected(error);
    } else {
        spans = beats::unreadableSpans(**found, **said, recording.duration_s);
        const ReadAt read(**found, **said, spans);
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = read(static_cast<double>(beats.beats[i].sample) / beats.rate_hz);
        }
        if (isStripOfOneLead(recording)) {
            for (const Beat& beat : beats.beats) {
                silences.readings.push_back(read.beatAt(static_cast<double>(beat.sample) / beats.rate_hz));
            }
        }
    }
    const auto tell = [&silences](std::span<const beats::UnreadableStretch> unreadable) {
        for (const beats::UnreadableStretch& of : unreadable) {
            silences.stretches.push_back({of.from_s, of.to_s, silenceFor(of.reason)});
        }
    };
    if (out.empty()) {
        tell(spans);
        return silences;
    }
    const Lead& lead = recording.leads[beats.lead];
    const std::vector<float> samples = dsp::resample(dsp::readerOf(recording, beats.lead), lead.samples, lead.rate_hz,
                                                     rhythm::kView_hz, {job.stop, {}});
    const auto flutter = rhythm::ventricularFlutter(samples, job);
    sayWithin(flutter, beats, Silence::flutter, out);
    for (const rhythm::Episode& episode : flutter) silences.flutter_ends_s.push_back(episode.span.to_s);
    const auto pacing = pacingEvidence(recording, beats, {job.stop, {}});
    if (!pacing) return std::unexpected(pacing.error());
    rhythm::RhythmView view;
    view.duration_s = recording.duration_s;
    view.beats = &beats;
    const std::vector<Silence> unpaced = out;
    const auto paced = rhythm::pacedStretches(view, *pacing);
    const double paced_share = rhythm::pacedShare(beats, paced);
    sayWithin(paced, beats, Silence::paced, out);
    if (paced_share > rhythm::kMostlyPaced) sayThroughout(Silence::paced, out);
    tell(rhythm::unlessRecognised(spans, flutter, paced, paced_share));
    // A heart with a pacemaker has beats of its own, and these have classes.
    for (std::size_t i = 0; i < pacing->unprovoked.size(); ++i) {
        if (pacing->unprovoked[i] != 0) out[i] = unpaced[i];
    }
    if (job.stopRequested()) {
        return fail(ErrorCode::cancelled, "the work was stopped", recording.name, "start it again");
    }
    return silences;
}

void withhold(const Silences& silences, const Recording& recording, const BeatList& beats, std::size_t first,
              Predictions& answers) {
    const Lead& lead = recording.leads[beats.lead];
    const double ends_s = static_cast<double>(lead.samples) / lead.rate_hz;
    answers.silence.assign(answers.size(), Silence::none);
    for (std::size_t i = 0; i < answers.size() && first + i < silences.of_beats.size(); ++i) {
        answers.silence[i] = silences.of_beats[first + i];
        if (answers.usable[i] != 0 || answers.silence[i] != Silence::none) continue;
        const double time_s = static_cast<double>(beats.beats[first + i].sample) / beats.rate_hz;
        const bool at_an_end = time_s < kWindow_s / 2 || time_s > ends_s - kWindow_s;
        answers.silence[i] = at_an_end ? Silence::edge : Silence::missing;
    }
}

Result<void> withholdWhereSilent(const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                 Predictions& answers, const Job& job) {
    const auto silences = silencesOf(analysis, beats, job);
    if (!silences) return std::unexpected(silences.error());
    withhold(*silences, analysis.recording(), beats, 0, answers);
    return {};
}

Result<Classification> classify(const inference::Model& model, const inference::RecordingAnalysis& analysis,
                                const BeatList& beats, const Job& job, std::size_t first_beat,
                                const inference::PartialResult& partial) {
    const auto silences = silencesOf(analysis, beats, job);
    if (!silences) return std::unexpected(silences.error());
    return classify(model, analysis, beats, *silences, job, first_beat, partial);
}

Result<Classification> classify(const inference::Model& model, const inference::RecordingAnalysis& analysis,
                                const BeatList& beats, const Silences& silences, const Job& job, std::size_t first_beat,
                                const inference::PartialResult& partial) {
    const Recording& recording = analysis.recording();
    inference::PartialResult on_part;
    if (partial) {
        on_part = [&](std::size_t first, const Predictions& part) {
            Predictions said = part;
            withhold(silences, recording, beats, first, said);
            partial(first, said);
        };
    }
    auto classified = model.classify(analysis, beats, job, first_beat, on_part);
    if (!classified) return classified;
    withhold(silences, recording, beats, 0, classified->predictions);
    const std::vector<std::string>& letters = classified->model.classLetters();
    if (!silences.readings.empty()) withholdLoneV(silences.readings, letters, classified->predictions);
    withholdLastWaves(silences.flutter_ends_s, beats, letters, classified->predictions);
    classified->unreadable = silences.stretches;
    if (auto warning = whatIsWithheld(*classified, recording.name)) classified->warnings.push_back(std::move(*warning));
    return classified;
}

}  // namespace triptych::pipeline
