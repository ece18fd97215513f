// Where the reader's labels are made: each becomes an event that the keeper writes at once, and the beats that the
// panes show follow the log, whoever wrote it. A window has one keeper, and it stands here: what other desks keep in
// the log goes through it, too.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/layer.h"
#include "core/domain/prediction.h"
#include "core/pipeline/beat_labels.h"
#include "core/pipeline/open_recording.h"
#include "core/review/beat_journal.h"
#include "core/review/label_journal.h"
#include "core/review/noise_spans.h"
#include "core/review/note_journal.h"
#include "core/review/readers.h"
#include "core/store/keeper.h"
#include "ui/state/reading_mode.h"
#include "ui/state/view_state.h"
#include "ui/window/mailbox.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace triptych::ui {

// GUI thread. The disk is touched on the keeper's thread, but for save().
class LabelDesk : public QObject {
    Q_OBJECT
public:
    explicit LabelDesk(ViewState& state, QObject* parent = nullptr);
    ~LabelDesk() override;

    // The project that labels are kept in from the next begin() on; empty: the reader's own.
    void useProject(const QString& path);
    [[nodiscard]] const QString& project() const { return project_; }  // as asked for
    [[nodiscard]] const QString& keptIn() const { return kept_in_; }   // that is written to; empty before ready()

    // label_desk_reading.cpp
    // Who reads from the next begin() on, under a name of their own, and what they see of the others. A blinded reader
    // sees their own deeds alone, of every layer; how they read stands in the log before the first of them.
    void useReader(const std::string& reader, ReadingMode mode);
    [[nodiscard]] ReadingMode readingMode() const { return mode_; }
    // The reader says that the recording is read, or open again. False where nothing would change.
    bool signOff(bool done);
    [[nodiscard]] bool isSignedOff() const { return signed_off_; }
    // Of the log as this reader sees it.
    struct Conflicts {
        std::vector<review::Reading> readings;
        std::vector<review::DoublyRead> beats;
    };
    [[nodiscard]] Conflicts conflicts() const;
    // What a beat is on which readers differ.
    void adjudicate(std::int64_t sample, std::uint8_t code);

    // A new recording: its log is read in the background, and ready() follows, always.
    void begin(const pipeline::OpenedRecording& opened);
    // A recording is on its way, and what is known of its labels will be asked for.
    void prepare();
    void close();  // nothing is read any more
    [[nodiscard]] bool isReady() const { return ready_; }
    // `places` [beats]: the samples that their labels are kept under, on the labels' clock; empty: where they stand.
    void setBeats(std::shared_ptr<const BeatList> beats, std::vector<std::int64_t> places = {});
    // The same recording's after the reader's hand, with what is kept of a model's word on them (null: nothing).
    void replaceBeats(std::shared_ptr<const BeatList> beats, std::vector<std::int64_t> places,
                      std::shared_ptr<const Classification> word);
    // What other desks keep in the log and the annotation file has, too: the beats that were added, moved and taken
    // away, and notes. Both outlive this.
    void setBeside(const review::BeatJournal& edits, const review::NoteJournal& notes);
    // Where readers say that nothing can be read: beats there have no interval and no class of a model's.
    void setNoise(std::vector<review::NoiseSpan> noise);
    [[nodiscard]] const std::vector<review::NoiseSpan>& noise() const { return noise_; }
    // What a model has said so far; null: nothing. `complete`: it has said all.
    void setModelWord(std::shared_ptr<const Classification> word, bool complete);
    [[nodiscard]] bool modelHasFinished() const { return word_ != nullptr && word_complete_; }

    // nullopt takes the reader's own label away. False when nothing would change or there is no such beat. `tool`: by
    // what means ("key", "palette").
    bool relabel(std::size_t beat, std::optional<std::uint8_t> code, std::string_view tool = "key");
    // Many beats at once, as one event group and one step of undo. Returns how many changed.
    std::size_t relabel(std::span<const std::size_t> beats, std::optional<std::uint8_t> code, std::string_view tool,
                        const std::string& reason = {});
    // Makes the label in force the reader's own. False when there is none to accept.
    bool accept(std::size_t beat);
    // Of many, as one group; returns how many were not their own before.
    std::size_t accept(std::span<const std::size_t> beats, std::string_view tool);
    // How many of them relabel() would change.
    [[nodiscard]] std::size_t wouldChange(std::span<const std::size_t> beats, std::optional<std::uint8_t> code) const;
    void undo();  // and selects the beat that changed
    void redo();
    // Takes one group back, or makes it count again, whatever came after it. False when it is not known.
    bool setUndone(const std::string& key, bool undone);
    // Provenance of the reader's label of a beat; empty when the reader gave none.
    [[nodiscard]] QString provenanceOf(std::size_t beat) const;
    // Who labelled a beat; empty: no reader did.
    [[nodiscard]] QString readerOf(std::size_t beat) const;
    // The sample that a beat's label is, or would be, kept under.
    [[nodiscard]] std::int64_t sampleOf(std::size_t beat) const;

    [[nodiscard]] const review::LabelJournal& journal() const { return journal_; }
    [[nodiscard]] const std::string& reader() const { return reader_; }
    [[nodiscard]] double rate_hz() const { return rate_hz_; }  // clock of the labels
    [[nodiscard]] bool canUndo() const { return journal_.toUndo().has_value(); }
    [[nodiscard]] bool canRedo() const { return journal_.toRedo().has_value(); }
    [[nodiscard]] std::size_t labelsByReader() const { return journal_.labels().size(); }
    // Groups that are not on the disk yet, those of recordings left before included.
    [[nodiscard]] std::size_t pending() const;
    // Why they are not; nullopt while all goes well.
    [[nodiscard]] const std::optional<Error>& trouble() const { return trouble_; }
    // Waits for what is pending; true: all is on the disk.
    bool flush(std::chrono::milliseconds patience);
    // What letters mean is different now: everybody hears of the beats again.
    void tellAgain() { publish(); }
    void keepPlace(store::Place place);

