#include "core/beats/lead_survey.h"

#include "core/beats/detect.h"
#include "core/beats/slow_lead.h"

#include <algorithm>
#include <utility>

namespace triptych::beats {
namespace {

constexpr std::size_t kMostGaps = 100'000;

// A lead full of holes is told of coarsely, so that no file can fill the memory with them.
void joinNear(std::vector<SignalGaps::Gap>& gaps, std::int64_t nearer_than) {
    std::size_t kept = 0;
    for (const SignalGaps::Gap& gap : gaps) {
        if (kept > 0 && gap.first - gaps[kept - 1].past < nearer_than) {
            gaps[kept - 1].past = gap.past;
        } else {
            gaps[kept++] = gap;
        }
    }
    gaps.resize(kept);
    gaps.shrink_to_fit();
}

}  // namespace

bool isDetectable(double rate_hz) {
    return rate_hz >= kLowestRate_hz && rate_hz <= kHighestRate_hz;
}

SignalGaps gapsOfLead(const SlowLead& lead, std::int64_t count, double rate_hz) {
    SignalGaps out{rate_hz, std::max<std::int64_t>(0, count), {}};
    out.gaps.reserve(lead.gaps.size());
    for (const SlowLead::Gap& gap : lead.gaps) {
        out.gaps.push_back({static_cast<std::int64_t>(gap.first * lead.factor),
                            std::min(out.samples, static_cast<std::int64_t>(gap.past * lead.factor))});
    }
    if (out.gaps.size() > kMostGaps) joinNear(out.gaps, static_cast<std::int64_t>(kHidesBeat_s * rate_hz));
    return out;
}

Result<std::shared_ptr<const QualityTrack>> QualityLater::get(const QrsCandidates& candidates, double duration_s,
                                                              const Job& job) {
    auto judged = quality_.get(job, [&](const Job&) -> Result<QualityTrack> {
        std::shared_ptr<const SlowLead> lead;
        {
            const std::scoped_lock lock(guard_);
            lead = lead_;
        }
        return qualityOf(*lead, candidates, duration_s);
    });
    if (judged) {
        const std::scoped_lock lock(guard_);
        lead_ = nullptr;  // nobody computes again
    }
    return judged;
}

std::shared_ptr<const SlowLead> QualityLater::lead() const {
    const std::scoped_lock lock(guard_);
    return lead_;
}

LeadSurvey surveyLead(const dsp::SampleReader& read, std::int64_t count, double rate_hz, const Job& job, double share) {
    LeadSurvey survey;
    SlowLead slow = slowDown(read, count, rate_hz, job, share / 2);
    if (job.stopRequested()) return survey;
    survey.gaps = gapsOfLead(slow, count, rate_hz);
    if (!isDetectable(rate_hz)) return survey;
    survey.slow_rate_hz = slow.rate_hz;
    survey.slow_factor = slow.factor;
    survey.candidates = findCandidates(slow, job, share / 2, share);
    survey.candidates.peaks.shrink_to_fit();
    survey.opinions = judgeByLead(survey.candidates, slow.rate_hz, job);
    survey.quality = std::make_unique<QualityLater>(std::move(slow));
    return survey;
}

}  // namespace triptych::beats
