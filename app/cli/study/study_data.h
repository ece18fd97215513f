// The recordings that the rows of `study robustness` are measured on: those to develop on, and those that are read
// once, at the end.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/prediction.h"
#include "core/domain/recording.h"
#include "core/inference/engine.h"
#include "core/inference/recording_analysis.h"
#include "core/pipeline/find_beats.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace triptych::cli {

// development: DS1 without 201, svdb, CinC strips of even number, noise/em up to 6:00. last: DS2, odd strips, the rest
// of the noise; each run of it is a reading of all of them.
enum class StudySet { development, last };

// Asks one model about recordings, and remembers what it said of those that are asked about again.
class StudyData {
public:
    StudyData(std::string folder, StudySet set, std::shared_ptr<const inference::Model> model, Job job,
              std::vector<std::string> records);

    [[nodiscard]] StudySet set() const { return set_; }
    [[nodiscard]] const Job& job() const { return job_; }
    [[nodiscard]] const std::vector<std::string>& mitdb() const { return mitdb_; }
    // Of those to which noise of electrodes is added.
    [[nodiscard]] std::vector<std::string> motionRecords() const;
    [[nodiscard]] std::vector<std::string> svdb() const;
    // Strips of the set with that label of REFERENCE.csv; empty where they are not here.
    [[nodiscard]] std::vector<std::string> strips(char label) const;
    [[nodiscard]] std::string pathOf(const std::string& folder, const std::string& file) const;

    [[nodiscard]] Result<RecordingPtr> open(const std::string& folder, const std::string& record) const;
    // Beats by `choice`, classed with the silences. Not kept.
    [[nodiscard]] Result<Classification> answer(const RecordingPtr& recording, pipeline::BeatChoice choice) const;
    // Of a file as it is; kept.
    [[nodiscard]] Result<std::shared_ptr<const Classification>> answer(const std::string& folder,
                                                                       const std::string& record,
                                                                       pipeline::BeatChoice choice);

private:
    std::string folder_;
    StudySet set_;
    std::shared_ptr<const inference::Model> model_;
    Job job_;
    std::vector<std::string> mitdb_;
    bool chosen_ = false;
    std::map<std::string, std::shared_ptr<const Classification>> kept_;
};

// The record of DS2 among `names`, or "".
[[nodiscard]] std::string firstOfDs2(const std::vector<std::string>& names);

}  // namespace triptych::cli