    // A group that nobody has made yet, of this reader and this moment. No two of a window are of one millisecond, so
    // that what came last can be told.
    [[nodiscard]] store::EventGroup newGroup(store::EventKind kind, std::string_view tool);
    // Made in this window, or by its reader before the recording was opened here.
    [[nodiscard]] bool isOwn(const store::EventGroup& group) const {
        return keys_.isOwn(group.key) || (group.reader == reader_ && group.order > 0 && group.order <= begun_at_);
    }
    // Of another layer than labels, of the recording in view: it is written, and groupsKept() says when it was.
    void keepElsewhere(store::EventGroup group);

    // Everything on the time line: the files', the detector's, the model's and the reader's layers.
    [[nodiscard]] Layers layers() const;
    // What save() would write now; nullopt where the reader has given no label.
    [[nodiscard]] std::optional<AnnotationSet> labelFile() const;
    // Where save() would write; empty for a recording that has no folder of its own.
    [[nodiscard]] QString path() const { return path_; }
    // Writes the annotation file beside the record, or into `folder` and from then on there; labels that another window
    // saved there are taken over first. Returns the path. Errors: those of review::saveLabels; wrong_use when there is
    // no folder to write to.
    Result<QString> save(const QString& folder = {});

Q_SIGNALS:
    void changed();  // pending(), trouble(), canUndo() or canRedo() may answer differently
    // The log of the recording is known.
    void ready(const std::optional<triptych::store::Place>& place, const std::vector<triptych::Warning>& warnings);
    // The reader should know: labels are kept elsewhere from now on, or came in from a file.
    void noticed(const triptych::Warning& warning);
    void said(const QString& sentence);  // what undo and redo did
    // For desks of other layers: the log of the recording, before ready(); what was committed; what other windows
    // wrote.
    void logRead(const std::vector<triptych::store::EventGroup>& groups);
    void groupsKept(const std::vector<std::pair<std::string, std::int64_t>>& kept);
    void groupsArrived(const std::vector<triptych::store::EventGroup>& groups);

private:
    void openKeeper();
    void takeBeginning(store::Beginning beginning);
    void takeSaved(std::uint64_t visit, const std::vector<std::pair<std::string, std::int64_t>>& kept);
    void takeArrived(std::uint64_t visit, std::vector<store::EventGroup> groups);
    void append(store::EventGroup group);
    [[nodiscard]] bool isChange(std::size_t beat, std::optional<std::uint8_t> code) const;
    [[nodiscard]] review::ReaderLabels labelsInPlace() const;
    [[nodiscard]] std::vector<store::EventGroup> seen(std::vector<store::EventGroup> groups) const;
    [[nodiscard]] Result<void> mayWriteBeside() const;
    void readReading(const std::vector<store::EventGroup>& log);
    void sayOfReading(std::string_view what, const std::string& before);
    [[nodiscard]] std::optional<store::EventMark> markFor(std::size_t beat, std::optional<std::uint8_t> code) const;

    [[nodiscard]] pipeline::LabelSources sources() const;
    void makeQueue();
    void publish();
    [[nodiscard]] std::optional<std::size_t> beatAt(std::int64_t sample) const;
    void rematch(std::size_t beat);
    void refresh(const review::LabelJournal::Samples& samples);
    void select(const review::LabelJournal::Samples& samples);
    [[nodiscard]] const review::ReaderLabel* labelOf(std::size_t beat) const;
    [[nodiscard]] QString wordsFor(const std::string& key, bool undone) const;

    ViewState& state_;
    RecordingPtr recording_;
    std::shared_ptr<const BeatList> beats_;
    std::vector<std::int64_t> beat_samples_;  // that labels of beats_ are kept under, on their clock
    std::vector<std::int64_t> places_;        // the same where the reader corrected the beats; else empty
    const review::BeatJournal* edits_ = nullptr;
    const review::NoteJournal* notes_ = nullptr;
    std::vector<review::NoiseSpan> noise_;
    std::map<std::size_t, std::int64_t> label_of_;  // beat → sample under which its label is kept
    std::shared_ptr<const Classification> word_;
    bool word_complete_ = false;
    std::size_t lead_ = 0;  // that the labels' clock is of
    double rate_hz_ = 0;    // the labels' clock
    review::LabelJournal journal_;
    bool ready_ = false;
    std::int64_t begun_at_ = 0;  // the last place in the log when the recording was opened
    std::uint64_t visit_ = 0;
    std::uint64_t projects_ = 0;  // how many keepers there have been
    QString project_, kept_in_;
    QString path_;
    std::string identity_;  // of the recording, once its log is known
    std::string reader_;
    ReadingMode mode_ = ReadingMode::open;
    bool signed_off_ = false;
    std::optional<Error> trouble_;
    store::EventKeys keys_;
    std::chrono::sys_time<std::chrono::milliseconds> last_time_{};  // of a group made here
    Mailbox mailbox_{*this};
    std::unique_ptr<store::Keeper> keeper_;  // last: joined first
};

}  // namespace triptych::ui
