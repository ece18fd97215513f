// Cells that lie at centres of receptive fields, laid on the input that they were seen on.
#pragma once

#include "core/domain/explanation.h"
#include "core/explain/subject.h"

#include <torch/types.h>

#include <cstddef>
#include <vector>

namespace triptych::explain {

// Linear interpolation of cells lying at `centres` onto `length` input positions 0, 1, 2 ...; the outermost cells reach
// to the edges.
[[nodiscard]] std::vector<float> layOn(const std::vector<double>& centres, const std::vector<float>& cells,
                                       std::size_t length);
// [R × T] cells → [rows × columns] of the picture, one axis after the other.
[[nodiscard]] std::vector<float> layOnPicture(const ConvolutionMap& on, const torch::Tensor& map);
// The columns of a place of a picture of `rows` × `columns`, row by row.
[[nodiscard]] Attribution cutOut(const MapPlace& place, const std::vector<float>& picture, std::size_t rows,
                                 std::size_t columns);

}  // namespace triptych::explain
