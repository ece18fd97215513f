// A file's bytes without reading the file: mapped read-only, and read so that a file cut, or a medium pulled out, under
// our feet is a failed read and never the SIGBUS that would end the program.
#pragma once

#include "core/domain/error.h"
#include "core/text/said.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <type_traits>

struct stat;

namespace triptych::files {

// A file as it is now beside what was opened. The gravest of what applies.
enum class FileState {
    same,
    cut,        // shorter: what is behind its end can no longer be read
    gone,       // nothing has its name any more; its bytes can still be read
    replaced,   // another file has its name
    grown,      // longer
    rewritten,  // as long, and written to
};

// How it stays safe. A mapping's pages behind the end of a file that shrank raise SIGBUS, and so do pages that the disk
// cannot deliver. Checking the size before each read leaves a race and misses the second case, and a handler is the
// only answer the system offers. So both are done: readers ask currentSize() and show what is beyond it as missing, and
// withBytes() runs its work under a guard to which a process-wide SIGBUS handler returns, when, and only when, the
// faulting address lies in the guarded bytes; every other SIGBUS goes to the handler that was there before.
class MappedFile {
public:
    // Errors: not_found, not_readable, not_a_file (folder, socket, device), io_failed. An empty file has size 0.
    [[nodiscard]] static Result<std::shared_ptr<const MappedFile>> open(const std::string& path);

    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    // In bytes, when it was opened.
    [[nodiscard]] std::int64_t size() const { return size_; }
    // In bytes, now; never more than size(). 0 where the system no longer answers.
    [[nodiscard]] std::int64_t currentSize() const;
    // Asks the system twice, which may take long where the file lies on a network.
    [[nodiscard]] FileState state() const;

    // Calls work(bytes [offset, offset + count)); false when the range is not in the file or its bytes could not be
    // delivered, in which case `work` stopped somewhere in its middle. `work` must own nothing that needs a destructor
    // and must touch nothing of the file but its argument. Any thread.
    template <class Work>
    [[nodiscard]] bool withBytes(std::int64_t offset, std::int64_t count, const Work& work) const {
        static_assert(std::is_trivially_destructible_v<Work>, "the guard leaves by siglongjmp");
        return guarded(
            offset, count,
            [](const void* context, std::span<const std::byte> bytes) { (*static_cast<const Work*>(context))(bytes); },
            &work);
    }

private:
    using Call = void (*)(const void* context, std::span<const std::byte> bytes);

    // What tells one file from another, and whether it was written to.
    struct Identity {
        std::uint64_t device = 0;
        std::uint64_t inode = 0;
        std::int64_t written_ns = 0;
    };

    MappedFile(std::string path, int descriptor, const std::byte* data, std::int64_t size, Identity identity);
    static Identity identityOf(const struct ::stat& status);
    bool guarded(std::int64_t offset, std::int64_t count, Call call, const void* context) const;

    std::string path_;
    int descriptor_;
    const std::byte* data_;
    std::int64_t size_;
    Identity identity_;
};

// The first `limit` bytes of a file at most, copied. Errors as MappedFile::open.
struct Excerpt {
    std::string bytes;
    std::int64_t file_size = 0;
};
[[nodiscard]] Result<Excerpt> readExcerpt(const std::string& path, std::int64_t limit);

// A small file's bytes. A file of more than `limit` bytes is malformed, and is not read: "this is no `kind`".
[[nodiscard]] Result<std::string> readWhole(const std::string& path, std::int64_t limit, const text::Said& kind);

}  // namespace triptych::files
