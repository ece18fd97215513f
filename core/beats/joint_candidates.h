// What all leads say together of where a QRS complex might be: the candidates of each merged on one time line, and what
// each lead shows around one of them. Private to this room.
#pragma once

#include "core/beats/beat_path.h"
#include "core/beats/qrs_candidates.h"
#include "core/beats/slow_lead.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace triptych::beats {

// A lead, its candidates and what it thinks of each by itself. They outlive what is made of them.
struct LeadView {
    const SlowLead* lead = nullptr;
    const QrsCandidates* candidates = nullptr;
    const std::vector<LeadOpinion>* opinions = nullptr;
};

struct JointCandidate {
    double time_s = 0;
    float strength_log2 = 0;  // over what is usual in its lead, the largest of all leads
    float contrast_log2 = 0;  // of what is usual in that lead there, over what lies between the beats
};

// Ascending, at least kJoin_s apart; those under an eighth of the usual size in their lead are left out.
inline constexpr double kJoin_s = 0.07;
[[nodiscard]] std::vector<JointCandidate> joinCandidates(std::span<const LeadView> leads);

// What one lead shows around one time, as numbers of size 1 or so: the shape over the tenth of a second to either side
// and, coarser, over four tenths, each as a multiple of the envelope there and turned upright; the envelope over 1.3 s
// to either side; how that envelope compares with what is usual around; and what the lead by itself thinks of
// its candidate there.
inline constexpr std::size_t kFineShape = 21, kCoarseShape = 24, kEnvelopes = 30, kComparisons = 9;
inline constexpr std::size_t kLeadFeatures = kFineShape + kCoarseShape + kEnvelopes + kComparisons;
using LeadFeatures = std::array<float, kLeadFeatures>;

// What the lead by itself says of its candidate there, octaves over its threshold, within a few; below 0 where it does
// not take it for a beat.
[[nodiscard]] float votedBy(const LeadFeatures& features);

class LeadFeaturesAt {
public:
    explicit LeadFeaturesAt(LeadView view);
    // False where the lead shows nothing: it is flat, it has no samples there, or it does not reach so far.
    // Quickest for ascending times.
    [[nodiscard]] bool operator()(double time_s, std::span<float, kLeadFeatures> out);

private:
    [[nodiscard]] float sampleAt(double position) const;

    LeadView view_;
    std::vector<float> level_log2_, long_level_log2_;  // of each section
    std::vector<float> median_log2_;
    std::size_t next_ = 0;  // candidate, the first not before the time asked for last
};

}  // namespace triptych::beats
