#include "core/formats/file_changes.h"

namespace triptych::formats {
namespace {

std::string counted(std::int64_t count, const std::string& noun) {
    return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

std::string cutText(const FileChange& change) {
    std::string text = "the file was cut while it is open";
    if (change.bytes_lost > 0) text += ": its last " + counted(change.bytes_lost, "byte") + " are gone";
    if (change.samples_lost > 0) {
        text += ", and with them " + counted(change.samples_lost, "sample") + ", shown as missing";
    }
    return text +
           "; beats, labels and answers that rest on them cannot be checked any more: restore the file and open it "
           "again";
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
