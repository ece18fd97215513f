#include "core/pipeline/review_queue.h"

#include "core/pipeline/borderline.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::pipeline {
namespace {

constexpr std::size_t kPauses = 20;
constexpr std::size_t kFewestPauses = 3;
constexpr double kElsewhere_s = 60;

bool isDecided(std::span<const std::uint8_t> decided, std::size_t beat) {
    return beat < decided.size() && decided[beat] != 0;
}

// Where a beat stands in the queue; its length where it does not.
std::size_t placeOf(const ReviewQueue& queue, std::optional<std::size_t> beat) {
    if (!beat || !queue.holds(*beat)) return queue.beats.size();
    return static_cast<std::size_t>(std::find(queue.beats.begin(), queue.beats.end(), *beat) - queue.beats.begin());
}

}  // namespace

ReviewQueue makeReviewQueue(const Predictions& predictions, double margin, const ReviewBudget& budget) {
    ReviewQueue queue;
    queue.places.assign(predictions.size(), 0);
    std::vector<std::pair<double, std::size_t>> ranked;
    std::size_t answered = 0;
    for (std::size_t beat = 0; beat < predictions.size(); ++beat) {
        if (!isAnswered(predictions, beat)) continue;
        ++answered;
        ranked.emplace_back(-uncertainty(predictions, beat), beat);
        if (isBorderline(predictions, beat, margin)) ++queue.borderline;
    }
    const double share = std::clamp(budget.share, 0.0, 1.0) * static_cast<double>(answered);
    const std::size_t length = std::min({queue.borderline, budget.most, static_cast<std::size_t>(std::ceil(share))});
    std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(length), ranked.end());
    queue.beats.reserve(length);
    for (std::size_t i = 0; i < length; ++i) {
        queue.beats.push_back(ranked[i].second);
        queue.places[ranked[i].second] = 1;
    }
    return queue;
}

std::shared_ptr<const ReviewQueue> queueOf(const Classification* said, const ReviewBudget& budget) {
    if (said == nullptr) return nullptr;
    return std::make_shared<const ReviewQueue>(
        makeReviewQueue(said->predictions, said->model.borderline_margin, budget));
}

ReviewProgress progressOf(const ReviewQueue& queue, std::span<const std::uint8_t> decided) {
    const auto looked_at = std::count_if(queue.beats.begin(), queue.beats.end(),
                                         [&](std::size_t beat) { return isDecided(decided, beat); });
    return {static_cast<std::size_t>(looked_at), queue.beats.size()};
}

std::optional<std::size_t> nextInQueue(const ReviewQueue& queue, std::optional<std::size_t> from,
                                       std::span<const std::uint8_t> decided) {
    const std::size_t size = queue.beats.size();
    const std::size_t place = placeOf(queue, from);
    const std::size_t first = place == size ? 0 : place + 1;
    for (std::size_t step = 0; step < size; ++step) {
        const std::size_t beat = queue.beats[(first + step) % size];
        if (beat != from && !isDecided(decided, beat)) return beat;
    }
    return std::nullopt;
}

std::optional<std::size_t> previousInQueue(const ReviewQueue& queue, std::optional<std::size_t> from) {
    if (queue.beats.empty()) return std::nullopt;
    const std::size_t place = placeOf(queue, from);
    if (place == queue.beats.size()) return queue.beats.front();
    return place == 0 ? std::nullopt : std::optional(queue.beats[place - 1]);
}

std::optional<double> paceOf(std::span<const double> decided_s) {
    std::vector<double> pauses;
    for (std::size_t i = decided_s.size(); i > 1 && pauses.size() < kPauses; --i) {
        const double pause_s = decided_s[i - 1] - decided_s[i - 2];
        if (pause_s >= 0 && pause_s <= kElsewhere_s) pauses.push_back(pause_s);
    }
    if (pauses.size() < kFewestPauses) return std::nullopt;
    const auto middle = pauses.begin() + static_cast<std::ptrdiff_t>(pauses.size() / 2);
    std::nth_element(pauses.begin(), middle, pauses.end());
    return *middle;
}

}  // namespace triptych::pipeline
