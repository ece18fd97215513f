#include "core/inference/module/training/made_rhythms.h"

#include "core/beats/rr_features.h"
#include "core/domain/beat.h"

#include <algorithm>
#include <cmath>

namespace triptych::inference::training {
namespace {

constexpr std::size_t kPatients = 40, kBeats = 300;
constexpr double kShortest_s = 0.22;
constexpr double kPi = 3.141592653589793;

bool chance(Random& random, double probability) {
    return random.uniform() < probability;
}

// Geometric with the given mean, at least 1.
std::size_t lengthOf(Random& random, double mean) {
    return 1 + static_cast<std::size_t>(std::log(1 - random.uniform()) / std::log(1 - 1 / std::max(1.01, mean)));
}

// A sinus node: a rate, breathing, slow drift and jitter.
class Sinus {
public:
    Sinus(Random& random, double interval_s)
        : random_(random),
          interval_s_(interval_s),
          breathing_(std::max(0.0, random.uniform(-0.02, 0.1))),
          jitter_(random.uniform(0.004, 0.02)),
          drift_(random.uniform(0, 0.006)),
          breath_s_(random.uniform(3, 5.5)),
          phase_(random.uniform(0, 2 * kPi)) {}

    double next_s() {
        phase_ += 2 * kPi * interval_s_ / breath_s_;
        wander_ = 0.98 * wander_ + drift_ * random_.normal();
        return interval_s_ * std::exp(breathing_ * std::sin(phase_) + wander_ + jitter_ * random_.normal());
    }

private:
    Random& random_;
    double interval_s_, breathing_, jitter_, drift_, breath_s_, phase_;
    double wander_ = 0;
};

class Strip {
public:
    explicit Strip(std::size_t beats) : wanted_(beats) { made_.time_s = {0}, made_.label = {BeatClass::normal}; }
    void add(double interval_s, BeatClass label = BeatClass::normal) {
        made_.time_s.push_back(made_.time_s.back() + std::max(kShortest_s, interval_s));
        made_.label.push_back(label);
    }
    [[nodiscard]] bool whole() const { return made_.time_s.size() >= wanted_; }
    [[nodiscard]] MadeRhythm take() { return std::move(made_); }

private:
    std::size_t wanted_;
    MadeRhythm made_;
};

MadeRhythm mobitz(std::size_t beats, Random& random) {
    Strip strip(beats);
    Sinus sinus(random, random.uniform(0.5, 1.0));
    const double conducted = random.uniform(2, 60), blocked = random.uniform(2, 60);
    while (!strip.whole()) {
        for (std::size_t i = lengthOf(random, conducted); i > 0; --i) strip.add(sinus.next_s());
        for (std::size_t i = lengthOf(random, blocked); i > 0; --i) strip.add(sinus.next_s() + sinus.next_s());
    }
    return strip.take();
}

// The PR interval grows by less and less, so that RR shortens, until a beat is not conducted.
MadeRhythm wenckebach(std::size_t beats, Random& random) {
    Strip strip(beats);
    Sinus sinus(random, random.uniform(0.55, 1.15));
    while (!strip.whole()) {
        if (chance(random, 0.3)) {
            for (std::size_t i = lengthOf(random, 20); i > 0; --i) strip.add(sinus.next_s());
        }
        for (std::size_t groups = lengthOf(random, 15); groups > 0; --groups) {
            const std::size_t waves = 3 + random.below(4);
            const double interval_s = sinus.next_s();
            const double growth_s = random.uniform(0.08, 0.24) * interval_s;
            double grown_s = 0;
            for (std::size_t beat = 0; beat + 2 < waves; ++beat) {
                const double more_s = growth_s / static_cast<double>(1U << beat);
                grown_s += more_s;
                strip.add(interval_s + more_s);
            }
            strip.add(2 * interval_s - grown_s);
        }
    }
    return strip.take();
}

MadeRhythm pauses(std::size_t beats, Random& random) {
    Strip strip(beats);
    Sinus sinus(random, random.uniform(0.55, 1.15));
    const double often = random.uniform(0.003, 0.05), longer = random.uniform(1.5, 3.5);
    while (!strip.whole()) {
        strip.add(sinus.next_s() * (chance(random, often) ? longer * random.uniform(0.9, 1.1) : 1));
    }
    return strip.take();
}

// An atrial focus at its own rate takes over wherever the slow sinus leaves it time.
MadeRhythm sickSinus(std::size_t beats, Random& random) {
    Strip strip(beats);
    Sinus sinus(random, random.uniform(1.0, 2.3));
    const double focus_s = random.uniform(0.5, 0.85);
    const double often = random.uniform(0.3, 0.95), goes_on = random.uniform(0.4, 0.95);
    const double run = random.uniform(1.5, 15), recovery = random.uniform(1.0, 1.9);
    while (!strip.whole()) {
        if (!chance(random, often)) {
            strip.add(sinus.next_s());
            continue;
        }
        strip.add(focus_s * std::exp(0.06 * random.normal()), BeatClass::supraventricular);
        const bool is_run = chance(random, goes_on);
        const double rate = random.uniform(0.9, 1.1);
        for (std::size_t i = is_run ? lengthOf(random, run) : 0; i > 0; --i)
            strip.add(focus_s * rate * std::exp(0.03 * random.normal()), BeatClass::supraventricular);
        strip.add(sinus.next_s() * (is_run ? recovery : 1.1));
    }
    return strip.take();
}

MadeRhythm fibrillation(std::size_t beats, Random& random) {
    Strip strip(beats);
    const double mean_s = random.uniform(0.42, 1.1), spread = random.uniform(0.12, 0.28);
    while (!strip.whole()) {
        strip.add(std::max(0.28, mean_s * std::exp(spread * random.normal() - spread * spread / 2)));
    }
    return strip.take();
}

MadeRhythms makeLibrary() {
    MadeRhythms out;
    Random random(20261128);
    for (std::size_t kind = 0; kind < kRhythmKinds; ++kind) {
        for (std::size_t patient = 0; patient < kPatients; ++patient) {
            const MadeRhythm rhythm = makeRhythm(static_cast<RhythmKind>(kind), kBeats, random);
            BeatList beats;
            beats.rate_hz = 360;
            for (const double time_s : rhythm.time_s)
                beats.beats.push_back({.sample = std::llround(time_s * beats.rate_hz)});
            const std::vector<float> features = beats::rrFeatures(beats);
            for (std::size_t i = 0; i < rhythm.label.size(); ++i) {
                const auto row = std::span(features).subspan(i * beats::kRrFeatures, beats::kRrFeatures);
                const bool is_n = rhythm.label[i] == BeatClass::normal;
                std::vector<float>& into = is_n ? out.normal : out.supraventricular;
                into.insert(into.end(), row.begin(), row.end());
            }
        }
    }
    return out;
}

}  // namespace

MadeRhythm makeRhythm(RhythmKind kind, std::size_t beats, Random& random) {
    switch (kind) {
        case RhythmKind::mobitz:
            return mobitz(beats, random);
        case RhythmKind::wenckebach:
            return wenckebach(beats, random);
        case RhythmKind::pauses:
            return pauses(beats, random);
        case RhythmKind::sick_sinus:
            return sickSinus(beats, random);
        case RhythmKind::fibrillation:
            break;
    }
    return fibrillation(beats, random);
}

std::span<const float> MadeRhythms::draw(BeatClass label, Random& random) const {
    const std::vector<float>& from = label == BeatClass::normal ? normal : supraventricular;
    return std::span(from).subspan(random.below(from.size() / beats::kRrFeatures) * beats::kRrFeatures,
                                   beats::kRrFeatures);
}

const MadeRhythms& madeRhythms() {
    static const MadeRhythms kMade = makeLibrary();
    return kMade;
}

}  // namespace triptych::inference::training
