#include "core/domain/recording.h"

#include "core/domain/companion_lead.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace triptych {
namespace {

bool equalIgnoringCase(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
    });
}

// Signals that a beat detector can be trusted with, by name; pressure, respiration and event channels are not among them.
constexpr std::array<std::string_view, 24> kEcgNames = {
    "I",  "III", "aVR", "aVL",  "aVF",  "V1", "V2", "V3", "V4", "V5", "V6", "V",
    "CM5", "CM2", "MV2", "ECG", "ECG1", "ECG2", "EKG", "CC5", "D3", "ML5", "MLI", "MLIII"};

bool looksLikeEcg(const Lead& lead) {
    return std::any_of(kEcgNames.begin(), kEcgNames.end(),
                       [&](std::string_view known) { return equalIgnoringCase(lead.name, known); });
}

}  // namespace

Result<std::size_t> findLead(const Recording& recording, std::string_view name) {
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        if (equalIgnoringCase(recording.leads[i].name, name)) return i;
    }
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        if (equalIgnoringCase(recording.leads[i].original_name, name)) return i;
    }
    std::string known;
    for (const Lead& lead : recording.leads) known += (known.empty() ? "" : ", ") + lead.name;
    return fail(ErrorCode::not_found, "there is no lead called \"" + std::string(name) + '"', recording.name,
                "choose one of " + (known.empty() ? std::string("none: the recording has no leads") : known));
}

LeadChoice chooseAnalysisLead(const Recording& recording) {
    for (const std::string_view wanted : {"MLII", "II"}) {
        for (std::size_t i = 0; i < recording.leads.size(); ++i) {
            if (equalIgnoringCase(recording.leads[i].name, wanted)) return {i, {}};
        }
    }
    if (recording.leads.empty()) return {};
    const auto because = [&](std::size_t lead) {
        return "no lead II or MLII by name: the beats are read from lead " + recording.leads[lead].name;
    };
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        if (looksLikeEcg(recording.leads[i])) return {i, because(i)};
    }
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        if (recording.leads[i].unit == "mV") return {i, because(i)};
    }
    return {0, because(0)};
}

std::optional<std::size_t> companionLead(const Recording& recording, std::size_t lead) {
    const auto isOther = [&](std::size_t i) { return i != lead && !recording.leads[i].derived; };
    for (const std::string_view wanted : {"V1", "V2", "V5", "II", "MLII"}) {
        for (std::size_t i = 0; i < recording.leads.size(); ++i) {
            if (isOther(i) && equalIgnoringCase(recording.leads[i].name, wanted)) return i;
        }
    }
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        if (isOther(i) && looksLikeEcg(recording.leads[i])) return i;
    }
    return std::nullopt;
}

std::vector<float> readLead(const Recording& recording, std::size_t lead, std::int64_t first, std::int64_t count) {
    std::vector<float> out(static_cast<std::size_t>(std::max<std::int64_t>(count, 0)));
    if (recording.source) recording.source->readPhysical(lead, first, out);
    return out;
}

}  // namespace triptych
