// The samples of a WFDB record, decoded from its mapped signal files when they are asked for.
#pragma once

#include "core/domain/recording.h"
#include "core/files/mapped_file.h"
#include "core/formats/file_changes.h"
#include "core/formats/wfdb/flac_file.h"
#include "core/formats/wfdb/signal.h"

#include <memory>
#include <vector>

namespace triptych::formats {

// Where one lead's samples lie. Sample i of the lead is, with frame = i / per_frame + skew, number
// frame·frame_width + place + i % per_frame of the file's samples.
struct WfdbLane {
    std::shared_ptr<const files::MappedFile> file;
    const SignalFormat* format = nullptr;
    std::shared_ptr<const FlacFile> flac;  // of formats that are FLAC streams; null for others
    int channel = 0;                       // of the FLAC stream
    std::int64_t byte_offset = 0;          // of the file's sample 0; in a FLAC stream the number of that sample
    std::int64_t frame_width = 1;          // samples of all signals of the file in one frame
    std::int64_t place = 0;                // of this signal's first sample within a frame
    std::int64_t per_frame = 1;
    std::int64_t skew_frames = 0;
    std::int64_t stored_samples = 0;  // of this signal in the file, skew not taken off: the checksum's range
    std::int64_t samples = 0;         // that can be read
    std::int32_t before_first = 0;    // format 8: the value that the first difference is added to
    Scale scale;
};

class WfdbSource final : public SampleSource, public FileBacked {
public:
    explicit WfdbSource(std::vector<WfdbLane> lanes);
    ~WfdbSource() override;

    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override;
    void readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const override;
    [[nodiscard]] std::vector<FileChange> fileChanges() const override;

    // WFDB's checksum: the 16-bit sum of all stored samples of the lead, marks for missing samples included.
    [[nodiscard]] std::int16_t checksum(std::size_t lead) const;

private:
    struct Sums;

    // Stored values of the signal's samples [first, first + out.size()) in file order, skew not applied; false where
    // the file no longer gives them.
    bool decode(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const;
    bool decodeDifferences(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const;

    // Calls sink(values, index of the first, count) for consecutive blocks of [first, last); `values` is empty where
    // the file no longer gives them.
    template <class Sink>
    void forEachBlock(std::size_t lead, std::int64_t first, std::int64_t last, const Sink& sink) const;

    std::vector<WfdbLane> lanes_;
    std::vector<std::unique_ptr<Sums>> sums_;  // of leads that store differences; null for others
};

// How many samples of the lane's signal lie wholly in the first `bytes` of its file; of a FLAC stream, in all of it.
[[nodiscard]] std::int64_t signalSamplesIn(const WfdbLane& lane, std::int64_t bytes);

}  // namespace triptych::formats
