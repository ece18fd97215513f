#include "core/explain/faithfulness.h"

#include "core/explain/ask.h"
#include "core/statistics/information.h"
#include "core/statistics/random.h"

#include <torch/types.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>

namespace triptych::explain {
namespace {

constexpr std::array<const char*, 3> kFillers = {"line", "mean", "noise"};
constexpr std::size_t kRecordingWindows = 10;
constexpr double kRadius = 0.02;  // of each input's range, for sensitivity

using Order = std::vector<std::size_t>;
using Gone = std::vector<bool>;  // by window

bool isOfBeat(const Subject& subject) {
    return subject.mark_s().has_value();
}

std::size_t fillersOf(const Subject& subject) {
    return isOfBeat(subject) ? kFillers.size() : 1;  // a recording's network is asked one stretch at a time
}

const AttributionAxis* timeAxisOf(const Attribution& map) {
    const auto found = std::ranges::find(map.axes, "time", &AttributionAxis::name);
    return found == map.axes.end() || found->values.empty() ? nullptr : &*found;
}

// Fills windows of a trace in one of three ways.
class Fillers {
public:
    Fillers(const Subject& subject, std::size_t windows, std::uint64_t seed)
        : subject_(subject), windows_(windows), noise_(torch::empty_like(subject.trace())) {
        Random random(seed);
        for (std::int64_t row = 0; row < noise_.size(0); ++row) {
            const auto signal = subject.trace()[row];
            const double mean = signal.mean().item<double>(), deviation = signal.std(false).item<double>();
            float* at = noise_[row].data_ptr<float>();
            for (std::int64_t i = 0; i < noise_.size(1); ++i)
                at[i] = static_cast<float>(mean + deviation * random.normal());
        }
    }

    // [C × L]
    [[nodiscard]] torch::Tensor without(const Gone& gone, std::size_t filler) const {
        const std::int64_t length = subject_.trace().size(1);
        auto mask = torch::zeros({length}, torch::kBool);
        for (std::size_t w = 0; w < windows_; ++w)
            if (gone[w]) mask.narrow(0, edge(w), edge(w + 1) - edge(w)).fill_(true);
        if (filler == 1) return subject_.masked(mask, subject_.meanTrace());
        if (filler == 2) return subject_.masked(mask, noise_);
        return subject_.masked(mask, lined(gone));
    }

private:
    [[nodiscard]] std::int64_t edge(std::size_t window) const {
        return static_cast<std::int64_t>(window) * subject_.trace().size(1) / static_cast<std::int64_t>(windows_);
    }
    // Straight lines across the gaps; level at the ends of the trace, and at its mean where all is gone.
    [[nodiscard]] torch::Tensor lined(const Gone& gone) const {
        auto out = subject_.trace().clone();
        const std::int64_t length = out.size(1);
        for (std::int64_t row = 0; row < out.size(0); ++row) {
            float* at = out[row].data_ptr<float>();
            for (std::size_t w = 0; w < windows_;) {
                if (!gone[w]) {
                    ++w;
                    continue;
                }
                std::size_t past = w;
                while (past < windows_ && gone[past]) ++past;
                const std::int64_t from = edge(w), to = edge(past);
                float left = 0, right = 0;
                if (from == 0 && to == length) {
                    left = right = std::accumulate(at, at + length, 0.0F) / static_cast<float>(length);
                } else {
                    left = from > 0 ? at[from - 1] : at[to];
                    right = to < length ? at[to] : left;
                }
                for (std::int64_t i = from; i < to; ++i)
                    at[i] =
                        left + (right - left) * static_cast<float>(i - from + 1) / static_cast<float>(to - from + 1);
                w = past;
            }
        }
        return out;
    }

