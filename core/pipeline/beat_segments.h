// An explanation told by what a reader sees: how much of it lies on P, PR, QRS, ST, T and between the waves, lead by
// lead.
#pragma once

#include "core/domain/explanation.h"
#include "core/domain/waves.h"
#include "core/text/said.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::pipeline {

// before, after: what belongs to the beats beside the explained one; baseline: what belongs to no wave that was found.
enum class Segment : std::uint8_t { p, pr, qrs, st, t, before, after, baseline };
inline constexpr std::size_t kSegments = 8;
[[nodiscard]] std::string_view name(Segment segment);  // for programs: "qrs"
[[nodiscard]] text::Said inWords(Segment segment);     // for people: "QRS", "beat before"

struct SegmentSpan {
    Segment segment = Segment::baseline;
    double from_s = 0, to_s = 0;
};

// Those of beat `own` of the lead, by marks that are sure alone (the ends of its QRS by the best guess), and what the
// beats beside it take up. PR is the
// stretch from the end of P to the QRS, ST that from the QRS to T. Without an own beat: of all beats, and none is
// beside. Empty where the waves are not known. Where spans overlap, the first holds.
[[nodiscard]] std::vector<SegmentSpan> segmentsOf(const LeadWaves& waves, std::optional<std::size_t> own);
// The spans of one segment: of a beat one at most.
[[nodiscard]] std::vector<SegmentSpan> spansOf(std::span<const SegmentSpan> spans, Segment segment);
[[nodiscard]] Segment segmentAt(std::span<const SegmentSpan> spans, double time_s);

struct SegmentSum {
    double seconds = 0;   // that the model saw of it
    double sum = 0;       // of the attributions there
    double absolute = 0;  // of their magnitudes, moment by moment
};
struct LeadSegments {
    std::string lead;
    bool known = false;  // false: nobody knows the waves of this lead, and everything counts as baseline
    std::array<SegmentSum, kSegments> of = {};

    [[nodiscard]] const SegmentSum& operator[](Segment segment) const { return of[static_cast<std::size_t>(segment)]; }
    [[nodiscard]] double absolute() const;
    [[nodiscard]] double seconds() const;
};

// Of what a lead's spans are: [spans of that lead], asked by its name.
struct LeadSpans {
    std::string lead;
    std::vector<SegmentSpan> spans;
};
// A row for each lead that the explanation has: for a beat the one lead `spans.front()` of the input "time" (channels
// added up), for a recording those of the input "leads". Sums of a row add up to the input's. Empty where the
// explanation has neither.
[[nodiscard]] std::vector<LeadSegments> segmentTable(const Explanation& explanation, std::span<const LeadSpans> spans);

}  // namespace triptych::pipeline
