#include "app/cli/study/study_counts.h"

#include "core/inference/class_mapping.h"
#include "core/pipeline/borderline.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

namespace triptych::cli {
namespace {

constexpr double kMatch_s = 0.15;

bool isWithin(const std::vector<synth::NoisyStretch>* within, double time_s) {
    return within == nullptr || std::ranges::any_of(*within, [&](const synth::NoisyStretch& stretch) {
               return time_s >= stretch.from_s && time_s < stretch.to_s;
           });
}

double timeOf(const Classification& said, std::size_t beat) {
    return static_cast<double>(said.beats.beats[beat].sample) / said.beats.rate_hz;
}

// The literature's class of a label; "" outside its mapping.
std::string_view truthOf(std::uint8_t code) {
    const auto of = beatClassOf(code, ClassMapping::literature);
    return of ? name(*of) : std::string_view();
}

void compare(std::string_view truth, std::string_view answer, std::string_view of, ClassTally& tally) {
    if (truth == of && answer == of) ++tally.true_positive;
    if (truth != of && answer == of) ++tally.false_positive;
    if (truth == of && answer != of) ++tally.false_negative;
}

void add(const Classification& said, std::size_t beat, std::string_view truth, AnswerTally& tally) {
    const std::string_view answer = classOf(said, beat);
    compare(truth, answer, "S", tally.s);
    compare(truth, answer, "V", tally.v);
    if (answer != "V" || truth == "V") return;
    ++tally.false_v;
    tally.unflagged_false_v += pipeline::isBorderline(said.predictions, beat, said.model.borderline_margin) ? 0 : 1;
}

void addSilent(Silence silence, AnswerTally& tally) {
    ++tally.without_class;
    tally.unreadable += isReadable(silence) ? 0 : 1;
}

}  // namespace

double percentOf(std::int64_t part, std::int64_t of) {
    return of > 0 ? 100 * static_cast<double>(part) / static_cast<double>(of) : std::nan("");
}

double ClassTally::f1_percent() const {
    return percentOf(2 * true_positive, 2 * true_positive + false_positive + false_negative);
}

double AnswerTally::unreadable_percent() const {
    return percentOf(unreadable, beats);
}

std::string_view classOf(const Classification& said, std::size_t beat) {
    if (!said.predictions.hasClass(beat)) return {};
    return said.model.classLetters()[said.predictions.winner(beat)];
}

void addAtReference(const Classification& said, const std::vector<synth::NoisyStretch>* within, AnswerTally& tally) {
    for (std::size_t i = 0; i < said.predictions.size(); ++i) {
        const std::string_view truth = truthOf(said.beats.beats[i].code);
        if (truth.empty() || !isWithin(within, timeOf(said, i))) continue;
        ++tally.beats;
        if (said.predictions.hasClass(i)) {
            add(said, i, truth, tally);
        } else {
            addSilent(said.predictions.silenceOf(i), tally);
        }
    }
}

void addDetected(const Classification& said, const AnnotationSet& reference,
                 const std::vector<synth::NoisyStretch>* within, AnswerTally& tally) {
    std::vector<bool> taken(said.predictions.size(), false);
    for (const Annotation& mark : reference.annotations) {
        if (!isBeat(mark.code)) continue;
        const double rate_hz = reference.rate_hz > 0 ? reference.rate_hz : said.beats.rate_hz;
        const double time_s = static_cast<double>(mark.sample) / rate_hz;
        std::optional<std::size_t> nearest;
        const auto first = std::ranges::lower_bound(said.beats.beats, (time_s - kMatch_s) * said.beats.rate_hz, {},
                                                    [](const Beat& beat) { return static_cast<double>(beat.sample); });
        for (auto i = static_cast<std::size_t>(first - said.beats.beats.begin());
             i < said.beats.beats.size() && timeOf(said, i) <= time_s + kMatch_s; ++i) {
            if (taken[i]) continue;
            if (!nearest || std::abs(timeOf(said, i) - time_s) < std::abs(timeOf(said, *nearest) - time_s)) nearest = i;
        }
        if (nearest) taken[*nearest] = true;
        const std::string_view truth = truthOf(mark.code);
        if (truth.empty() || !isWithin(within, time_s)) continue;
        ++tally.beats;
        if (nearest && said.predictions.hasClass(*nearest)) {
            add(said, *nearest, truth, tally);
        } else if (nearest) {
            addSilent(said.predictions.silenceOf(*nearest), tally);
        } else if (std::ranges::any_of(said.unreadable, [&](const UnreadableSpan& span) {
                       return time_s >= span.from_s && time_s < span.to_s;
                   })) {
            addSilent(Silence::motion, tally);
        } else {
            compare(truth, {}, "S", tally.s);
            compare(truth, {}, "V", tally.v);
        }
    }
    for (std::size_t i = 0; i < taken.size(); ++i) {
        if (!taken[i] && said.predictions.hasClass(i) && isWithin(within, timeOf(said, i))) add(said, i, "none", tally);
    }
}

}  // namespace triptych::cli
