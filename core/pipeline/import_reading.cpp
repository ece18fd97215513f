#include "core/pipeline/import_reading.h"

#include "core/formats/wfdb/annotations.h"
#include "core/review/label_matching.h"
#include "core/review/letters.h"
#include "core/review/triptych_annotations.h"
#include "core/text/digest.h"
#include "core/text/said.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>

namespace triptych::pipeline {
namespace {

// Marks of one beat lie nearer than this, be it at its onset or its peak; of beats at random in another recording's
// rhythm some four in ten do.
constexpr double kBeside_s = 0.075;
constexpr double kLeastShare = 0.6;
constexpr std::size_t kFewest = 10;  // marks, of which a share says something

double frameRateOf(const Recording& recording) {
    const auto slowest = std::ranges::min_element(recording.leads, {}, &Lead::rate_hz);
    return slowest == recording.leads.end() ? 0 : slowest->rate_hz;
}

std::chrono::sys_time<std::chrono::milliseconds> timeOf(const std::string& path) {
    std::error_code error;
    const auto written = std::filesystem::last_write_time(path, error);
    if (error) return {};
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::file_clock::to_sys(written));
}

Error ofAnother(const text::Said& why, const std::string& path) {
    return {ErrorCode::refused, text::say("these are the labels of another recording: {1}", why), path,
            "import them into the recording that they were given to"};
}

}  // namespace

double shareBeside(const AnnotationSet& marks, const BeatList& beats) {
    std::size_t all = 0, beside = 0;
    for (const Annotation& mark : marks.annotations) {
        if (!isBeat(mark.code)) continue;
        ++all;
        const auto at = review::onClock(mark.sample, marks.rate_hz, beats.rate_hz);
        const auto next = std::ranges::lower_bound(beats.beats, at, {}, &Beat::sample);
        const double window = kBeside_s * beats.rate_hz;
        const bool after = next != beats.beats.end() && static_cast<double>(next->sample - at) <= window;
        const bool before = next != beats.beats.begin() && static_cast<double>(at - std::prev(next)->sample) <= window;
        if (after || before) ++beside;
    }
    if (all < kFewest || beats.beats.size() < kFewest) return 1;
    return static_cast<double>(beside) / static_cast<double>(all);
}

Result<store::EventGroup> importReading(const Recording& recording, const std::string& identity,
                                        const BeatList& detected, const std::string& path, const std::string& reader,
                                        const std::vector<store::EventGroup>& log) {
    const std::string name = review::cleanedReaderName(reader);
    if (name.empty()) return fail(ErrorCode::wrong_use, "it is not said whose labels these are", path, "name a reader");
    auto set = formats::readAnnotations(path, frameRateOf(recording));
    if (!set) return std::unexpected(set.error());
    for (Annotation& mark : set->annotations) mark.code = review::ownLetterIn(mark).value_or(mark.code);
    if (const auto ours = review::loadLabels(path, frameRateOf(recording));
        ours && !ours->recording.empty() && ours->recording != identity) {
        return std::unexpected(ofAnother("the file itself says so", path));
    }
    if (!(set->rate_hz > 0)) {
        return fail(ErrorCode::malformed, "the file does not say how its times are counted", path, "import another");
    }
    const auto beats = std::ranges::count_if(set->annotations, [](const Annotation& a) { return isBeat(a.code); });
    if (beats == 0) return fail(ErrorCode::empty, "the file marks no beat", path, "import one that does");
    const double last_s = static_cast<double>(set->annotations.back().sample) / set->rate_hz;
    if (last_s > recording.duration_s + 1) {
        return std::unexpected(ofAnother("they go on after the recording's end", path));
    }
    if (shareBeside(*set, detected) < kLeastShare) {
        return std::unexpected(ofAnother("most of them stand where no beat is", path));
    }
    std::vector<review::Reading> readings = review::readingsOf(log, set->rate_hz);
    const auto known = std::ranges::find(readings, name, &review::Reading::reader);
    store::EventGroup group;
    group.kind = store::EventKind::taken_over;
    group.reader = name;
    group.time = timeOf(path);
    group.tool = "import";
    group.reason = "annotator " + std::filesystem::path(path).extension().string().erase(0, 1);
    std::string said = identity + '\n' + name + '\n' + store::utcText(group.time) + '\n';
    for (const Annotation& annotation : set->annotations) {
        if (!isBeat(annotation.code)) continue;
        const std::string letter(symbolOf(annotation.code));
        said += std::to_string(annotation.sample) + letter + '\n';
        if (known != readings.end()) {
            const auto there = known->labels.find(annotation.sample);
            if (there != known->labels.end() && there->second.code == annotation.code) continue;
        }
        store::EventMark mark;
        mark.sample = mark.end_sample = annotation.sample;
        mark.rate_hz = set->rate_hz;
        mark.to = letter;
        group.marks.push_back(std::move(mark));
        said += '+';
    }
    group.key =
        "import-" + std::to_string(text::fnv1a(said)) + '-' + std::to_string(text::fnv1a(said, 0x9e3779b97f4a7c15ULL));
    return group;
}

}  // namespace triptych::pipeline
