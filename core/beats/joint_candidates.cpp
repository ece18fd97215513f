#include "core/beats/joint_candidates.h"

#include "core/beats/median.h"

#include <algorithm>
#include <cmath>

namespace triptych::beats {
namespace {

constexpr std::size_t kSectionsAround = 8;        // 12 s
constexpr std::size_t kSectionsLongAround = 100;  // 150 s
constexpr float kFloor_log2 = -3.0F;
constexpr double kFine_s = 0.010, kCoarseShape_s = 0.025;
// Of the last kComparisons features.
enum Comparison : std::size_t {
    kOverLevel,
    kOverLongLevel,
    kOverMedian,
    kContrast,
    kRoughness,
    kOwnScore,
    kChosen,
    kStandsOut,
    kAway
};
constexpr std::size_t kEnvelopeBins = 2;  // of kCoarse_s, in one of kEnvelopes

float log2Of(float size) {
    return std::log2(std::max(size, kLeastSize));
}

// The median of the sections' largest candidates within `around` sections.
std::vector<float> levelsOf(const std::vector<EnvelopeSection>& sections, std::size_t around) {
    std::vector<float> out = mediansAround(sections, around, &EnvelopeSection::largest);
    for (float& size : out) size = log2Of(size);
    return out;
}

// Within ±4, and near to 0 what it was.
float softly(float value) {
    return value / (1.0F + 0.25F * std::abs(value));
}

bool isInGap(const std::vector<SlowLead::Gap>& gaps, std::size_t at) {
    const auto after = std::upper_bound(gaps.begin(), gaps.end(), at,
                                        [](std::size_t sample, SlowLead::Gap gap) { return sample < gap.first; });
    return after != gaps.begin() && at < std::prev(after)->past;
}

}  // namespace

std::vector<JointCandidate> joinCandidates(std::span<const LeadView> leads) {
    std::vector<JointCandidate> all;
    for (const LeadView& view : leads) {
        const QrsCandidates& of = *view.candidates;
        const std::vector<float> levels = levelsOf(of.sections, kSectionsAround);
        for (const Candidate& peak : of.peaks) {
            const std::size_t section = peak.at / of.section_samples;
            const float over = peak.log2_size - levels[section];
            if (over < kFloor_log2) continue;
            all.push_back({static_cast<double>(peak.at) / view.lead->rate_hz, over,
                           levels[section] - log2Of(of.sections[section].median)});
        }
    }
    if (leads.size() < 2) return all;
    std::stable_sort(all.begin(), all.end(),
                     [](const JointCandidate& a, const JointCandidate& b) { return a.time_s < b.time_s; });
    std::vector<JointCandidate> joined;
    joined.reserve(all.size());
    for (const JointCandidate& one : all) {
        if (joined.empty() || one.time_s - joined.back().time_s >= kJoin_s) {
            joined.push_back(one);
        } else if (one.strength_log2 > joined.back().strength_log2) {
            joined.back() = one;
        }
    }
    return joined;
}

float votedBy(const LeadFeatures& features) {
    const float* const compared = features.data() + kLeadFeatures - kComparisons;
    const float own = compared[kOwnScore];
    return compared[kStandsOut] > 0 ? std::max(own, 0.5F) : std::min(own, 0.0F);
}

LeadFeaturesAt::LeadFeaturesAt(LeadView view)
    : view_(view),
      level_log2_(levelsOf(view.candidates->sections, kSectionsAround)),
      long_level_log2_(levelsOf(view.candidates->sections, kSectionsLongAround)) {
    median_log2_.reserve(level_log2_.size());
    for (const EnvelopeSection& section : view.candidates->sections) median_log2_.push_back(log2Of(section.median));
}

// Beyond its ends the lead keeps its edge value.
float LeadFeaturesAt::sampleAt(double position) const {
    const std::vector<float>& samples = view_.lead->samples;
    const double inside = std::clamp(position, 0.0, static_cast<double>(samples.size() - 1));
    const auto at = static_cast<std::size_t>(inside);
    const auto share = static_cast<float>(inside - static_cast<double>(at));
    const float next = samples[std::min(at + 1, samples.size() - 1)];
    return samples[at] + share * (next - samples[at]);
}

bool LeadFeaturesAt::operator()(double time_s, std::span<float, kLeadFeatures> out) {
    const SlowLead& lead = *view_.lead;
    const QrsCandidates& candidates = *view_.candidates;
    const double centre = time_s * lead.rate_hz;
    const auto middle = static_cast<std::size_t>(std::max(0.0, centre));
    if (lead.flat || middle >= lead.samples.size() || isInGap(lead.gaps, middle)) return false;

    const std::vector<float>& coarse = candidates.coarse_log2;
    const auto bin = static_cast<std::ptrdiff_t>(time_s / kCoarse_s);
    const auto envelope = [&](std::ptrdiff_t b) {
        return b >= 0 && b < static_cast<std::ptrdiff_t>(coarse.size()) ? coarse[static_cast<std::size_t>(b)] : -40.0F;
    };
    const float here_log2 = std::max({envelope(bin - 1), envelope(bin), envelope(bin + 1)});
    const float scale = 1.0F / std::max(std::exp2(here_log2), kLeastSize);

    float* to = out.data();
    float mean = 0;
    constexpr auto kFineHalf = static_cast<int>(kFineShape / 2);
    const double fine_step = kFine_s * lead.rate_hz;
    for (int k = -kFineHalf; k <= kFineHalf; ++k) {
        const float value = sampleAt(centre + k * fine_step);
        to[k + kFineHalf] = value;
        mean += value / static_cast<float>(kFineShape);
    }
    float largest = 0;
    for (int k = -kFineHalf / 2; k <= kFineHalf / 2; ++k) {
        const float value = to[k + kFineHalf] - mean;
        if (std::abs(value) > std::abs(largest)) largest = value;
    }
    const float turned = largest < 0 ? -scale : scale;
    for (std::size_t k = 0; k < kFineShape; ++k) to[k] = softly((to[k] - mean) * turned);
    to += kFineShape;

    // Means over kCoarseShape_s, from the fine shape's end outwards.
    constexpr auto kHalf = static_cast<int>(kCoarseShape / 2);
    const double coarse_step = kCoarseShape_s * lead.rate_hz;
    const double fine_end = (kFineHalf + 0.5) * fine_step;
    float rough = 0;
    for (int side = -1; side <= 1; side += 2) {
        for (int k = 0; k < kHalf; ++k) {
            const double at = centre + side * (fine_end + (k + 0.5) * coarse_step);
            const float a = sampleAt(at - coarse_step / 3), b = sampleAt(at), c = sampleAt(at + coarse_step / 3);
            rough += std::abs(a - 2 * b + c);
            to[side < 0 ? kHalf - 1 - k : kHalf + k] = softly(((a + b + c) / 3 - mean) * turned);
        }
    }
    to += kCoarseShape;

    constexpr auto kEnvelopeHalf = static_cast<std::ptrdiff_t>(kEnvelopes / 2);
    constexpr auto kBins = static_cast<std::ptrdiff_t>(kEnvelopeBins);
    for (std::ptrdiff_t k = 0; k < kEnvelopeHalf; ++k) {
        const std::ptrdiff_t before = bin - 2 - kBins * k, after = bin + 2 + kBins * k;
        const float earlier = std::max(envelope(before), envelope(before - 1));
        const float later = std::max(envelope(after), envelope(after + 1));
        to[kEnvelopeHalf - 1 - k] = std::clamp(0.5F * (earlier - here_log2), -3.0F, 3.0F);
        to[kEnvelopeHalf + k] = std::clamp(0.5F * (later - here_log2), -3.0F, 3.0F);
    }
    to += kEnvelopes;

    const std::size_t section = std::min(middle / candidates.section_samples, level_log2_.size() - 1);
    to[kOverLevel] = std::clamp(here_log2 - level_log2_[section], -4.0F, 4.0F);
    to[kOverLongLevel] = std::clamp(here_log2 - long_level_log2_[section], -4.0F, 4.0F);
    to[kOverMedian] = std::clamp(0.5F * (here_log2 - median_log2_[section]), -4.0F, 4.0F);
    to[kContrast] = std::clamp(0.5F * (level_log2_[section] - median_log2_[section]), -4.0F, 4.0F);
    to[kRoughness] = std::clamp(0.5F * log2Of(rough * scale), -4.0F, 4.0F);

    const std::vector<Candidate>& peaks = candidates.peaks;
    if (next_ > 0 && static_cast<double>(peaks[next_ - 1].at) >= centre) next_ = 0;
    while (next_ < peaks.size() && static_cast<double>(peaks[next_].at) < centre) ++next_;
    const auto away = [&](std::size_t peak) { return std::abs(static_cast<double>(peaks[peak].at) - centre); };
    std::size_t mine = next_;
    if (mine > 0 && (mine == peaks.size() || away(mine - 1) < away(mine))) --mine;
    if (mine < peaks.size() && away(mine) <= kJoin_s * lead.rate_hz) {
        const LeadOpinion& opinion = (*view_.opinions)[mine];
        to[kOwnScore] = std::clamp(opinion.own, -3.0F, 4.0F);
        to[kChosen] = opinion.chosen ? 1.0F : 0.0F;
        to[kStandsOut] = opinion.stands_out ? 1.0F : 0.0F;
        to[kAway] = static_cast<float>(away(mine) / (kJoin_s * lead.rate_hz));
    } else {
        to[kOwnScore] = -3;
        to[kChosen] = to[kStandsOut] = 0;
        to[kAway] = 1.5F;
    }
    return true;
}

}  // namespace triptych::beats
