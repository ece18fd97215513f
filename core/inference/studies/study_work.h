// What a study has done so far, on the disk: parts are computed once, each is written whole when it is done, and a run
// that was stopped, killed or ran out of disk goes on after the last of them to the same report.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::inference::studies {

using Json = nlohmann::ordered_json;
using StudyLog = std::function<void(const std::string&)>;

class StudyWork {
public:
    // Makes the folder NAME within `work` of the output folder. `identity` says of what study, data and settings the
    // parts are; parts of another identity are not mixed in. `fresh` forgets what is there. Errors: io_failed,
    // model_mismatch.
    [[nodiscard]] static Result<StudyWork> open(const std::string& output_folder, const std::string& name,
                                                const std::string& identity, bool fresh);

    // Null where the part has not been done, or its file cannot be understood and it is done again.
    [[nodiscard]] Json find(const std::string& key) const;
    // Errors: io_failed (a full disk), with what to do about it.
    [[nodiscard]] Result<void> keep(const std::string& key, const Json& result) const;
    [[nodiscard]] std::string fileOf(const std::string& key) const;

private:
    explicit StudyWork(std::string folder) : folder_(std::move(folder)) {}
    std::string folder_;
};

// Computes one part; its numbers hang on the key alone, never on what was done before it. "seconds" that it has
// already are of computing before this run, which went on from there. Any thread.
using ComputePart = std::function<Result<Json>(const std::string& key)>;

// Every part of `keys`, found or computed, by `threads` workers, in that order. Adds "seconds" of computing to what it
// makes. The log gets a line for each, with the time that is left. Errors: those of `compute`, io_failed, cancelled;
// what is done by then stays done.
[[nodiscard]] Result<std::map<std::string, Json>> runParts(const StudyWork& work, const std::vector<std::string>& keys,
                                                           const ComputePart& compute, int threads, const Job& job,
                                                           const StudyLog& log);

// The seconds of all parts together.
[[nodiscard]] double secondsOf(const std::map<std::string, Json>& parts);

}  // namespace triptych::inference::studies
