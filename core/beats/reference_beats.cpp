#include "core/beats/detect.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>

namespace triptych::beats {

Result<BeatList> referenceBeats(const Recording& recording, std::size_t lead) {
    if (lead >= recording.leads.size()) {
        return fail(ErrorCode::out_of_range,
                    text::say("there is no lead {1}, the recording has {2}", lead, recording.leads.size()),
                    recording.name, "count leads from 0");
    }
    if (recording.annotation_sets.empty()) {
        return fail(ErrorCode::not_found, "the recording has no annotations to take beats from", recording.name,
                    "let the detector find the beats");
    }
    const Lead& source = recording.leads[lead];
    const AnnotationSet& set = recording.annotation_sets.front();
    // Annotators that state no clock of their own write in samples of the lead.
    const double scale = set.rate_hz > 0 ? source.rate_hz / set.rate_hz : 1.0;

    BeatList list;
    list.lead = lead;
    list.lead_name = source.name;
    list.rate_hz = source.rate_hz;
    list.origin = BeatOrigin::reference;
    for (const Annotation& annotation : set.annotations) {
        if (!isBeat(annotation.code)) continue;
        const std::int64_t sample =
            scale == 1.0 ? annotation.sample : std::llround(static_cast<double>(annotation.sample) * scale);
        list.beats.push_back({sample, annotation.code});
    }
    std::stable_sort(list.beats.begin(), list.beats.end(),
                     [](const Beat& a, const Beat& b) { return a.sample < b.sample; });
    return list;
}

}  // namespace triptych::beats
