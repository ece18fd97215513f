// What the studies on MIT-BIH share: its beats under two protocols, and a network of the zoo trained on one fold of
// one of them as a part that is done once, whichever study asks.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/module/training/configurations.h"
#include "core/inference/module/training/dataset.h"
#include "core/inference/module/training/runs.h"
#include "core/inference/studies/study_work.h"
#include "core/inference/study.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::inference::studies {

enum class Protocol {
    intra,  // as published: beats of all 48 records, a patient's on both sides; a fifth tests, a tenth of the rest
            // validates
    inter   // records of DS1 without 201 held out, five folds; DS2 is not read
};
[[nodiscard]] std::string_view name(Protocol protocol);
[[nodiscard]] std::string_view describe(Protocol protocol);

struct BeatProtocol {
    Protocol protocol = Protocol::inter;
    training::Configuration configuration;  // of every network, but for its branch
    training::BeatDataset dataset;
    std::vector<training::Fold> folds;            // intra: one, whose held-out beats validate
    std::vector<std::vector<std::size_t>> asked;  // by fold: the beats that are answered
};
// Errors: those of reading the recordings; cancelled.
[[nodiscard]] Result<BeatProtocol> beatProtocol(Protocol protocol, const std::string& data_folder, const Job& job);

// Patients of asked beats who are taught in the same fold, over all folds.
[[nodiscard]] std::size_t leakingPatients(const BeatProtocol& beats);

// An epoch has seven times as many beats within patients: all 48 records, ordinary N beats not thinned.
struct StudiedEpochs {
    int inter = 4, intra = 2;
};

struct StudiedNetwork {
    std::string_view network;  // of the zoo
    std::string_view title;
    StudiedEpochs epochs;
    double peak_learning_rate = 1e-3;
    std::size_t seeds = 2;
    bool is_branch = false;  // its probabilities meet in late fusion
    bool is_domain = false;  // one of O2's three, whose embeddings the study on domains compares
};
// Single domains, early and intermediate fusions, in the order in which they are trained: cheap ones first.
[[nodiscard]] const std::vector<StudiedNetwork>& studiedNetworks();

struct BeatTask {
    Protocol protocol = Protocol::inter;
    const StudiedNetwork* network = nullptr;
    std::size_t seed = 0, fold = 0;
    [[nodiscard]] std::string key() const;
};

// The part that a task makes, as JSON: "predicted", a digit for each asked beat; of a branch, and of a domain inter,
// their "probabilities"; of a branch, intra, "validation": those of the fold's held-out beats; of a domain, inter,
// "component": the asked beats' scores on the first principal component of what the training beats' features are, such
// that N beats score lower. A training that was stopped goes on from its last whole epoch. `epochs` 0: the network's
// own.
[[nodiscard]] Result<Json> beatPart(const BeatProtocol& beats, const BeatTask& task, int epochs, const StudyWork& work,
                                    const Job& job, const StudyLog& log);

// What a part holds, in whole units there: "probabilities" or "validation", and the component. Empty: it has none.
[[nodiscard]] std::vector<float> probabilitiesIn(const Json& part, const char* what);
[[nodiscard]] std::vector<double> componentIn(const Json& part);

// Where both studies keep their parts. Errors: those of StudyWork::open().
[[nodiscard]] Result<StudyWork> beatWork(const StudyRequest& request);

// What a study says where a part's answers are not of the beats at hand.
[[nodiscard]] std::unexpected<Error> foreignPart(const StudyWork& work, const std::string& key);

}  // namespace triptych::inference::studies
