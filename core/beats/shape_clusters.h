// Beats grouped by their shape, as the templates of a Holter reader: so that a hundred thousand beats are looked at as
// a few dozen pictures. No label is needed, and none changes the grouping.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace triptych::beats {

// What is compared: QRS, ST and T at the models' 125 Hz, R in column kShapeMark; the rows that are handed in hold
// kShapeSlack samples more on either side, for marks do not sit alike on every beat.
inline constexpr std::size_t kShapeLength = 75;  // R − 0.2 s … R + 0.4 s
inline constexpr std::size_t kShapeMark = 25;
inline constexpr std::size_t kShapeSlack = 4;
inline constexpr std::size_t kShapeRow = kShapeLength + 2 * kShapeSlack;

// The distance of two shapes is the energy of their difference, where they lie on each other best, over the energy of
// the larger: 0 for the same, about 2 (1 − r) for shapes of one size with correlation r. The QRS counts twice. Chosen
// on the training records of MIT-BIH (DS1) by how many ventricular beats lie in a tile of others, and the other way
// round: .3 % of the beats (`tests/beats/shape_clusters_test.cpp`); half the distances make more tiles and no fewer
// errors.
struct ShapeOptions {
    float same = 0.2F;      // up to here a beat belongs to a cluster
    float merged = 0.1F;    // up to here two clusters are one
    std::size_t most = 40;  // clusters, the rarest shapes joining their nearest beyond it
};

struct ShapeCluster {
    std::vector<std::uint32_t> beats;  // the nearest to the mean first
    std::vector<float> mean;           // [leads × kShapeLength]
    std::uint16_t group = 0;
};

struct ShapeClusters {
    std::vector<ShapeCluster> clusters;     // the largest first
    std::vector<std::uint16_t> cluster_of;  // [n]
    std::vector<float> distance;            // [n] of each beat to its cluster's mean
};

// The row of a beat in one lead [kShapeRow], from the whole lead at 125 Hz, filtered as on a monitor (0.5–40 Hz), for a
// wandering baseline is no shape; `rate_hz` is the beat list's. Beyond the
// recording its edge value; 0 where a sample is missing.
void shapeRow(std::span<const float> signal_125, const Beat& beat, double rate_hz, std::span<float> into);

// The row of one beat: [leads × kShapeRow]. Called from one thread, for beats in any order and more than once.
using ShapeRows = std::function<void(std::size_t beat, std::span<float> into)>;

// Groups `count` beats of `leads` leads. Each lead is brought to the same size first (its median beat's), so that a
// lead of small voltages speaks as loudly. Beats of different `group` [count] (what a model calls them; may be empty)
// never share a cluster. The same beats give the same clusters, whatever was done to their labels. Errors: cancelled.
[[nodiscard]] Result<ShapeClusters> clusterShapes(const ShapeRows& rows, std::size_t count, std::size_t leads,
                                                  std::span<const std::uint16_t> group = {},
                                                  const ShapeOptions& options = {}, const Job& job = {});

}  // namespace triptych::beats
