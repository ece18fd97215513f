// What the study of the domains' complementarity on MIT-BIH found, put into tables and words.
#pragma once

#include "core/inference/studies/study_report.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace triptych::inference::studies {

// The held-out beats of one fold, as the domains' networks of one seed saw them.
struct DomainsFold {
    std::size_t seed = 0;
    std::vector<std::uint8_t> truth;              // [n]
    std::vector<std::uint32_t> record;            // [n] index into DomainsResult::records
    std::vector<std::vector<double>> component;   // [domain][n]
    std::vector<std::vector<float>> probability;  // [domain][n × K]
};

struct DomainsResult {
    std::vector<std::string> classes, records;
    std::vector<std::string> domains;  // time, frequency, scalogram
    std::string condition;
    std::size_t seeds = 1;
    std::size_t leaking_patients = 0;
    std::vector<DomainsFold> folds;
    int epochs = 0;  // of every network; 0: each one's own
    double seconds = 0;
};

[[nodiscard]] StudyReport domainsReport(const DomainsResult& result);

}  // namespace triptych::inference::studies
