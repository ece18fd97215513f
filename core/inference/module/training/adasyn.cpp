#include "core/inference/module/training/adasyn.h"

#include "core/statistics/random.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace triptych::inference::training {
namespace {

// The K nearest of `among` for every row of `of`, itself left out; [of × K] places in `among`. `own` are the places of
// `of` in `among`. In blocks: 1,000 rows against 80,000 are 320 MB of distances otherwise.
torch::Tensor nearest(const torch::Tensor& of, const torch::Tensor& own, const torch::Tensor& among) {
    const auto neighbours = std::min<std::int64_t>(static_cast<std::int64_t>(kAdasynNeighbours), among.size(0) - 1);
    const auto lengths = among.square().sum(1);
    std::vector<torch::Tensor> out;
    constexpr std::int64_t kBlock = 256;
    for (std::int64_t first = 0; first < of.size(0); first += kBlock) {
        const auto part = of.slice(0, first, std::min(first + kBlock, of.size(0)));
        // |a − b|² up to |a|², which ranks the same.
        auto distance = lengths.unsqueeze(0) - 2 * torch::mm(part, among.t());
        distance.scatter_(1, own.slice(0, first, first + part.size(0)).unsqueeze(1),
                          std::numeric_limits<float>::infinity());
        out.push_back(std::get<1>(distance.topk(neighbours, 1, false)));
    }
    return torch::cat(out);
}

std::vector<std::size_t> countsOf(std::span<const std::uint8_t> labels, std::size_t classes) {
    std::vector<std::size_t> out(classes, 0);
    for (const std::uint8_t label : labels) ++out[label];
    return out;
}

torch::Tensor placesOf(std::span<const std::uint8_t> labels, std::size_t of_class) {
    std::vector<std::int64_t> out;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] == of_class) out.push_back(static_cast<std::int64_t>(i));
    }
    return torch::tensor(out, torch::kLong);
}

torch::Tensor matrixOf(std::span<const float> rows, std::size_t size) {
    return torch::from_blob(const_cast<float*>(rows.data()),  // read alone
                            {static_cast<std::int64_t>(rows.size() / size), static_cast<std::int64_t>(size)});
}

std::vector<std::uint8_t> classesOf(const BeatDataset& dataset, std::span<const std::size_t> indices) {
    std::vector<std::uint8_t> out;
    for (const std::size_t i : indices) out.push_back(dataset.label[i]);
    return out;
}

// Samples and RR features of two beats, mixed; everything else is the first one's.
void appendBetween(BeatDataset& dataset, std::size_t a, std::size_t b, float share) {
    const auto mix = [&](std::vector<float>& values, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) {
            const float from = values[a * size + i];
            values.push_back(from + share * (values[b * size + i] - from));
        }
    };
    mix(dataset.time, dataset.shape.timeSize());
    mix(dataset.rr, dataset.shape.rr);
    dataset.label.push_back(dataset.label[a]);
    dataset.source.push_back(dataset.source[a]);
    dataset.beat.push_back(dataset.beat[a]);
    dataset.mixed_from.push_back(a);
    if (!dataset.pre_rr_s.empty()) dataset.pre_rr_s.push_back(dataset.pre_rr_s[a]);
}

}  // namespace

std::vector<std::size_t> adasynCounts(std::span<const float> rows, std::size_t size,
                                      std::span<const std::uint8_t> labels, std::size_t classes) {
    const torch::NoGradGuard guard;
    std::vector<std::size_t> out(labels.size(), 0);
    const auto counts = countsOf(labels, classes);
    const std::size_t largest = *std::max_element(counts.begin(), counts.end());
    const auto all = matrixOf(rows, size);
    for (std::size_t k = 0; k < classes; ++k) {
        if (counts[k] < 2 || counts[k] == largest) continue;
        const auto own = placesOf(labels, k);
        const auto near = nearest(all.index_select(0, own), own, all);
        const auto places = near.accessor<std::int64_t, 2>();
        std::vector<double> hardness(counts[k], 0);
        for (std::size_t i = 0; i < counts[k]; ++i) {
            for (std::int64_t j = 0; j < near.size(1); ++j) {
                const auto place = static_cast<std::size_t>(places[static_cast<std::int64_t>(i)][j]);
                hardness[i] += labels[place] != k ? 1.0 / static_cast<double>(near.size(1)) : 0.0;
            }
        }
        const double sum = std::accumulate(hardness.begin(), hardness.end(), 0.0);
        if (sum == 0) continue;
        for (std::size_t i = 0; i < counts[k]; ++i) {
            const auto row = static_cast<std::size_t>(own[static_cast<std::int64_t>(i)].item<std::int64_t>());
            out[row] =
                static_cast<std::size_t>(std::llround(hardness[i] / sum * static_cast<double>(largest - counts[k])));
        }
    }
    return out;
}

std::vector<Between> adasynPairs(std::span<const float> rows, std::size_t size, std::span<const std::uint8_t> labels,
                                 std::size_t classes, std::uint64_t seed) {
    const torch::NoGradGuard guard;
    const auto wanted = adasynCounts(rows, size, labels, classes);
    const auto all = matrixOf(rows, size);
    std::vector<Between> out;
    for (std::size_t k = 0; k < classes; ++k) {
        const auto own = placesOf(labels, k);
        if (own.size(0) < 2) continue;
        const auto of_class = all.index_select(0, own);
        const auto near = nearest(of_class, torch::arange(own.size(0)), of_class);
        Random random(streamSeed(seed, 5000 + k));
        for (std::int64_t i = 0; i < own.size(0); ++i) {
            const auto row = static_cast<std::size_t>(own[i].item<std::int64_t>());
            for (std::size_t made = 0; made < wanted[row]; ++made) {
                const auto j = static_cast<std::int64_t>(random.below(static_cast<std::size_t>(near.size(1))));
                const auto other = static_cast<std::size_t>(own[near[i][j].item<std::int64_t>()].item<std::int64_t>());
                const auto share = static_cast<float>(random.uniform());
                out.push_back({row, other, share});
            }
        }
    }
    return out;
}

std::vector<std::size_t> addAdasynBeats(BeatDataset& dataset, std::span<const std::size_t> train, std::uint64_t seed) {
    const std::size_t size = dataset.shape.timeSize();
    std::vector<float> rows;
    rows.reserve(train.size() * size);
    for (const std::size_t i : train) {
        const auto first = dataset.time.begin() + static_cast<std::ptrdiff_t>(i * size);
        rows.insert(rows.end(), first, first + static_cast<std::ptrdiff_t>(size));
    }
    std::vector<std::size_t> out(train.begin(), train.end());
    for (const Between& pair : adasynPairs(rows, size, classesOf(dataset, train), dataset.classes(), seed)) {
        appendBetween(dataset, train[pair.a], train[pair.b], pair.share);
        out.push_back(dataset.size() - 1);
    }
    return out;
}

}  // namespace triptych::inference::training
