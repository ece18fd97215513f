#include "core/formats/gzip/gzip.h"

#include "core/files/mapped_file.h"
#include "core/formats/unpacked.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>

namespace triptych::formats {
namespace {

constexpr std::string_view kMagic = "\x1f\x8b\x08";
constexpr std::int64_t kBlock_bytes = 1 << 18;

// zlib's state, ended whatever happens.
class Inflater {
public:
    Inflater() { ready_ = inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK; }  // 16: with gzip's header and checksum
    ~Inflater() {
        if (ready_) inflateEnd(&stream_);
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    [[nodiscard]] bool isReady() const { return ready_; }
    z_stream& stream() { return stream_; }

private:
    z_stream stream_{};
    bool ready_ = false;
};

// "208.edf" of "a/208.edf.gz".
std::string unpackedName(const std::string& path) {
    const std::filesystem::path name = std::filesystem::path(path).filename();
    return text::lowered(name.extension().string()) == ".gz" ? name.stem().string() : name.string() + ".unpacked";
}

struct Unpacked {
    std::shared_ptr<const UnpackedFolder> folder;
    std::string file;
    std::optional<std::string> fault;  // why it is not whole
};

class Unpacker {
public:
    Unpacker(const files::MappedFile& packed, UnpackedFile& out) : packed_(packed), out_(out) {}

    // nullopt: whole; else why it is not.
    Result<std::optional<std::string>> run(const Job& job) {
        Inflater inflater;
        if (!inflater.isReady()) return fail(ErrorCode::internal, "zlib cannot be used", packed_.path());
        std::string block;
        for (std::int64_t at = 0; at < packed_.size(); at += kBlock_bytes) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", packed_.path());
            job.progress(0.5 * static_cast<double>(at) / static_cast<double>(packed_.size()), "unpacking");
            const std::int64_t count = std::min(kBlock_bytes, packed_.size() - at);
            block.resize(static_cast<std::size_t>(count));
            char* const to = block.data();
            const auto copy = [to](std::span<const std::byte> bytes) {
                std::copy_n(reinterpret_cast<const char*>(bytes.data()), bytes.size(), to);
            };
            if (!packed_.withBytes(at, count, copy))
                return std::optional<std::string>("the file can no longer be read");
            auto fault = feed(inflater.stream(), block);
            if (!fault) return std::unexpected(fault.error());
            if (*fault || done_) return *fault;
        }
        return ended_ ? std::optional<std::string>() : std::optional<std::string>("it ends early");
    }

private:
    Result<std::optional<std::string>> feed(z_stream& stream, std::string& block) {
        stream.next_in = reinterpret_cast<Bytef*>(block.data());
        stream.avail_in = static_cast<uInt>(block.size());
        while (stream.avail_in > 0) {
            if (ended_) {  // a further member, or zeros that fill up a tape's block
                if (*stream.next_in != static_cast<Bytef>(kMagic[0])) {
                    done_ = true;
                    const bool is_filling = std::all_of(stream.next_in, stream.next_in + stream.avail_in,
                                                        [](Bytef byte) { return byte == 0; });
                    if (is_filling) return std::optional<std::string>();
                    return std::optional<std::string>("other bytes follow it, which were left out");
                }
                if (inflateReset(&stream) != Z_OK) return std::optional<std::string>("it is damaged");
                ended_ = false;
            }
            stream.next_out = reinterpret_cast<Bytef*>(buffer_.data());
            stream.avail_out = static_cast<uInt>(buffer_.size());
            const int status = inflate(&stream, Z_NO_FLUSH);
            const std::size_t made = buffer_.size() - stream.avail_out;
            if (auto written = out_.write(std::as_bytes(std::span(buffer_).first(made))); !written) {
                return std::unexpected(written.error());
            }
            if (status == Z_STREAM_END) {
                ended_ = true;
            } else if (status != Z_OK && status != Z_BUF_ERROR) {
                return std::optional<std::string>("it is damaged or its checksum is wrong");
            } else if (status == Z_BUF_ERROR && made == 0) {
                break;
            }
        }
        return std::optional<std::string>();
    }

    const files::MappedFile& packed_;
    UnpackedFile& out_;
    std::array<char, 1 << 17> buffer_{};
    bool ended_ = false;  // a member's end was reached, and its checksum was right
    bool done_ = false;
};

Result<Unpacked> unpack(const std::string& path, const Job& job) {
    const auto packed = files::MappedFile::open(path);
    if (!packed) return std::unexpected(packed.error());
    auto folder = UnpackedFolder::create();
    if (!folder) return std::unexpected(folder.error());
    Unpacked done{std::move(*folder), {}, {}};
    done.file = done.folder->place(unpackedName(path));
    auto out = UnpackedFile::create(done.file, path, (*packed)->size());
    if (!out) return std::unexpected(out.error());
    const auto unpacker = std::make_unique<Unpacker>(**packed, *out);
    auto fault = unpacker->run(job);
    if (!fault) return std::unexpected(fault.error());
    if (out->size() == 0) {
        return fail(
            *fault ? ErrorCode::malformed : ErrorCode::empty,
            *fault ? text::say("the gzip file cannot be unpacked: {1}", **fault) : "the gzip file holds nothing", path,
            "restore it from its source");
    }
    done.fault = std::move(*fault);
    return done;
}

}  // namespace

bool sniffGzip(std::string_view beginning) {
    return beginning.starts_with(kMagic);
}

Result<RecordingPtr> openGzip(const std::string& path, const Job& job, const OpenHints& hints) {
    auto unpacked = unpack(path, job);
    if (!unpacked) return std::unexpected(unpacked.error());
    Packed packed{path, "packed by gzip", unpacked->file};
    if (unpacked->fault) {
        packed.warnings.push_back(
            {text::say("the gzip file is not whole ({1}): what could be unpacked is shown", *unpacked->fault), path});
    }
    return openUnpacked(unpacked->folder, packed, job, hints);
}

Result<std::vector<std::string>> recordsInGzip(const std::string& path, const Job& job, const OpenHints& hints) {
    auto unpacked = unpack(path, job);
    if (!unpacked) return std::unexpected(unpacked.error());
    OpenHints within = hints;
    ++within.wrapped;
    return recordsIn(unpacked->file, job, within);
}

}  // namespace triptych::formats
