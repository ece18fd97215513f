#include "core/explain/axes.h"
#include "core/explain/explain.h"
#include "core/inference/module/fused_forward.h"

#include <torch/torch.h>

#include <algorithm>
#include <limits>

namespace triptych::explain {
namespace {

// Linear interpolation of cells lying at `centres` onto `length` input positions 0, 1, 2 ...; the outermost cells reach
// to the edges.
std::vector<float> layOn(const std::vector<double>& centres, const std::vector<float>& cells, std::size_t length) {
    std::vector<float> out(length, 0);
    const std::size_t count = std::min(centres.size(), cells.size());
    if (count == 0) return out;
    std::size_t right = 0;
    for (std::size_t i = 0; i < length; ++i) {
        const auto position = static_cast<double>(i);
        while (right < count && centres[right] < position) ++right;
        if (right == 0) {
            out[i] = cells.front();
        } else if (right == count) {
            out[i] = cells[count - 1];
        } else {
            const double share = (position - centres[right - 1]) / (centres[right] - centres[right - 1]);
            out[i] = static_cast<float>(cells[right - 1] + share * (cells[right] - cells[right - 1]));
        }
    }
    return out;
}

// ReLU(Σ_k α_k A_k) with α_k the mean gradient of map k: [1 × C × R × T] → [R × T].
torch::Tensor classActivation(const torch::Tensor& activations, const torch::Tensor& gradient) {
    const auto alpha = gradient.mean({2, 3}, true);
    return torch::relu((alpha * activations).sum(1)).squeeze(0).detach().contiguous();
}

std::vector<float> row(const torch::Tensor& map, std::int64_t index) {
    const float* begin = map.data_ptr<float>() + index * map.size(1);
    return {begin, begin + map.size(1)};
}

// One input of one branch, and its cells.
struct Tapped {
    const inference::zoo::Network& network;
    std::size_t input;
    torch::Tensor map;  // [R × T]
};

// [R × T] cells → [rows × columns] of the input picture, one axis after the other.
std::vector<float> layOnPicture(const Tapped& of, std::size_t rows, std::size_t columns) {
    const torch::Tensor& map = of.map;
    const auto row_centres = of.network.tapCentres(of.input, 0);
    const auto column_centres = of.network.tapCentres(of.input, 1);
    std::vector<std::vector<float>> wide;
    for (std::int64_t r = 0; r < map.size(0); ++r) wide.push_back(layOn(column_centres, row(map, r), columns));
    std::vector<float> out(rows * columns);
    std::vector<float> cells(wide.size());
    for (std::size_t column = 0; column < columns; ++column) {
        for (std::size_t r = 0; r < wide.size(); ++r) cells[r] = wide[r][column];
        const auto tall = layOn(row_centres, cells, rows);
        for (std::size_t r = 0; r < rows; ++r) out[r * columns + column] = tall[r];
    }
    return out;
}

std::vector<float> plain(const torch::Tensor& of) {
    const auto flat = of.contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

Attribution attributionOf(const char* input, std::vector<AttributionAxis> axes, std::vector<float> values,
                          const torch::Tensor& seen) {
    Attribution out;
    out.input = input;
    out.axes = std::move(axes);
    out.values = std::move(values);
    out.seen = plain(seen);
    for (const float value : out.values) out.sum += value;
    return out;
}

// The map lies over the first channel: the beat itself.
void addInput(Explanation& out, inference::InputKind kind, const Tapped& of, const inference::BatchInputs& x,
              const inference::BeatInputs& inputs, std::size_t beat) {
    using inference::InputKind;
    const auto alongTime = [&](std::size_t length) {
        return layOn(of.network.tapCentres(of.input, 1), row(of.map, 0), length);
    };
    const auto size = inference::dimensions(inference::shapeOf(inputs.profile()), kind);
    const auto length = static_cast<std::size_t>(size.at(1));
    switch (kind) {
        case InputKind::time:
            out.inputs.push_back(attributionOf("time", timeAxes(inputs, beat, false), alongTime(length), x.time[0][0]));
            return;
        case InputKind::time_frequency:
            out.inputs.push_back(attributionOf("time_frequency", timeFrequencyAxes(inputs, beat, false),
                                               layOnPicture(of, length, static_cast<std::size_t>(size.at(2))),
                                               x.time_frequency[0][0]));
            return;
        case InputKind::scalogram:
            out.inputs.push_back(attributionOf("scalogram", scalogramAxes(inputs, beat),
                                               layOnPicture(of, length, static_cast<std::size_t>(size.at(2))),
                                               x.scalogram[0][0]));
            return;
        case InputKind::frequency:
            out.inputs.push_back(attributionOf("frequency", frequencyAxes(), alongTime(length), x.frequency[0][0]));
            return;
        case InputKind::early: {
            const auto joined = alongTime(length);
            const auto seam = joined.begin() + static_cast<std::ptrdiff_t>(x.time.size(2));
            out.inputs.push_back(
                attributionOf("time", timeAxes(inputs, beat, false), {joined.begin(), seam}, x.time[0][0]));
            out.inputs.push_back(attributionOf("frequency", frequencyAxes(), {seam, joined.end()}, x.frequency[0][0]));
            return;
        }
        case InputKind::neighbours:  // features side by side are no picture: their networks show no map
            return;
    }
}

}  // namespace

Result<Explanation> gradCam(const inference::Bundle& bundle, const inference::BeatInputs& inputs, std::size_t beat,
                            std::size_t class_index) {
    const auto x = inference::gather(bundle, inputs, beat, 1);
    std::vector<torch::Tensor> taps;
    const auto score = fusedForward(bundle, x, &taps).scores[0][static_cast<std::int64_t>(class_index)];
    std::vector<torch::Tensor> maps;
    for (const auto& tap : taps) {
        if (tap.defined()) maps.push_back(tap);
    }
    const auto gradients = torch::autograd::grad({score}, maps);

    Explanation out;
    out.score = score.item<double>();
    out.is_signed = false;
    out.completeness_error = std::numeric_limits<double>::quiet_NaN();
    out.completeness_relative = std::numeric_limits<double>::quiet_NaN();
    std::size_t tap = 0;
    std::size_t map = 0;
    for (const inference::Branch& branch : bundle.branches) {
        for (std::size_t input = 0; input < branch.inputs.size(); ++input, ++tap) {
            if (!taps[tap].defined()) continue;  // a branch that reads no picture has no map
            const Tapped of{*branch.network, input, classActivation(taps[tap].detach(), gradients[map++])};
            addInput(out, branch.inputs[input], of, x, inputs, beat);
        }
    }
    return out;
}

}  // namespace triptych::explain
