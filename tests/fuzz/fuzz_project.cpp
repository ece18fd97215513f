// Projects: whatever the bytes, they are refused in a sentence, or read as logs of which every rule can make something,
// and what is written behind them is there again.
#include "core/review/label_journal.h"
#include "core/store/project.h"

#include "tests/fuzz/fuzz_files.h"

#include <cmath>

namespace {

using namespace triptych;

constexpr const char* kName = "p.triptych-project";

// SQLite's logs and copies before an upgrade go with the project that they were of.
void forgetFiles() {
    for (const auto& entry : std::filesystem::directory_iterator(test::fuzzFolder())) {
        std::filesystem::remove_all(entry.path());
    }
}

void examine(const std::vector<store::EventGroup>& groups) {
    for (const store::EventGroup& group : groups) {
        for (const store::EventMark& mark : group.marks) (void)store::isPossible(mark);
    }
    const review::LabelJournal journal(360, "reader", groups);
    (void)journal;
}

void read(const std::string& path) {
    auto project = store::Project::openForReading(path);
    if (!project) return test::requireSentence(project.error());
    if (const auto whole = project->checkWhole(); !whole) test::requireSentence(whole.error());
    const auto recordings = project->recordings();
    if (!recordings) return test::requireSentence(recordings.error());
    for (const store::ListedRecording& recording : *recordings) {
        const auto groups = project->groupsOf(recording.id, 0);
        if (groups) {
            examine(*groups);
        } else {
            test::requireSentence(groups.error());
        }
        if (const auto known = project->find(recording.card, "reader"); !known) test::requireSentence(known.error());
    }
}

void write(const std::string& path) {
    auto project = store::Project::open(path, true);
    if (!project) return test::requireSentence(project.error());
    if (project->readOnly()) return;
    const auto id = project->note({"identity", "r", path, "WFDB", 10});
    if (!id) return test::requireSentence(id.error());
    store::EventGroup group;
    group.key = "fuzz-1";
    group.reader = "reader";
    group.tool = "key";
    store::EventMark& mark = group.marks.emplace_back();
    mark.sample = mark.end_sample = 77;
    mark.rate_hz = 360;
    mark.to = "V";
    const auto places = project->append(*id, {group});
    if (!places) return test::requireSentence(places.error());
    test::require(places->size() == 1, "each group has its place");
    const auto again = project->groupsOf(*id, 0);
    if (!again) return test::requireSentence(again.error());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    forgetFiles();
    const std::string path = test::writeFuzzed(kName, std::string_view(reinterpret_cast<const char*>(data), size));
    read(path);
    write(path);
    return 0;
}
