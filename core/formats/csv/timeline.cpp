#include "core/formats/csv/timeline.h"

#include "core/formats/csv/survey.h"
#include "core/formats/gaps.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace triptych::formats {
namespace {

constexpr std::size_t kLearntFrom_runs = 256;
constexpr int kRounding_stamps = 64;  // numbers lose zeros at their end: 1.25, 1.5, 2
constexpr double kEven = 0.01;        // samples that an even clock strays at most
constexpr double kCoarse_rows = 3;
constexpr std::int64_t kAround_rows = 16;
constexpr std::size_t kFewRuns = 8;
constexpr double kSurely = 6;  // times the noise
constexpr std::size_t kSmallBlock_bytes = 1 << 14;

// The value below which so large a share of them lies.
double quantileOf(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size()));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}
double medianOf(std::vector<double> values) {
    return quantileOf(std::move(values), 0.5);
}

// "360" for 359.9998, where the times cannot tell the two apart.
double rounded(double rate_hz, double uncertainty_hz) {
    for (const double steps : {1.0, 2.0, 10.0, 100.0, 1000.0}) {
        const double near = std::round(rate_hz * steps) / steps;
        if (near > 0 && std::abs(near - rate_hz) <= uncertainty_hz) return near;
    }
    return rate_hz;
}

// The samples that are missing before a row where the clock of such a table jumps, by the rows around it.
std::int64_t gapAt(const TableText& text, const CsvLayout& layout, const CsvSurvey& survey, std::int64_t row,
                   std::int64_t last_jump, std::int64_t next_jump) {
    const std::int64_t from = std::max(row - kAround_rows, last_jump);
    const std::int64_t to = std::min({row + kAround_rows, next_jump, survey.rows});
    const std::int64_t mark = from / kRowsPerMark;
    CsvRows rows(text, layout, survey.marks[static_cast<std::size_t>(mark)], kSmallBlock_bytes, &survey.no_rows);
    CsvTimes times(layout);
    double before = 0;
    double behind = 0;
    double rows_before = 0;
    double rows_behind = 0;
    std::string_view line;
    for (std::int64_t i = mark * kRowsPerMark; i < to && rows.next(line); ++i) {
        if (i < from) continue;
        const auto time = times.ofRow(line);
        if (!time) continue;
        const double ahead = time->time_s * survey.clock.rate_hz - static_cast<double>(i - row);
        (i < row ? before : behind) += ahead;
        ++(i < row ? rows_before : rows_behind);
    }
    if (rows_before == 0 || rows_behind == 0) return 0;
    const double gained = behind / rows_behind - before / rows_before;
    return gained < 1e15 ? std::llround(gained) : std::int64_t{1} << 50;
}

}  // namespace

void ClockRuns::add(std::int64_t row, const RowTime& time) {
    if (time.resolution_s <= resolution_s_ || ++coarser_ > kRounding_stamps || !has_run_) {
        resolution_s_ = time.resolution_s;
        coarser_ = 0;
    }
    if (!has_run_) {
        first_s_ = time.time_s;
        first_row_ = row;
    }
    if (has_run_ && time.time_s == run_s_) return;
    if (has_run_ && time.time_s > run_s_) {
        // Rows without a time of their own belong to the run before.
        close({time.time_s - run_s_, static_cast<double>(row - run_row_), row, resolution_s_});
    } else if (has_run_ && survey_.back == 0) {
        survey_.back = row + 1;
        survey_.back_s = run_s_ - time.time_s;
    }
    has_run_ = true;
    run_s_ = time.time_s;
    run_row_ = row;
}

void ClockRuns::close(const Run& run) {
    if (is_settled_) {
        count(run);
        return;
    }
    first_.push_back(run);
    if (first_.size() == kLearntFrom_runs) settle();
}

