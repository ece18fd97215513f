// The annotation file that saving writes beside a recording, made from the layers alone: whatever the window shows or
// hides, the same labels give the same file.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/layer.h"
#include "core/domain/prediction.h"
#include "core/domain/recording.h"
#include "core/review/beat_journal.h"
#include "core/review/label_journal.h"

#include <string>
#include <utility>
#include <vector>

namespace triptych::pipeline {

// Detected beats, each "?": that a beat is there is all that a detector says. Null for beats of a reference.
[[nodiscard]] LayerPtr detectorLayer(const BeatList& beats);
// The classes that a model has answered, as WFDB codes, and what beats without one are ("|", "!", "/", "?"); `complete`
// once it has spoken of every beat that it will.
[[nodiscard]] LayerPtr modelLayer(const Classification& said, bool complete);
// Where nothing can be read: "~" with subtype -1 where that begins, with 0 where it ends. Null where all can be read.
[[nodiscard]] LayerPtr qualityLayer(const Classification& said);
// The reader's labels, their provenance in `aux`. `lead`: that they were given on.
[[nodiscard]] LayerPtr readerLayer(const review::ReaderLabels& labels, double rate_hz, std::size_t lead,
                                   const std::string& reader);

// The layers of a recording: those of its files (Triptych's own label file left out), then, where they are given, the
// detector's, the model's and the reader's.
[[nodiscard]] Layers recordingLayers(const Recording& recording);

// Every beat of the reference (of the detector where there is none) with the reader's label, else the reference's
// letter, else the model's once its layer is complete, else "?"; and every other mark of the reference. Where there is
// no reference, the model's "|" and "!" stand for beats that nobody labelled, and the detector's "~" are there. The
// header says whose labels the beats carry that no reader touched. `models`: hash and name of those that readers'
// labels speak of. `identity`: of the recording that the file will lie beside; empty: not stated. `edits`: beats that
// the reader added, moved and took away of the reference's; the detector's layer has them already. May be null. The
// reader's notes are there, too.
[[nodiscard]] AnnotationSet labelFile(const Recording& recording, const Layers& layers,
                                      const std::vector<std::pair<std::string, std::string>>& models,
                                      const std::string& version, const std::string& identity = {},
                                      const review::BeatJournal* edits = nullptr);

// Hash and name of every model that a label in force speaks of.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> modelsSpokenOf(const review::LabelJournal& journal);

}  // namespace triptych::pipeline
