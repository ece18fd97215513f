// The rhythm of a recording and its heart rate variability, as the command line and the window speak of them: one list
// of beats and what they are, by whoever said so last; evidence, episodes and events that follow.
#pragma once

#include "core/domain/layer.h"
#include "core/domain/prediction.h"
#include "core/pipeline/rhythm_evidence.h"
#include "core/rhythm/events.h"
#include "core/rhythm/findings.h"
#include "core/rhythm/hrv.h"

#include <memory>
#include <string>
#include <vector>

namespace triptych::pipeline {

// Beats and their classes. `classes` empty: nobody said, and shapes decide.
struct ClassedBeats {
    std::shared_ptr<const BeatList> beats;
    std::vector<BeatClass> classes;
    std::string by;                     // "atr", a model's name; empty: by shape
    std::vector<Silence> silence = {};  // [beats] of a model's answers; empty: none
};
// A model's answers; a beat without a class is normal, and ends no interval where it cannot be read.
[[nodiscard]] ClassedBeats classedBy(const Classification& classification);
// An annotator's letters (display mapping).
[[nodiscard]] ClassedBeats classedBy(std::shared_ptr<const BeatList> reference, const std::string& annotator);

struct FoundRhythm {
    ClassedBeats beats;
    RhythmEvidence evidence;  // with the classes that were used
    rhythm::RhythmFindings findings;
    std::vector<rhythm::RhythmEvent> events;  // the file's own marks among them
    std::vector<Warning> warnings;            // no model of rhythm or of waves: what is not told for want of it

    [[nodiscard]] rhythm::RhythmView view() const { return evidence.view(); }
};
// Waves are looked for in recordings of up to three hours throughout, in longer ones where intervals are irregular,
// long or slow, in four hours' worth of minutes at most, spread over all such. Errors: those of gatherRhythm().
[[nodiscard]] Result<FoundRhythm> findRhythm(const inference::RecordingAnalysis& analysis, ClassedBeats beats,
                                             const Job& job = {});

// Errors: cancelled.
[[nodiscard]] Result<rhythm::Hrv> findHrv(const FoundRhythm& found, const Job& job = {});

// Changes of rhythm ("+", "(AFIB" and so on), ventricular flutter in its brackets, "~" where the signal cannot be read
// (subtype -1) and can be again (0), and "|" on what the detector took for beats there: a layer on the lead's clock.
[[nodiscard]] LayerPtr rhythmLayer(const FoundRhythm& found);

}  // namespace triptych::pipeline
