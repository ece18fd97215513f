#include "app/cli/commands/why_text.h"

#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "core/pipeline/why_words.h"
#include "core/text/said.h"

#include <cmath>
#include <limits>

namespace triptych::cli {
namespace {

using pipeline::MeasuredFact;
using pipeline::Segment;
using pipeline::Why;

// A stretch that has no end is open in JSON.
Json moment(double time_s) {
    return std::abs(time_s) < std::numeric_limits<double>::max() ? jsonNumber(time_s) : Json(nullptr);
}

Json factJson(const MeasuredFact& fact) {
    Json out = {
        {"fact", name(fact.fact)},       {"value", jsonNumber(fact.value)},
        {"sure", jsonNumber(fact.sure)}, {"from_s", moment(fact.from_s)},
        {"to_s", moment(fact.to_s)},     {"feature", fact.feature.empty() ? Json(nullptr) : Json(fact.feature)}};
    if (fact.measured_ms) out["measured_ms"] = jsonNumber(*fact.measured_ms);
    if (fact.usual_ms) out["usual_ms"] = jsonNumber(*fact.usual_ms);
    return out;
}

Json clauseJson(const pipeline::WhyClause& clause) {
    Json facts = Json::array(), stretches = Json::array();
    for (const MeasuredFact& fact : clause.facts) facts.push_back(factJson(fact));
    for (const auto& span : clause.stretches)
        stretches.push_back({{"from_s", moment(span.from_s)}, {"to_s", moment(span.to_s)}});
    return {{"text", clause.text.text()},
            {"group", inference::name(clause.group)},
            {"against", clause.against},
            {"support", jsonNumber(clause.support)},
            {"share", jsonNumber(clause.share)},
            {"sure", jsonNumber(clause.sure)},
            {"lead", clause.lead},
            {"stretches", std::move(stretches)},
            {"features", clause.features},
            {"facts", std::move(facts)}};
}

}  // namespace

Json whyJson(const Why& why, double baseline_score) {
    Json clauses = Json::array(), sums = Json::array(), segments = Json::array();
    for (const auto& clause : why.clauses) clauses.push_back(clauseJson(clause));
    for (const auto& sum : why.sums) {
        Json members = Json::array();
        for (const auto& member : sum.members) {
            members.push_back({{"name", member.name.text()},
                               {"value", jsonNumber(member.value)},
                               {"seen", member.seen ? jsonNumber(*member.seen) : Json(nullptr)}});
        }
        sums.push_back({{"group", sum.id}, {"sum", jsonNumber(sum.sum)}, {"members", std::move(members)}});
    }
    for (const auto& lead : why.segments) {
        Json of = Json::object();
        for (std::size_t i = 0; i < pipeline::kSegments; ++i) {
            const auto& sum = lead.of[i];
            if (!(sum.seconds > 0)) continue;
            of[std::string(pipeline::name(static_cast<Segment>(i)))] = {{"seconds", jsonNumber(sum.seconds)},
                                                                        {"sum", jsonNumber(sum.sum)},
                                                                        {"absolute", jsonNumber(sum.absolute)}};
        }
        segments.push_back({{"lead", lead.lead}, {"waves_known", lead.known}, {"of", std::move(of)}});
    }
    return {{"sentence", why.text.text()},  {"clauses", std::move(clauses)},
            {"notes", jsonSaid(why.notes)}, {"baseline_score", jsonNumber(baseline_score)},
            {"sums", std::move(sums)},      {"segments", std::move(segments)}};
}

std::string whyTable(const Why& why) {
    std::string out = why.text.text() + '\n';
    for (const text::Said& note : why.notes) out += text::say("({1})", note).text() + '\n';
    Table clauses({{"reason", Align::left}, {"support"}, {"share"}, {"sure"}, {"at", Align::left}});
    for (const auto& clause : why.clauses) {
        std::string at;
        if (!clause.stretches.empty() && clause.stretches.size() <= clause.facts.size()) {
            const auto& span = clause.stretches.front();
            at = text::say("{1}–{2} s", fixed(span.from_s, 3), fixed(span.to_s, 3));
        }
        clauses.add({clause.text.text(), fixed(clause.support, 4), percent(clause.share, 0), fixed(clause.sure, 2),
                     clause.lead.empty() ? at : clause.lead + (at.empty() ? "" : ", " + at)});
    }
    if (!clauses.empty()) out += '\n' + clauses.text();
    Table sums({{"group", Align::left}, {"sum"}, {"most by", Align::left}, {""}});
    for (const auto& sum : why.sums) {
        const bool has = !sum.members.empty();
        sums.add({sum.title.text(), fixed(sum.sum, 4), has ? sum.members.front().name.text() : std::string(),
                  has ? fixed(sum.members.front().value, 4) : std::string()});
    }
    if (!sums.empty()) out += '\n' + sums.text();
    Table segments({{"lead", Align::left}, {"segment", Align::left}, {"seconds"}, {"sum"}, {"of the weight"}});
    for (const auto& lead : why.segments) {
        const double whole = lead.absolute();
        for (std::size_t i = 0; lead.known && i < pipeline::kSegments; ++i) {
            const auto& sum = lead.of[i];
            if (!(sum.seconds > 0)) continue;
            segments.add({lead.lead, inWords(static_cast<Segment>(i)).text(), fixed(sum.seconds, 3), fixed(sum.sum, 4),
                          percent(whole > 0 ? sum.absolute / whole : 0, 0)});
        }
    }
    if (!segments.empty()) out += '\n' + segments.text();
    return out;
}

Json whatIfJson(const inference::WhatIfRequest& request, const inference::WhatIfAnswer& answer) {
    const auto by_class = [&](std::span<const float> p) {
        Json out = Json::object();
        for (std::size_t k = 0; k < answer.classes.size(); ++k) out[answer.classes[k]] = jsonNumber(p[k]);
        return out;
    };
    Json branches = Json::object();
    for (std::size_t m = 0; !answer.branch_before.empty() && m < answer.branches.size(); ++m) {
        const std::size_t first = m * answer.classes.size();
        branches[answer.branches[m]] = {
            {"before", by_class(std::span(answer.branch_before).subspan(first, answer.classes.size()))},
            {"after", by_class(std::span(answer.branch_after).subspan(first, answer.classes.size()))}};
    }
    return {{"filler", name(request.filler)},    {"masked_cells", answer.masked_cells},
            {"before", by_class(answer.before)}, {"after", by_class(answer.after)},
            {"branches", std::move(branches)},   {"remarks", jsonSaid(answer.remarks)}};
}

std::string whatIfTable(const inference::WhatIfRequest& request, const inference::WhatIfAnswer& answer) {
    Table table({{"class", Align::left}, {"as it is"}, {"masked"}, {"change"}});
    for (std::size_t k = 0; k < answer.classes.size(); ++k) {
        const auto before = static_cast<double>(answer.before[k]), after = static_cast<double>(answer.after[k]);
        table.add({answer.classes[k], fixed(before, 3), fixed(after, 3),
                   (after > before ? "+" : "") + fixed(after - before, 3)});
    }
    std::string out = text::say("What if: masked by {1}", inWords(request.filler)).text() + '\n' + table.text();
    for (const text::Said& remark : answer.remarks) out += text::say("({1})", remark).text() + '\n';
    return out;
}

}  // namespace triptych::cli
