// `study review-work`: what the queue and the tiles save a reader, with the annotator of MIT-BIH as the reader.
#pragma once

#include "app/cli/console/json.h"
#include "app/cli/study/study_data.h"
#include "core/domain/error.h"
#include "core/pipeline/review_work.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace triptych::cli {

inline constexpr std::array kLookedAt = {0.01, 0.02, 0.05, 0.10, 0.20, 0.50};
inline constexpr double kAgreement = 0.995;
enum class Way { queue_and_tiles, queue, margin, random, beat_by_beat };
inline constexpr std::array kWays = {Way::queue_and_tiles, Way::queue, Way::margin, Way::random, Way::beat_by_beat};
[[nodiscard]] std::string_view nameOf(Way way);

struct WorkOfRecord {
    std::string record;
    std::size_t beats = 0, errors = 0;  // errors are not printed: they would be a score of the model
    // By way, in the order of kWays. Of the tiles there is no curve: a tile is no share of the beats.
    std::array<std::array<double, kLookedAt.size()>, kWays.size()> found{};  // errors; of random its mean
    std::array<std::optional<double>, kWays.size()> decisions{};
};

struct ReviewWork {
    std::string model, set;
    bool chosen_on = false;  // the rules were
    std::vector<WorkOfRecord> records;
    double seconds = 0;
};

// Errors: those of opening and of the model.
[[nodiscard]] Result<ReviewWork> measureReviewWork(StudyData& data, const std::string& model);
[[nodiscard]] std::string markdown(const ReviewWork& work);
[[nodiscard]] Json json(const ReviewWork& work);

}  // namespace triptych::cli
