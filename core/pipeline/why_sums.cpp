#include "core/pipeline/why_sums.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace triptych::pipeline {
namespace {

using inference::FeatureGroup;

std::size_t lengthOf(const AttributionAxis& axis) {
    return axis.names.empty() ? axis.values.size() : axis.names.size();
}

void addTo(std::vector<AttributionSum>& sums, FeatureGroup group, SumMember member) {
    auto found = std::ranges::find_if(
        sums, [&](const AttributionSum& sum) { return sum.kind == SumKind::features && sum.group == group; });
    if (found == sums.end()) {
        sums.push_back(
            {std::string(inference::name(group)), inference::inWords(group), SumKind::features, group, 0, {}});
        found = sums.end() - 1;
    }
    found->sum += member.value;
    const auto same = std::ranges::find_if(
        found->members, [&](const SumMember& of) { return !member.feature.empty() && of.feature == member.feature; });
    if (same == found->members.end()) {
        found->members.push_back(std::move(member));
    } else {
        same->value += member.value;
    }
}

void addFeatures(std::vector<AttributionSum>& sums, const Attribution& rr) {
    if (rr.axes.empty()) return;
    const auto& names = rr.axes.back().names;
    for (std::size_t i = 0; i < std::min(names.size(), rr.values.size()); ++i) {
        const auto seen = i < rr.seen.size() ? std::optional(static_cast<double>(rr.seen[i])) : std::optional<double>();
        addTo(sums, inference::groupOf(names[i]),
              {text::foreign(names[i]), names[i], static_cast<double>(rr.values[i]), seen});
    }
}

void addNeighbours(std::vector<AttributionSum>& sums, const Attribution& neighbours) {
    if (neighbours.axes.size() != 2) return;
    const auto& names = neighbours.axes.front().names;
    const std::size_t columns = lengthOf(neighbours.axes.back()), own = columns / 2;
    if (columns == 0 || neighbours.values.size() != names.size() * columns) return;
    for (std::size_t column = 0; column < columns; ++column) {
        double whole = 0;
        for (std::size_t row = 0; row < names.size(); ++row) {
            const std::size_t cell = row * columns + column;
            const auto value = static_cast<double>(neighbours.values[cell]);
            whole += value;
            if (column != own) continue;
            const auto seen = cell < neighbours.seen.size() ? std::optional(static_cast<double>(neighbours.seen[cell]))
                                                            : std::optional<double>();
            addTo(sums, inference::groupOf(names[row]), {text::foreign(names[row]), names[row], value, seen});
        }
        if (column == own) continue;
        const auto away = column < own ? own - column : column - own;
        addTo(sums, FeatureGroup::around,
              {column < own ? text::sayCount(away, "the beat before", "{1} beats before")
                            : text::sayCount(away, "the beat after", "{1} beats after"),
               {},
               whole,
               {}});
    }
}

void addTrace(std::vector<AttributionSum>& sums, const std::vector<LeadSegments>& segments) {
    if (segments.empty()) return;
    AttributionSum trace{"trace", "Trace", SumKind::trace, FeatureGroup::other, 0, {}};
    for (std::size_t of = 0; of < kSegments; ++of) {
        double sum = 0, seconds = 0;
        for (const LeadSegments& lead : segments) {
            sum += lead.of[of].sum;
            seconds += lead.of[of].seconds;
        }
        trace.sum += sum;
        if (seconds > 0) trace.members.push_back({inWords(static_cast<Segment>(of)), {}, sum, {}});
    }
    sums.push_back(std::move(trace));
}

struct Band {
    double from_hz, to_hz;
};
constexpr std::array kBands = {Band{0, 5}, Band{5, 15}, Band{15, 40}, Band{40, 1e9}};

text::Said inWords(std::size_t band) {
    switch (band) {
        case 0:
            return "below 5 Hz";
        case 1:
            return "5–15 Hz";
        case 2:
            return "15–40 Hz";
        default:
            return "from 40 Hz";
    }
}

void addPicture(std::vector<AttributionSum>& sums, const Attribution& picture) {
    const auto axis = std::ranges::find(picture.axes, "frequency", &AttributionAxis::name);
    if (axis == picture.axes.end() || axis->values.empty()) {
        // Another input than those that have bands: told as a whole, so that nothing is lost from the sums.
        AttributionSum whole{picture.input, text::foreign(picture.input), SumKind::picture, FeatureGroup::other, 0, {}};
        for (const float value : picture.values) whole.sum += static_cast<double>(value);
        sums.push_back(std::move(whole));
        return;
    }
    std::size_t stride = 1;
    for (auto inner = axis + 1; inner != picture.axes.end(); ++inner)
        stride *= std::max<std::size_t>(1, lengthOf(*inner));
    std::array<double, kBands.size()> of = {};
    for (std::size_t cell = 0; cell < picture.values.size(); ++cell) {
        const double hz = std::abs(axis->values[cell / stride % axis->values.size()]);
        const auto band = std::ranges::find_if(kBands, [hz](const Band& at) { return hz < at.to_hz; });
        of[static_cast<std::size_t>(band - kBands.begin())] += static_cast<double>(picture.values[cell]);
    }
    AttributionSum out{picture.input, "Time–frequency picture", SumKind::picture, FeatureGroup::other, 0, {}};
    if (picture.input == "scalogram") out.title = "Scalogram";
    if (picture.input == "frequency") out.title = "Spectrum";
    for (std::size_t band = 0; band < of.size(); ++band) {
        out.sum += of[band];
        out.members.push_back({inWords(band), {}, of[band], {}});
    }
    sums.push_back(std::move(out));
}

}  // namespace

