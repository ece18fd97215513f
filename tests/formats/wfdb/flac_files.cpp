#include "tests/formats/wfdb/flac_files.h"

#include <FLAC/stream_encoder.h>

#include <memory>

namespace triptych::test {
namespace {

struct Output {
    std::vector<std::byte> bytes;
    std::size_t at = 0;
};

FLAC__StreamEncoderWriteStatus write(const FLAC__StreamEncoder*, const FLAC__byte buffer[], std::size_t count,
                                     std::uint32_t, std::uint32_t, void* client) {
    auto& output = *static_cast<Output*>(client);
    if (output.bytes.size() < output.at + count) output.bytes.resize(output.at + count);
    for (std::size_t i = 0; i < count; ++i) output.bytes[output.at++] = static_cast<std::byte>(buffer[i]);
    return FLAC__STREAM_ENCODER_WRITE_STATUS_OK;
}

FLAC__StreamEncoderSeekStatus seek(const FLAC__StreamEncoder*, FLAC__uint64 offset, void* client) {
    static_cast<Output*>(client)->at = static_cast<std::size_t>(offset);
    return FLAC__STREAM_ENCODER_SEEK_STATUS_OK;
}

FLAC__StreamEncoderTellStatus tell(const FLAC__StreamEncoder*, FLAC__uint64* offset, void* client) {
    *offset = static_cast<Output*>(client)->at;
    return FLAC__STREAM_ENCODER_TELL_STATUS_OK;
}

struct Delete {
    void operator()(FLAC__StreamEncoder* encoder) const { FLAC__stream_encoder_delete(encoder); }
};

}  // namespace

std::vector<std::byte> flacStream(const std::vector<std::vector<std::int32_t>>& channels, unsigned bits,
                                  unsigned block) {
    const std::unique_ptr<FLAC__StreamEncoder, Delete> encoder(FLAC__stream_encoder_new());
    FLAC__stream_encoder_set_channels(encoder.get(), static_cast<std::uint32_t>(channels.size()));
    FLAC__stream_encoder_set_bits_per_sample(encoder.get(), bits);
    FLAC__stream_encoder_set_sample_rate(encoder.get(), 96'000);  // WFDB's do not state the true one either
    FLAC__stream_encoder_set_blocksize(encoder.get(), block);
    FLAC__stream_encoder_set_streamable_subset(encoder.get(), 0);
    Output output;
    FLAC__stream_encoder_init_stream(encoder.get(), write, seek, tell, nullptr, &output);
    std::vector<const FLAC__int32*> pointers;
    for (const auto& channel : channels) pointers.push_back(channel.data());
    FLAC__stream_encoder_process(encoder.get(), pointers.data(), static_cast<std::uint32_t>(channels.front().size()));
    FLAC__stream_encoder_finish(encoder.get());
    return output.bytes;
}

}  // namespace triptych::test
