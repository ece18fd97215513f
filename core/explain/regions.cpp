#include "core/explain/regions.h"

#include "core/inference/model_inputs.h"
#include "core/text/numbers.h"

#include <torch/types.h>

#include <algorithm>
#include <functional>
#include <limits>

namespace triptych::explain {
namespace {

// By the clock around the R peak, in s: a normal beat's parts, for want of marks of this one.
constexpr struct {
    const char* name;
    double to_s;
} kByTheClock[] = {{"before", -0.30}, {"P", -0.12}, {"PR", -0.05}, {"QRS", 0.06}, {"ST", 0.16}, {"T", 0.42}};
constexpr double kBands_hz[] = {4, 12, 25};
constexpr double kFar = std::numeric_limits<double>::infinity();

using Belongs = std::function<bool(std::size_t)>;

// The cells whose place on `axis` belongs.
torch::Tensor maskAlong(const SubjectInput& input, std::size_t axis, const Belongs& belongs) {
    const auto sides = input.value.sizes().slice(1);
    std::vector<bool> places;
    auto row = torch::zeros({sides[axis]}, torch::kBool);
    for (std::int64_t i = 0; i < sides[axis]; ++i) row[i] = belongs(static_cast<std::size_t>(i));
    std::vector<std::int64_t> spread(sides.size(), 1);
    spread[axis] = sides[axis];
    return row.view(spread).expand(sides).contiguous();
}

std::size_t axisCalled(const SubjectInput& input, std::string_view name) {
    return static_cast<std::size_t>(std::ranges::find(input.axes, name, &AttributionAxis::name) - input.axes.begin());
}

class Parts {
public:
    void add(std::string name, std::size_t input, torch::Tensor mask, double from = 0, double to = 0) {
        if (!mask.any().item<bool>()) return;
        all.push_back({std::move(name), input, std::move(mask), from, to});
    }
    std::vector<Region> all;
};

// Where the cells of a mask along time begin and end.
std::pair<double, double> endsOf(const torch::Tensor& mask, std::size_t axis, const std::vector<double>& times) {
    const auto all =
        mask.movedim(static_cast<std::int64_t>(axis), 0).reshape({mask.size(static_cast<std::int64_t>(axis)), -1});
    const auto places = all.any(1).nonzero();
    if (places.numel() == 0) return {0, 0};
    return {times[static_cast<std::size_t>(places[0].item<std::int64_t>())],
            times[static_cast<std::size_t>(places[places.size(0) - 1].item<std::int64_t>())]};
}

// Those that are named first; then what is left of the clock's parts that are not among them.
void addStretches(const Subject& subject, std::size_t at, std::span<const inference::NamedStretch> stretches,
                  Parts& parts) {
    const SubjectInput& input = subject.inputs()[at];
    const std::size_t axis = axisCalled(input, "time");
    const auto& times = input.axes[axis].values;
    std::vector<inference::NamedStretch> by(stretches.begin(), stretches.end());
    if (subject.mark_s()) {
        double from_s = -kFar;
        const auto clock = [&](const char* name, double to_s) {
            if (std::ranges::find(stretches, name, &inference::NamedStretch::name) == stretches.end())
                by.push_back({stretches.empty() ? name : name + std::string(kByClock), from_s, to_s});
            from_s = to_s;
        };
        for (const auto& part : kByTheClock) clock(part.name, *subject.mark_s() + part.to_s);
        clock("after", kFar);
    }
    auto left = torch::ones(input.value.sizes().slice(1), torch::kBool);
    for (const auto& part : by) {
        const auto mask =
            maskAlong(input, axis, [&](std::size_t i) { return times[i] >= part.from_s && times[i] < part.to_s; }) &
            left;
        left = left & ~mask;
        const auto [from_s, to_s] = endsOf(mask, axis, times);
        parts.add(part.name, at, mask, from_s, to_s);
    }
    parts.add("baseline", at, left);
}

void addBands(const Subject& subject, std::size_t at, Parts& parts) {
    const SubjectInput& input = subject.inputs()[at];
    const std::size_t axis = axisCalled(input, "frequency");
    const auto& hertz = input.axes[axis].values;
    double from_hz = -kFar;
    for (std::size_t band = 0; band <= std::size(kBands_hz); ++band) {
        const double to_hz = band < std::size(kBands_hz) ? kBands_hz[band] : kFar;
        const double low = std::max(from_hz, hertz.front()), high = std::min(to_hz, hertz.back());
        parts.add(text::fixedText(low, 0) + " – " + text::fixedText(high, 0) + " Hz", at,
                  maskAlong(input, axis, [&](std::size_t i) { return hertz[i] >= from_hz && hertz[i] < to_hz; }), low,
                  high);
        from_hz = to_hz;
    }
}

void addFeatures(const Subject& subject, std::size_t at, Parts& parts) {
    const SubjectInput& input = subject.inputs()[at];
    const std::size_t rhythm = inference::rhythmFeatures(), p_wave = inference::pWaveColumn();
    parts.add("rhythm", at, maskAlong(input, 0, [&](std::size_t i) { return i < rhythm; }));
    parts.add("likeness", at, maskAlong(input, 0, [&](std::size_t i) { return i >= rhythm && i < p_wave; }));
    parts.add("P wave", at, maskAlong(input, 0, [&](std::size_t i) { return i >= p_wave; }));
}

void addNeighbours(const Subject& subject, std::size_t at, Parts& parts) {
    const SubjectInput& input = subject.inputs()[at];
    const std::size_t own = input.axes[1].values.size() / 2;
    parts.add("beats before", at, maskAlong(input, 1, [&](std::size_t i) { return i < own; }));
    parts.add("this beat among them", at, maskAlong(input, 1, [&](std::size_t i) { return i == own; }));
    parts.add("beats after", at, maskAlong(input, 1, [&](std::size_t i) { return i > own; }));
}

}  // namespace

std::vector<Region> namedParts(const Subject& subject, std::span<const inference::NamedStretch> stretches) {
    Parts parts;
    for (std::size_t at = 0; at < subject.inputs().size(); ++at) {
        const SubjectInput& input = subject.inputs()[at];
        if (input.name == "time") {
            addStretches(subject, at, stretches, parts);
        } else if (input.name == "rr") {
            addFeatures(subject, at, parts);
        } else if (input.name == "neighbours") {
            addNeighbours(subject, at, parts);
        } else if (input.name == "leads") {
            for (std::size_t lead = 0; lead < input.axes.front().names.size(); ++lead)
                parts.add(input.axes.front().names[lead], at,
                          maskAlong(input, 0, [&](std::size_t i) { return i == lead; }));
        } else {
            addBands(subject, at, parts);
        }
    }
    return std::move(parts.all);
}

std::vector<torch::Tensor> without(const Subject& subject, const std::vector<Region>& regions,
                                   const std::vector<bool>& taken) {
    std::vector<torch::Tensor> out;
    for (std::size_t at = 0; at < subject.inputs().size(); ++at) {
        const SubjectInput& input = subject.inputs()[at];
        torch::Tensor gone;
        for (std::size_t r = 0; r < regions.size(); ++r) {
            if (!taken[r] || regions[r].input != at) continue;
            gone = gone.defined() ? gone | regions[r].mask : regions[r].mask;
        }
        out.push_back(gone.defined() ? torch::where(gone.unsqueeze(0), input.baseline, input.value) : input.value);
    }
    return out;
}

}  // namespace triptych::explain
