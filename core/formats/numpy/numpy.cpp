#include "core/formats/numpy/numpy.h"

#include "core/files/mapped_file.h"
#include "core/formats/arrays/arrays.h"
#include "core/formats/unpacked.h"
#include "core/formats/zip/archive.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace triptych::formats {
namespace {

constexpr std::int64_t kHeader_bytes = 1 << 16;
constexpr std::int64_t kBlock_bytes = 1 << 20;
constexpr std::int64_t kLargestTurned_bytes = std::int64_t{2} << 30;
constexpr std::int64_t kLargestSetting_bytes = 1 << 20;  // a rate, names of leads

// One array in a mapped file.
class Npy {
public:
    static Result<std::shared_ptr<const Npy>> open(const std::string& file, const std::string& where) {
        auto mapped = files::MappedFile::open(file);
        if (!mapped) return std::unexpected(mapped.error());
        const auto excerpt = files::readExcerpt(file, kHeader_bytes);
        if (!excerpt) return std::unexpected(excerpt.error());
        auto header = parseNpyHeader(excerpt->bytes, where);
        if (!header) return std::unexpected(header.error());
        auto npy = std::make_shared<Npy>();
        npy->header = std::move(*header);
        npy->file = std::move(*mapped);
        return npy;
    }

    // Elements that the file has whole.
    [[nodiscard]] std::int64_t there() const {
        return header.bytes == 0 ? 0 : std::max<std::int64_t>(file->size() - header.data_offset, 0) / header.bytes;
    }

    [[nodiscard]] std::string bytesOf(std::int64_t first, std::int64_t count) const {
        std::string bytes(static_cast<std::size_t>(count * header.bytes), '\0');
        char* const to = bytes.data();
        const auto copy = [to](std::span<const std::byte> from) {
            std::copy_n(reinterpret_cast<const char*>(from.data()), from.size(), to);
        };
        if (!file->withBytes(header.data_offset + first * header.bytes, count * header.bytes, copy)) bytes.clear();
        return bytes;
    }

    NpyHeader header;
    std::shared_ptr<const files::MappedFile> file;
};

class NpyFile final : public ArrayFile {
public:
    // Adds an array of numbers, a single number or words, by its name.
    void add(const std::string& name, const std::shared_ptr<const Npy>& npy) {
        const NpyHeader& header = npy->header;
        if (!header.isNumber()) {
            if (header.elements() > 0 && header.elements() <= kLargestSetting_bytes / std::max(header.bytes, 1)) {
                texts[name] = wordsOf(header, npy->bytesOf(0, std::min(header.elements(), npy->there())));
            }
            return;
        }
        if (header.elements() == 1 && npy->there() >= 1) {
            numbers[name] = numbersOf(header, npy->bytesOf(0, 1)).front();
            return;
        }
        if (header.elements() == 0) return;
        ArrayInfo info;
        info.name = name;
        info.shape = header.shape;
        info.float_bits = header.kind == 'f' ? 8 * header.bytes : 0;
        cutToFile(info, *npy);
        if (info.shape.empty()) return;
        arrays.push_back(std::move(info));
        files_.push_back(npy);
    }

    Result<std::vector<double>> read(std::size_t array, std::int64_t first, std::int64_t count,
                                     const Job& job) override {
        const Npy& npy = *files_[array];
        if (!npy.header.is_fortran || npy.header.shape.size() < 2) return readInOrder(npy, first, count, job);
        const std::int64_t all = npy.header.elements();
        if (all > kLargestTurned_bytes / 8) {
            return fail(ErrorCode::refused, "the array is in Fortran's order and too large to be turned in memory",
                        npy.file->path(), "save it by numpy.ascontiguousarray()");
        }
        auto whole = readInOrder(npy, 0, all, job);
        if (!whole) return whole;
        const auto in_order = turned(*whole, npy.header.shape);
        return std::vector<double>(in_order.begin() + first, in_order.begin() + first + count);
    }

private:
    // A file that ends early has fewer rows.
    void cutToFile(ArrayInfo& info, const Npy& npy) {
        const std::int64_t there = npy.there();
        if (npy.header.elements() <= there || info.shape.empty()) return;
        const std::int64_t row =
            std::max<std::int64_t>(npy.header.elements() / std::max<std::int64_t>(info.shape[0], 1), 1);
        const bool can_be_cut = !npy.header.is_fortran || info.shape.size() == 1;
        const std::int64_t rows = can_be_cut ? there / row : 0;
        warnings.push_back(
            info.name.empty()
                ? text::say("the file ends early: the array promises {1} rows and has {2}", info.shape[0], rows)
                : text::say("the file ends early: the array {1} promises {2} rows and has {3}", info.name,
                            info.shape[0], rows));
        info.shape[0] = rows;
        if (rows == 0) info.shape.clear();
    }

