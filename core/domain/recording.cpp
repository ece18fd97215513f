#include "core/domain/recording.h"

#include "core/domain/companion_lead.h"
#include "core/domain/ecg_names.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace triptych {
namespace {

constexpr double kAsLong_s = 0.1;  // leads that differ by less are as long as each other

bool equalIgnoringCase(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
    });
}

bool looksLikeEcg(const Lead& lead) {
    return signalKindByName(lead) == SignalKind::ecg;
}

double length_s(const Lead& lead) {
    return lead.rate_hz > 0 ? static_cast<double>(lead.samples) / lead.rate_hz : 0;
}

// Whatever else bears the name: a page of strips of 2.5 s has the rhythm strip of 10 s below it. The first of equals.
std::optional<std::size_t> longestCalled(const Recording& recording, std::string_view name) {
    std::optional<std::size_t> longest;
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        if (!equalIgnoringCase(sharedName(recording.leads[i].name), name)) continue;
        if (!longest || length_s(recording.leads[i]) > length_s(recording.leads[*longest]) + kAsLong_s) longest = i;
    }
    return longest;
}

}  // namespace

Result<std::size_t> findLead(const Recording& recording, std::string_view name) {
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        if (equalIgnoringCase(recording.leads[i].name, name)) return i;
    }
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        if (equalIgnoringCase(recording.leads[i].original_name, name)) return i;
    }
    if (const auto number = text::wholeNumber<std::size_t>(name); number && *number >= 1) {
        if (*number <= recording.leads.size()) return *number - 1;
    }
    std::string known;
    for (const Lead& lead : recording.leads) known += (known.empty() ? "" : ", ") + lead.name;
    return fail(
        ErrorCode::not_found, text::say("there is no lead called \"{1}\"", std::string(name)), recording.name,
        known.empty() ? "choose one of none: the recording has no leads" : text::say("choose one of {1}", known));
}

std::vector<std::size_t> leadsAsGood(const Recording& recording, std::size_t lead) {
    std::vector<std::size_t> equals;
    if (lead >= recording.leads.size()) return equals;
    const std::string_view name = sharedName(recording.leads[lead].name);
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        const bool as_long = std::abs(length_s(recording.leads[i]) - length_s(recording.leads[lead])) <= kAsLong_s;
        if (i == lead || (as_long && equalIgnoringCase(sharedName(recording.leads[i].name), name))) equals.push_back(i);
    }
    return equals;
}

LeadChoice choiceOf(const Recording& recording, std::size_t lead, text::Said because) {
    LeadChoice choice;
    choice.lead = lead;
    if (because.empty()) return choice;
    choice.stated = text::say("{1}: the beats are read from lead {2}", because, recording.leads[lead].name);
    choice.because = std::move(because);
    return choice;
}

LeadChoice chooseAnalysisLead(const Recording& recording) {
    if (recording.leads.empty()) return {};
    const auto longest = [&](std::size_t named, text::Said because) {
        const std::string name(sharedName(recording.leads[named].name));
        const std::size_t lead = longestCalled(recording, name).value_or(named);
        const auto first = std::find_if(recording.leads.begin(), recording.leads.end(), [&name](const Lead& other) {
            return equalIgnoringCase(sharedName(other.name), name);
        });
        if (lead != static_cast<std::size_t>(first - recording.leads.begin())) {
            because = because.empty()
                          ? text::say("of the leads called {1} the longest is taken", name)
                          : text::say("{1}, and of the leads called {2} this is the longest", because, name);
        }
        return choiceOf(recording, lead, std::move(because));
    };
    for (const std::string_view wanted : {"MLII", "II"}) {
        if (const auto lead = longestCalled(recording, wanted)) return longest(*lead, {});
    }
    const text::Said because = "no lead II or MLII by name";
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        if (looksLikeEcg(recording.leads[i])) return longest(i, because);
    }
    // Nothing is an ECG by its name. What is something else by it comes last.
    std::size_t lead = 0;
    const auto rankOf = [&](std::size_t i) {
        const int volts = recording.leads[i].unit == "mV" ? 2 : 0;
        return volts + (signalKindByName(recording.leads[i]) == SignalKind::unknown ? 1 : 0);
    };
    for (std::size_t i = 1; i < recording.leads.size(); ++i) {
        if (rankOf(i) > rankOf(lead)) lead = i;
    }
    LeadChoice choice = choiceOf(recording, lead, because);
    choice.by_name = false;
    return choice;
}

std::optional<std::size_t> companionLead(const Recording& recording, std::size_t lead) {
    const auto isOther = [&](std::size_t i) { return i != lead && !recording.leads[i].derived; };
    for (const std::string_view wanted : {"V1", "V2", "V5", "II", "MLII"}) {
        for (std::size_t i = 0; i < recording.leads.size(); ++i) {
            if (isOther(i) && equalIgnoringCase(sharedName(recording.leads[i].name), wanted)) return i;
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
