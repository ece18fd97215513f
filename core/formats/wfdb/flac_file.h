// A FLAC stream as a file of samples that can be read anywhere, for WFDB's formats 508, 516 and 524 (signal(5)).
#pragma once

#include "core/domain/error.h"
#include "core/files/mapped_file.h"

#include <cstdint>
#include <memory>
#include <span>

namespace triptych::formats {

// Decodes in blocks when it is asked, keeps the last few, and believes of the stream's own statements only what
// decoding has shown. Every function may be called from any thread.
class FlacFile {
public:
    // `missing` stands for samples whose frame is damaged (its checksum is wrong); `most` bounds how far a stream that
    // does not state its true length is followed. Errors: malformed (no FLAC), empty (not one sample).
    [[nodiscard]] static Result<std::shared_ptr<const FlacFile>> open(std::shared_ptr<const files::MappedFile> file,
                                                                      std::int32_t missing, std::int64_t most);
    ~FlacFile();
    FlacFile(const FlacFile&) = delete;
    FlacFile& operator=(const FlacFile&) = delete;

    [[nodiscard]] int channels() const;
    [[nodiscard]] int bits() const;  // of a sample
    // Of one channel, as many as can be decoded.
    [[nodiscard]] std::int64_t samples() const;

    // Samples [first, first + out.size()) of a channel, which must lie in [0, samples()); false where the file no
    // longer gives them.
    [[nodiscard]] bool read(int channel, std::int64_t first, std::span<std::int32_t> out) const;

private:
    class Stream;
    explicit FlacFile(std::unique_ptr<Stream> stream);
    std::unique_ptr<Stream> stream_;
};

}  // namespace triptych::formats
