// What the study of fusions on MIT-BIH found so far, put into tables and words, and what of its schedule is open.
#pragma once

#include "core/inference/studies/study_report.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace triptych::inference::studies {

// One network or late fusion under one protocol.
struct FusionModel {
    std::string name, title;
    std::size_t wanted_seeds = 2;
    std::vector<std::vector<std::uint8_t>> predicted;  // [seed][beats] of the finished seeds
    // Late attention alone: softmax over the branches of every fit's weights, [fit][branch × class].
    std::vector<std::vector<double>> attention;
    double seconds = 0;  // of the finished seeds, its branches' too
};

struct FusionProtocol {
    std::string name, condition;
    std::vector<std::string> classes, records;
    std::vector<std::uint8_t> truth;    // [beats]
    std::vector<std::uint32_t> record;  // [beats]
    std::size_t leaking_patients = 0;
    std::vector<FusionModel> models;
};

struct FusionResult {
    std::vector<std::string> branches;  // of late attention: time-frequency, time
    std::vector<FusionProtocol> protocols;
    std::size_t done = 0, parts = 0;
    std::vector<std::string> open;  // keys of parts that are not done
    int epochs = 0;                 // of every network; 0: each one's own
    double seconds = 0;
};

inline constexpr const char* kLateAttention = "late_attention";
inline constexpr const char* kLateAverage = "late_average";

[[nodiscard]] StudyReport fusionReport(const FusionResult& result);

}  // namespace triptych::inference::studies
