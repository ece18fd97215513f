#include "core/pipeline/find_rhythm.h"

#include "core/pipeline/pacing_evidence.h"
#include "core/rhythm/shape_classes.h"
#include "core/rhythm/too_short.h"
#include "core/text/said.h"
#include "core/waves/delineate.h"

#include <algorithm>
#include <cmath>

namespace triptych::pipeline {
namespace {

constexpr double kWavesThroughout_s = 3 * 3600;
constexpr double kMinute_s = 60;
constexpr std::size_t kMostMinutes = 240;

// Minutes in which P waves matter, thinned evenly to what there is time for.
std::vector<std::size_t> minutesToLookAt(const rhythm::RhythmView& view) {
    std::vector<std::size_t> wanted;
    const auto minutes = static_cast<std::size_t>(std::ceil(view.duration_s / kMinute_s));
    for (std::size_t m = 0; m < minutes; ++m) {
        const double from_s = static_cast<double>(m) * kMinute_s;
        if (rhythm::wantsWaves(view, from_s, from_s + kMinute_s / 2) ||
            rhythm::wantsWaves(view, from_s + kMinute_s / 2, from_s + kMinute_s)) {
            wanted.push_back(m);
        }
    }
    if (wanted.size() <= kMostMinutes) return wanted;
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < kMostMinutes; ++i) out.push_back(wanted[i * wanted.size() / kMostMinutes]);
    return out;
}

Result<void> lookForSomeWaves(const Recording& recording, const waves::Delineator& delineator, RhythmEvidence& evidence,
                              const Job& job) {
    const rhythm::RhythmView view = evidence.view();
    const auto minutes = minutesToLookAt(view);
    if (minutes.empty()) return {};
    auto all = std::make_shared<LeadWaves>();
    all->lead = evidence.beats->lead;
    all->rate_hz = evidence.beats->rate_hz;
    all->source = delineator.source;
    all->complete = false;
    all->beats.resize(view.size());
    const auto& list = evidence.beats->beats;
    const auto beatAt = [&](double time_s) {
        return static_cast<std::size_t>(
            std::ranges::lower_bound(list, time_s * evidence.beats->rate_hz, {},
                                     [](const Beat& beat) { return static_cast<double>(beat.sample); }) -
            list.begin());
    };
    for (std::size_t i = 0; i < minutes.size();) {
        std::size_t past = i + 1;
        while (past < minutes.size() && minutes[past] == minutes[past - 1] + 1) ++past;
        // Half a window more to either side: windows lie across minutes.
        const double from_s = static_cast<double>(minutes[i]) * kMinute_s;
        const double to_s = static_cast<double>(minutes[past - 1] + 1) * kMinute_s;
        const std::size_t first = beatAt(from_s), end = beatAt(to_s);
        i = past;
        if (end <= first) continue;
        // A list of their own, with neighbours: an answer is as long as the list that was asked about.
        BeatList part = *evidence.beats;
        const std::size_t around = first > 0 ? first - 1 : 0, beyond = std::min(list.size(), end + 1);
        part.beats.assign(list.begin() + static_cast<std::ptrdiff_t>(around),
                          list.begin() + static_cast<std::ptrdiff_t>(beyond));
        waves::WavesRequest request;
        request.leads = {evidence.beats->lead};
        request.first_beat = first - around;
        request.beats = end - first;
        const auto leads = waves::delineate(recording, part, delineator, request, job);
        if (!leads) return std::unexpected(leads.error());
        for (std::size_t k = first; k < end; ++k) {
            all->beats[k] = leads->front()->beats[k - around];
            evidence.waves_known[k] = 1;
        }
    }
    evidence.waves = std::move(all);
    return {};
}

// One of several things that are done one after the other, as a part of the whole.
Job partOf(const Job& job, double from, double to) {
    return {job.stop, [&job, from, to](double fraction, std::string_view stage) {
                job.progress(from + (to - from) * fraction, text::foreign(std::string(stage)));
            }};
}

}  // namespace

