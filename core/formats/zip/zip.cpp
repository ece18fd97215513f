#include "core/formats/zip/zip.h"

#include "core/files/mapped_file.h"
#include "core/formats/known_formats.h"
#include "core/formats/records.h"
#include "core/formats/unpacked.h"
#include "core/formats/wfdb/header.h"
#include "core/formats/zip/archive.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <set>

namespace triptych::formats {
namespace {

constexpr std::size_t kSniffed_bytes = 4096;
constexpr std::int64_t kLargestHeader_bytes = 1 << 20;
constexpr std::size_t kMostFiles = 20'000;  // of one recording, segments and all
// A recording's signals, and what lies beside them.
constexpr std::int64_t kMostTogether_bytes = 2 * kMostUnpacked_bytes;

// "a/b/" of "a/b/c.hea".
std::string folderOf(const std::string& name) {
    return name.substr(0, name.rfind('/') + 1);
}

std::string stemOf(const std::string& name) {
    return name.substr(0, std::max(name.rfind('.'), name.rfind('/') + 1));
}

bool endsWith(const std::string& name, std::string_view ending) {
    return text::lowered(name).ends_with(ending);
}

Result<std::vector<std::string>> recordsOf(const ZipArchive& archive, const std::string& path, const Job& job) {
    std::vector<std::string> names;
    std::size_t locked = 0;
    std::size_t unreadable = 0;
    std::size_t archives = 0;
    for (const ZipEntry& entry : archive.entries()) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path);
        // A signal file beside the header that names it is a part of that record.
        const bool is_part = !endsWith(entry.name, ".hea") && archive.find(stemOf(entry.name) + ".hea") != nullptr;
        if (is_part) continue;
        locked += entry.is_locked ? 1 : 0;
        if (entry.is_locked || entry.bytes == 0) continue;
        const std::string beginning = archive.beginning(entry, kSniffed_bytes);
        unreadable += beginning.empty() ? 1 : 0;
        archives += beginning.starts_with("PK\x03\x04") ? 1 : 0;
        if (looksLikeRecording(beginning, entry.name)) names.push_back(entry.name);
    }
    if (!names.empty()) return names;
    if (locked > 0) {
        return fail(ErrorCode::unsupported, "the ZIP file is locked by a password", path, "unpack it by hand");
    }
    if (unreadable > 0) {
        return fail(ErrorCode::unsupported,
                    "the ZIP file's entries are damaged, or packed by a method that is not read", path,
                    "unpack it by hand");
    }
    if (archives > 0) {
        return fail(ErrorCode::unsupported, "the ZIP file holds other ZIP files, which are not looked into", path,
                    "unpack it once by hand");
    }
    return fail(ErrorCode::unsupported, "the ZIP file holds no recording that Triptych reads", path,
                "open a ZIP file with recordings in it");
}

// One recording's files, from the archive into the folder.
class Files {
public:
    Files(const ZipArchive& archive, const UnpackedFolder& folder, const Job& job)
        : archive_(archive), folder_(folder), job_(job) {}

    Result<void> unpackWith(const ZipEntry& main) {
        if (auto done = unpack(main); !done) return done;
        const std::string stem = stemOf(main.name);
        for (const ZipEntry& entry : archive_.entries()) {
            // The headers of other records have a dot in their names at times: "a.b.hea" is no part of "a".
            if (stemOf(entry.name) != stem || entry.is_locked) continue;
            if (auto done = unpack(entry); !done) return done;
        }
        return endsWith(main.name, ".hea") ? unpackNamed(main) : Result<void>();
    }

private:
    // What a header names: signal files, and segments with theirs. What is missing, the reader of the header will say.
    Result<void> unpackNamed(const ZipEntry& header_entry) {
        const std::string file = folder_.place(header_entry.name);
        const auto bytes = files::readWhole(file, kLargestHeader_bytes, "WFDB header");
        if (!bytes) return std::unexpected(bytes.error());
        const auto header = parseWfdbHeader(*bytes, file);
        if (!header) return {};
        const std::string in_folder = folderOf(header_entry.name);
        for (const WfdbSignalLine& line : header->signals) {
            const ZipEntry* const entry = archive_.find(in_folder + line.file);
            if (entry == nullptr) continue;
            if (auto done = unpack(*entry); !done) return done;
        }
        for (const WfdbSegmentLine& line : header->segment_lines) {
            const ZipEntry* const entry = line.isGap() ? nullptr : archive_.find(in_folder + line.name + ".hea");
            if (entry == nullptr || unpacked_.contains(entry->name)) continue;
            if (auto done = unpack(*entry); !done) return done;
            if (auto done = unpackNamed(*entry); !done) return done;
        }
        return {};
    }

