#include "core/pipeline/training_record.h"

#include "core/domain/own_labels.h"
#include "core/formats/export/export.h"
#include "core/formats/wfdb/annotations.h"
#include "core/review/beat_journal.h"
#include "core/review/corrected_labels.h"
#include "core/review/label_journal.h"
#include "core/review/noise_spans.h"
#include "core/review/provenance.h"
#include "core/review/readers.h"
#include "core/review/triptych_annotations.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace triptych::pipeline {

Result<std::optional<inference::TrainingRecord>> writeTrainingRecord(const RecordingPtr& recording,
                                                                     const std::string& identity, const BeatList& found,
                                                                     const std::vector<store::EventGroup>& log,
                                                                     const std::optional<std::string>& reader,
                                                                     const std::string& folder, const std::string& name,
                                                                     const Job& job) {
    using Written = std::optional<inference::TrainingRecord>;
    const auto own = reader ? review::ofReader(log, *reader) : log;
    const auto noise = review::noiseSpans(review::RhythmJournal(found.rate_hz, {}, log), found.rate_hz);
    const review::BeatJournal edits(found.rate_hz, {}, own);
    const BeatList beats = review::corrected(found, edits).list;
    const review::LabelJournal journal(beats.rate_hz, {}, own);
    review::ReaderLabels labels = review::correctedLabels(journal.labels(), edits);
    inference::TrainingRecord record;
    record.record = name;
    record.identity = identity;
    std::erase_if(labels, [&](const auto& label) {
        const bool is_noise = review::isNoise(noise, static_cast<double>(label.first) / beats.rate_hz);
        if (is_noise) ++record.in_noise;
        return is_noise;
    });
    if (labels.empty()) return Written();
    std::set<std::string> readers;
    for (const auto& [sample, label] : labels) readers.insert(review::toldBy(label.provenance).reader);
    record.readers = {readers.begin(), readers.end()};
    for (const store::EventGroup& group : log) record.log_place = std::max(record.log_place, group.order);

    review::FileHeader header;
    header.version = TRIPTYCH_VERSION;
    header.labels_by = "nobody (\"?\")";
    header.wording = "Research use - not for diagnosis";
    header.recording = identity;
    AnnotationSet set =
        review::composeAnnotations(review::detectedAnnotations(beats, {}, nullptr), labels, beats.rate_hz,
                                   static_cast<std::uint8_t>(std::min<std::size_t>(beats.lead, 255)), header);
    set.notes.push_back(formats::ownNote("log place " + std::to_string(record.log_place)));
    set.annotator = "atr";
    for (const Annotation& annotation : set.annotations) {
        if (!isBeat(wfdbCodeOf(annotation.code))) continue;  // one's own letter may stand for no class
        ++record.beats;
        if (annotation.code != kLearn) ++record.labelled;
    }
    auto labelled = std::make_shared<Recording>(*recording);
    labelled->annotation_sets = {std::move(set)};
    const std::string path = (std::filesystem::path(folder) / (name + ".hea")).string();
    if (const auto done = formats::exportRecording(*labelled, path, formats::ExportFormat::wfdb, {true, false}, job);
        !done) {
        return std::unexpected(done.error());
    }
    return Written(std::move(record));
}

}  // namespace triptych::pipeline