void ClockRuns::settle() {
    is_settled_ = true;
    if (first_.empty()) return;
    std::vector<double> steps;
    std::vector<double> lengths;
    for (const Run& run : first_) {
        steps.push_back(run.step_s);
        lengths.push_back(run.rows);
    }
    const double middle = medianOf(steps);
    survey_.run_rows = medianOf(lengths);
    // Rounded times alternate between two steps; the middle one may be a resolution more or less.
    const double resolution_s = first_.back().resolution_s;
    const double longest_s =
        survey_.run_rows >= kCoarse_rows ? 1.5 * middle : std::max(1.5 * middle, middle + 1.5 * resolution_s);
    double span_s = 0;
    double rows = 0;
    for (std::size_t i = 0; i < first_.size(); ++i) {
        const bool is_cut =
            i == 0 && first_.size() > 2 && survey_.run_rows >= kCoarse_rows && first_[i].rows < survey_.run_rows - 0.5;
        if (first_[i].step_s > longest_s || is_cut) continue;
        span_s += first_[i].step_s;
        rows += first_[i].rows;
    }
    usual_hz_ = span_s > 0 ? rows / span_s : 0;
    const auto spreadOf = [&](double limit_s, double share) {
        std::vector<double> strays;
        for (const Run& run : first_) {
            if (run.step_s <= limit_s) strays.push_back(std::abs(run.step_s * usual_hz_ - run.rows));
        }
        return quantileOf(std::move(strays), share);
    };
    survey_.spread = spreadOf(longest_s, 0.5);
    // Of stamps that are a millisecond late or not, half the steps are right.
    constexpr double kMost = 0.8;
    survey_.is_uneven = spreadOf(longest_s, kMost) >= kEven && first_.size() >= kFewRuns;
    if (survey_.is_uneven) {
        // Long steps are as usual as short ones: to leave them out would make the rate too high.
        LastingSteps learnt;
        double time_s = 0;
        learnt.add(0, first_row_, false);
        for (const Run& run : first_) learnt.add(time_s += run.step_s, run.next_row, false);
        learnt.finish();
        usual_hz_ = learnt.period_s() > 0 ? 1 / learnt.period_s() : usual_hz_;
        constexpr double kAll = std::numeric_limits<double>::infinity();
        survey_.spread = std::max(spreadOf(kAll, 0.5), spreadOf(kAll, kMost) / 2);
        lasting_.add(first_s_, first_row_, false);
    }
    for (const Run& run : first_) count(run);
    first_.clear();
    first_.shrink_to_fit();
}

// Samples that the clock may gain in a run without having jumped.
double ClockRuns::limitOf(const Run& run) const {
    if (survey_.run_rows >= kCoarse_rows) return std::max(0.5 * survey_.run_rows, 4 * survey_.spread);
    if (survey_.spread < kEven) return 0.5;
    return std::max({0.5, 4 * survey_.spread, 1.5 * run.resolution_s * usual_hz_});
}

void ClockRuns::count(const Run& run) {
    const double ahead = run.step_s * usual_hz_ - run.rows;
    const bool is_coarse = survey_.run_rows >= kCoarse_rows;
    // A recording begins within a second, not with one: its first run does not count.
    const bool is_cut = is_first_ && is_coarse && run.rows < survey_.run_rows - 0.5;
    is_first_ = false;
    const bool is_jump = ahead > limitOf(run) && !(is_cut && ahead < 1.1 * survey_.run_rows);
    if (survey_.is_uneven) {
        first_s_ += run.step_s;
        lasting_.add(first_s_, run.next_row, is_jump);
    }
    const bool is_doubled = !survey_.is_uneven && !is_coarse && ahead < -0.5;
    if (is_jump || is_doubled) {
        survey_.jumps.push_back({run.next_row, ahead, run.step_s, run.rows});
        return;
    }
    if (is_cut) return;
    span_s_ += run.step_s;
    rows_ += run.rows;
}

