// The beats of a recording grouped by shape, for a reader who looks at a hundred thousand beats as a few dozen tiles:
// found, and then merged, split and cleared of odd ones by hand. Nothing here is a label: tiles are how one looks.
#pragma once

#include "core/beats/shape_clusters.h"
#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace triptych::pipeline {

// Every beat's row, as small as it can be kept: 33 MB for 100,000 beats on two leads. Immutable once made.
struct KeptShapes {
    std::size_t leads = 0, count = 0;
    std::vector<float> step;          // [leads] of the lead's unit to one
    std::vector<std::int16_t> value;  // [count × leads × beats::kShapeRow]

    // [leads × beats::kShapeRow] of one beat, in the leads' units.
    void row(std::size_t beat, std::span<float> into) const;
};

struct ShapeTile {
    std::vector<std::uint32_t> beats;  // the nearest to the mean first
    std::vector<float> mean;           // [leads × beats::kShapeLength] in the leads' units
};

// Immutable once shared.
struct ShapeTiles {
    std::vector<std::size_t> leads;  // of the recording, that shapes were compared on
    std::shared_ptr<const KeptShapes> shapes;
    std::vector<float> scale;            // [leads] that brings them to one size
    std::vector<ShapeTile> tiles;        // the largest first; those that a reader made stand where they were made
    std::vector<std::uint16_t> tile_of;  // [beats]
    std::vector<float> distance;         // [beats] of each to its tile's mean
};
using ShapeTilesPtr = std::shared_ptr<const ShapeTiles>;

// Leads that `beats` beats are compared on: `first` and as many of the others that `is_ecg` (empty: all) as keep rows
// within some 100 MB.
[[nodiscard]] std::vector<std::size_t> leadsForShapes(const Recording& recording, std::size_t first,
                                                      const std::vector<bool>& is_ecg, std::size_t beats);
// A day's 100,000 beats on two leads in some seconds, of which reading and filtering the leads take the most. The same
// beats give the same tiles. Errors: cancelled, out_of_range (a lead that is not there), those of the filter.
[[nodiscard]] Result<ShapeTilesPtr> findShapeTiles(const Recording& recording, const BeatList& beats,
                                                   std::span<const std::size_t> leads, const Job& job = {});

// The shape of a beat on the first of the leads [beats::kShapeLength], less its own mean, as tiles' means are.
[[nodiscard]] std::vector<float> shapeOf(const ShapeTiles& of, std::size_t beat);

// What a reader does with tiles; each gives other tiles, and the rows stay shared. As they were where nothing would
// change.
[[nodiscard]] ShapeTilesPtr merged(const ShapeTilesPtr& of, std::size_t into, std::size_t other);
// A tile into two or more of finer likeness, beside each other. Errors: cancelled; wrong_use: its beats are all alike.
[[nodiscard]] Result<ShapeTilesPtr> split(const ShapeTilesPtr& of, std::size_t tile, const Job& job = {});
// A beat out of its tile into one of its own, at the end.
[[nodiscard]] ShapeTilesPtr takenOut(const ShapeTilesPtr& of, std::size_t beat);

// How unlike one beat each beat is [beats]: 0 for itself, about 2 for its opposite. 100,000 beats in a second. Errors:
// cancelled.
[[nodiscard]] Result<std::vector<float>> unlikeness(const ShapeTiles& of, std::size_t beat, const Job& job = {});

}  // namespace triptych::pipeline
