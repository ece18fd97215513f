#include "core/formats/wfdb/annotations.h"
#include "core/review/triptych_annotations.h"
#include "core/store/project.h"

#include "tests/fuzz/seeds.h"

#include <cstdio>

namespace triptych::test {

void addLabels(const Seeds& seeds) {
    AnnotationSet set{"atr", 360, {}};
    set.annotations = {{18, kRhythm, 0, 0, 0, "(N"}, {77, kNormal, 0, 0, 0, {}}, {100'000, kPvc, 0, 1, 0, "own"}};
    const review::FileHeader header{"0.1.0", "annotator atr", "Research use - not for diagnosis", {{"ab", "product"}}};
    const auto labels = review::composeAnnotations(set, {{77, {kPvc, "reader: V"}}}, 360, 0, header);
    for (const auto& [name, written] : {std::pair("ours", labels), std::pair("another", set)}) {
        std::string bytes;
        for (const std::byte byte : formats::encodeAnnotations(written)) bytes += static_cast<char>(byte);
        seeds.add("labels", name, bytes);
    }
}

// One without a recording, and one in which labels were given, taken back, and a place kept.
void addProjects(const Seeds& seeds) {
    for (const bool full : {false, true}) {
        const std::string path = seeds.place("project", full ? "full" : "empty").string();
        auto project = store::Project::open(path, false);
        bool fine = project.has_value();
        if (fine && full) {
            const auto id = project->note({"0123456789abcdef", "100", "/ecg/100.hea", "WFDB", 1805.5});
            store::EventGroup labels, undo;
            labels.key = "a-1";
            labels.reader = "reader";
            labels.tool = "key";
            store::EventMark& mark = labels.marks.emplace_back();
            mark.sample = mark.end_sample = 77;
            mark.rate_hz = 360;
            mark.from = "N";
            mark.to = "V";
            mark.model = store::ModelWord{"product", "ab", "S", 0.75F, true};
            undo.key = "a-2";
            undo.kind = store::EventKind::undo;
            undo.target = "a-1";
            fine = id && project->append(*id, {labels, undo}) &&
                   project->keepPlace(*id, "reader", {"MLII", 12.5, 0, 10, 25, "reference", ""});
        }
        if (project) project->settle();
        if (!fine) std::fprintf(stderr, "a project could not be written\n");
    }
}

}  // namespace triptych::test