// Of the jumps of an uneven clock those that are no late stamps.
void ClockRuns::keepWhatLasts() {
    lasting_.finish();
    const double period_s = lasting_.period_s();
    if (!(period_s > 0)) return;
    const double least = survey_.run_rows >= kCoarse_rows ? 0.5 * survey_.run_rows : 0.5;
    constexpr double kOwn = 0.4;  // of what lasts, the step itself must make: the rest belongs to a gap nearby
    std::vector<ClockSurvey::Jump> kept;
    for (std::size_t i = 0; i < survey_.jumps.size(); ++i) {
        ClockSurvey::Jump& jump = survey_.jumps[i];
        const LastingSteps::Step& step = lasting_.steps()[i];
        const double own_s = jump.step_s - jump.rows * period_s;
        if (step.lasting_s < least * period_s || step.lasting_s < kSurely * step.noise_s ||
            own_s < kOwn * step.lasting_s) {
            span_s_ += jump.step_s;
            rows_ += jump.rows;
            continue;
        }
        jump.ahead = step.lasting_s / period_s;
        kept.push_back(jump);
    }
    survey_.jumps = std::move(kept);
}

ClockSurvey ClockRuns::finish() {
    if (!is_settled_) settle();
    if (survey_.is_uneven) keepWhatLasts();
    if (!(span_s_ > 0) || !(rows_ > 0)) return std::move(survey_);
    const double exact_hz = rows_ / span_s_;
    const double stray_s = survey_.spread >= kEven ? 8 * std::max(survey_.spread / exact_hz, lasting_.noise_s()) : 0.0;
    const double uncertainty = survey_.run_rows >= kCoarse_rows ? std::max(1.5 / rows_, stray_s / span_s_)
                                                                : (2 * resolution_s_ + stray_s) / span_s_;
    survey_.rounding = resolution_s_ * exact_hz;
    survey_.rate_hz = rounded(exact_hz, std::max(1e-9, uncertainty) * exact_hz);
    return std::move(survey_);
}

CsvTimeline timelineOf(const TableText& text, const CsvLayout& layout, const CsvSurvey& survey) {
    CsvTimeline timeline;
    timeline.samples = survey.rows;
    const ClockSurvey& clock = survey.clock;
    const bool is_coarse = clock.run_rows >= kCoarse_rows;
    const bool is_uneven = !is_coarse && (clock.is_uneven || clock.spread >= kEven);
    if (!(clock.rate_hz > 0) || clock.back != 0) return timeline;
    constexpr std::int64_t kFewRows = 20;
    if (is_uneven &&
        static_cast<std::int64_t>(clock.jumps.size()) > std::max<std::int64_t>(100, survey.rows / kFewRows)) {
        timeline.trouble = "the times are so uneven that gaps cannot be told: the rows are shown as evenly spaced";
        return timeline;
    }
    const std::int64_t most = mostSamples(survey.rows);
    std::int64_t missing = 0;
    for (std::size_t i = 0; i < clock.jumps.size(); ++i) {
        const ClockSurvey::Jump& jump = clock.jumps[i];
        std::int64_t gap = jump.ahead < 1e15 ? std::llround(jump.ahead) : std::int64_t{1} << 50;
        if (is_uneven) {
            gap = gapAt(text, layout, survey, jump.row, i > 0 ? clock.jumps[i - 1].row : 0,
                        i + 1 < clock.jumps.size() ? clock.jumps[i + 1].row : survey.rows);
            gap = std::max<std::int64_t>(gap, 0);
        }
        if (gap == 0) continue;
        if (gap < 0) {
            timeline.doubled -= gap;
        } else {
            ++timeline.gaps;
        }
        if (gap > most - survey.rows - missing) {
            timeline.stretches.resize(1);
            timeline.gaps = 0;
            timeline.doubled = 0;
            timeline.samples = survey.rows;
            timeline.trouble = "the times jump so far that the gaps are left out; times behind the first are not true";
            return timeline;
        }
        missing += gap;
        timeline.stretches.push_back({jump.row, jump.row + missing});
    }
    timeline.samples = survey.rows + missing;
    constexpr double kSaid = 0.25;
    if (is_uneven && clock.spread > std::max(kSaid, clock.rounding)) {
        timeline.trouble = "the times are uneven: the rows between gaps are shown as evenly spaced";
    }
    return timeline;
}

}  // namespace triptych::formats
