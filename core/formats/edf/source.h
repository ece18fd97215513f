// The samples of an EDF or BDF file, decoded from its mapped data records when they are asked for.
#pragma once

#include "core/domain/recording.h"
#include "core/files/mapped_file.h"
#include "core/formats/file_changes.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace triptych::formats {

// One lead's place in every data record, and how its stored values become physical ones.
struct EdfLane {
    std::int64_t byte_in_record = 0;
    std::int64_t per_record = 1;            // samples
    std::int64_t samples = 0;               // that can be read, gaps included
    std::int32_t missing = kMissingSample;  // a stored value that stands for "no sample here", in files of our own
    double gain = 1;                        // stored units per physical unit
    double baseline = 0;
    // The lead's sample at which each block starts; ascending, as many as EdfLayout::block_first_record.
    std::vector<std::int64_t> block_first_sample{0};
};

// Data records follow each other in the file; in time a block of them may lie apart from the block before (EDF+D).
struct EdfLayout {
    std::shared_ptr<const files::MappedFile> file;
    std::int64_t data_offset = 0;
    std::int64_t record_bytes = 0;
    std::int64_t records = 0;  // whole ones, and one more where the file ends within it
    int bytes_per_sample = 2;
    std::vector<std::int64_t> block_first_record{0};
};

class EdfSource final : public SampleSource, public FileBacked {
public:
    EdfSource(EdfLayout layout, std::vector<EdfLane> lanes) : layout_(std::move(layout)), lanes_(std::move(lanes)) {}

    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override;
    void readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const override;
    [[nodiscard]] std::vector<FileChange> fileChanges() const override;

private:
    template <class T, class Convert>
    void read(std::size_t lead, std::int64_t first, std::span<T> out, T nothing, const Convert& convert) const;
    template <class T, class Convert>
    void readRun(const EdfLane& lane, std::int64_t in_file, std::span<T> out, T nothing, const Convert& convert) const;

    EdfLayout layout_;
    std::vector<EdfLane> lanes_;
};

}  // namespace triptych::formats
