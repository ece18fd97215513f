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

// [R × T] cells → [rows × columns] of the input picture, one axis after the other.
std::vector<float> layOnPicture(const inference::zoo::Encoder& encoder, const torch::Tensor& map, std::size_t rows,
                                std::size_t columns) {
    const auto row_centres = encoder.cellCentres(0);
    const auto column_centres = encoder.cellCentres(1);
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

}  // namespace

Result<Explanation> gradCam(const inference::Bundle& bundle, const inference::BeatInputs& inputs, std::size_t beat,
                            std::size_t class_index) {
    const auto shape = inference::shapeOf(inputs.profile());
    const auto x = inference::gather(inputs, beat, 1);
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
    std::size_t next = 0;
    for (std::size_t m = 0; m < bundle.branches.size(); ++m) {
        if (!taps[m].defined()) continue;  // a branch that reads no picture has no map
        const inference::Branch& branch = bundle.branches[m];
        const auto map = classActivation(taps[m].detach(), gradients[next++]);
        Attribution attribution;
        const bool is_time = branch.input == inference::zoo::InputKind::time;
        attribution.input = is_time ? "time" : "time_frequency";
        if (is_time) {
            attribution.axes = timeAxes(inputs, beat, false);
            attribution.values = layOn(branch.encoder->cellCentres(1), row(map, 0), shape.time_samples);
        } else {
            attribution.axes = timeFrequencyAxes(inputs, beat, false);
            attribution.values = layOnPicture(*branch.encoder, map, shape.tf_rows, shape.tf_columns);
        }
        // The map lies over the first channel: the beat itself.
        const auto seen = x.of(branch.input)[0][0].contiguous();
        attribution.seen.assign(seen.data_ptr<float>(), seen.data_ptr<float>() + seen.numel());
        for (const float value : attribution.values) attribution.sum += value;
        out.inputs.push_back(std::move(attribution));
    }
    return out;
}

}  // namespace triptych::explain
