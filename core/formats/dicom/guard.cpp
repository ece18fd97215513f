#include "core/formats/dicom/guard.h"

#include "core/formats/dicom/walk.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <optional>

namespace triptych::formats {
namespace {

constexpr std::int64_t kPreamble_bytes = 132;
constexpr std::int64_t kLargestMeta_bytes = 1 << 16;
// A day of three leads at 500 Hz has half of this; what inflates to more is made to.
constexpr std::size_t kMostInflated_bytes = std::size_t{1} << 29;
constexpr char kHint[] = "restore the file from its source";

constexpr std::string_view kImplicit = "1.2.840.10008.1.2";
constexpr std::string_view kExplicit = "1.2.840.10008.1.2.1";
constexpr std::string_view kDeflated = "1.2.840.10008.1.2.1.99";
constexpr std::string_view kBigEndian = "1.2.840.10008.1.2.2";

unsigned at16(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]) | static_cast<unsigned>(static_cast<unsigned char>(text[at + 1])) << 8;
}

bool isCapital(char letter) {
    return letter >= 'A' && letter <= 'Z';
}

// A data set without its file header: two elements of group 0008, the second behind the first and of a higher number.
bool looksLikeBareDataset(std::string_view beginning) {
    if (beginning.size() < 16 || at16(beginning, 0) != 8) return false;
    const bool explicit_vr = isCapital(beginning[4]) && isCapital(beginning[5]);
    const std::size_t length = at16(beginning, explicit_vr ? 6 : 4);
    if ((!explicit_vr && at16(beginning, 6) != 0) || length > 64 || beginning.size() < 8 + length + 4) return false;
    return at16(beginning, 8 + length) == 8 && at16(beginning, 8 + length + 2) > at16(beginning, 2);
}

struct Meta {
    std::string transfer_syntax;
    std::int64_t behind = 0;  // where the data set begins
};

// PS3.10 §7.1: group 0002, always explicit and little endian.
std::optional<Meta> readMeta(std::string_view text, std::size_t at) {
    Meta meta;
    while (text.size() - at >= 8 && at16(text, at) == 2) {
        const unsigned element = at16(text, at + 2);
        const std::string_view vr = text.substr(at + 4, 2);
        std::size_t length = at16(text, at + 6);
        std::size_t header = 8;
        if (vr == "OB" || vr == "UN" || vr == "OW") {
            if (text.size() - at < 12) return std::nullopt;
            length = at16(text, at + 8) | static_cast<std::size_t>(at16(text, at + 10)) << 16;
            header = 12;
        }
        if (length > text.size() - at - header) return std::nullopt;
        if (element == 0x10) meta.transfer_syntax = std::string(text::trimmed(text.substr(at + header, length)));
        at += header + length;
    }
    meta.behind = static_cast<std::int64_t>(at);
    return meta;
}

class Inflater {
public:
    Inflater() { started_ = inflateInit2(&stream_, -MAX_WBITS) == Z_OK; }
    ~Inflater() { inflateEnd(&stream_); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    // PS3.5 annex A.5. The buffer grows with what came out, never with what a file says of itself.
    Result<std::vector<std::byte>> all(const files::MappedFile& file, std::int64_t from, const Job& job) {
        std::vector<std::byte> out;
        std::vector<unsigned char> in(1 << 16);
        std::vector<unsigned char> block(1 << 18);
        int status = started_ ? Z_OK : Z_MEM_ERROR;
        while (status == Z_OK && from < file.size()) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", file.path());
            const std::int64_t count = std::min<std::int64_t>(static_cast<std::int64_t>(in.size()), file.size() - from);
            unsigned char* const to = in.data();
            if (!file.withBytes(from, count, [to](std::span<const std::byte> bytes) {
                    std::memcpy(to, bytes.data(), bytes.size());
                })) {
                return fail(ErrorCode::io_failed, "the file changed while it was read", file.path(), "open it again");
            }
            from += count;
            stream_.next_in = in.data();
            stream_.avail_in = static_cast<uInt>(count);
            do {
                stream_.next_out = block.data();
                stream_.avail_out = static_cast<uInt>(block.size());
                status = inflate(&stream_, Z_NO_FLUSH);
                const std::size_t got = block.size() - stream_.avail_out;
                if (out.size() + got > kMostInflated_bytes) {
                    return fail(ErrorCode::refused, "the file inflates to more than 512 MiB", file.path(),
                                "store it with the explicit little endian transfer syntax");
                }
                const auto* const bytes = reinterpret_cast<const std::byte*>(block.data());
                out.insert(out.end(), bytes, bytes + got);
            } while (status == Z_OK && stream_.avail_out == 0);
            if (status == Z_BUF_ERROR) status = Z_OK;  // it wants more input
        }
        if (status != Z_STREAM_END) {
            return fail(status == Z_OK ? ErrorCode::truncated : ErrorCode::malformed,
                        status == Z_OK ? text::Said("the deflated data end early")
                                       : text::Said("the deflated data are damaged"),
                        file.path(), kHint);
        }
        return out;
    }

private:
    z_stream stream_{};
    bool started_ = false;
};