    static Result<std::vector<double>> readInOrder(const Npy& npy, std::int64_t first, std::int64_t count,
                                                   const Job& job) {
        std::vector<double> out;
        out.reserve(static_cast<std::size_t>(count));
        const std::int64_t block = std::max<std::int64_t>(kBlock_bytes / npy.header.bytes, 1);
        for (std::int64_t at = 0; at < count; at += block) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", npy.file->path());
            const auto values = numbersOf(npy.header, npy.bytesOf(first + at, std::min(block, count - at)));
            out.insert(out.end(), values.begin(), values.end());
            job.progress(static_cast<double>(at) / static_cast<double>(count), "reading");
        }
        out.resize(static_cast<std::size_t>(count), NAN);
        return out;
    }

    std::vector<std::shared_ptr<const Npy>> files_;  // of `arrays`
};

Result<std::unique_ptr<NpyFile>> npyFile(const std::string& path) {
    auto npy = Npy::open(path, path);
    if (!npy) return std::unexpected(npy.error());
    auto file = std::make_unique<NpyFile>();
    if (!(*npy)->header.isNumber()) {
        return fail(ErrorCode::unsupported, "the array holds words and no numbers", path, "open an array of samples");
    }
    file->add("", *npy);
    if (file->arrays.empty() && !file->warnings.empty()) {
        return fail(ErrorCode::truncated, file->warnings.front(), path, "restore the file from its source");
    }
    return file;
}

// The arrays of a ZIP file, each unpacked into a folder of ours that is removed once the recording is made.
struct NpzFile {
    std::shared_ptr<const UnpackedFolder> folder;
    NpyFile arrays;
};

Result<std::unique_ptr<NpzFile>> npzFile(const std::string& path, const Job& job) {
    const auto archive = ZipArchive::open(path);
    if (!archive) return std::unexpected(archive.error());
    auto folder = UnpackedFolder::create();
    if (!folder) return std::unexpected(folder.error());
    auto file = std::make_unique<NpzFile>();
    file->folder = std::move(*folder);
    std::int64_t total_bytes = 0;
    std::size_t number = 0;
    for (const ZipEntry& entry : archive->entries()) {
        if (!entry.name.ends_with(".npy")) continue;
        total_bytes += entry.bytes;
        if (entry.bytes > kMostUnpacked_bytes || total_bytes > kMostUnpacked_bytes) {
            return fail(ErrorCode::refused,
                        text::say("the file unpacks to more than {1} GiB", kMostUnpacked_bytes >> 30), path,
                        "save its arrays one by one");
        }
        const std::string to = file->folder->place(std::to_string(number++) + ".npy");
        if (auto done = archive->unpack(entry, to, job); !done) return std::unexpected(done.error());
        const std::string name = entry.name.substr(0, entry.name.size() - 4);
        auto npy = Npy::open(to, path + '/' + name);
        if (!npy) {
            file->arrays.warnings.push_back(text::say("the array {1} was left out: {2}", name, npy.error().what));
            continue;
        }
        file->arrays.add(name, *npy);
    }
    return file;
}

}  // namespace

bool sniffNpz(std::string_view beginning) {
    using namespace std::string_view_literals;
    constexpr std::size_t kName = 30;
    if (!beginning.starts_with("PK\3\4"sv) || beginning.size() < kName) return false;
    const std::size_t length = static_cast<unsigned char>(beginning[26]) |
                               static_cast<std::size_t>(static_cast<unsigned char>(beginning[27])) << 8;
    return beginning.substr(kName, length).ends_with(".npy");
}

Result<RecordingPtr> openNpy(const std::string& path, const Job& job, const OpenHints& hints) {
    const auto file = npyFile(path);
    if (!file) return std::unexpected(file.error());
    return openArrays(**file, path, "NumPy", job, hints);
}

Result<RecordingPtr> openNpz(const std::string& path, const Job& job, const OpenHints& hints) {
    const auto file = npzFile(path, job);
    if (!file) return std::unexpected(file.error());
    return openArrays((*file)->arrays, path, "NumPy", job, hints);
}

Result<std::vector<std::string>> recordsInNpy(const std::string& path, const Job&, const OpenHints&) {
    const auto file = npyFile(path);
    if (!file) return std::unexpected(file.error());
    return recordsIn(**file);
}

Result<std::vector<std::string>> recordsInNpz(const std::string& path, const Job& job, const OpenHints&) {
    const auto file = npzFile(path, job);
    if (!file) return std::unexpected(file.error());
    return recordsIn((*file)->arrays);
}

}  // namespace triptych::formats
