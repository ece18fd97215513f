// Where the reader's own hand on the beats is kept: beats added, moved and taken away, each an event of the log, and
// the list that follows for everybody who asks for beats.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/recording.h"
#include "core/review/beat_journal.h"
#include "ui/state/view_state.h"

#include <QObject>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::ui {

class LabelDesk;

// GUI thread.
class BeatDesk : public QObject {
    Q_OBJECT
public:
    // `labels` has the log: its keeper writes what is done here, too. Both outlive this.
    BeatDesk(ViewState& state, LabelDesk& labels, QObject* parent = nullptr);

    void begin(RecordingPtr recording);
    void close();
    // As the detector found or the annotator marked them. beats() has them corrected at once, and nothing is announced.
    void setFound(std::shared_ptr<const BeatList> found);
    // Null while there are none.
    [[nodiscard]] const std::shared_ptr<const BeatList>& beats() const { return beats_; }
    // [beats] samples that their labels are kept under, on the labels' clock.
    [[nodiscard]] const std::vector<std::int64_t>& places() const { return places_; }
    // Places of beats that were taken away, ascending.
    [[nodiscard]] const std::vector<std::int64_t>& removed() const { return removed_; }

    // One call is one group and one step of undo. False, and said() why, where a beat stands there already, nothing
    // would change, or the log is not read yet.
    bool add(double time_s, std::string_view tool);
    // No farther than the beats beside it.
    bool move(std::size_t beat, double time_s, std::string_view tool);
    bool remove(std::span<const std::size_t> beats, std::string_view tool);
    bool setUndone(const std::string& key, bool undone);
    [[nodiscard]] const review::BeatJournal& journal() const { return journal_; }

Q_SIGNALS:
    // beats() is another list. `of` [beats]: which each was in the list before, pipeline::kNoBeat where it is new.
    // `touched`: the beat that was in hand; nothing where it is gone.
    void corrected(const std::vector<std::size_t>& of, std::optional<std::size_t> touched);
    void said(const QString& sentence);
    void changed();  // the journal

private:
    void takeLog(std::vector<store::EventGroup> groups);
    void take(store::EventGroup group);
    // True where the list is another one now.
    bool correct(std::optional<std::int64_t> touched);
    [[nodiscard]] std::optional<std::string> wordOn(std::size_t beat) const;
    [[nodiscard]] store::EventMark markOf(std::size_t beat, const review::BeatEditValue& to) const;
    [[nodiscard]] std::int64_t freePlace(std::int64_t sample) const;
    [[nodiscard]] bool mayEdit();
    [[nodiscard]] QString wordsFor(const std::string& key, bool undone) const;
    [[nodiscard]] std::int64_t onLabels(double time_s) const;

    ViewState& state_;
    LabelDesk& labels_;
    RecordingPtr recording_;
    std::shared_ptr<const BeatList> found_, beats_;
    std::vector<std::int64_t> places_, removed_;
    review::BeatJournal journal_;
};

}  // namespace triptych::ui
