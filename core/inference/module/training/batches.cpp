#include "core/inference/module/training/batches.h"

#include "core/inference/module/training/augment.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace triptych::inference::training {

namespace {

constexpr std::uint8_t kSupraventricular = 1;
constexpr std::uint8_t kVentricular = 2;

// Whose rhythm row `row` of a batch is given; likeness to the typical beat stays its own. A ventricular beat is one
// whatever its timing (interpolated, late, or as early as an atrial one): half of them take the rhythm of another beat,
// a premature atrial one where the batch has it, so that the shape has to decide. Every other class keeps its own
// rhythm.
std::size_t rhythmOf(const BeatDataset& dataset, std::span<const std::size_t> indices, std::size_t row,
                     Random& random) {
    const std::size_t own = indices[row];
    if (dataset.label[own] != kVentricular || random.uniform() < 0.5) return own;
    const std::size_t start = random.below(indices.size());
    if (random.uniform() < 0.5) return indices[start];
    for (std::size_t step = 0; step < indices.size(); ++step) {
        const std::size_t other = indices[(start + step) % indices.size()];
        if (dataset.label[other] == kSupraventricular) return other;
    }
    return own;
}

}  // namespace

Batch makeBatch(const BeatDataset& dataset, std::span<const std::size_t> indices, zoo::InputKind kind,
                std::optional<std::uint64_t> augmentation) {
    const InputShape& shape = dataset.shape;
    const auto count = static_cast<std::int64_t>(indices.size());
    const auto side = [](std::size_t length) { return static_cast<std::int64_t>(length); };
    Batch batch;
    batch.picture = kind == zoo::InputKind::time
                        ? torch::empty({count, side(shape.time_channels), side(shape.time_samples)})
                        : torch::empty({count, side(shape.tf_channels), side(shape.tf_rows), side(shape.tf_columns)});
    batch.label = torch::empty({count}, torch::kLong);
    if (shape.rr > 0) batch.rr = torch::empty({count, side(shape.rr)});

    Random random(augmentation.value_or(0));
    const bool augments = augmentation.has_value() && dataset.profile == Profile::product;
    std::vector<float> beat(shape.timeSize());
    float* picture = batch.picture.data_ptr<float>();
    for (std::size_t row = 0; row < indices.size(); ++row) {
        const std::size_t i = indices[row];
        std::copy_n(dataset.time.begin() + static_cast<std::ptrdiff_t>(i * shape.timeSize()), shape.timeSize(),
                    beat.begin());
        const float gain = augments ? augmentBeat(beat, shape.time_samples, random) : 1.0F;
        if (kind == zoo::InputKind::time) {
            std::copy(beat.begin(), beat.end(), picture + row * shape.timeSize());
        } else {
            // The typical beat takes the same gain: only its decibels move, and the difference stays what it was.
            for (float& value : beat) value /= gain;
            const std::span<float> out(picture + row * shape.tfSize(), shape.tfSize());
            timeFrequencyOf(dataset.profile, std::span(beat).first(shape.time_samples),
                            dataset.sources[dataset.source[i]].typical_tf, out);
            const float shift = 40.0F * std::log10(gain) / kTfScaleDb;
            for (float& value : out.first(shape.tf_rows * shape.tf_columns)) value += shift;
        }
        if (shape.rr > 0) {
            const std::size_t rhythm = augments ? rhythmOf(dataset, indices, row, random) : i;
            float* const out = batch.rr.data_ptr<float>() + row * shape.rr;
            std::copy_n(dataset.rr.begin() + static_cast<std::ptrdiff_t>(i * shape.rr), shape.rr, out);
            std::copy_n(dataset.rr.begin() + static_cast<std::ptrdiff_t>(rhythm * shape.rr), rhythmFeatures(), out);
        }
        batch.label.data_ptr<std::int64_t>()[row] = dataset.label[i];
    }
    return batch;
}

}  // namespace triptych::inference::training
