#include "core/inference/module/training/batches.h"

#include "core/inference/module/training/augment.h"
#include "core/inference/module/training/made_rhythms.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>

namespace triptych::inference::training {

namespace {

// Shares of N and S beats that are lent a made rhythm: as much as helps with rhythms the training records lack (made
// patients held out) and costs the records themselves little (cross-validation).
constexpr double kMadeNormal = 0.02, kMadeSupraventricular = 0.06;

// Whose rhythm row `row` of a batch is given; likeness to the typical beat stays its own. A ventricular beat is one
// whatever its timing (interpolated, late, or as early as an atrial one): half of them take the rhythm of another beat,
// a premature atrial one where the batch has it, so that the shape has to decide. Every other class keeps its own
// rhythm.
std::size_t rhythmOf(const BeatDataset& dataset, std::span<const std::size_t> indices, std::size_t row,
                     Random& random) {
    const std::size_t own = indices[row];
    if (!dataset.isOf(own, BeatClass::ventricular) || random.uniform() < 0.5) return own;
    const std::size_t start = random.below(indices.size());
    if (random.uniform() < 0.5) return indices[start];
    for (std::size_t step = 0; step < indices.size(); ++step) {
        const std::size_t other = indices[(start + step) % indices.size()];
        if (dataset.isOf(other, BeatClass::supraventricular)) return other;
    }
    return own;
}

// The made rhythm that a beat is lent, if any.
std::optional<std::span<const float>> madeRhythmOf(const BeatDataset& dataset, std::size_t beat, Random& random) {
    const bool is_n = dataset.isOf(beat, BeatClass::normal);
    if (!is_n && !dataset.isOf(beat, BeatClass::supraventricular)) return std::nullopt;
    if (random.uniform() >= (is_n ? kMadeNormal : kMadeSupraventricular)) return std::nullopt;
    return madeRhythms().draw(is_n ? BeatClass::normal : BeatClass::supraventricular, random);
}

// The beat `offset` places after beat `i` on its lead (negative: before), or the lead's first or last one.
std::size_t neighbourOf(const BeatDataset& dataset, std::size_t i, std::ptrdiff_t offset) {
    if (offset == 0) return i;
    i = dataset.placeOf(i);
    const std::size_t real = dataset.size() - dataset.mixed_from.size();
    const std::ptrdiff_t step = offset < 0 ? -1 : 1;
    for (; offset != 0; offset -= step) {
        const std::size_t next = i + static_cast<std::size_t>(step);  // wraps below the first beat: beyond the last
        if (next >= real || dataset.source[next] != dataset.source[i]) break;
        i = next;
    }
    return i;
}

// A row of beats is never lent a rhythm: it would no longer be one heart's.
void placeNeighbours(const BeatDataset& dataset, std::size_t beat, std::span<float> out) {
    const std::size_t size = dataset.shape.rr;
    const std::size_t columns = dataset.shape.neighbours;
    const auto of = [&](std::size_t column) {
        const auto offset = static_cast<std::ptrdiff_t>(column) - static_cast<std::ptrdiff_t>(columns / 2);
        return std::span(dataset.rr).subspan(neighbourOf(dataset, beat, offset) * size, size);
    };
    placeInColumns(size, columns, of, out);
}

}  // namespace

Batch makeBatch(const BeatDataset& dataset, std::span<const std::size_t> indices, std::span<const InputKind> inputs,
                std::optional<std::uint64_t> augmentation) {
    const InputShape& shape = dataset.shape;
    const auto count = static_cast<std::int64_t>(indices.size());
    Batch batch;
    for (const InputKind kind : inputs) {
        auto sides = dimensions(shape, kind);
        sides.insert(sides.begin(), count);
        batch.pictures.push_back(torch::empty(sides));
    }
    batch.label = torch::empty({count}, torch::kLong);
    if (shape.rr > 0) batch.rr = torch::empty({count, static_cast<std::int64_t>(shape.rr)});

    Random random(augmentation.value_or(0));
    const bool augments = augmentation.has_value() && dataset.profile == Profile::product;
    std::vector<float> beat(shape.timeSize());
    for (std::size_t row = 0; row < indices.size(); ++row) {
        const std::size_t i = indices[row];
        std::copy_n(dataset.time.begin() + static_cast<std::ptrdiff_t>(i * shape.timeSize()), shape.timeSize(),
                    beat.begin());
        const float gain = augments ? augmentBeat(beat, shape.time_samples, random) : 1.0F;
        for (std::size_t p = 0; p < inputs.size(); ++p) {
            const std::size_t cells = cellCount(shape, inputs[p]);
            const std::span<float> out(batch.pictures[p].data_ptr<float>() + row * cells, cells);
            if (inputs[p] == InputKind::neighbours) {
                placeNeighbours(dataset, i, out);
                continue;
            }
            const auto& typical_tf = dataset.sources[dataset.source[i]].typical_tf;
            if (inputs[p] != InputKind::time_frequency || gain == 1.0F) {
                pictureOf(dataset.profile, inputs[p], beat, typical_tf, out);
                continue;
            }
            // The typical beat takes the same gain: only its decibels move, and the difference stays what it was.
            std::vector<float> plain = beat;
            for (float& value : plain) value /= gain;
            pictureOf(dataset.profile, inputs[p], plain, typical_tf, out);
            const float shift = 40.0F * std::log10(gain) / kTfScaleDb;
            for (float& value : out.first(shape.tf_rows * shape.tf_columns)) value += shift;
        }
        if (shape.rr > 0) {
            const std::size_t rhythm = augments ? rhythmOf(dataset, indices, row, random) : i;
            float* const out = batch.rr.data_ptr<float>() + row * shape.rr;
            std::copy_n(dataset.rr.begin() + static_cast<std::ptrdiff_t>(i * shape.rr), shape.rr, out);
            std::copy_n(dataset.rr.begin() + static_cast<std::ptrdiff_t>(rhythm * shape.rr), rhythmFeatures(), out);
            const auto made = augments ? madeRhythmOf(dataset, i, random) : std::nullopt;
            if (made) std::ranges::copy(*made, out);
        }
        batch.label.data_ptr<std::int64_t>()[row] = dataset.label[i];
        batch.not_ventricular.push_back(dataset.sourceOf(i).not_ventricular);
    }
    return batch;
}

}  // namespace triptych::inference::training
