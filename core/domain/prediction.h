// What a model says of the beats of a recording: fused and per-branch probabilities, the model's own attention
// constants, and each beat's contribution shares.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/silence.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace triptych {

// What a model judges.
enum class Task : std::uint8_t { beat, recording };
// How the answers to the stretches of a recording become one.
enum class OverWindows : std::uint8_t { mean, max };

// What a model of whole recordings is given: [leads × samples] in mV.
struct RecordingInput {
    double rate_hz = 0;
    std::vector<std::string> leads;  // by name, in order
    std::size_t samples = 0;
    bool zero_for_missing = false;  // zeros stand in for a lead that is missing; else such a recording is refused
    OverWindows over_windows = OverWindows::mean;
};

// Everything a reader may want to know of a model, taken from its card. Immutable.
struct ModelInfo {
    std::string name;                  // "product-tf-late"
    std::string title;                 // one line for menus
    std::string hash;                  // SHA-256 of weights.safetensors, hex
    std::string profile;               // "parity" or "product"; "recording", of a model of those
    std::vector<std::string> classes;  // {"N","S","V","F","Q"}, or names of the model's own
    // The class letter (N S V F Q) that each name means, "" where it means none; empty: the names are letters.
    std::vector<std::string> letters;
    std::string class_mapping;          // names the mapping: "machine-learning (N={N,L,R,e,j} ...)"
    std::vector<std::string> branches;  // {"time","time_frequency"}
    std::string fusion;                 // "late_attention"
    std::vector<float> attention;       // [branches × classes], columns sum to 1 over the branches; constants
    double temperature = 1;             // probability = softmax(score / temperature)
    double borderline_margin = 0.2;     // top two probabilities nearer than this: borderline
    // 1 − p up to which a class belongs to a beat's set of likely classes, which holds the true one with probability
    // 1 − conformal_alpha (class-conditional split conformal prediction); empty where the model was not calibrated so.
    std::vector<float> conformal_thresholds;
    // The same in another way: [K × K] ln of p of a class (column) over p of the answer (row) from which on the class
    // is likely beside the answer, which always is. Empty where the model was not calibrated so.
    std::vector<float> likely_ratios;
    double conformal_alpha = 0.05;
    bool leaks_patients = false;                // trained and tested on beats of the same patients (parity)
    std::string trained_on;                     // "MIT-BIH DS1"
    std::vector<std::string> training_records;  // names of the recordings whose beats were trained on
    // What each class's probability is multiplied by, before they are brought to sum to 1: how often the class is among
    // patients whom nobody chose for it, over how often in training. Empty: training's frequencies.
    std::vector<double> prior_ratio;
    bool rhythm_rules = false;  // answers pass the rules of rhythm_rules.h
    // Answers go back to training's frequencies where S abounds (rhythm_rules.h); cards that say nothing do.
    bool lifts_prior = true;
    std::vector<std::string> unsupported;  // classes that were learnt, and that the model cannot tell: never answered
    std::vector<std::string> limits;       // what else it cannot do, a sentence each
    bool runs_code = false;                // a TorchScript file: loaded only after the reader trusts it
    std::string card_path;
    Task task = Task::beat;
    // Of a model of whole recordings alone:
    bool multi_label = false;        // several labels may be true at once, each with a probability of its own
    std::vector<double> thresholds;  // from which each of several labels is said; empty: 0.5
    RecordingInput input;

    [[nodiscard]] bool hasLikelyClasses() const { return !conformal_thresholds.empty() || !likely_ratios.empty(); }
    // What its classes are called among beats.
    [[nodiscard]] const std::vector<std::string>& classLetters() const { return letters.empty() ? classes : letters; }
};

// Flat arrays over n beats, K classes, M branches; row-major as written.
struct Predictions {
    std::size_t classes = 0;
    std::size_t branches = 0;
    std::vector<float> probability;         // [n × K] fused, calibrated, rows sum to 1
    std::vector<float> branch_probability;  // [n × M × K] each branch alone, rows sum to 1
    std::vector<float> contribution;        // [n × M × K] |W_mk p_mk| / Σ_m |W_mk p_mk|, columns over m sum to 1
    std::vector<std::uint8_t> usable;       // [n] 0: the window left the recording or lies in missing samples
    // What a second look is asked for by; each is empty where nothing is known of it.
    std::vector<std::uint32_t> set;         // [n] likely classes, bit k for class k
    std::vector<float> strangeness;         // [n] above 1: unlike the training beats
    std::vector<float> doubt;               // [n] 0..1: how likely the answer is wrong
    std::vector<std::uint8_t> poor_signal;  // [n] 1: noisy, flat, clipped or missing in the second of the beat
    std::vector<std::uint8_t> no_rhythm;    // [n] 1: S where the heart keeps no rhythm that it could be early in
    std::vector<std::uint8_t> in_run;       // [n] 1: S because a run of S went on, whatever the branches said alone

    // [n] Why a beat has no class, though its row holds what the networks made of its window; empty: every beat has
    // one.
    std::vector<Silence> silence;

    [[nodiscard]] std::size_t size() const { return usable.size(); }
    [[nodiscard]] Silence silenceOf(std::size_t beat) const {
        return beat < silence.size() ? silence[beat] : Silence::none;
    }
    // Nobody may speak of winner(beat) where it has none.
    [[nodiscard]] bool hasClass(std::size_t beat) const { return silenceOf(beat) == Silence::none; }
    [[nodiscard]] std::span<const float> fused(std::size_t beat) const {
        return std::span(probability).subspan(beat * classes, classes);
    }
    [[nodiscard]] std::span<const float> branch(std::size_t beat, std::size_t branch_index) const {
        return std::span(branch_probability).subspan((beat * branches + branch_index) * classes, classes);
    }
    [[nodiscard]] std::span<const float> share(std::size_t beat, std::size_t branch_index) const {
        return std::span(contribution).subspan((beat * branches + branch_index) * classes, classes);
    }
    // Index of the most probable class; the first of equals.
    [[nodiscard]] std::size_t winner(std::size_t beat) const;
    // Distance between the two largest fused probabilities, 0..1.
    [[nodiscard]] float margin(std::size_t beat) const;
    // Do the branches, each alone, name different classes?
    [[nodiscard]] bool branchesDisagree(std::size_t beat) const;
    // Jensen-Shannon divergence between the branches' probabilities in bits, 0..log2(M).
    [[nodiscard]] float disagreement(std::size_t beat) const;
    // By this beats are ranked for review, 0..1: the model's doubt where it has one, else 1 − margin, which found more
    // errors on records held out from training than 1 − margin + disagreement did.
    [[nodiscard]] double uncertainty(std::size_t beat) const;
};

struct Classification {
    ModelInfo model;
    BeatList beats;
    Predictions predictions;                      // as many as beats
    std::vector<Warning> warnings;                // slow BLAS, training recording, lead stated, ...
    std::vector<UnreadableSpan> unreadable = {};  // ascending, apart; empty where nobody looked
};

}  // namespace triptych
