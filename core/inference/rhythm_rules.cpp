#include "core/inference/rhythm_rules.h"

#include "core/beats/median.h"
#include "core/beats/p_waves.h"
#include "core/beats/rr_features.h"
#include "core/inference/model_inputs.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <iterator>
#include <limits>
#include <string_view>

namespace triptych::inference {
namespace {

constexpr std::size_t kNormal = 0, kSupraventricular = 1, kVentricular = 2;
constexpr float kNoP = 0.8F, kNoPSteepness = 20;              // of "P waves without order"
constexpr float kRestless = 0.03F, kRestlessSteepness = 200;  // of "median change, 60 RR"

constexpr std::size_t kNInARow = 4;          // the first of two intervals then ends no pause after a premature beat
constexpr std::ptrdiff_t kRhythmReach = 60;  // beats either side
constexpr std::size_t kFewestChanges = 30;
constexpr double kCalmestShare = 0.3;

constexpr float kRunFrom = 0.87F;  // of the sinus interval: an S this early may begin a run
constexpr float kHalf = 0.05F;     // about one half of it: conduction that was blocked two to one is back
constexpr float kSure = 0.5F;
constexpr std::size_t kFewestSinus = 3, kSinusKept = 8, kLongestRun = 200;

constexpr std::size_t columnOf(std::string_view feature) {
    for (std::size_t i = 0; i < beats::kRrFeatures; ++i) {
        if (beats::kRrFeatureNames[i] == feature) return i;
    }
    return beats::kRrFeatures;
}
constexpr std::size_t kMedianChange = columnOf("median change, 60 RR");
static_assert(kMedianChange < beats::kRrFeatures);

float logistic(float x) {
    return 1 / (1 + std::exp(-x));
}

std::size_t winner(std::span<const float> row) {
    return static_cast<std::size_t>(std::max_element(row.begin(), row.end()) - row.begin());
}

bool followsAnother(const BeatTimes& times, std::size_t i) {
    return i > 0 && times.number[i] == times.number[i - 1] + 1;
}

// How much the interval before each beat differs from the one before that, where both are of N beats; NaN elsewhere.
std::vector<float> changesOfRhythm(const BeatTimes& times, std::span<const float> probability, std::size_t classes) {
    std::vector<float> out(times.number.size(), std::numeric_limits<float>::quiet_NaN());
    std::size_t in_a_row = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (!followsAnother(times, i)) in_a_row = 0;
        const bool normal = winner(probability.subspan(i * classes, classes)) == kNormal;
        in_a_row = normal ? in_a_row + 1 : 0;
        if (in_a_row >= kNInARow) out[i] = std::abs(std::log(times.pre_rr_s[i] / times.pre_rr_s[i - 1]));
    }
    return out;
}

// The sinus rhythm before the beat at hand.
class Sinus {
public:
    void note(float interval_s) {
        last_.push_back(interval_s);
        if (last_.size() > kSinusKept) last_.pop_front();
    }
    [[nodiscard]] float interval_s() const {  // NaN: not known yet
        if (last_.size() < kFewestSinus) return std::numeric_limits<float>::quiet_NaN();
        std::vector<float> values(last_.begin(), last_.end());
        return beats::medianInPlace(std::span(values));
    }

private:
    std::deque<float> last_;
};

}  // namespace

float fibrillationShare(std::span<const std::span<const float>> leads) {
    float disorder = std::numeric_limits<float>::infinity();
    for (const auto lead : leads) disorder = std::min(disorder, lead[pWaveColumn() + beats::kPDisorder]);
    return logistic(kNoPSteepness * (disorder - kNoP)) *
           logistic(kRestlessSteepness * (leads.front()[kMedianChange] - kRestless));
}

bool liftPrior(std::span<float> probability, std::size_t classes, std::span<const double> ratio) {
    if (ratio.empty() || probability.empty()) return false;
    std::size_t found = 0;
    for (std::size_t at = 0; at < probability.size(); at += classes) {
        if (winner(probability.subspan(at, classes)) == kSupraventricular) ++found;
    }
    const auto beats = static_cast<double>(probability.size() / classes);
    if (static_cast<double>(found) < kManyS * beats) return false;
    for (std::size_t at = 0; at < probability.size(); at += classes) {
        float sum = 0;
        for (std::size_t k = 0; k < classes; ++k) sum += probability[at + k] /= static_cast<float>(ratio[k]);
        for (std::size_t k = 0; k < classes; ++k) probability[at + k] /= sum;
    }
    return true;
}

BeatTimes timesOf(const BeatList& beats) {
    BeatTimes out;
    for (std::size_t i = 0; i < beats.beats.size(); ++i) {
        out.number.push_back(static_cast<std::uint32_t>(i));
        out.pre_rr_s.push_back(
            i == 0 ? std::numeric_limits<float>::quiet_NaN()
                   : static_cast<float>(static_cast<double>(beats.beats[i].sample - beats.beats[i - 1].sample) /
                                        beats.rate_hz));
    }
    return out;
}

std::vector<std::uint8_t> continueRuns(const BeatTimes& times, std::span<float> probability, std::size_t classes) {
    const std::size_t count = times.number.size();
    std::vector<std::uint8_t> changed(count, 0);
    Sinus sinus;
    bool in_run = false;
    std::size_t length = 0;
    float before_run_s = 0;
    float sure = 0;
    bool last_was_normal = true;
    for (std::size_t i = 0; i < count; ++i) {
        const auto row = probability.subspan(i * classes, classes);
        const float interval_s = times.pre_rr_s[i];
        const bool follows = followsAnother(times, i);
        const bool narrow = std::all_of(row.begin() + kVentricular, row.end(), [](float p) { return p < kSure; });
        if (in_run && follows && narrow && length < kLongestRun && interval_s < kRunUntil * before_run_s) {
            ++length;
            const float own = row[kSupraventricular];
            if (own < sure) {
                for (float& value : row) value *= (1 - sure) / (1 - own);
                row[kSupraventricular] = sure;
                changed[i] = 1;
            }
            sure = std::max(sure, own);
        } else {
            before_run_s = sinus.interval_s();
            sure = row[kSupraventricular];
            length = 0;
            const float share = interval_s / before_run_s;  // NaN, and no run, while either is not known
            in_run = sure >= kSure && share < kRunFrom && std::abs(share - 0.5F) >= kHalf;
        }
        const bool normal = winner(row) == kNormal;
        if (normal && last_was_normal && std::isfinite(interval_s)) sinus.note(interval_s);
        last_was_normal = normal;
    }
    return changed;
}

std::vector<std::uint8_t> earlyInNoRhythm(const BeatTimes& times, std::span<const float> probability,
                                          std::size_t classes) {
    const auto changes = changesOfRhythm(times, probability, classes);
    const auto count = static_cast<std::ptrdiff_t>(changes.size());
    std::vector<std::uint8_t> out(changes.size(), 0);
    std::vector<float> around;
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        const auto beat = static_cast<std::size_t>(i);
        if (winner(probability.subspan(beat * classes, classes)) != kSupraventricular) continue;
        around.clear();
        std::copy_if(changes.begin() + std::max<std::ptrdiff_t>(i - kRhythmReach, 0),
                     changes.begin() + std::min(i + kRhythmReach + 1, count), std::back_inserter(around),
                     [](float change) { return std::isfinite(change); });
        if (around.size() < kFewestChanges) continue;
        out[beat] = beats::quantileInPlace(std::span(around), kCalmestShare) > kNoRhythm ? 1 : 0;
    }
    return out;
}

}  // namespace triptych::inference
