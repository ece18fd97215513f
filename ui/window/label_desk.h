// Where the reader's labels are made: keeps the journal, the beats that the panes show and the file on disk in step.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/prediction.h"
#include "core/pipeline/beat_labels.h"
#include "core/pipeline/open_recording.h"
#include "core/review/label_journal.h"
#include "ui/state/view_state.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace triptych::ui {

// GUI thread. Labels are made in memory at once; only save() touches the disk.
class LabelDesk : public QObject {
    Q_OBJECT
public:
    explicit LabelDesk(ViewState& state, QObject* parent = nullptr);

    // A new recording: its saved labels, an empty history.
    void begin(const pipeline::OpenedRecording& opened);
    void setBeats(std::shared_ptr<const BeatList> beats);
    // What a model has said so far; null: nothing.
    void setModelWord(std::shared_ptr<const Classification> word);

    // nullopt takes the reader's own label away. False when nothing would change or there is no such beat.
    bool relabel(std::size_t beat, std::optional<std::uint8_t> code);
    // Makes the label in force the reader's own. False when there is none to accept.
    bool accept(std::size_t beat);
    void undo();  // and selects the beat that changed
    void redo();
    // Provenance of the reader's label of a beat; empty when the reader gave none.
    [[nodiscard]] QString provenanceOf(std::size_t beat) const;

    [[nodiscard]] bool dirty() const { return journal_.dirty(); }
    [[nodiscard]] bool canUndo() const { return journal_.canUndo(); }
    [[nodiscard]] bool canRedo() const { return journal_.canRedo(); }
    [[nodiscard]] std::size_t labelsByReader() const { return journal_.labels().size(); }

    // What save() would write now; nullopt where the reader has given no label.
    [[nodiscard]] std::optional<AnnotationSet> labelFile() const;
    // Where save() would write; empty for a recording that has no folder of its own.
    [[nodiscard]] QString path() const { return path_; }
    // Writes beside the record, or into `folder` and from then on there. Returns the path. Errors: those of
    // review::saveLabels; wrong_use when there is no folder to write to.
    Result<QString> save(const QString& folder = {});

Q_SIGNALS:
    void changed();  // dirty(), canUndo() or canRedo() may answer differently

private:
    [[nodiscard]] pipeline::LabelSources sources() const;
    void publish();
    void refresh(std::int64_t sample, bool select);
    [[nodiscard]] std::optional<std::int64_t> keyOf(std::size_t beat) const;

    ViewState& state_;
    RecordingPtr recording_;
    std::shared_ptr<const BeatList> beats_;
    std::shared_ptr<const Classification> word_;
    review::LabelJournal journal_;
    double journal_rate_hz_ = 0;
    std::optional<std::uint64_t> fingerprint_;
    QString path_;
    std::string reader_;
};

}  // namespace triptych::ui
