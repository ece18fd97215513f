#include "core/formats/wfdb/flac_file.h"

#include <FLAC/stream_decoder.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <limits>
#include <mutex>
#include <vector>

namespace triptych::formats {
namespace {

constexpr std::int64_t kBlock_samples = 65'536;  // of one channel; as many as the longest FLAC frame
constexpr std::size_t kBlocksKept = 8;

struct DecoderDeleter {
    void operator()(FLAC__StreamDecoder* decoder) const { FLAC__stream_decoder_delete(decoder); }
};

}  // namespace

// The decoder with its place in the file. Samples come out of it frame by frame, which the blocks do not follow: what
// was decoded beyond a block waits in `decoded_`.
class FlacFile::Stream {
public:
    Stream(std::shared_ptr<const files::MappedFile> file, std::int32_t missing)
        : file_(std::move(file)), missing_(missing) {}

    Result<void> start(std::int64_t most) {
        decoder_.reset(FLAC__stream_decoder_new());
        constexpr char hint[] = "restore it from its source";
        if (!decoder_ ||
            FLAC__stream_decoder_init_stream(decoder_.get(), readBytes, seekTo, tell, length, atEnd, takeFrame,
                                             takeMetadata, takeError, this) != FLAC__STREAM_DECODER_INIT_STATUS_OK) {
            return fail(ErrorCode::internal, "the FLAC decoder does not start", file_->path(), hint);
        }
        if (!FLAC__stream_decoder_process_until_end_of_metadata(decoder_.get()) || channels_ == 0) {
            return fail(ErrorCode::malformed, "the signal file is no FLAC file", file_->path(), hint);
        }
        samples_ = std::min(stated_, most);
        if (stated_ == 0 || (samples_ > 0 && !decodeTo(samples_ - 1, 1))) samples_ = countSamples(most);
        if (samples_ == 0) {
            return fail(ErrorCode::empty, "the FLAC file has not one sample that can be decoded", file_->path(), hint);
        }
        return {};
    }

    bool read(int channel, std::int64_t first, std::span<std::int32_t> out) {
        const std::lock_guard lock(mutex_);
        std::size_t done = 0;
        while (done < out.size()) {
            const std::int64_t at = first + static_cast<std::int64_t>(done);
            const Block* const block = blockWith(at);
            if (block == nullptr) return false;
            const std::vector<std::int32_t>& values = block->channels[static_cast<std::size_t>(channel)];
            const auto offset = static_cast<std::size_t>(at - block->first);
            const std::size_t count = std::min(out.size() - done, values.size() - offset);
            std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(offset), count,
                        out.begin() + static_cast<std::ptrdiff_t>(done));
            done += count;
        }
        return true;
    }

    [[nodiscard]] int channels() const { return channels_; }
    [[nodiscard]] int bits() const { return bits_; }
    [[nodiscard]] std::int64_t samples() const { return samples_; }

private:
    using Channels = std::array<std::vector<std::int32_t>, FLAC__MAX_CHANNELS>;
    struct Block {
        std::int64_t first = 0;
        Channels channels;
    };

    const Block* blockWith(std::int64_t at) {
        const std::int64_t first = at / kBlock_samples * kBlock_samples;
        for (const Block& block : blocks_) {
            if (block.first == first) return &block;
        }
        const std::int64_t count = std::min(kBlock_samples, samples_ - first);
        if (count <= 0 || !decodeTo(first, count)) return nullptr;
        Block block;
        block.first = first;
        for (int c = 0; c < channels_; ++c) {
            auto& from = decoded_[static_cast<std::size_t>(c)];
            block.channels[static_cast<std::size_t>(c)].assign(from.begin(), from.begin() + count);
            from.erase(from.begin(), from.begin() + count);
        }
        decoded_first_ += count;
        if (blocks_.size() == kBlocksKept) blocks_.pop_front();
        blocks_.push_back(std::move(block));
        return &blocks_.back();
    }

