#include "core/inference/module/training/runs.h"

#include "core/inference/splits.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace triptych::inference::training {

namespace {

// Where the data came with a test part of its own, that part tests, and a tenth of the rest validates.
std::vector<Part> partsOf(const BeatDataset& dataset, std::uint64_t seed) {
    const auto given = [&](std::size_t i) { return dataset.sources[dataset.source[i]].test; };
    const bool has_test =
        std::any_of(dataset.sources.begin(), dataset.sources.end(), [](const Source& source) { return source.test; });
    if (!has_test) return stratifiedSplit(dataset.label, seed);
    std::vector<std::size_t> rest;
    std::vector<std::uint8_t> labels;
    for (std::size_t i = 0; i < dataset.size(); ++i) {
        if (given(i)) continue;
        rest.push_back(i);
        labels.push_back(dataset.label[i]);
    }
    std::vector<Part> parts(dataset.size(), Part::test);
    const auto split = stratifiedSplit(labels, seed, false);
    for (std::size_t i = 0; i < rest.size(); ++i) parts[rest[i]] = split[i];
    return parts;
}

}  // namespace

Fold stratifiedFold(const BeatDataset& dataset, std::uint64_t seed) {
    const auto parts = partsOf(dataset, seed);
    Fold fold;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i] == Part::train) fold.train.push_back(i);
        if (parts[i] == Part::validation) fold.held_out.push_back(i);
    }
    return fold;
}

std::vector<std::size_t> stratifiedTest(const BeatDataset& dataset, std::uint64_t seed) {
    const auto parts = partsOf(dataset, seed);
    std::vector<std::size_t> test;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i] == Part::test) test.push_back(i);
    }
    return test;
}

std::vector<Fold> recordFolds(const BeatDataset& dataset, std::size_t folds) {
    // Each database is dealt by itself, so that its folds are the same whatever else trains beside it.
    struct Database {
        std::map<std::string, std::size_t> number;
        std::vector<std::vector<std::int64_t>> counts;
        std::vector<std::size_t> fold_of;
    };
    std::map<std::string, Database> databases;
    for (const Source& source : dataset.sources) {
        Database& database = databases[source.database];
        if (database.number.emplace(source.record, database.counts.size()).second) {
            database.counts.emplace_back(kBeatClasses, 0);
        }
    }
    for (std::size_t i = 0; i < dataset.size(); ++i) {
        const Source& source = dataset.sources[dataset.source[i]];
        Database& database = databases[source.database];
        const auto of = beatClassNamed(dataset.class_names[dataset.label[i]]);
        if (!source.analysis_lead || !of) continue;
        ++database.counts[database.number[source.record]][static_cast<std::size_t>(*of)];
    }
    for (auto& [name, database] : databases) {
        database.fold_of = dealIntoFolds(database.counts, folds);
        // Strips have no beats to be dealt by: they go round.
        const bool counted = std::ranges::any_of(database.counts, [](const auto& of_record) {
            return std::ranges::any_of(of_record, [](std::int64_t beats) { return beats > 0; });
        });
        for (std::size_t i = 0; !counted && i < database.fold_of.size(); ++i) database.fold_of[i] = i % folds;
    }
    std::vector<Fold> out(folds);
    for (std::size_t i = 0; i < dataset.size(); ++i) {
        const Database& database = databases[dataset.sources[dataset.source[i]].database];
        const std::size_t home = database.fold_of[database.number.at(dataset.recordOf(i))];
        for (std::size_t fold = 0; fold < folds; ++fold) {
            if (fold != home) {
                out[fold].train.push_back(i);
            } else if (!dataset.isMade(i)) {
                out[fold].held_out.push_back(i);
            }
        }
    }
    return out;
}

Fold everything(const BeatDataset& dataset) {
    Fold fold;
    fold.train.resize(dataset.size());
    std::iota(fold.train.begin(), fold.train.end(), std::size_t{0});
    return fold;
}

}  // namespace triptych::inference::training
