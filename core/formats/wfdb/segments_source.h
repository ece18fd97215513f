// The samples of a WFDB record that is made of other records: each segment is opened when it is read, and a few are
// kept open.
#pragma once

#include "core/domain/recording.h"
#include "core/formats/file_changes.h"

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace triptych::formats {

// A stretch of a lead that one segment holds.
struct Piece {
    std::int64_t first = 0;  // sample of the whole lead
    std::int64_t samples = 0;
    std::size_t segment = 0;
    std::size_t lead = 0;  // of the segment
    double gain = 1;
    double baseline = 0;
};

struct SegmentedLead {
    double gain = 1;
    double baseline = 0;
    std::vector<Piece> pieces;  // ascending, not overlapping
};

// Samples of all leads together.
[[nodiscard]] std::int64_t samplesOf(const Recording& recording);

class SegmentsSource final : public SampleSource, public FileBacked {
public:
    // `held`: samplesOf() each segment when the record was opened. `have_checksums` false: what the segments' headers
    // state as sums nobody computed.
    SegmentsSource(std::vector<std::string> headers, std::vector<std::int64_t> held, std::vector<SegmentedLead> leads,
                   bool have_checksums);

    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override;
    void readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const override;
    // Of the segments that are open, and of those that had become shorter when they were opened again.
    [[nodiscard]] std::vector<FileChange> fileChanges() const override;

    // A segment by itself; null where it can no longer be opened.
    [[nodiscard]] RecordingPtr openSegment(std::size_t index) const;
    [[nodiscard]] std::size_t segments() const { return headers_.size(); }

private:
    template <class T, class Read>
    void forEachPiece(std::size_t lead, std::int64_t first, std::span<T> out, const Read& read) const;
    RecordingPtr segmentAt(std::size_t index) const;

    std::vector<std::string> headers_;
    std::vector<std::int64_t> held_;
    std::vector<SegmentedLead> leads_;
    bool have_checksums_;
    mutable std::mutex mutex_;
    mutable std::deque<std::pair<std::size_t, RecordingPtr>> open_;
    mutable std::map<std::size_t, std::int64_t> lost_;  // samples, by segment
};

}  // namespace triptych::formats
