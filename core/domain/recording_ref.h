// What names a recording, wherever one is asked for, remembered or opened again: today a file, and the recording within
// it where the file holds several; whatever else a recording may come from later, its key stands here.
#pragma once

#include <string>
#include <utility>

namespace triptych {

struct RecordingRef {
    std::string path = {};    // of the file; it may go on into it ("day.zip/a.edf"), as opened recordings are known
    std::string record = {};  // within the file, as formats::recordsIn() names it; empty: the one that the path names

    [[nodiscard]] bool empty() const { return path.empty(); }
    // As a reader sees it, and as it is written down: "day.zip/a.edf". A RecordingRef with that path names the same.
    [[nodiscard]] std::string text() const { return record.empty() ? path : path + '/' + record; }
    // The same recording by the same words.
    friend bool operator==(const RecordingRef& a, const RecordingRef& b) { return a.text() == b.text(); }
};

}  // namespace triptych
