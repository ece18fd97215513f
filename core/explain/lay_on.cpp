#include "core/explain/lay_on.h"

#include <torch/types.h>

#include <algorithm>

namespace triptych::explain {
namespace {

std::vector<float> row(const torch::Tensor& map, std::int64_t index) {
    const float* begin = map.data_ptr<float>() + index * map.size(1);
    return {begin, begin + map.size(1)};
}

}  // namespace

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

Attribution cutOut(const MapPlace& place, const std::vector<float>& picture, std::size_t rows, std::size_t columns) {
    Attribution out;
    out.input = place.input;
    out.axes = place.axes;
    for (std::size_t r = 0; r < rows; ++r) {
        const auto first = picture.begin() + static_cast<std::ptrdiff_t>(r * columns + place.first_column);
        out.values.insert(out.values.end(), first, first + static_cast<std::ptrdiff_t>(place.columns));
    }
    out.seen = plainValues(place.seen);
    for (const float value : out.values) out.sum += value;
    return out;
}

}  // namespace triptych::explain
