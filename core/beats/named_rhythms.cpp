#include "core/beats/named_rhythms.h"

#include <cstddef>

namespace triptych::beats {

std::vector<std::string> namedRhythms(const Recording& recording, const BeatList& beats) {
    std::vector<std::string> out(beats.beats.size());
    if (recording.annotation_sets.empty()) return out;
    const AnnotationSet& set = recording.annotation_sets.front();
    // Annotators that state no clock of their own write in samples of the lead.
    const double scale = set.rate_hz > 0 ? beats.rate_hz / set.rate_hz : 1.0;
    std::string now;
    std::size_t next = 0;
    for (const Annotation& annotation : set.annotations) {
        if (annotation.code != kRhythm || !annotation.aux.starts_with('(')) continue;
        const double at = static_cast<double>(annotation.sample) * scale;
        for (; next < out.size() && static_cast<double>(beats.beats[next].sample) < at; ++next) out[next] = now;
        now = annotation.aux.substr(1);
        while (!now.empty() && (now.back() == '\0' || now.back() == ' ')) now.pop_back();
    }
    for (; next < out.size(); ++next) out[next] = now;
    return out;
}

}  // namespace triptych::beats
