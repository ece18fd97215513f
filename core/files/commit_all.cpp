#include "core/files/commit_all.h"

#include "core/text/said.h"

#include <unistd.h>
#include <filesystem>
#include <string>
#include <system_error>

namespace triptych::files {
namespace {

namespace fs = std::filesystem;

// What a file replaces, under its second name; "" where it replaces nothing.
struct Before {
    fs::path target, kept;
};

Result<Before> keep(const FileWriter& writer) {
    Before out{writer.target(), {}};
    std::error_code error;
    if (!fs::exists(out.target, error)) return out;
    fs::path kept = out.target;
    kept.replace_filename('.' + out.target.filename().string() + '.' + std::to_string(::getpid()) + "-before.tmp");
    fs::create_hard_link(out.target, kept, error);
    if (error) fs::copy_file(out.target, kept, error);
    if (error) {
        return fail(
            ErrorCode::io_failed,
            text::say("what is replaced cannot be kept until all is written: {1}", text::foreign(error.message())),
            writer.path(), "free some room, or choose another folder");
    }
    out.kept = kept;
    return out;
}

void forget(const std::vector<Before>& all) {
    std::error_code ignored;
    for (const Before& before : all) {
        if (!before.kept.empty()) fs::remove(before.kept, ignored);
    }
}

}  // namespace

Result<void> commitAll(std::vector<FileWriter>& writers) {
    std::vector<Before> all;
    for (const FileWriter& writer : writers) {
        auto before = keep(writer);
        if (!before) {
            forget(all);
            return std::unexpected(before.error());
        }
        all.push_back(std::move(*before));
    }
    for (std::size_t i = 0; i < writers.size(); ++i) {
        const auto done = writers[i].commit();
        if (done) continue;
        std::error_code ignored;
        for (std::size_t k = 0; k < i; ++k) {
            if (all[k].kept.empty()) {
                fs::remove(all[k].target, ignored);
            } else {
                fs::rename(all[k].kept, all[k].target, ignored);
            }
        }
        all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i));
        forget(all);
        return done;
    }
    forget(all);
    return {};
}

}  // namespace triptych::files
