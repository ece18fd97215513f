// What the study of printed pages found, put into tables and words.
#pragma once

#include "core/inference/studies/page_set.h"
#include "core/inference/studies/study_report.h"
#include "core/statistics/information.h"

#include <map>
#include <string>
#include <vector>

namespace triptych::inference::studies {

inline constexpr std::size_t kPageFolds = 5;

// One dealing of one condition into folds, every item answered by the networks that did not learn from it. Items as
// itemsOf() has them.
struct PageRun {
    PageCondition condition = PageCondition::distinct;
    std::size_t seed = 0;
    std::vector<std::size_t> fold;                                           // [items]
    std::map<std::string, std::vector<float>> probabilities;                 // [items × classes] by model
    std::map<std::string, std::vector<double>> component;                    // [items] by model of one domain
    std::map<std::string, std::vector<statistics::AgainstChance>> saliency;  // [items]; z is not filled
    std::size_t made_up = 0;                                                 // by ADASYN, over folds and models
};

struct ImagesResult {
    struct Model {
        std::string name, title;
    };
    PageSet set;
    std::vector<Model> models;  // that were trained: time, frequency, time_frequency, hybrid_1, hybrid_2, intermediate
    std::vector<PageRun> runs;
    int epochs = 0;
    double seconds = 0;
};

inline constexpr const char* kLateFusion = "late";

// Late fusion: the mean of the three domains' probabilities. [items × classes]
[[nodiscard]] std::vector<float> answersOf(const PageRun& run, const std::string& model);

[[nodiscard]] StudyReport imagesReport(const ImagesResult& result);

}  // namespace triptych::inference::studies
