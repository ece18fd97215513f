#include "core/pipeline/corrected_word.h"

#include "core/pipeline/borderline.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace triptych::pipeline {
namespace {

// Rows of one field, `width` values a beat; what a model does not say stays unsaid.
template <class T>
std::vector<T> carried(const std::vector<T>& from, std::size_t width, std::span<const std::size_t> of) {
    std::vector<T> out;
    if (from.empty()) return out;
    out.resize(of.size() * width);
    for (std::size_t beat = 0; beat < of.size(); ++beat) {
        if (of[beat] == kNoBeat || (of[beat] + 1) * width > from.size()) continue;
        std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(of[beat] * width), width,
                    out.begin() + static_cast<std::ptrdiff_t>(beat * width));
    }
    return out;
}

bool hasSpoken(const Predictions& said, std::size_t beat) {
    return isAnswered(said, beat) || !said.hasClass(beat);
}

template <class T>
void take(const std::vector<T>& coming, std::size_t width, std::size_t beat, std::size_t beats, std::vector<T>& all) {
    if (coming.empty()) return;
    all.resize(beats * width);
    std::copy_n(coming.begin() + static_cast<std::ptrdiff_t>(beat * width), width,
                all.begin() + static_cast<std::ptrdiff_t>(beat * width));
}

}  // namespace

Classification carriedOver(const Classification& said, const BeatList& beats, std::span<const std::size_t> of) {
    Classification out;
    out.model = said.model;
    out.beats = beats;
    out.warnings = said.warnings;
    out.unreadable = said.unreadable;
    const Predictions& from = said.predictions;
    Predictions& to = out.predictions;
    to.classes = from.classes;
    to.branches = from.branches;
    const std::size_t per_branch = from.branches * from.classes;
    to.probability = carried(from.probability, from.classes, of);
    to.branch_probability = carried(from.branch_probability, per_branch, of);
    to.contribution = carried(from.contribution, per_branch, of);
    to.usable = carried(from.usable, 1, of);
    to.usable.resize(of.size());
    to.set = carried(from.set, 1, of);
    to.strangeness = carried(from.strangeness, 1, of);
    to.doubt = carried(from.doubt, 1, of);
    to.poor_signal = carried(from.poor_signal, 1, of);
    to.no_rhythm = carried(from.no_rhythm, 1, of);
    to.in_run = carried(from.in_run, 1, of);
    to.silence = carried(from.silence, 1, of);
    return out;
}

Classification laidOver(const Classification& before, const Classification& coming) {
    const Predictions& now = coming.predictions;
    const std::size_t beats = now.size();
    if (before.predictions.size() != beats || before.predictions.classes != now.classes ||
        before.predictions.branches != now.branches || before.model.hash != coming.model.hash) {
        return coming;
    }
    Classification out = before;
    out.beats = coming.beats;
    Predictions& all = out.predictions;
    const std::size_t per_branch = now.branches * now.classes;
    for (std::size_t beat = 0; beat < beats; ++beat) {
        if (!hasSpoken(now, beat)) continue;
        take(now.probability, now.classes, beat, beats, all.probability);
        take(now.branch_probability, per_branch, beat, beats, all.branch_probability);
        take(now.contribution, per_branch, beat, beats, all.contribution);
        take(now.usable, 1, beat, beats, all.usable);
        take(now.set, 1, beat, beats, all.set);
        take(now.strangeness, 1, beat, beats, all.strangeness);
        take(now.doubt, 1, beat, beats, all.doubt);
        take(now.poor_signal, 1, beat, beats, all.poor_signal);
        if (now.silence.empty() && !all.silence.empty()) all.silence[beat] = Silence::none;
        take(now.silence, 1, beat, beats, all.silence);
    }
    return out;
}

}  // namespace triptych::pipeline