    // Leaves samples [first, first + count) at the front of what is decoded.
    bool decodeTo(std::int64_t first, std::int64_t count) {
        if (decoded_first_ != first) {
            restartAt(first);
            if (!FLAC__stream_decoder_seek_absolute(decoder_.get(), static_cast<FLAC__uint64>(first))) return giveUp();
        }
        while (decodedSamples() < count) {
            if (!FLAC__stream_decoder_process_single(decoder_.get())) return giveUp();
            const bool at_end = FLAC__stream_decoder_get_state(decoder_.get()) == FLAC__STREAM_DECODER_END_OF_STREAM;
            if (at_end && decodedSamples() < count) return giveUp();
        }
        return true;
    }

    // The decoder is put back to the stream's start, from where it can be used again.
    bool giveUp() {
        restartAt(0);
        (void)FLAC__stream_decoder_reset(decoder_.get());
        (void)FLAC__stream_decoder_process_until_end_of_metadata(decoder_.get());
        return false;
    }

    void restartAt(std::int64_t first) {
        for (auto& channel : decoded_) channel.clear();
        decoded_first_ = first;
        suspect_ = false;
    }

    // Of a stream that states no length or a wrong one: what comes out of it, without keeping it.
    std::int64_t countSamples(std::int64_t most) {
        giveUp();
        std::int64_t count = 0;
        while (count < most && FLAC__stream_decoder_process_single(decoder_.get()) &&
               FLAC__stream_decoder_get_state(decoder_.get()) != FLAC__STREAM_DECODER_END_OF_STREAM) {
            count += decodedSamples();
            restartAt(count);
        }
        giveUp();
        return std::min(count, most);
    }

    [[nodiscard]] std::int64_t decodedSamples() const { return static_cast<std::int64_t>(decoded_[0].size()); }

    static Stream& self(void* stream) { return *static_cast<Stream*>(stream); }

    static FLAC__StreamDecoderReadStatus readBytes(const FLAC__StreamDecoder*, FLAC__byte* to, std::size_t* count,
                                                   void* stream) {
        Stream& me = self(stream);
        const std::int64_t there = me.file_->currentSize() - me.at_;
        const std::int64_t wanted = std::min(static_cast<std::int64_t>(*count), there);
        *count = 0;
        if (wanted <= 0) return FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM;
        const bool whole = me.file_->withBytes(
            me.at_, wanted, [to](std::span<const std::byte> bytes) { std::memcpy(to, bytes.data(), bytes.size()); });
        if (!whole) return FLAC__STREAM_DECODER_READ_STATUS_ABORT;
        me.at_ += wanted;
        *count = static_cast<std::size_t>(wanted);
        return FLAC__STREAM_DECODER_READ_STATUS_CONTINUE;
    }

    static FLAC__StreamDecoderSeekStatus seekTo(const FLAC__StreamDecoder*, FLAC__uint64 offset, void* stream) {
        if (offset > static_cast<FLAC__uint64>(self(stream).file_->size()))
            return FLAC__STREAM_DECODER_SEEK_STATUS_ERROR;
        self(stream).at_ = static_cast<std::int64_t>(offset);
        return FLAC__STREAM_DECODER_SEEK_STATUS_OK;
    }

    static FLAC__StreamDecoderTellStatus tell(const FLAC__StreamDecoder*, FLAC__uint64* offset, void* stream) {
        *offset = static_cast<FLAC__uint64>(self(stream).at_);
        return FLAC__STREAM_DECODER_TELL_STATUS_OK;
    }

    static FLAC__StreamDecoderLengthStatus length(const FLAC__StreamDecoder*, FLAC__uint64* bytes, void* stream) {
        *bytes = static_cast<FLAC__uint64>(self(stream).file_->size());
        return FLAC__STREAM_DECODER_LENGTH_STATUS_OK;
    }

    static FLAC__bool atEnd(const FLAC__StreamDecoder*, void* stream) {
        return self(stream).at_ >= self(stream).file_->currentSize() ? 1 : 0;
    }

