#include "core/formats/wfdb/segments_source.h"

#include "core/formats/wfdb/record.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::formats {
namespace {

// An intensive care unit's records have thousands of segments, and a process a thousand open files.
constexpr std::size_t kSegmentsOpen = 64;

std::int32_t rescaled(std::int32_t stored, const Piece& from, const SegmentedLead& to) {
    const double physical = (stored - from.baseline) / from.gain;
    const double value = std::nearbyint(physical * to.gain + to.baseline);
    return static_cast<std::int32_t>(std::clamp<double>(value, kMissingSample + 1.0, INT32_MAX));
}

}  // namespace

std::int64_t samplesOf(const Recording& recording) {
    std::int64_t samples = 0;
    for (const Lead& lead : recording.leads) samples += lead.samples;
    return samples;
}

SegmentsSource::SegmentsSource(std::vector<std::string> headers, std::vector<std::int64_t> held,
                               std::vector<SegmentedLead> leads, bool have_checksums)
    : headers_(std::move(headers)), held_(std::move(held)), leads_(std::move(leads)), have_checksums_(have_checksums) {}

template <class T, class Read>
void SegmentsSource::forEachPiece(std::size_t lead, std::int64_t first, std::span<T> out, const Read& read) const {
    if (lead >= leads_.size() || first > INT64_MAX - static_cast<std::int64_t>(out.size())) return;
    const std::int64_t last = first + static_cast<std::int64_t>(out.size());
    const std::vector<Piece>& pieces = leads_[lead].pieces;
    auto piece = std::partition_point(pieces.begin(), pieces.end(),
                                      [first](const Piece& p) { return p.first + p.samples <= first; });
    for (; piece != pieces.end() && piece->first < last; ++piece) {
        const std::int64_t begin = std::max(first, piece->first);
        const std::int64_t end = std::min(last, piece->first + piece->samples);
        const RecordingPtr segment = segmentAt(piece->segment);
        if (segment == nullptr) continue;  // taken away since the record was opened
        read(*piece, leads_[lead], *segment->source, begin - piece->first,
             out.subspan(static_cast<std::size_t>(begin - first), static_cast<std::size_t>(end - begin)));
    }
}

void SegmentsSource::readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const {
    std::fill(out.begin(), out.end(), std::numeric_limits<float>::quiet_NaN());
    forEachPiece(lead, first, out,
                 [](const Piece& piece, const SegmentedLead&, const SampleSource& source, std::int64_t at,
                    std::span<float> part) { source.readPhysical(piece.lead, at, part); });
}

void SegmentsSource::readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const {
    std::fill(out.begin(), out.end(), kMissingSample);
    forEachPiece(lead, first, out,
                 [](const Piece& piece, const SegmentedLead& whole, const SampleSource& source, std::int64_t at,
                    std::span<std::int32_t> part) {
                     source.readStored(piece.lead, at, part);
                     if (piece.gain == whole.gain && piece.baseline == whole.baseline) return;
                     for (std::int32_t& value : part) {
                         if (value != kMissingSample) value = rescaled(value, piece, whole);
                     }
                 });
}

std::vector<FileChange> SegmentsSource::fileChanges() const {
    std::deque<std::pair<std::size_t, RecordingPtr>> open;
    std::vector<FileChange> changes;
    {
        const std::lock_guard lock(mutex_);
        open = open_;
        for (const auto& [segment, lost] : lost_) {
            changes.push_back({headers_[segment], files::FileState::cut, 0, lost});
        }
    }
    for (const auto& [index, segment] : open) {
        if (segment == nullptr) continue;
        const auto own = fileChangesOf(*segment);
        changes.insert(changes.end(), own.begin(), own.end());
    }
    return changes;
}

RecordingPtr SegmentsSource::openSegment(std::size_t index) const {
    auto header = readWfdbHeader(headers_[index]);
    if (!header) return nullptr;
    auto record = openWfdbRecord(headers_[index], std::move(*header), {});
    if (!record) return nullptr;
    if (!have_checksums_) {
        for (Lead& lead : record->recording.leads) lead.checksum.reset();
    }
    return std::make_shared<const Recording>(std::move(record->recording));
}

RecordingPtr SegmentsSource::segmentAt(std::size_t index) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [which, segment] : open_) {
        if (which == index) return segment;
    }
    RecordingPtr segment = openSegment(index);
    const std::int64_t lost = held_[index] - (segment ? samplesOf(*segment) : 0);
    lost_.erase(index);
    if (lost > 0) lost_[index] = lost;
    if (open_.size() == kSegmentsOpen) open_.pop_front();
    open_.emplace_back(index, segment);
    return segment;
}

}  // namespace triptych::formats
