// The samples of a DICOM waveform, decoded from its mapped file, or from what a deflated one inflated to, when they are
// asked for (PS3.3 C.10.9.1.5: channels interleaved, sample by sample).
#pragma once

#include "core/domain/recording.h"
#include "core/formats/dicom/guard.h"
#include "core/formats/file_changes.h"
#include "core/formats/wfdb/signal.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace triptych::formats {

// How one stored sample becomes an integer. Of UL, which 32 bits with a sign cannot hold, 2^31 - 1 is taken off; of MB
// and AB it is the value that ITU-T G.711 (tables 1 and 2) gives at the decoder's output, 14 and 13 bits wide.
struct DicomSampleFormat {
    std::string_view interpretation;
    int bytes;
    std::int32_t (*value)(std::uint32_t stored);
    double offset;  // taken off by value()
};

// nullptr where the two do not belong together, or the interpretation is unknown.
[[nodiscard]] const DicomSampleFormat* findDicomSampleFormat(std::string_view interpretation, int bits_allocated);

// The lowest `bits` of a value as a number in two's complement.
[[nodiscard]] constexpr std::int32_t withSignOf(std::int32_t value, int bits) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(value) << (32 - bits)) >> (32 - bits);
}

// Which samples of a channel that equal its Waveform Padding Value are none. A signal may take that value, too, and
// then only runs of it that no signal makes are missing (padding.h decides).
struct DicomPadding {
    std::int32_t value = kMissingSample;
    bool is_never_signal = false;  // every sample of the value is missing
    std::int64_t head = 0;         // the first samples are missing, so many
    std::int64_t tail = 0;         // and the last
    std::int64_t run = 0;          // and every run of the value that is at least so long; 0: none is
};

struct DicomLane {
    DicomSamples samples;
    const DicomSampleFormat* format = nullptr;
    std::int64_t channels = 1;  // interleaved in the group
    std::int64_t channel = 0;
    std::int64_t count = 0;  // samples of this channel
    int sign_bits = 0;       // of which the highest is the sign, where the bits behind it are empty; 0: they are not
    std::int64_t delay = 0;  // samples by which the channel begins after the recording, missing until then
    Scale scale;             // its `missing` is kMissingSample, which stands for padding, too
    std::optional<DicomPadding> padding;
};

class DicomSource final : public SampleSource, public FileBacked {
public:
    DicomSource(DicomBytes bytes, std::vector<DicomLane> lanes) : bytes_(std::move(bytes)), lanes_(std::move(lanes)) {}

    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override;
    void readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const override;
    [[nodiscard]] std::vector<FileChange> fileChanges() const override;

private:
    bool decode(const DicomLane& lane, std::int64_t first, std::span<std::int32_t> out) const;
    bool decodeWithout(const DicomPadding& padding, const DicomLane& lane, std::int64_t first,
                       std::span<std::int32_t> out) const;
    template <class Sink>
    void forEachBlock(std::size_t lead, std::int64_t first, std::size_t count, const Sink& sink) const;

    DicomBytes bytes_;
    std::vector<DicomLane> lanes_;
};

}  // namespace triptych::formats
