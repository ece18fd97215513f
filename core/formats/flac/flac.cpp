#include "core/formats/flac/flac.h"

#include "core/files/mapped_file.h"
#include "core/formats/gaps.h"
#include "core/formats/sound.h"
#include "core/formats/wfdb/flac_file.h"
#include "core/formats/wfdb/signal.h"
#include "core/formats/wfdb/source.h"
#include "core/text/said.h"

#include <limits>
#include <vector>

namespace triptych::formats {
namespace {

constexpr std::string_view kMagic = "fLaC";
constexpr std::size_t kInfo_bytes = 4 + 4 + 34;  // the mark, a block's head, and STREAMINFO, which must come first
constexpr std::int64_t kMostPacked = 8;          // samples of a channel in a byte, where it is not silence
constexpr int kMostBits = 24;

double statedRate(std::string_view bytes) {
    const auto byte = [bytes](std::size_t at) { return static_cast<unsigned>(static_cast<unsigned char>(bytes[at])); };
    return byte(18) << 12 | byte(19) << 4 | byte(20) >> 4;
}

}  // namespace

bool sniffFlac(std::string_view beginning) {
    return beginning.starts_with(kMagic);
}

Result<RecordingPtr> openFlac(const std::string& path, const Job& job) {
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path);
    const auto head = files::readExcerpt(path, kInfo_bytes);
    if (!head) return std::unexpected(head.error());
    if (head->bytes.size() < kInfo_bytes || !sniffFlac(head->bytes)) {
        return fail(head->bytes.empty() ? ErrorCode::empty : ErrorCode::malformed,
                    head->bytes.empty() ? text::Said("the file is empty")
                                        : text::Said("the file does not begin as FLAC files do"),
                    path, "restore it from its source");
    }
    const double rate_hz = statedRate(head->bytes);
    auto file = files::MappedFile::open(path);
    if (!file) return std::unexpected(file.error());
    const std::int64_t readable = mostSamples(kMostPacked * (*file)->size());
    const auto flac = FlacFile::open(*file, kMissingSample, readable);
    if (!flac) return std::unexpected(flac.error());
    if (!(rate_hz > 0) || (*flac)->bits() > kMostBits) {
        return fail(
            ErrorCode::malformed,
            rate_hz > 0 ? text::Said("the samples have more than 24 bits") : text::Said("the stream states no rate"),
            path, "save the signals again, as WAV or FLAC of up to 24 bits");
    }
    const std::int64_t samples = (*flac)->samples();
    Recording recording = soundRecording(path, "FLAC", (*flac)->channels(), rate_hz, samples, (*flac)->bits());
    recording.format_detail = std::to_string((*flac)->bits()) + " bits";
    if (samples == readable) {
        recording.warnings.push_back(
            {text::say("the file claims more samples than its bytes can mean; those behind sample {1} are not shown",
                       readable),
             path});
    }
    std::vector<WfdbLane> lanes;
    for (int i = 0; i < (*flac)->channels(); ++i) {
        WfdbLane lane;
        lane.file = *file;
        lane.format = findSignalFormat((*flac)->bits() <= 16 ? 516 : 524);
        lane.flac = *flac;
        lane.channel = i;
        lane.stored_samples = samples;
        lane.samples = samples;
        lane.scale = {1, 0, kMissingSample, false};
        lanes.push_back(std::move(lane));
    }
    recording.source = std::make_shared<WfdbSource>(std::move(lanes));
    return std::make_shared<const Recording>(std::move(recording));
}

}  // namespace triptych::formats
