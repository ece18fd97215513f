// What the label desk knows as layers, and as the annotation file that is saved beside the recording.
#include "core/pipeline/label_file.h"
#include "core/pipeline/saved_labels.h"
#include "core/review/corrected_labels.h"
#include "core/review/take_over.h"
#include "core/review/triptych_annotations.h"
#include "ui/window/label_desk.h"

#include <utility>

namespace triptych::ui {

// Where their beats stand now; those of beats that were taken away are left out.
review::ReaderLabels LabelDesk::labelsInPlace() const {
    return edits_ == nullptr ? journal_.labels() : review::correctedLabels(journal_.labels(), *edits_);
}

Layers LabelDesk::layers() const {
    if (!recording_) return {};
    Layers layers = pipeline::recordingLayers(*recording_);
    if (beats_) {
        if (auto detected = pipeline::detectorLayer(*beats_)) layers.push_back(std::move(detected));
    }
    if (word_) {
        layers.push_back(pipeline::modelLayer(*word_, word_complete_));
        if (auto quality = pipeline::qualityLayer(*word_)) layers.push_back(std::move(quality));
    }
    if (!journal_.labels().empty()) {
        layers.push_back(pipeline::readerLayer(labelsInPlace(), rate_hz_, beats_ ? beats_->lead : lead_, reader_));
    }
    if (notes_ != nullptr) {
        if (auto notes = review::noteLayer(*notes_, reader_)) layers.push_back(std::move(notes));
    }
    return layers;
}

std::optional<AnnotationSet> LabelDesk::labelFile() const {
    const bool corrected = edits_ != nullptr && !edits_->edits().empty();
    const bool noted = notes_ != nullptr && !notes_->notes().empty();
    if (!recording_ || !beats_ || (journal_.labels().empty() && !corrected && !noted)) return std::nullopt;
    // Of the copy that it goes beside: its identity is its own.
    return pipeline::labelFile(*recording_, layers(), pipeline::modelsSpokenOf(journal_), TRIPTYCH_VERSION, {}, edits_);
}

Result<QString> LabelDesk::save(const QString& folder) {
    if (!recording_ || !beats_ || !ready_) {
        return fail(ErrorCode::wrong_use, "there are no labels to save yet", {},
                    "open a recording and wait for its beats");
    }
    if (auto may = mayWriteBeside(); !may) return std::unexpected(may.error());
    const QString path =
        folder.isEmpty() ? path_ : QString::fromStdString(review::labelPath(*recording_, folder.toStdString()));
    if (path.isEmpty()) {
        return fail(ErrorCode::wrong_use, "this recording has no folder of its own", recording_->name,
                    "save its labels to a folder that you choose");
    }
    // Labels that stand there and that the log does not know, another window's or another computer's, are not written
    // over.
    std::optional<std::uint64_t> fingerprint;
    if (const auto there = review::loadLabels(path.toStdString(), rate_hz_)) {
        if (!folder.isEmpty() && !there->recording.empty() && there->recording != identity_) {
            return fail(ErrorCode::refused, "labels of another recording of the same name stand there",
                        path.toStdString(), "save these to another folder");
        }
        fingerprint = there->fingerprint;
        std::vector<store::EventGroup> known = journal_.groups();
        if (edits_ != nullptr) known.insert(known.end(), edits_->groups().begin(), edits_->groups().end());
        auto groups = review::takeOver(*there, identity_, known);
        if (!groups.empty()) {
            keeper_->append(groups);
            std::size_t labels = 0;
            for (const store::EventGroup& group : groups) labels += group.marks.size();
            Q_EMIT noticed(review::takenOver(labels, path.toStdString()));
        }
        for (store::EventGroup& group : groups) refresh(journal_.take(std::move(group), false));
    }
    const auto file = pipeline::labelFile(*recording_, layers(), pipeline::modelsSpokenOf(journal_), TRIPTYCH_VERSION,
                                          identity_, edits_);
    const auto saved = review::saveLabels(path.toStdString(), file, fingerprint);
    if (!saved) return std::unexpected(saved.error());
    path_ = path;
    Q_EMIT changed();
    return path;
}

}  // namespace triptych::ui
