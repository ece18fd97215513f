// What the study of calibration found, put into tables and words.
#pragma once

#include "core/inference/studies/study_report.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace triptych::inference::studies {

// Beats of records that no network learnt from; fusion, temperature and sets come from other groups of these records.
struct CalibrationResult {
    std::vector<std::string> classes;
    std::string model, trained_on;
    std::vector<std::string> records;
    std::vector<float> probability;        // [n × K]
    std::vector<std::uint8_t> truth;       // [n]
    std::vector<std::uint32_t> record;     // [n]
    std::vector<std::uint32_t> set;        // [n] likely classes (likelySet)
    std::vector<std::uint32_t> plain_set;  // [n] the same by one threshold a class (conformalSet)
    std::vector<std::uint8_t> disagree;    // [n] 1: the branches name different classes
    double alpha = 0.05;
    std::size_t groups = 0;
    std::size_t leaking_patients = 0;
    double seconds = 0;
};

[[nodiscard]] StudyReport calibrationReport(const CalibrationResult& result);

}  // namespace triptych::inference::studies
