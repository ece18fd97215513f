#include "core/pipeline/review_work.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>

namespace triptych::pipeline {
namespace {

// Errors that may be left.
std::size_t allowed(std::size_t beats, double agreement) {
    return static_cast<std::size_t>(std::floor((1 - agreement) * static_cast<double>(beats) + 1e-9));
}

std::vector<std::size_t> counted(std::size_t beats) {
    std::vector<std::size_t> order(beats);
    std::iota(order.begin(), order.end(), std::size_t{0});
    return order;
}

}  // namespace

std::size_t errorsOf(const ReviewedRecord& record) {
    std::size_t errors = 0;
    for (std::size_t i = 0; i < record.truth.size(); ++i) errors += record.truth[i] != record.answer[i];
    return errors;
}

std::vector<std::size_t> beatByBeat(const ReviewedRecord& record) {
    return counted(record.truth.size());
}

std::vector<std::size_t> byMargin(const ReviewedRecord& record) {
    std::vector<std::size_t> order = counted(record.truth.size());
    std::ranges::stable_sort(order, {}, [&](std::size_t beat) { return record.margin[beat]; });
    return order;
}

std::vector<std::size_t> atRandom(const ReviewedRecord& record, std::uint64_t seed) {
    std::vector<std::size_t> order = counted(record.truth.size());
    std::mt19937_64 random(seed);
    // Not std::shuffle: it may differ from one library to the next.
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    return order;
}

std::size_t errorsFound(const ReviewedRecord& record, std::span<const std::size_t> order, double share) {
    const auto looked = static_cast<std::size_t>(std::ceil(share * static_cast<double>(record.truth.size()) - 1e-9));
    std::size_t found = 0;
    for (const std::size_t beat : order.first(std::min(looked, order.size()))) {
        found += record.truth[beat] != record.answer[beat];
    }
    return found;
}

std::optional<std::size_t> decisionsTo(const ReviewedRecord& record, std::span<const std::size_t> order,
                                       double agreement) {
    std::size_t errors = errorsOf(record);
    const std::size_t may_be_left = allowed(record.truth.size(), agreement);
    if (errors <= may_be_left) return 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        errors -= record.truth[order[i]] != record.answer[order[i]];
        if (errors <= may_be_left) return i + 1;
    }
    return std::nullopt;
}

std::optional<std::size_t> decisionsWithTiles(const ReviewedRecord& record, double agreement) {
    const std::size_t beats = record.truth.size();
    const std::size_t may_be_left = allowed(beats, agreement);
    std::vector<std::vector<std::size_t>> members;
    for (std::size_t beat = 0; beat < beats; ++beat) {
        if (record.tile[beat] >= members.size()) members.resize(record.tile[beat] + std::size_t{1});
        members[record.tile[beat]].push_back(beat);
    }
    std::vector<std::pair<double, std::size_t>> tiles;
    for (std::size_t tile = 0; tile < members.size(); ++tile) {
        double expected = 0;
        for (const std::size_t beat : members[tile]) expected += record.doubt[beat];
        if (expected > 1) tiles.emplace_back(-expected, tile);
    }
    std::ranges::sort(tiles);
    ReviewedRecord now = record;
    std::size_t decisions = 0, errors = errorsOf(now);
    if (errors <= may_be_left) return 0;
    for (const auto& [expected, tile] : tiles) {
        std::array<std::size_t, 256> of_class{};
        for (const std::size_t beat : members[tile]) ++of_class[record.truth[beat]];
        const auto majority = static_cast<std::uint8_t>(std::ranges::max_element(of_class) - of_class.begin());
        for (const std::size_t beat : members[tile]) {
            errors -= now.truth[beat] != now.answer[beat];
            now.answer[beat] = majority;
            errors += now.truth[beat] != now.answer[beat];
        }
        ++decisions;
        if (errors <= may_be_left) return decisions;
    }
    const auto rest = decisionsTo(now, record.queue, agreement);
    return rest ? std::optional(decisions + *rest) : std::nullopt;
}

}  // namespace triptych::pipeline