Error faultOf(const DicomWalk& walk, const std::string& path) {
    std::array<char, 16> tag{};
    std::snprintf(tag.data(), tag.size(), "(%04X,%04X)", walk.fault_tag >> 16, walk.fault_tag & 0xffff);
    const std::string where = text::say("{1} byte {2}", path, walk.fault_offset);
    switch (walk.fault) {
        case DicomFault::truncated:
            return {ErrorCode::truncated, "the DICOM file ends within its elements", where, kHint};
        case DicomFault::bad_length:
            return {
                ErrorCode::malformed,
                text::say("the element {1} is longer than what holds it, or the file is cut", std::string(tag.data())),
                where, kHint};
        case DicomFault::bad_vr:
            return {ErrorCode::malformed,
                    text::say("the element {1} has a value representation that there is not", std::string(tag.data())),
                    where, kHint};
        case DicomFault::too_deep:
            return {ErrorCode::refused, "the DICOM file nests its sequences deeper than any ECG does", where, kHint};
        case DicomFault::too_many:
            return {ErrorCode::refused, "the DICOM file has more elements than any ECG has", where, kHint};
        default:
            return {ErrorCode::unsupported,
                    text::say("the element {1} is encapsulated, as images are", std::string(tag.data())), where,
                    "open a waveform"};
    }
}

}  // namespace

bool looksLikeDicom(std::string_view beginning) {
    if (beginning.size() >= kPreamble_bytes && beginning.substr(128, 4) == "DICM") return true;
    return looksLikeBareDataset(beginning);
}

Result<DicomLayout> checkDicom(const std::shared_ptr<const files::MappedFile>& file, const Job& job) {
    const std::string& path = file->path();
    if (file->size() == 0) return fail(ErrorCode::empty, "the file is empty", path, kHint);
    const auto beginning = files::readExcerpt(path, kLargestMeta_bytes);
    if (!beginning) return std::unexpected(beginning.error());
    if (!looksLikeDicom(beginning->bytes)) {
        return fail(ErrorCode::malformed, "this is no DICOM file", path, kHint);
    }
    DicomLayout layout;
    layout.bytes.file = file;
    if (beginning->bytes.size() >= kPreamble_bytes && beginning->bytes.substr(128, 4) == "DICM") {
        const auto meta = readMeta(beginning->bytes, kPreamble_bytes);
        if (!meta) return fail(ErrorCode::truncated, "the DICOM file header ends early", path, kHint);
        const std::string& syntax = meta->transfer_syntax;
        if (syntax != kImplicit && syntax != kExplicit && syntax != kBigEndian && syntax != kDeflated) {
            return fail(ErrorCode::unsupported,
                        syntax.empty()
                            ? "the DICOM file does not state its transfer syntax"
                            : text::say("the transfer syntax {1} is not one of waveforms", text::inQuotes(syntax)),
                        path, "store it with the explicit little endian transfer syntax");
        }
        layout.dataset_offset = meta->behind;
        layout.explicit_vr = syntax != kImplicit;
        layout.big_endian = syntax == kBigEndian;
        if (syntax == kDeflated) {
            auto inflated = Inflater().all(*file, meta->behind, job);
            if (!inflated) return std::unexpected(inflated.error());
            layout.bytes.inflated = std::make_shared<const std::vector<std::byte>>(std::move(*inflated));
            layout.dataset_offset = 0;
        }
    } else {
        layout.explicit_vr = isCapital(beginning->bytes[4]) && isCapital(beginning->bytes[5]);
    }
    DicomWalk walk;
    if (layout.bytes.inflated) {
        walkDicom(*layout.bytes.inflated, true, false, walk);
    } else {
        const auto run = [&walk, &layout](std::span<const std::byte> bytes) {
            walkDicom(bytes, layout.explicit_vr, layout.big_endian, walk);
        };
        if (!file->withBytes(layout.dataset_offset, file->size() - layout.dataset_offset, run)) {
            return fail(ErrorCode::io_failed, "the file changed while it was read", path, "open it again");
        }
    }
    if (walk.fault != DicomFault::none) return std::unexpected(faultOf(walk, path));
    if (walk.groups == 0) {
        return fail(ErrorCode::unsupported, "this DICOM file holds no waveform", path,
                    "open an ECG; images and reports are not read");
    }
    for (std::size_t i = 0; i < walk.groups; ++i) {
        layout.samples.push_back(
            {walk.samples[i].offset + layout.dataset_offset, walk.samples[i].bytes, walk.samples[i].swap});
    }
    return layout;
}

}  // namespace triptych::formats
