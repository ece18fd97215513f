#include "core/pipeline/choose_lead.h"

#include "core/beats/ecg_search.h"
#include "core/domain/ecg_names.h"
#include "core/text/said.h"

#include <algorithm>
#include <optional>
#include <string>

namespace triptych::pipeline {
namespace {

// More channels of unknown name than this are not looked at one by one.
constexpr std::size_t kMostLooked = 256;

struct Seen {
    SignalKind kind = SignalKind::unknown;
    std::optional<beats::SignalLook> look;

    [[nodiscard]] bool showsEcg() const { return look && look->ecg_likeness >= beats::kLooksLikeEcg; }
    [[nodiscard]] bool isNothing() const { return look && (look->is_flat || look->is_counter); }
};

// Names first; the signals of the leads that they leave open, and of all where they leave no ECG.
std::vector<Seen> seenOf(const Recording& recording, const Job& job) {
    std::vector<Seen> seen(recording.leads.size());
    bool has_named = false;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        seen[i].kind = signalKindByName(recording.leads[i]);
        has_named = has_named || seen[i].kind == SignalKind::ecg;
    }
    if (seen.size() < 2) return seen;  // there is nothing to choose
    std::size_t looked = 0;
    const auto look = [&](std::size_t i) {
        if (looked++ < kMostLooked && !job.stopRequested()) seen[i].look = beats::lookAtSignal(recording, i, job);
    };
    for (std::size_t i = 0; i < seen.size(); ++i) {
        if (seen[i].kind == SignalKind::unknown) look(i);
    }
    if (has_named || std::any_of(seen.begin(), seen.end(), [](const Seen& s) { return s.showsEcg(); })) return seen;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        if (seen[i].kind == SignalKind::other && recording.leads[i].unit == "mV") look(i);
    }
    return seen;
}

// Another lead that is an ECG by its name and shows one, where the one that was chosen by its name is flat, mostly
// missing or shows nothing like it: an electrode was off, or the channel was not used.
std::optional<LeadChoice> insteadOf(const Recording& recording, std::size_t chosen, const std::vector<Seen>& seen,
                                    const Job& job) {
    constexpr double kMostly = 0.5;
    constexpr std::size_t kMostOthers = 16;
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < seen.size() && others.size() < kMostOthers; ++i) {
        if (i != chosen && seen[i].kind == SignalKind::ecg) others.push_back(i);
    }
    if (others.empty()) return std::nullopt;
    const beats::SignalLook look = beats::lookAtSignal(recording, chosen, job, beats::kLooksLikeNoEcg);
    const bool is_missing = look.present < kMostly;
    if (job.stopRequested() || (!is_missing && !look.is_flat && look.ecg_likeness >= beats::kLooksLikeNoEcg)) {
        return std::nullopt;
    }
    std::optional<std::size_t> best;
    double most = beats::kLooksLikeEcg;
    for (const std::size_t other : others) {
        const beats::SignalLook found = beats::lookAtSignal(recording, other, job);
        if (job.stopRequested()) return std::nullopt;
        if (found.ecg_likeness <= most || found.present < kMostly) continue;
        best = other;
        most = found.ecg_likeness;
    }
    if (!best) return std::nullopt;
    const std::string& name = recording.leads[chosen].name;
    return choiceOf(recording, *best,
                    is_missing     ? text::say("lead {1} is mostly missing", name)
                    : look.is_flat ? text::say("lead {1} is flat", name)
                                   : text::say("lead {1} shows no QRS complexes", name));
}

LeadChoice choose(const Recording& recording, const std::vector<Seen>& seen, const Job& job) {
    LeadChoice choice = chooseAnalysisLead(recording);
    if (choice.by_name) {
        const std::vector<std::size_t> equals = leadsAsGood(recording, choice.lead);
        const std::size_t cleanest = equals.size() > 1 ? beats::cleanestOf(recording, equals, job) : choice.lead;
        if (auto other = insteadOf(recording, cleanest, seen, job)) return *other;
        if (cleanest == choice.lead) return choice;
        const std::string name(sharedName(recording.leads[choice.lead].name));
        return choiceOf(recording, cleanest, text::say("of the leads called {1} this is the cleanest", name));
    }
    std::optional<std::size_t> likeliest;
    double most = beats::kLooksLikeEcg;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        if (!seen[i].look || seen[i].look->ecg_likeness <= most) continue;
        most = seen[i].look->ecg_likeness;
        likeliest = i;
    }
    if (likeliest) {
        choice = choiceOf(recording, *likeliest, "no lead is an ECG by its name, and this one shows QRS complexes");
        choice.by_name = false;
        return choice;
    }
    if (seen[choice.lead].isNothing()) {
        // A line that is flat or only rises is read for beats where there is nothing else.
        for (std::size_t i = 0; i < seen.size(); ++i) {
            if (seen[i].isNothing() || seen[i].kind != SignalKind::unknown) continue;
            choice = choiceOf(recording, i, choice.because);
            choice.by_name = false;
            break;
        }
    }
    return choice;
}

// "no ECG by name or unit: Flow, SpO2; flat: V3": what is hidden at first.
text::Said sayOthers(const Recording& recording, const std::vector<Seen>& seen, const std::vector<bool>& is_ecg) {
    std::string by_name, flat, counters, other;
    const auto add = [](std::string& list, const std::string& name) { list += (list.empty() ? "" : ", ") + name; };
    for (std::size_t i = 0; i < seen.size(); ++i) {
        if (is_ecg[i]) continue;
        const std::string& name = recording.leads[i].name;
        if (seen[i].kind == SignalKind::other) {
            add(by_name, name);
        } else if (seen[i].look && seen[i].look->is_flat) {
            add(flat, name);
        } else if (seen[i].look && seen[i].look->is_counter) {
            add(counters, name);
        } else {
            add(other, name);
        }
    }
    text::Said all;
    const auto say = [&all](const text::Said& part) { all = all.empty() ? part : text::say("{1}; {2}", all, part); };
    if (!by_name.empty()) say(text::say("no ECG by name or unit: {1}", by_name));
    if (!other.empty()) say(text::say("without QRS complexes: {1}", other));
    if (!flat.empty()) say(text::say("flat: {1}", flat));
    if (!counters.empty()) say(text::say("counters: {1}", counters));
    return all;
}

EcgLeads tell(const Recording& recording, const std::vector<Seen>& seen) {
    EcgLeads told;
    bool has_ecg = false;
    for (const Seen& lead : seen) {
        told.is_ecg.push_back(lead.kind == SignalKind::ecg || lead.showsEcg());
        has_ecg = has_ecg || told.is_ecg.back();
    }
    if (has_ecg) {
        told.others_stated = sayOthers(recording, seen, told.is_ecg);
        return told;
    }
    for (std::size_t i = 0; i < seen.size(); ++i) {
        told.is_ecg[i] = seen[i].kind == SignalKind::unknown && !seen[i].isNothing();
    }
    return told;
}

}  // namespace

EcgLeads ecgLeadsOf(const Recording& recording, const Job& job) {
    return tell(recording, seenOf(recording, job));
}

LeadsFound findLeads(const Recording& recording, const Job& job) {
    if (recording.leads.empty()) return {};
    const std::vector<Seen> seen = seenOf(recording, job);
    return {tell(recording, seen), choose(recording, seen, job)};
}

}  // namespace triptych::pipeline
