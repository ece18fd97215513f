// The label in force of every beat, put together from who may give one: the reader before the reference annotator,
// the reference annotator before the model.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/prediction.h"
#include "core/pipeline/review_queue.h"
#include "core/review/label_journal.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace triptych::pipeline {

struct BeatLabel {
    std::int64_t sample = 0;
    double time_s = 0;
    std::uint8_t code = 0;  // in force; 0: nobody labelled it (a detected beat without a model's word)
    bool by_reader = false;
    bool pending = false;       // the reader's label is not on the disk yet
    bool borderline = false;    // in the review queue; without one: there is a reason to look at it
    bool disagreement = false;  // the branches name different classes
    int predicted_class = -1;   // index into the model's classes; -1: not classified (yet)
    float predicted_probability = 0;
    Silence silence = Silence::none;  // why the model has no class for it
    bool no_interval = false;         // the interval that ends here crosses, or ends at, what cannot be read
};

// Everything that labels are made of. `predictions` and `model` are null before a model has spoken; a beat that has
// no answer there (isAnswered) has no prediction. `ai_visible` false takes the model's labels off detected beats.
struct LabelSources {
    const BeatList* beats = nullptr;
    const Predictions* predictions = nullptr;
    const ModelInfo* model = nullptr;
    bool ai_visible = true;
    double labels_rate_hz = 0;                        // clock of the reader's labels; 0: the beats' own
    const ReviewQueue* queue = nullptr;               // of the predictions; null: every borderline beat is one
    std::span<const UnreadableSpan> unreadable = {};  // Classification::unreadable
    // [beats] sample, on the clock of the labels, that each beat's label is kept under; empty: where the beat stands.
    std::span<const std::int64_t> places = {};
};

// The label that nobody edited: the reference's, else the model's (when visible), which for a beat without a class is
// what it has instead ("|", "!", "/"; nothing at an edge), else 0. A reference that marks a beat
// without classifying it ("?") gives way to the model.
[[nodiscard]] std::uint8_t uneditedCode(const LabelSources& sources, std::size_t beat);

// Beat index → sample under which the reader's label of that beat is kept (review::matchLabels on this list), on the
// clock of the labels.
[[nodiscard]] std::map<std::size_t, std::int64_t> readerSamples(const LabelSources& sources,
                                                                const review::ReaderLabels& labels);
// The sample under which a new label of `beat` is to be kept, on the clock of the labels.
[[nodiscard]] std::int64_t readerSampleOf(const LabelSources& sources, std::size_t beat);

[[nodiscard]] BeatLabel labelOf(const LabelSources& sources, std::size_t beat, const review::ReaderLabel* reader);
[[nodiscard]] std::vector<BeatLabel> labelBeats(const LabelSources& sources, const review::ReaderLabels& labels);

}  // namespace triptych::pipeline