    static void takeMetadata(const FLAC__StreamDecoder*, const FLAC__StreamMetadata* metadata, void* stream) {
        if (metadata->type != FLAC__METADATA_TYPE_STREAMINFO) return;
        Stream& me = self(stream);
        const FLAC__StreamMetadata_StreamInfo& info = metadata->data.stream_info;
        me.channels_ = static_cast<int>(std::min<unsigned>(info.channels, FLAC__MAX_CHANNELS));
        me.bits_ = static_cast<int>(info.bits_per_sample);
        me.stated_ = static_cast<std::int64_t>(info.total_samples);
    }

    static FLAC__StreamDecoderWriteStatus takeFrame(const FLAC__StreamDecoder*, const FLAC__Frame* frame,
                                                    const FLAC__int32* const samples[], void* stream) {
        Stream& me = self(stream);
        const auto first = static_cast<std::int64_t>(frame->header.number.sample_number);
        const std::size_t count = frame->header.blocksize;
        if (static_cast<int>(frame->header.channels) != me.channels_) return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT;
        const std::int64_t expected = me.decoded_first_ + me.decodedSamples();
        if (first < expected || first - expected > kBlock_samples) return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT;
        const auto gap = static_cast<std::size_t>(first - expected);  // frames that were skipped as damaged
        const bool silent = me.suspect_ && isSilent(samples, me.channels_, count);
        me.suspect_ = silent;
        for (std::size_t c = 0; c < static_cast<std::size_t>(me.channels_); ++c) {
            auto& channel = me.decoded_[c];
            channel.insert(channel.end(), gap, me.missing_);
            if (silent) {
                channel.insert(channel.end(), count, me.missing_);
            } else {
                channel.insert(channel.end(), samples[c], samples[c] + count);
            }
        }
        return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE;
    }

    // libFLAC says that a frame is damaged and then hands zeros on in its place, which would be taken for a flat line.
    static void takeError(const FLAC__StreamDecoder*, FLAC__StreamDecoderErrorStatus, void* stream) {
        self(stream).suspect_ = true;
    }

    static bool isSilent(const FLAC__int32* const samples[], int channels, std::size_t count) {
        return std::all_of(samples, samples + channels, [count](const FLAC__int32* channel) {
            return std::all_of(channel, channel + count, [](FLAC__int32 value) { return value == 0; });
        });
    }

    std::shared_ptr<const files::MappedFile> file_;
    std::int32_t missing_;
    std::mutex mutex_;
    std::unique_ptr<FLAC__StreamDecoder, DecoderDeleter> decoder_;
    std::int64_t at_ = 0;  // byte of the file
    int channels_ = 0;
    int bits_ = 0;
    std::int64_t stated_ = 0;
    std::int64_t samples_ = 0;
    Channels decoded_;
    std::int64_t decoded_first_ = 0;
    bool suspect_ = false;      // an error was reported, and no frame that is whole came since
    std::deque<Block> blocks_;  // the newest last
};

FlacFile::FlacFile(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}
FlacFile::~FlacFile() = default;

Result<std::shared_ptr<const FlacFile>> FlacFile::open(std::shared_ptr<const files::MappedFile> file,
                                                       std::int32_t missing, std::int64_t most) {
    auto stream = std::make_unique<Stream>(std::move(file), missing);
    if (const auto started = stream->start(most); !started) return std::unexpected(started.error());
    return std::shared_ptr<const FlacFile>(new FlacFile(std::move(stream)));
}

int FlacFile::channels() const {
    return stream_->channels();
}
int FlacFile::bits() const {
    return stream_->bits();
}
std::int64_t FlacFile::samples() const {
    return stream_->samples();
}
bool FlacFile::read(int channel, std::int64_t first, std::span<std::int32_t> out) const {
    return stream_->read(channel, first, out);
}

}  // namespace triptych::formats
