#include "core/beats/usable_leads.h"

#include "core/beats/ecg_search.h"
#include "core/beats/lead_survey.h"
#include "core/domain/ecg_names.h"

#include <algorithm>

namespace triptych::beats {
namespace {

constexpr double kLeastShare = 0.9;
constexpr std::size_t kMostLooked = 16;

double duration_s(const Lead& lead) {
    return lead.rate_hz > 0 ? static_cast<double>(lead.samples) / lead.rate_hz : 0;
}

}  // namespace

std::vector<std::size_t> leadsReadWith(const Recording& recording, std::size_t lead, const Job& job) {
    std::vector<std::size_t> read = {lead};
    const SignalKind kind = signalKindByName(recording.leads[lead]);
    if (kind == SignalKind::other) return read;
    std::vector<std::size_t> others;
    std::size_t looked = 0;
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        const Lead& other = recording.leads[i];
        if (i == lead || other.derived || !isDetectable(other.rate_hz)) continue;
        if (duration_s(other) < kLeastShare * duration_s(recording.leads[lead])) continue;
        const SignalKind of_other = signalKindByName(other);
        if (of_other == SignalKind::other) continue;
        if (of_other == SignalKind::unknown &&
            (looked++ >= kMostLooked || lookAtSignal(recording, i, job).ecg_likeness < kLooksLikeEcg)) {
            continue;
        }
        others.push_back(i);
    }
    const std::size_t wanted = std::min(others.size(), kMostLeads - 1);
    for (std::size_t k = 0; k < wanted; ++k) read.push_back(others[k * others.size() / wanted]);
    return read;
}

}  // namespace triptych::beats
