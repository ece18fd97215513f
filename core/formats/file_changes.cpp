#include "core/formats/file_changes.h"

#include "core/text/said.h"

namespace triptych::formats {
namespace {

text::Said lost(const FileChange& change) {
    const text::Said samples = text::sayCount(change.samples_lost, "{1} sample", "{1} samples");
    if (change.bytes_lost <= 0) {
        return change.samples_lost <= 0
                   ? "the file was cut while it is open"
                   : text::say("the file was cut while it is open, and with them {1}, shown as missing", samples);
    }
    const text::Said bytes = text::sayCount(change.bytes_lost, "{1} byte", "{1} bytes");
    if (change.samples_lost <= 0) return text::say("the file was cut while it is open: its last {1} are gone", bytes);
    return text::say("the file was cut while it is open: its last {1} are gone, and with them {2}, shown as missing",
                     bytes, samples);
}

text::Said cutText(const FileChange& change) {
    return text::say(
        "{1}; beats, labels and answers that rest on them cannot be checked any more: restore the file and open it "
        "again",
        lost(change));
}

}  // namespace

std::vector<FileChange> fileChangesOf(const Recording& recording) {
    const auto* const backed = dynamic_cast<const FileBacked*>(recording.source.get());
    return backed != nullptr ? backed->fileChanges() : std::vector<FileChange>{};
}

Warning warningOf(const FileChange& change) {
    switch (change.state) {
        case files::FileState::cut:
            return {cutText(change), change.path};
        case files::FileState::grown:
            return {"the file has grown since it was opened, and what was added is not shown: open it again to see it",
                    change.path};
        case files::FileState::rewritten:
            return {
                "the file was written to since it was opened, so what is shown may be of two versions: open it again",
                change.path};
        case files::FileState::replaced:
            return {
                "another file has taken its place since it was opened, and what is shown is the old one: open it "
                "again to see the new one",
                change.path};
        case files::FileState::gone:
            return {
                "the file was moved or removed since it was opened: it is shown until it is closed, and cannot be "
                "opened from there again",
                change.path};
        case files::FileState::same:
            break;
    }
    return {"the file is what it was when it was opened", change.path};
}

}  // namespace triptych::formats