    Result<void> unpack(const ZipEntry& entry) {
        if (unpacked_.size() >= kMostFiles || !unpacked_.insert(entry.name).second) return {};
        total_bytes_ += entry.bytes;
        if (total_bytes_ > kMostTogether_bytes) {
            return fail(ErrorCode::refused,
                        text::say("the recording's files unpack to more than {1} GiB", kMostTogether_bytes >> 30),
                        entry.name, "unpack the ZIP file by hand if you trust it");
        }
        return archive_.unpack(entry, folder_.place(entry.name), job_);
    }

    const ZipArchive& archive_;
    const UnpackedFolder& folder_;
    const Job& job_;
    std::set<std::string> unpacked_;
    std::int64_t total_bytes_ = 0;
};

struct Unpacked {
    std::shared_ptr<const UnpackedFolder> folder;
    std::string name;  // of the recording's entry
    std::string file;  // that it was unpacked to
    std::string rest;  // of the name asked for
    bool is_only = true;
};

Result<Unpacked> unpackOne(const std::string& path, const Job& job, const OpenHints& hints) {
    const auto archive = ZipArchive::open(path);
    if (!archive) return std::unexpected(archive.error());
    const auto names = recordsOf(*archive, path, job);
    if (!names) return std::unexpected(names.error());
    auto picked = pickRecord(*names, hints.record, path);
    if (!picked) return std::unexpected(picked.error());
    auto folder = UnpackedFolder::create();
    if (!folder) return std::unexpected(folder.error());
    const std::string& name = (*names)[picked->index];
    if (auto done = Files(*archive, **folder, job).unpackWith(*archive->find(name)); !done) {
        return std::unexpected(done.error());
    }
    return Unpacked{*folder, name, (*folder)->place(name), std::move(picked->rest), names->size() == 1};
}

}  // namespace

bool sniffZip(std::string_view beginning) {
    using namespace std::string_view_literals;
    return beginning.starts_with("PK\3\4"sv) || beginning.starts_with("PK\5\6"sv);
}

Result<RecordingPtr> openZip(const std::string& path, const Job& job, const OpenHints& hints) {
    const auto unpacked = unpackOne(path, job, hints);
    if (!unpacked) return std::unexpected(unpacked.error());
    OpenHints within = hints;
    within.record = unpacked->rest;
    const Packed packed{unpacked->is_only ? path : pathWithin(path, unpacked->name), "in a ZIP file", unpacked->file};
    return openUnpacked(unpacked->folder, packed, job, within);
}

Result<std::vector<std::string>> recordsInZip(const std::string& path, const Job& job, const OpenHints& hints) {
    const auto archive = ZipArchive::open(path);
    if (!archive) return std::unexpected(archive.error());
    auto names = recordsOf(*archive, path, job);
    if (!names || (names->size() > 1 && hints.record.empty())) return names;
    // The only one, or the one that was named, may hold several itself.
    const auto unpacked = unpackOne(path, job, hints);
    if (!unpacked) return std::unexpected(unpacked.error());
    OpenHints within = hints;
    within.record = unpacked->rest;
    ++within.wrapped;
    auto inner = recordsIn(unpacked->file, job, within);
    if (!inner) return inner;
    for (std::string& name : *inner) {
        if (!unpacked->is_only) name = pathWithin(unpacked->name, name);
    }
    return inner;
}

}  // namespace triptych::formats