ClassedBeats classedBy(const Classification& classification) {
    ClassedBeats out;
    out.beats = std::make_shared<const BeatList>(classification.beats);
    out.by = classification.model.name;
    out.classes.assign(out.beats->beats.size(), BeatClass::normal);
    out.silence = classification.predictions.silence;
    for (std::size_t i = 0; i < out.classes.size() && i < classification.predictions.size(); ++i) {
        if (!classification.predictions.hasClass(i)) continue;
        const std::string& name = classification.model.classes[classification.predictions.winner(i)];
        out.classes[i] = beatClassNamed(name).value_or(BeatClass::normal);
    }
    return out;
}

bool isSinusLetter(std::uint8_t code) {
    return code == kNormal || code == kLbbb || code == kRbbb || code == kBbb;
}

ClassedBeats classedBy(std::shared_ptr<const BeatList> reference, const std::string& annotator) {
    ClassedBeats out;
    out.by = annotator;
    for (const Beat& beat : reference->beats) {
        out.classes.push_back(beatClassOf(beat.code, ClassMapping::display).value_or(BeatClass::unknown));
        out.sinus.push_back(isSinusLetter(beat.code) ? 1 : 0);
    }
    out.beats = std::move(reference);
    return out;
}

rhythm::RhythmView FoundRhythm::view() const {
    rhythm::RhythmView out = basis->evidence.view();
    out.classes = beats.classes;
    out.silence = beats.silence;
    return out;
}

Result<RhythmBasisPtr> rhythmBasis(const inference::RecordingAnalysis& analysis, std::shared_ptr<const BeatList> beats,
                                   const Job& job) {
    auto out = std::make_shared<RhythmBasis>();
    const Recording& recording = analysis.recording();
    const auto delineator = waves::shippedDelineator();
    if (!delineator) {
        out->warnings.push_back(
            {text::say("no P waves are looked for: {1}", delineator.error().what), delineator.error().where});
    }
    const auto model = rhythm::shippedStripModel();
    if (!model) {
        out->warnings.push_back(
            {text::say("fibrillation and flutter are not told: {1}", model.error().what), model.error().where});
    }
    auto evidence = gatherRhythm(analysis, std::move(beats), {}, delineator ? delineator->get() : nullptr,
                                 kWavesThroughout_s, partOf(job, 0, 0.4));
    if (!evidence) return std::unexpected(evidence.error());
    out->evidence = std::move(*evidence);
    if (delineator && recording.duration_s > kWavesThroughout_s) {
        auto looked = lookForSomeWaves(recording, **delineator, out->evidence, partOf(job, 0.4, 0.7));
        if (!looked) return std::unexpected(looked.error());
    }
    job.progress(0.7, "rhythm");
    const auto pacing = pacingEvidence(recording, *out->evidence.beats, job);
    if (!pacing) return std::unexpected(pacing.error());
    job.progress(0.8, "rhythm");
    const auto others = [&](const rhythm::Span& span) {
        return otherLeadsWithin(recording, out->evidence.beats->lead, span, job);
    };
    auto ground = rhythm::groundOf(out->evidence.view(), model ? model->get() : nullptr, *pacing, job, others);
    if (!ground) return std::unexpected(ground.error());
    out->ground = std::move(*ground);
    out->evidence.samples = {};  // 40 MB of a day, and nothing asks for them any more
    out->marks = rhythm::marksOfFile(recording);
    return out;
}

