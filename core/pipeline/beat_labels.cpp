#include "core/pipeline/beat_labels.h"

#include "core/domain/beat_class.h"
#include "core/pipeline/borderline.h"
#include "core/review/label_matching.h"

#include <algorithm>

namespace triptych::pipeline {
namespace {

bool isPredicted(const LabelSources& sources, std::size_t beat) {
    return sources.predictions != nullptr && sources.model != nullptr && isAnswered(*sources.predictions, beat);
}

double timeOf(const LabelSources& sources, std::size_t beat) {
    return static_cast<double>(sources.beats->beats[beat].sample) / sources.beats->rate_hz;
}

// Is the time from the beat before to this one no RR interval, because one of them cannot be read, or what lies
// between?
bool hasNoInterval(const LabelSources& sources, std::size_t beat) {
    if (beat == 0) return false;
    for (const std::size_t end : {beat - 1, beat}) {
        if (!hasTime(silenceOf(sources.predictions, end).value_or(Silence::none))) return true;
    }
    const auto next =
        std::ranges::upper_bound(sources.unreadable, timeOf(sources, beat - 1), {}, &UnreadableSpan::to_s);
    return next != sources.unreadable.end() && next->from_s < timeOf(sources, beat);
}

double labelsRate(const LabelSources& sources) {
    return sources.labels_rate_hz > 0 ? sources.labels_rate_hz : sources.beats->rate_hz;
}

}  // namespace

std::uint8_t uneditedCode(const LabelSources& sources, std::size_t beat) {
    const bool is_reference = sources.beats->origin == BeatOrigin::reference;
    const std::uint8_t code = is_reference ? sources.beats->beats[beat].code : std::uint8_t{0};
    // "?" only says that a beat is there, as an electrocardiograph's own marks do: the class is the model's to say.
    if (code != 0 && code != kLearn) return code;
    if (!sources.ai_visible) return code;
    const Silence silence = silenceOf(sources.predictions, beat).value_or(Silence::none);
    if (silence != Silence::none && silence != Silence::edge && code == 0) return codeOf(silence);
    if (!isPredicted(sources, beat)) return code;
    const std::size_t winner = sources.predictions->winner(beat);
    // A class that no beat has (a recording's "abnormal") is nobody's letter.
    return codeOf(beatClassNamed(sources.model->classLetters()[winner]).value_or(BeatClass::unknown));
}

std::int64_t readerSampleOf(const LabelSources& sources, std::size_t beat) {
    if (beat < sources.places.size()) return sources.places[beat];
    return review::onClock(sources.beats->beats[beat].sample, sources.beats->rate_hz, sources.labels_rate_hz);
}

std::map<std::size_t, std::int64_t> readerSamples(const LabelSources& sources, const review::ReaderLabels& labels) {
    if (labels.empty()) return {};
    std::vector<std::int64_t> samples(sources.beats->beats.size());
    for (std::size_t beat = 0; beat < samples.size(); ++beat) samples[beat] = readerSampleOf(sources, beat);
    return review::matchLabels(labels, samples, static_cast<std::int64_t>(review::kSameBeat_s * labelsRate(sources)));
}

BeatLabel labelOf(const LabelSources& sources, std::size_t beat, const review::ReaderLabel* reader) {
    BeatLabel label;
    label.sample = sources.beats->beats[beat].sample;
    label.time_s = static_cast<double>(label.sample) / sources.beats->rate_hz;
    label.code = reader != nullptr ? reader->code : uneditedCode(sources, beat);
    label.by_reader = reader != nullptr;
    label.silence = silenceOf(sources.predictions, beat).value_or(Silence::none);
    label.no_interval = hasNoInterval(sources, beat);
    label.pending = reader != nullptr && !reader->saved;
    if (isPredicted(sources, beat)) {
        const std::size_t winner = sources.predictions->winner(beat);
        label.predicted_class = static_cast<int>(winner);
        label.predicted_probability = sources.predictions->fused(beat)[winner];
        label.borderline = sources.queue != nullptr
                               ? sources.queue->holds(beat)
                               : isBorderline(*sources.predictions, beat, sources.model->borderline_margin);
        label.disagreement = sources.predictions->branchesDisagree(beat);
    }
    return label;
}

std::vector<BeatLabel> labelBeats(const LabelSources& sources, const review::ReaderLabels& labels) {
    std::vector<BeatLabel> all;
    all.reserve(sources.beats->beats.size());
    const auto of_reader = readerSamples(sources, labels);
    for (std::size_t beat = 0; beat < sources.beats->beats.size(); ++beat) {
        const auto found = of_reader.find(beat);
        all.push_back(labelOf(sources, beat, found == of_reader.end() ? nullptr : &labels.at(found->second)));
    }
    return all;
}

}  // namespace triptych::pipeline
