#include "core/pipeline/rhythm_evidence.h"

#include "core/dsp/resample.h"
#include "core/pipeline/unreadable_of.h"
#include "core/waves/delineate.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::pipeline {

rhythm::RhythmView RhythmEvidence::view() const {
    rhythm::RhythmView out;
    out.duration_s = duration_s;
    out.beats = beats.get();
    out.classes = classes;
    out.samples = samples;
    out.gaps = gaps.get();
    out.quality = quality.get();
    out.unreadable = unreadable;
    out.waves = waves.get();
    out.waves_known = waves_known;
    return out;
}

Result<RhythmEvidence> gatherRhythm(const inference::RecordingAnalysis& analysis, std::shared_ptr<const BeatList> beats,
                                    std::vector<BeatClass> classes, const waves::Delineator* delineator,
                                    double waves_for_all_s, const Job& job) {
    const Recording& recording = analysis.recording();
    RhythmEvidence out;
    out.duration_s = recording.duration_s;
    out.beats = std::move(beats);
    out.classes = std::move(classes);
    out.classes.resize(out.beats->beats.size(), BeatClass::normal);
    const std::size_t lead = out.beats->lead;
    auto gaps = analysis.lead(lead).gaps(job);
    if (!gaps) return std::unexpected(gaps.error());
    out.gaps = std::move(*gaps);
    auto quality = analysis.lead(lead).quality(job);
    if (quality) {
        out.quality = std::move(*quality);
    } else if (quality.error().code == ErrorCode::cancelled) {
        return std::unexpected(quality.error());
    }
    auto unreadable = unreadableOf(analysis, lead, job);
    if (!unreadable) return std::unexpected(unreadable.error());
    out.unreadable = std::move(*unreadable);
    const Lead& of = recording.leads[lead];
    out.samples = dsp::resample(dsp::readerOf(recording, lead), of.samples, of.rate_hz, rhythm::kView_hz, job);
    if (job.stopRequested())
        return fail(ErrorCode::cancelled, "the work was stopped", recording.name, "start it again");
    for (float& sample : out.samples) {
        if (!(sample > -1e6F && sample < 1e6F)) sample = 0;  // a lead without a single sample
    }
    out.waves_known.assign(out.beats->beats.size(), 0);
    if (delineator != nullptr && recording.duration_s <= waves_for_all_s && !out.beats->beats.empty()) {
        waves::WavesRequest request;
        request.leads = {lead};
        auto leads = waves::delineate(recording, *out.beats, *delineator, request, job);
        if (!leads) return std::unexpected(leads.error());
        out.waves = std::move(leads->front());
        out.waves_known.assign(out.beats->beats.size(), 1);
    }
    return out;
}

std::vector<std::vector<float>> otherLeadsWithin(const Recording& recording, std::size_t lead, const rhythm::Span& span,
                                                 const Job& job) {
    constexpr double kBeside_s = 1;
    std::vector<std::vector<float>> out;
    for (std::size_t other = 0; other < recording.leads.size(); ++other) {
        const Lead& of = recording.leads[other];
        if (other == lead || of.derived || !(of.rate_hz > 0)) continue;
        const auto sampleAt = [&](double time_s) {
            return std::clamp<std::int64_t>(std::llround(time_s * of.rate_hz), 0, of.samples);
        };
        const std::int64_t first = sampleAt(span.from_s - kBeside_s), past = sampleAt(span.to_s + kBeside_s);
        const auto read = dsp::readerOf(recording, other);
        auto piece = dsp::resample([&](std::int64_t from, std::span<float> into) { read(first + from, into); },
                                   past - first, of.rate_hz, rhythm::kView_hz, job);
        if (!piece.empty() && std::ranges::all_of(piece, [](float value) { return std::isfinite(value); })) {
            out.push_back(std::move(piece));
        }
    }
    return out;
}

}  // namespace triptych::pipeline
