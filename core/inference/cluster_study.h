// What the laboratory is asked of time-localised clusters (Boubekki et al. 2025): to fit them to a model, and how good
// they are, on records held out in turn or on others.
#pragma once

#include "core/domain/error.h"
#include "core/domain/time_clusters.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace triptych::inference {

struct LearnClustersRequest {
    std::string model_folder;
    std::string data_folder;           // of MIT-BIH's records, with svdb inside it or beside them
    std::vector<std::string> records;  // to learn from, "101", "svdb/800"
    std::string output_folder;         // clusters.safetensors is written here
    std::string waves_folder;          // of LUDB, by whose marks clusters are named; empty: they have numbers
    std::uint64_t seed = 1;
};

struct LearntClusters {
    std::vector<BeatCluster> clusters, row;
    std::vector<std::string> classes;
    ClusterChecks checks;
    std::uintmax_t bytes = 0;
};

struct AskClustersRequest {
    std::string model_folder;
    std::string data_folder;
    std::vector<std::string> learnt_from;  // records that the forest learns from: those that taught the clusters
    std::vector<std::string> asked;        // records that it is asked of
};

}  // namespace triptych::inference
