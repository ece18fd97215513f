#include "core/formats/edf/timeline.h"

#include "core/text/numbers.h"
#include "core/text/said.h"

#include <cmath>

namespace triptych::formats {
namespace {

// Times are written with as few as three decimals.
constexpr double kTolerance_s = 1.1e-3;

double endOf(const EdfBlock& block, std::int64_t record, double record_duration_s) {
    return block.start_s + static_cast<double>(record - block.first_record) * record_duration_s;
}

}  // namespace

EdfTimeline timelineOf(const std::vector<double>& onset_s, std::int64_t records, double record_duration_s,
                       bool is_discontinuous, double most_s, const std::string& where) {
    EdfTimeline timeline;
    if (onset_s.empty()) return timeline;
    if (!std::isnan(onset_s.front())) timeline.start_s = onset_s.front();
    std::vector<EdfBlock> blocks{{}};
    std::int64_t overlapping = 0;
    std::int64_t timeless = 0;
    for (std::int64_t record = 0; record < records; ++record) {
        const double stated_s = onset_s[static_cast<std::size_t>(record)] - timeline.start_s;
        const double expected_s = endOf(blocks.back(), record, record_duration_s);
        if (std::isnan(stated_s)) {
            ++timeless;
        } else if (stated_s > expected_s + kTolerance_s) {
            blocks.push_back({record, stated_s});
        } else if (stated_s < expected_s - kTolerance_s) {
            ++overlapping;
        }
    }

    if (timeless > 0) {
        timeline.warnings.push_back(
            {text::say("{1} of {2} data records do not state their time; each is placed behind the one before",
                       timeless, records),
             where});
    }
    if (!is_discontinuous) {
        if (blocks.size() > 1 || overlapping > 0) {
            timeline.warnings.push_back(
                {"the data records state times that do not follow each other, but the header "
                 "calls the file continuous, as which it is shown",
                 where});
        }
        return timeline;
    }
    if (overlapping > 0) {
        timeline.warnings.push_back(
            {text::say("{1} of {2} data records start before the one before ends; each is placed behind it",
                       overlapping, records),
             where});
    }
    if (const double span_s = endOf(blocks.back(), records, record_duration_s); span_s > most_s) {
        timeline.warnings.push_back({text::say("the data records claim to span {1} s, far more than was recorded: the "
                                               "gaps are left out, so times behind the first gap are not true",
                                               text::shortestText(std::round(span_s))),
                                     where});
        return timeline;
    }
    timeline.blocks = std::move(blocks);
    return timeline;
}

}  // namespace triptych::formats