std::vector<AttributionSum> attributionSums(const Explanation& explanation, const std::vector<LeadSegments>& segments) {
    std::vector<AttributionSum> features, rest;
    for (const Attribution& input : explanation.inputs) {
        if (input.input == "rr") {
            addFeatures(features, input);
        } else if (input.input == "neighbours") {
            addNeighbours(features, input);
        } else if (input.input == "time" || input.input == "leads") {
            addTrace(rest, segments);
        } else {
            addPicture(rest, input);
        }
    }
    std::ranges::stable_sort(features, {}, &AttributionSum::group);
    features.insert(features.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
    for (AttributionSum& sum : features) {
        std::ranges::stable_sort(sum.members, std::ranges::greater(),
                                 [](const SumMember& member) { return std::abs(member.value); });
    }
    return features;
}

bool makesTheScore(const Explanation& explanation) {
    return explanation.has_completeness || (explanation.is_signed && !explanation.baseline.empty());
}

std::optional<AttributionSum> sumTogether(const Explanation& explanation, const std::vector<AttributionSum>& sums) {
    if (explanation.has_completeness || !makesTheScore(explanation) || sums.empty()) return std::nullopt;
    AttributionSum out{"together", "Several parts at once", SumKind::together, FeatureGroup::other, 0, {}};
    out.sum = explanation.score - explanation.baseline_score;
    for (const AttributionSum& sum : sums) out.sum -= sum.sum;
    return out;
}

const AttributionSum* sumOf(const std::vector<AttributionSum>& sums, inference::FeatureGroup group) {
    const auto found = std::ranges::find_if(
        sums, [group](const AttributionSum& sum) { return sum.kind == SumKind::features && sum.group == group; });
    return found == sums.end() ? nullptr : &*found;
}

SeenFeatures seenFeatures(const Explanation& explanation) {
    if (const Attribution* rr = inputNamed(explanation, "rr");
        rr != nullptr && !rr->axes.empty() && rr->seen.size() == rr->axes.back().names.size()) {
        return {rr->axes.back().names, rr->seen};
    }
    SeenFeatures out;
    const Attribution* neighbours = inputNamed(explanation, "neighbours");
    if (neighbours == nullptr || neighbours->axes.size() != 2) return out;
    const auto& names = neighbours->axes.front().names;
    const std::size_t columns = lengthOf(neighbours->axes.back());
    if (columns == 0 || neighbours->seen.size() != names.size() * columns) return out;
    out.names = names;
    for (std::size_t row = 0; row < names.size(); ++row)
        out.values.push_back(neighbours->seen[row * columns + columns / 2]);
    return out;
}

}  // namespace triptych::pipeline
