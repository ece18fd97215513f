#include "core/pipeline/label_file.h"

#include "core/domain/beat_class.h"
#include "core/pipeline/borderline.h"
#include "core/pipeline/find_beats.h"
#include "core/review/triptych_annotations.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <map>

namespace triptych::pipeline {
namespace {

std::uint8_t channelOf(std::size_t lead) {
    return static_cast<std::uint8_t>(std::min<std::size_t>(lead, 255));
}

Annotation markAt(std::int64_t sample, std::uint8_t code, std::size_t lead) {
    Annotation mark;
    mark.sample = sample;
    mark.code = code;
    mark.channel = channelOf(lead);
    return mark;
}

// Of a model that has spoken of every beat; one that is still working would label some and not others.
const Layer* finishedModel(const Layers& layers) {
    const Layer* model = layerOf(layers, LayerKind::beats, LayerMaker::model);
    return model != nullptr && model->complete ? model : nullptr;
}

// What a model answered, by sample on another layer's clock.
using Answers = std::map<std::int64_t, std::uint8_t>;

Answers answersOn(double rate_hz, const Layer* model) {
    Answers answers;
    if (model == nullptr || !(model->rate_hz > 0) || !(rate_hz > 0)) return answers;
    for (const Annotation& mark : model->marks) {
        const bool same = model->rate_hz == rate_hz;
        const double time_s = static_cast<double>(mark.sample) / model->rate_hz;
        answers[same ? mark.sample : std::llround(time_s * rate_hz)] = mark.code;
    }
    return answers;
}

// A clock that was converted there and back may be off by one.
std::uint8_t answerAt(const Answers& answers, std::int64_t sample) {
    for (const std::int64_t at : {sample, sample - 1, sample + 1}) {
        if (const auto found = answers.find(at); found != answers.end()) return found->second;
    }
    return kLearn;
}

// "?" gives way to the model where it says that a beat is there; returns how many did.
std::size_t answer(std::vector<Annotation>& marks, const Answers& answers) {
    std::size_t answered = 0;
    for (Annotation& mark : marks) {
        if (mark.code != kLearn) continue;
        const std::uint8_t code = answerAt(answers, mark.sample);
        if (!isBeat(code) || code == kLearn) continue;
        mark.code = code;
        ++answered;
    }
    return answered;
}

// What the detector marked and nobody labelled is what the model says instead of a beat: last, so that a reader's label
// finds its beat.
void sayNoBeats(std::vector<Annotation>& marks, const Answers& answers) {
    for (Annotation& mark : marks) {
        if (mark.code != kLearn || !mark.aux.empty()) continue;
        mark.code = answerAt(answers, mark.sample);
    }
}

// The detector's "~", on the clock of `set`; an annotator's own say it already.
void addQuality(const Layers& layers, AnnotationSet& set) {
    const Layer* noise = layerOf(layers, LayerKind::noise, LayerMaker::detector);
    if (noise == nullptr || !(noise->rate_hz > 0) || !(set.rate_hz > 0)) return;
    if (std::ranges::any_of(set.annotations, [](const Annotation& mark) { return mark.code == kNoise; })) return;
    for (Annotation mark : noise->marks) {
        mark.sample = std::llround(static_cast<double>(mark.sample) / noise->rate_hz * set.rate_hz);
        set.annotations.push_back(std::move(mark));
    }
    std::ranges::stable_sort(set.annotations, {}, &Annotation::sample);
}

// What readers wrote at a moment, on the clock of `set`.
void addNotes(const Layers& layers, AnnotationSet& set) {
    const Layer* notes = layerOf(layers, LayerKind::notes, LayerMaker::reader);
    if (notes == nullptr || !(notes->rate_hz > 0) || !(set.rate_hz > 0)) return;
    for (Annotation mark : notes->marks) {
        mark.sample = std::llround(static_cast<double>(mark.sample) / notes->rate_hz * set.rate_hz);
        set.annotations.push_back(std::move(mark));
    }
    std::ranges::stable_sort(set.annotations, {}, &Annotation::sample);
}

std::string authorOf(const AnnotationSet* reference, const Layers& layers, std::size_t answered_of_reference) {
    const Layer* model = finishedModel(layers);
    if (reference != nullptr) {
        std::string author = "annotator " + reference->annotator;
        if (answered_of_reference > 0) author += ", of beats that it marks \"?\" by model " + model->source.name;
        return author;
    }
    if (model != nullptr) return "model " + model->source.name;
    return layerOf(layers, LayerKind::beats, LayerMaker::model) != nullptr ? "nobody (the model had not finished)"
                                                                           : "nobody (detected beats)";
}

review::ReaderLabels labelsOf(const Layer* reader) {
    review::ReaderLabels labels;
    if (reader == nullptr) return labels;
    for (const Annotation& mark : reader->marks) labels[mark.sample] = {mark.code, mark.aux, true};
    return labels;
}

}  // namespace

LayerPtr detectorLayer(const BeatList& beats) {
    if (beats.origin == BeatOrigin::reference) return nullptr;
    auto layer = std::make_shared<Layer>();
    layer->source.maker = LayerMaker::detector;
    layer->lead = beats.lead;
    layer->rate_hz = beats.rate_hz;
    layer->marks.reserve(beats.beats.size());
    for (const Beat& beat : beats.beats) layer->marks.push_back(markAt(beat.sample, kLearn, beats.lead));
    return layer;
}

LayerPtr modelLayer(const Classification& said, bool complete) {
    auto layer = std::make_shared<Layer>();
    layer->source = {LayerMaker::model, said.model.name, said.model.hash};
    layer->lead = said.beats.lead;
    layer->rate_hz = said.beats.rate_hz;
    layer->complete = complete;
    for (std::size_t beat = 0; beat < said.beats.beats.size(); ++beat) {
        if (const auto silence = silenceOf(&said.predictions, beat)) {
            layer->marks.push_back(markAt(said.beats.beats[beat].sample, codeOf(*silence), said.beats.lead));
            continue;
        }
        if (!isAnswered(said.predictions, beat)) continue;
        const std::string& word = said.model.classLetters()[said.predictions.winner(beat)];
        layer->marks.push_back(markAt(said.beats.beats[beat].sample,
                                      codeOf(beatClassNamed(word).value_or(BeatClass::unknown)), said.beats.lead));
    }
    return layer;
}

LayerPtr qualityLayer(const Classification& said) {
    if (said.unreadable.empty()) return nullptr;
    auto layer = std::make_shared<Layer>();
    layer->kind = LayerKind::noise;
    layer->source.maker = LayerMaker::detector;
    layer->lead = said.beats.lead;
    layer->rate_hz = said.beats.rate_hz;
    double ended_s = -1;
    for (const UnreadableSpan& span : said.unreadable) {
        const auto at = [&](double time_s) { return std::llround(time_s * said.beats.rate_hz); };
        if (span.from_s == ended_s) {
            layer->marks.pop_back();  // it goes on, for another reason
        } else {
            layer->marks.push_back(markAt(at(span.from_s), kNoise, said.beats.lead));
            layer->marks.back().subtype = -1;
        }
        layer->marks.push_back(markAt(at(span.to_s), kNoise, said.beats.lead));
        ended_s = span.to_s;
    }
    return layer;
}

LayerPtr readerLayer(const review::ReaderLabels& labels, double rate_hz, std::size_t lead, const std::string& reader) {
    auto layer = std::make_shared<Layer>();
    layer->source = {LayerMaker::reader, reader, {}};
    layer->lead = lead;
    layer->rate_hz = rate_hz;
    layer->marks.reserve(labels.size());
    for (const auto& [sample, label] : labels) {
        Annotation mark = markAt(sample, label.code, lead);
        mark.aux = label.provenance;
        layer->marks.push_back(std::move(mark));
    }
    return layer;
}

Layers recordingLayers(const Recording& recording) {
    Layers layers;
    for (const AnnotationSet& set : recording.annotation_sets) {
        if (set.annotator == review::kAnnotator || review::isOurs(set)) continue;
        Layers of_set = layersOf(set);
        std::move(of_set.begin(), of_set.end(), std::back_inserter(layers));
    }
    return layers;
}

AnnotationSet labelFile(const Recording& recording, const Layers& layers,
                        const std::vector<std::pair<std::string, std::string>>& models, const std::string& version,
                        const std::string& identity, const review::BeatJournal* edits) {
    const AnnotationSet* reference = referenceOf(recording);
    const Layer* detected = layerOf(layers, LayerKind::beats, LayerMaker::detector);
    const Layer* model = finishedModel(layers);
    const Layer* reader = layerOf(layers, LayerKind::beats, LayerMaker::reader);
    AnnotationSet unedited;
    Answers instead;
    std::size_t answered = 0;
    if (reference != nullptr) {
        unedited = *reference;
        if (edits != nullptr) review::correctMarks(unedited, *edits);
        answered = answer(unedited.annotations, answersOn(unedited.rate_hz, model));
    } else {
        BeatList beats;
        std::vector<std::uint8_t> codes;
        if (detected != nullptr) {
            beats.lead = detected->lead.value_or(0);
            beats.rate_hz = detected->rate_hz;
            const Answers answers = answersOn(detected->rate_hz, model);
            for (const Annotation& mark : detected->marks) {
                beats.beats.push_back({mark.sample, kNormal});
                const std::uint8_t code = answerAt(answers, mark.sample);
                codes.push_back(isBeat(code) ? code : static_cast<std::uint8_t>(kLearn));
            }
        } else if (reader != nullptr) {
            beats.rate_hz = reader->rate_hz;
        }
        const AnnotationSet* other = recording.annotation_sets.empty() ? nullptr : &recording.annotation_sets.front();
        if (other != nullptr && (other->annotator == review::kAnnotator || review::isOurs(*other))) other = nullptr;
        unedited = review::detectedAnnotations(beats, codes, other);
        instead = answersOn(unedited.rate_hz, model);
        addQuality(layers, unedited);
    }
    addNotes(layers, unedited);
    review::FileHeader header;
    header.version = version;
    header.labels_by = authorOf(reference, layers, answered);
    header.wording = "Research use - not for diagnosis";
    header.recording = identity;
    std::map<std::string, std::string> by_hash(models.begin(), models.end());
    if (model != nullptr) by_hash[model->source.hash] = model->source.name;
    header.models = {by_hash.begin(), by_hash.end()};
    const std::size_t lead = reader != nullptr ? reader->lead.value_or(0) : 0;
    AnnotationSet file = review::composeAnnotations(std::move(unedited), labelsOf(reader),
                                                    reader != nullptr ? reader->rate_hz : 0, channelOf(lead), header);
    sayNoBeats(file.annotations, instead);
    return file;
}

std::vector<std::pair<std::string, std::string>> modelsSpokenOf(const review::LabelJournal& journal) {
    std::map<std::string, std::string> by_hash;
    for (const store::EventGroup& group : journal.groups()) {
        if (journal.isUndone(group.key)) continue;
        for (const store::EventMark& mark : group.marks) {
            // A file taken over names models by their first digits alone, which its own header spells out.
            if (mark.model && mark.provenance.empty() && !mark.model->model_hash.empty()) {
                by_hash[mark.model->model_hash] = mark.model->model_name;
            }
        }
    }
    return {by_hash.begin(), by_hash.end()};
}

}  // namespace triptych::pipeline