    const Subject& subject_;
    std::size_t windows_;
    torch::Tensor noise_;
};

// Every state of an order but its two ends, which all orders share.
void addStates(const Order& order, bool inserted, std::vector<Gone>& states) {
    for (std::size_t k = 1; k < order.size(); ++k) {
        Gone gone(order.size(), inserted);
        for (std::size_t i = 0; i < k; ++i) gone[order[i]] = !inserted;
        states.push_back(std::move(gone));
    }
}

double norm(const Explanation& explanation, const Explanation* less = nullptr) {
    double square = 0;
    for (std::size_t i = 0; i < explanation.inputs.size(); ++i) {
        for (std::size_t cell = 0; cell < explanation.inputs[i].values.size(); ++cell) {
            const double other = less != nullptr ? less->inputs[i].values[cell] : 0;
            square += std::pow(explanation.inputs[i].values[cell] - other, 2);
        }
    }
    return std::sqrt(square);
}

// Ten, where the method is quick; what it costs is in its descriptor.
int sensitivityDraws(const inference::MethodInfo& info) {
    const int passes = info.cost.forward + 2 * info.cost.backward;
    return passes <= 10 ? 10 : passes <= 200 ? 3 : 2;
}

std::vector<double> ranks(const std::vector<float>& values) {
    Order order(values.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
    std::vector<double> out(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t past = first;
        while (past < order.size() && values[order[past]] == values[order[first]]) ++past;
        for (std::size_t i = first; i < past; ++i) out[order[i]] = static_cast<double>(first + past - 1) / 2;
        first = past;
    }
    return out;
}

}  // namespace

std::size_t windowCount(const Subject& subject) {
    if (!isOfBeat(subject)) return kRecordingWindows;
    return std::max<std::size_t>(2, static_cast<std::size_t>(subject.trace().size(1)) / kWindowSamples);
}

std::vector<double> windowRelevance(const Subject& subject, const Explanation& explanation, std::size_t windows) {
    std::vector<double> out;
    const auto& samples = subject.traceAxis().values;
    const double apart_s = samples[1] - samples[0];
    const auto length = static_cast<double>(samples.size());
    for (const Attribution& map : explanation.inputs) {
        const AttributionAxis* time = timeAxisOf(map);
        if (time == nullptr) continue;
        out.resize(windows, 0);
        std::size_t inner = 1;  // cells from one moment to the next
        for (const AttributionAxis* axis = time + 1; axis != map.axes.data() + map.axes.size(); ++axis)
            inner *= std::max(axis->values.size(), axis->names.size());
        for (std::size_t cell = 0; cell < map.values.size(); ++cell) {
            const double at_s = time->values[cell / inner % time->values.size()];
            const double sample = std::clamp(std::round((at_s - samples.front()) / apart_s), 0.0, length - 1);
            // As Fillers has its edges: window w begins at ⌊w·length/windows⌋.
            auto window = static_cast<std::size_t>(sample * static_cast<double>(windows) / length);
            while (window + 1 < windows &&
                   sample >= std::floor(static_cast<double>(window + 1) * length / static_cast<double>(windows)))
                ++window;
            out[window] += map.values[cell];
        }
    }
    return out;
}

namespace {

// Mean score over the states of each order, [fillers][orders]. Errors: cancelled.
Result<std::vector<std::vector<double>>> areasOf(const Subject& subject, const std::vector<Gone>& states,
                                                 std::size_t windows, std::uint64_t seed, const Job& job) {
    const std::size_t fillers = fillersOf(subject), states_of_one = windows - 1;
    const Fillers fill(subject, windows, streamSeed(seed, 2));
    const auto make = [&](std::size_t first, std::size_t past) {
        std::vector<torch::Tensor> traces;
        for (std::size_t at = first; at < past; ++at)
            traces.push_back(fill.without(states[at % states.size()], at / states.size()));
        return subject.withTraces(torch::stack(traces));
    };
    const auto scores = scoresOf(subject, states.size() * fillers, make, job);
    if (!scores) return std::unexpected(scores.error());
    std::vector<std::vector<double>> out(fillers);
    for (std::size_t at = 0; at < scores->size(); at += states_of_one) {
        const auto first = scores->begin() + static_cast<std::ptrdiff_t>(at);
        out[at / states.size()].push_back(
            std::accumulate(first, first + static_cast<std::ptrdiff_t>(states_of_one), 0.0) /
            static_cast<double>(states_of_one));
    }
    return out;
}

}  // namespace

Result<DrawnAreas> drawnAreas(const Subject& subject, std::size_t windows, std::uint64_t seed, const Job& job) {
    Random random(streamSeed(seed, 1));
    Order drawn(windows);
    std::iota(drawn.begin(), drawn.end(), 0U);
    std::vector<Gone> states;
    for (int i = 0; i < kRandomOrders; ++i) {
        random.shuffle(drawn);
        addStates(drawn, false, states);
    }
    auto areas = areasOf(subject, states, windows, seed, job);
    if (!areas) return std::unexpected(areas.error());
    return DrawnAreas{std::move(*areas)};
}

Result<Faithfulness> testRelevance(const Subject& subject, const std::vector<double>& relevance,
                                   const DrawnAreas& drawn, std::uint64_t seed, const Job& job) {
    const std::size_t windows = relevance.size();
    Order order(windows);
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, std::ranges::greater(), [&](std::size_t w) { return relevance[w]; });
    std::vector<Gone> states;
    addStates(order, false, states);
    addStates(order, true, states);
    const auto areas = areasOf(subject, states, windows, seed, job);
    if (!areas) return std::unexpected(areas.error());

