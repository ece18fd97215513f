#include "core/explain/grad_cam.h"

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

// [R × T] cells → [rows × columns] of the picture, one axis after the other.
std::vector<float> layOnPicture(const ConvolutionMap& on, const torch::Tensor& map) {
    if (on.rows == 1) return layOn(on.column_centres, row(map, 0), on.columns);
    std::vector<std::vector<float>> wide;
    for (std::int64_t r = 0; r < map.size(0); ++r) wide.push_back(layOn(on.column_centres, row(map, r), on.columns));
    std::vector<float> out(on.rows * on.columns);
    std::vector<float> cells(wide.size());
    for (std::size_t column = 0; column < on.columns; ++column) {
        for (std::size_t r = 0; r < wide.size(); ++r) cells[r] = wide[r][column];
        const auto tall = layOn(on.row_centres, cells, on.rows);
        for (std::size_t r = 0; r < on.rows; ++r) out[r * on.columns + column] = tall[r];
    }
    return out;
}

// The columns of a place, row by row.
Attribution cutOut(const MapPlace& place, const std::vector<float>& picture, const ConvolutionMap& of) {
    Attribution out;
    out.input = place.input;
    out.axes = place.axes;
    for (std::size_t r = 0; r < of.rows; ++r) {
        const auto first = picture.begin() + static_cast<std::ptrdiff_t>(r * of.columns + place.first_column);
        out.values.insert(out.values.end(), first, first + static_cast<std::ptrdiff_t>(place.columns));
    }
    out.seen = plainValues(place.seen);
    for (const float value : out.values) out.sum += value;
    return out;
}

}  // namespace

Result<Explanation> gradCam(const Subject& subject, const inference::ExplainRequest& /*request*/, const Job& /*job*/) {
    const TappedScore tapped = subject.tapped();
    std::vector<torch::Tensor> activations;
    for (const ConvolutionMap& map : tapped.maps) activations.push_back(map.activations);
    const auto gradients = torch::autograd::grad({tapped.score.sum()}, activations);

    Explanation out;
    out.score = tapped.score.item<double>();
    out.completeness_error = std::numeric_limits<double>::quiet_NaN();
    out.completeness_relative = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 0; i < tapped.maps.size(); ++i) {
        const ConvolutionMap& map = tapped.maps[i];
        const auto picture = layOnPicture(map, classActivation(map.activations.detach(), gradients[i]));
        for (const MapPlace& place : map.places) out.inputs.push_back(cutOut(place, picture, map));
    }
    return out;
}

}  // namespace triptych::explain
