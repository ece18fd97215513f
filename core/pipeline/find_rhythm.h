// The rhythm of a recording and its heart rate variability, as the command line and the window speak of them: one list
// of beats and what they are, by whoever said so last; evidence, episodes and events that follow. What is slow hangs on
// the signal and the times of the beats alone, and is kept while labels change.
#pragma once

#include "core/domain/layer.h"
#include "core/domain/prediction.h"
#include "core/pipeline/rhythm_evidence.h"
#include "core/rhythm/events.h"
#include "core/rhythm/findings.h"
#include "core/rhythm/hrv.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace triptych::pipeline {

// Beats and their classes. `classes` empty: nobody said, and shapes decide.
struct ClassedBeats {
    std::shared_ptr<const BeatList> beats;
    std::vector<BeatClass> classes;
    std::string by;                        // "atr", a model's name; empty: by shape
    std::vector<std::uint8_t> sinus = {};  // [beats] 1: of the sinus node; empty: those of class N are
    std::vector<Silence> silence = {};     // [beats] of a model's answers; empty: none
};
// A model's answers; a beat without a class is normal, and ends no interval where it cannot be read.
[[nodiscard]] ClassedBeats classedBy(const Classification& classification);
// An annotator's letters (display mapping).
[[nodiscard]] ClassedBeats classedBy(std::shared_ptr<const BeatList> reference, const std::string& annotator);
// N, L, R, B: escape beats are of the display class N, and not of the sinus node.
[[nodiscard]] bool isSinusLetter(std::uint8_t code);

// What stays while labels change. Immutable; it holds no samples.
struct RhythmBasis {
    RhythmEvidence evidence;  // of whose classes nothing is known
    rhythm::RhythmGround ground;
    std::vector<rhythm::RhythmEvent> marks;  // the file's own
    std::vector<Warning> warnings;           // no model of rhythm or of waves: what is not told for want of it
};
using RhythmBasisPtr = std::shared_ptr<const RhythmBasis>;
// Waves are looked for in recordings of up to three hours throughout, in longer ones where intervals are irregular,
// long or slow, in four hours' worth of minutes at most, spread over all such. Errors: those of gatherRhythm().
[[nodiscard]] Result<RhythmBasisPtr> rhythmBasis(const inference::RecordingAnalysis& analysis,
                                                 std::shared_ptr<const BeatList> beats, const Job& job = {});

struct FoundRhythm {
    ClassedBeats beats;  // with the classes that were used
    RhythmBasisPtr basis;
    rhythm::RhythmFindings findings;
    std::vector<rhythm::RhythmEvent> events;  // the file's own marks among them
    std::vector<Warning> warnings;            // the basis's

    [[nodiscard]] rhythm::RhythmView view() const;
};
// `beats` are those of the basis, `words` what readers said. Milliseconds for a day.
[[nodiscard]] FoundRhythm rhythmOn(RhythmBasisPtr basis, ClassedBeats beats,
                                   std::span<const rhythm::ReaderWord> words = {});
// Both. Errors: those of rhythmBasis().
[[nodiscard]] Result<FoundRhythm> findRhythm(const inference::RecordingAnalysis& analysis, ClassedBeats beats,
                                             const Job& job = {}, std::span<const rhythm::ReaderWord> words = {});

// Errors: cancelled. `before`: as heartRateVariability()'s.
[[nodiscard]] Result<rhythm::Hrv> findHrv(const FoundRhythm& found, const Job& job = {},
                                          const rhythm::Hrv* before = nullptr);

// Changes of rhythm ("+", "(AFIB" and so on), ventricular flutter in its brackets, "~" where the signal cannot be read
// (subtype -1) and can be again (0), and "|" on what the detector took for beats there: a layer on the lead's clock.
[[nodiscard]] LayerPtr rhythmLayer(const FoundRhythm& found);

}  // namespace triptych::pipeline