    Faithfulness out;
    out.windows = static_cast<int>(windows);
    out.orders = kRandomOrders;
    std::vector<double> of_order(kRandomOrders, 0);
    double of_map = 0;
    const auto fillers = static_cast<double>(areas->size());
    for (std::size_t filler = 0; filler < areas->size(); ++filler) {
        const std::vector<double>& random = drawn.area[filler];
        const double deleted = (*areas)[filler][0], inserted = (*areas)[filler][1];
        const double mean = std::accumulate(random.begin(), random.end(), 0.0) / kRandomOrders;
        for (std::size_t i = 0; i < of_order.size(); ++i) of_order[i] += random[i];
        of_map += deleted;
        // What a drawn order leaves when deleting, its reverse has given back when inserting: one mean serves both.
        out.fillers.push_back({kFillers[filler], mean - deleted, inserted - mean});
        out.deletion_gain += (mean - deleted) / fillers;
        out.insertion_gain += (inserted - mean) / fillers;
    }
    // An order that is as good counts half: one window of twenty that decides all comes first in every twentieth order.
    constexpr double kAlike = 1e-9;
    double beaten = 0;
    for (const double of : of_order) beaten += of - of_map > kAlike ? 1.0 : of - of_map < -kAlike ? 0.0 : 0.5;
    out.beaten = beaten / kRandomOrders;
    return out;
}

double rankCorrelation(const std::vector<float>& a, const std::vector<float>& b) {
    return a.size() == b.size() ? statistics::pearson(ranks(a), ranks(b)) : std::nan("");
}

double mapCorrelation(const Explanation& a, const Explanation& b) {
    double sum = 0;
    int maps = 0;
    for (std::size_t i = 0; i < std::min(a.inputs.size(), b.inputs.size()); ++i) {
        if (timeAxisOf(a.inputs[i]) == nullptr) continue;
        auto of_a = a.inputs[i].values, of_b = b.inputs[i].values;
        for (float& value : of_a) value = std::abs(value);
        for (float& value : of_b) value = std::abs(value);
        const double rho = rankCorrelation(of_a, of_b);
        if (std::isnan(rho)) continue;  // a map that is the same everywhere says nothing to compare
        sum += std::abs(rho);
        ++maps;
    }
    return maps > 0 ? sum / maps : std::nan("");
}

Result<std::optional<Faithfulness>> testMap(const Subject& subject, const Method& method,
                                            const inference::ExplainRequest& request, const Explanation& explanation,
                                            const Job& job) {
    const auto relevance = windowRelevance(subject, explanation, windowCount(subject));
    if (relevance.empty()) return std::optional<Faithfulness>();
    const auto drawn = drawnAreas(subject, relevance.size(), request.seed, job);
    if (!drawn) return std::unexpected(drawn.error());
    auto out = testRelevance(subject, relevance, *drawn, request.seed, job);
    if (!out) return std::unexpected(out.error());
    inference::ExplainRequest again = request;
    again.badge = false;

    const double size = norm(explanation);
    out->sensitivity_draws = isOfBeat(subject) ? sensitivityDraws(*method.info) : 1;
    out->sensitivity_max = 0;
    for (int draw = 0; draw < out->sensitivity_draws; ++draw) {
        const auto near = subject.nearby(streamSeed(request.seed, 100 + static_cast<std::uint64_t>(draw)), kRadius);
        const auto moved = method.explain(*near, again, job);
        if (!moved) return std::unexpected(moved.error());
        if (size > 0) out->sensitivity_max = std::max(out->sensitivity_max, norm(*moved, &explanation) / size);
    }
    if (const auto forgotten = subject.forgotten(streamSeed(request.seed, 3))) {
        const auto of_nothing = method.explain(*forgotten, again, job);
        if (!of_nothing) return std::unexpected(of_nothing.error());
        out->randomised_rho = mapCorrelation(explanation, *of_nothing);
    }
    return std::optional(std::move(*out));
}

}  // namespace triptych::explain