FoundRhythm rhythmOn(RhythmBasisPtr basis, ClassedBeats beats, std::span<const rhythm::ReaderWord> words) {
    FoundRhythm out;
    out.basis = std::move(basis);
    out.beats = std::move(beats);
    if (out.beats.classes.empty()) out.beats.classes = out.basis->ground.by_shape;
    out.warnings = out.basis->warnings;
    out.findings = rhythm::findingsOn(out.view(), out.basis->ground, words);
    out.events = rhythm::eventsOf(out.view(), out.findings);
    out.events.insert(out.events.end(), out.basis->marks.begin(), out.basis->marks.end());
    std::ranges::stable_sort(out.events, {}, &rhythm::RhythmEvent::time_s);
    return out;
}

Result<FoundRhythm> findRhythm(const inference::RecordingAnalysis& analysis, ClassedBeats beats, const Job& job,
                               std::span<const rhythm::ReaderWord> words) {
    auto basis = rhythmBasis(analysis, beats.beats, job);
    if (!basis) return std::unexpected(basis.error());
    return rhythmOn(std::move(*basis), std::move(beats), words);
}

Result<rhythm::Hrv> findHrv(const FoundRhythm& found, const Job& job, const rhythm::Hrv* before) {
    const rhythm::RhythmView view = found.view();
    std::vector<double> times_s(view.size());
    std::vector<std::uint8_t> sinus = found.beats.sinus;
    sinus.resize(view.size());
    for (std::size_t i = 0; i < view.size(); ++i) {
        times_s[i] = view.time_s(i);
        if (found.beats.sinus.empty()) sinus[i] = view.classes[i] == BeatClass::normal ? 1 : 0;
        const auto& silence = found.beats.silence;
        if (i < silence.size() && !hasTime(silence[i])) sinus[i] = 0;
    }
    using R = rhythm::Rhythm;
    const auto unread = found.findings.spansOf({R::unreadable});
    const auto others = found.findings.spansOf({R::vf, R::vt, R::paced, R::af, R::flutter, R::svt, R::block});
    return rhythm::heartRateVariability(
        rhythm::nnIntervals(times_s, sinus, unread, others, found.basis->evidence.gaps.get()), view.duration_s, job,
        before);
}

LayerPtr rhythmLayer(const FoundRhythm& found) {
    auto out = std::make_shared<Layer>();
    out->kind = LayerKind::rhythm;
    out->source = {LayerMaker::detector, {}, {}};
    out->lead = found.beats.beats->lead;
    out->rate_hz = found.beats.beats->rate_hz;
    const auto mark = [&](double time_s, std::uint8_t code, std::string_view aux, std::int8_t subtype = 0) {
        Annotation made;
        made.sample = std::llround(time_s * out->rate_hz);
        made.code = code;
        made.subtype = subtype;
        made.aux = aux;
        out->marks.push_back(std::move(made));
    };
    std::string_view now;
    bool readable = true;
    for (const rhythm::Episode& episode : found.findings.episodes) {
        const bool reads = episode.rhythm != rhythm::Rhythm::unreadable;
        if (reads != readable) mark(episode.span.from_s, kNoise, {}, static_cast<std::int8_t>(reads ? 0 : -1));
        readable = reads;
        if (!reads || rhythm::isTooShortToTell(episode)) continue;
        if (rhythm::markOf(episode.rhythm) != now) mark(episode.span.from_s, kRhythm, rhythm::markOf(episode.rhythm));
        now = rhythm::markOf(episode.rhythm);
        if (episode.rhythm == rhythm::Rhythm::vf) {
            mark(episode.span.from_s, kFlutterOn, {});
            mark(episode.span.to_s, kFlutterOff, {});
        }
    }
    // What the detector took for a beat where nothing can be read.
    for (const Beat& beat : found.beats.beats->beats) {
        if (found.beats.beats->origin != BeatOrigin::detected) break;
        const double time_s = static_cast<double>(beat.sample) / out->rate_hz;
        if (found.findings.at(time_s) == rhythm::Rhythm::unreadable) mark(time_s, kArtifact, {});
    }
    std::ranges::stable_sort(out->marks, {}, &Annotation::sample);
    return out;
}

}  // namespace triptych::pipeline
