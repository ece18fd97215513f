// The mean of many maps, aligned at R, and how far single ones lie from it: what a model looks at in a class of beats
// rather than in one of them.
#pragma once

#include "core/domain/explanation.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/pipeline/map_source.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace triptych::pipeline {

// The signal around the marks, each beat's own level taken off.
struct AlignedTrace {
    std::string lead, unit;
    double first_s = 0, step_s = 0;  // from the mark
    std::vector<float> mean, deviation;
};

struct MeanMap {
    // Times in s from the mark; scores and values are means, and there is no sum to check and no badge.
    Explanation mean;
    std::vector<std::vector<float>> deviation;  // of each input's values, sample standard deviation
    double score_deviation = 0;
    std::size_t beats = 0;     // that it is of
    std::size_t left_out = 0;  // that could not be explained, or whose map has another shape
    AlignedTrace trace;
};

// Adds maps up as they are made.
class MeanMapGathering {
public:
    explicit MeanMapGathering(MapSource source, RecordingPtr recording, std::size_t lead);

    // The next maps, `at_most` of them; what was added stays where it is stopped. Errors: cancelled; that of a map
    // where none could be made at all.
    [[nodiscard]] Result<void> goOn(std::size_t at_most, const Job& job);
    [[nodiscard]] std::size_t done() const { return next_; }
    [[nodiscard]] std::size_t count() const { return source_.count; }
    [[nodiscard]] bool complete() const { return next_ >= source_.count; }
    // Of what was added; nothing before the first.
    [[nodiscard]] std::optional<MeanMap> mean() const;

private:
    struct Sums {
        std::vector<double> sum, square, seen, axis;  // axis: of the one that is in s
    };
    void add(const Explanation& explanation, double mark_s);
    void addTrace(double mark_s);

    MapSource source_;
    RecordingPtr recording_;
    std::size_t lead_ = 0;
    std::size_t next_ = 0, added_ = 0, left_out_ = 0;
    std::optional<Explanation> first_;
    std::vector<Sums> sums_;
    double score_ = 0, score_square_ = 0, baseline_ = 0;
    double from_s_ = -0.8, to_s_ = 0.8;  // of the trace
    std::vector<double> trace_sum_, trace_square_;
    std::vector<std::size_t> trace_count_;
    std::optional<Error> last_;
};

}  // namespace triptych::pipeline
