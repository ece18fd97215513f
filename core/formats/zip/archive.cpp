#include "core/formats/zip/archive.h"

#include "core/files/mapped_file.h"
#include "core/text/said.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>

namespace triptych::formats {
namespace {

constexpr zip_int64_t kMostEntries = 200'000;
constexpr std::size_t kLongestName_bytes = 4096;

struct FileCloser {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using ZipFile = std::unique_ptr<zip_file_t, FileCloser>;

bool isClutter(const std::string& name) {
    const std::string last = name.substr(name.rfind('/') + 1);
    return last.empty() || last.starts_with('.') || name.starts_with("__MACOSX/");
}

}  // namespace

void ZipArchive::Closer::operator()(struct zip* archive) const {
    zip_discard(archive);
}

Result<ZipArchive> ZipArchive::open(const std::string& path) {
    if (auto file = files::readExcerpt(path, 4); !file) return std::unexpected(file.error());
    int status = 0;
    zip_t* const opened = zip_open(path.c_str(), ZIP_RDONLY, &status);
    if (opened == nullptr) {
        zip_error_t error;
        zip_error_init_with_code(&error, status);
        std::string why = zip_error_strerror(&error);
        zip_error_fini(&error);
        return fail(ErrorCode::malformed, text::say("the ZIP file cannot be read ({1})", text::lowered(why)), path,
                    "restore it from its source");
    }
    ZipArchive archive(path, opened);
    const zip_int64_t count = zip_get_num_entries(opened, 0);
    if (count > kMostEntries) {
        return fail(ErrorCode::refused,
                    text::say("the ZIP file has {1} entries, more than a file of recordings has", count), path,
                    "unpack it by hand");
    }
    constexpr zip_uint64_t kLargest = std::numeric_limits<std::int64_t>::max();
    for (zip_int64_t i = 0; i < count; ++i) {
        zip_stat_t stat;
        zip_stat_init(&stat);
        if (zip_stat_index(opened, static_cast<zip_uint64_t>(i), 0, &stat) != 0 || (stat.valid & ZIP_STAT_NAME) == 0) {
            continue;
        }
        ZipEntry entry;
        entry.index = static_cast<std::uint64_t>(i);
        entry.name = text::asUtf8(stat.name);
        if (entry.name.size() > kLongestName_bytes || isClutter(entry.name)) continue;
        if ((stat.valid & ZIP_STAT_SIZE) != 0) entry.bytes = static_cast<std::int64_t>(std::min(stat.size, kLargest));
        if ((stat.valid & ZIP_STAT_COMP_SIZE) != 0) {
            entry.packed_bytes = static_cast<std::int64_t>(std::min(stat.comp_size, kLargest));
        }
        entry.is_locked = (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE;
        archive.entries_.push_back(std::move(entry));
    }
    // Of two entries of one name the first is meant by it; the other could never be asked for.
    std::set<std::string> seen;
    std::erase_if(archive.entries_, [&seen](const ZipEntry& entry) { return !seen.insert(entry.name).second; });
    std::sort(archive.entries_.begin(), archive.entries_.end(),
              [](const ZipEntry& a, const ZipEntry& b) { return a.name < b.name; });
    return archive;
}

const ZipEntry* ZipArchive::find(const std::string& name) const {
    const auto found = std::lower_bound(entries_.begin(), entries_.end(), name,
                                        [](const ZipEntry& entry, const std::string& to) { return entry.name < to; });
    return found != entries_.end() && found->name == name ? &*found : nullptr;
}

std::string ZipArchive::beginning(const ZipEntry& entry, std::size_t limit) const {
    const ZipFile file(zip_fopen_index(archive_.get(), entry.index, 0));
    if (!file) return {};
    std::string bytes(limit, '\0');
    const zip_int64_t count = zip_fread(file.get(), bytes.data(), limit);
    bytes.resize(static_cast<std::size_t>(std::max<zip_int64_t>(count, 0)));
    return bytes;
}

Result<void> ZipArchive::unpack(const ZipEntry& entry, const std::string& to, const Job& job) const {
    const std::string where = path_ + '/' + entry.name;
    if (entry.is_locked) {
        return fail(ErrorCode::unsupported, "the file is locked by a password", where, "unpack it by hand");
    }
    const ZipFile file(zip_fopen_index(archive_.get(), entry.index, 0));
    if (!file) {
        return fail(ErrorCode::unsupported,
                    text::say("the file cannot be unpacked ({1})", text::lowered(zip_strerror(archive_.get()))), where,
                    "unpack it by hand");
    }
    auto out = UnpackedFile::create(to, where, std::max<std::int64_t>(entry.packed_bytes, 1));
    if (!out) return std::unexpected(out.error());
    std::array<std::byte, 1 << 16> block;
    while (true) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", where);
        const zip_int64_t count = zip_fread(file.get(), block.data(), block.size());
        if (count == 0) return {};
        if (count < 0) {
            return fail(ErrorCode::malformed, "the file is damaged in the ZIP file, or its checksum is wrong", where,
                        "restore the ZIP file from its source");
        }
        if (auto written = out->write(std::span(block).first(static_cast<std::size_t>(count))); !written) {
            return std::unexpected(written.error());
        }
        if (entry.bytes > 0) {
            job.progress(0.5 * std::min(1.0, static_cast<double>(out->size()) / static_cast<double>(entry.bytes)),
                         "unpacking");
        }
    }
}

}  // namespace triptych::formats
