#include "ui/panels/sum_bars.h"

#include "ui/panels/readable.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

using pipeline::AttributionSum;
using pipeline::SumMember;

constexpr std::size_t kMostMembers = 8;

QString tr(const char* text) {
    return QCoreApplication::translate("triptych::ui::SumBars", text);
}

QString qt(const text::Said& said) {
    return QString::fromStdString(said.text());
}

// Ratios and changes are logarithms: the ratio or factor itself is told.
QString seenText(const SumMember& member) {
    if (!member.seen) return {};
    const bool is_logarithm =
        member.feature.find(" / ") != std::string::npos || member.feature.find("change") != std::string::npos;
    return QString::number(is_logarithm ? std::exp(*member.seen) : *member.seen, 'f', 2);
}

void addMembers(std::vector<SignedBar>& out, const WhyState& state, const AttributionSum& sum) {
    const pipeline::WhyClause* looked = state.looked();
    double rest = 0;
    for (std::size_t i = 0; i < sum.members.size(); ++i) {
        const SumMember& member = sum.members[i];
        if (i >= kMostMembers && sum.members.size() > kMostMembers + 1) {
            rest += member.value;
            continue;
        }
        SignedBar bar{qt(member.name), member.value, seenText(member)};
        bar.depth = 1;
        // What the beats around did is masked as one.
        const bool is_around = member.feature.empty() && sum.kind == pipeline::SumKind::features;
        bar.id = is_around ? kAroundBar : member.feature;
        bar.masked = is_around ? state.masksAround() : state.masks(member.feature);
        bar.marked = looked != nullptr && !member.feature.empty() && looked->group == sum.group;
        out.push_back(std::move(bar));
    }
    if (sum.members.size() <= kMostMembers + 1) return;
    SignedBar others{tr("%1 others").arg(sum.members.size() - kMostMembers), rest, {}};
    others.depth = 1;
    out.push_back(std::move(others));
}

}  // namespace

std::vector<SignedBar> sumBars(const WhyState& state, const Explanation& explanation,
                               const std::set<std::string>& open) {
    std::vector<SignedBar> out;
    if (!state.why() || state.why()->sums.empty()) return out;
    std::vector<const AttributionSum*> order;
    for (const AttributionSum& sum : state.why()->sums) order.push_back(&sum);
    std::ranges::stable_sort(order, {}, [](const AttributionSum* sum) {
        return std::pair(sum->kind == pipeline::SumKind::together, -std::abs(sum->sum));
    });
    const bool adds_up = pipeline::makesTheScore(explanation);
    if (adds_up) {
        out.push_back({tr("Starting point"), explanation.baseline_score,
                       tr("the score of the input that the beat is held against")});
        out.back().is_total = true;
    }
    const pipeline::WhyClause* looked = state.looked();
    for (const AttributionSum* sum : order) {
        SignedBar bar{qt(sum->title), sum->sum, {}};
        bar.id = sum->id;
        if (sum->kind == pipeline::SumKind::together) {
            bar.seen = tr("what no part does alone: without one of them the others still say it");
            out.push_back(std::move(bar));
            continue;
        }
        bar.fold = open.contains(sum->id) ? SignedBar::Fold::open : SignedBar::Fold::closed;
        bar.marked = looked != nullptr && sum->kind == pipeline::SumKind::features && looked->group == sum->group;
        const bool is_open = bar.fold == SignedBar::Fold::open;
        out.push_back(std::move(bar));
        if (is_open) addMembers(out, state, *sum);
    }
    if (adds_up) {
        out.push_back({tr("Score"), explanation.score, QString::fromStdString(explanation.score_name)});
        out.back().is_total = true;
    }
    return out;
}

}  // namespace triptych::ui
