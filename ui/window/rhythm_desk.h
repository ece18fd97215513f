// Where the rhythm of the recording in view comes from: what hangs on the signal is sought once on a lane of its own,
// everything that is shown is told anew whenever a label or a reader's word changes, and what readers say is kept as
// events of the log.
#pragma once

#include "core/inference/recording_analysis.h"
#include "core/pipeline/job_lane.h"
#include "core/pipeline/rhythm_report.h"
#include "core/review/rhythm_journal.h"
#include "core/store/event.h"
#include "ui/panes/background.h"
#include "ui/state/view_state.h"
#include "ui/window/mailbox.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::ui {

class LabelDesk;

// GUI thread.
class RhythmDesk : public QObject {
    Q_OBJECT
public:
    // `labels` has the log: its keeper writes what is said here, too. Both outlive this.
    RhythmDesk(ViewState& state, LabelDesk& labels, QObject* parent = nullptr);
    ~RhythmDesk() override;

    // A new recording, and its beats once they are known (again): the rhythm is sought at once, or where it `waits`
    // for what a reader looks for first, with proceed() or after a second.
    void begin(std::shared_ptr<const inference::RecordingAnalysis> analysis);
    void setBeats(std::shared_ptr<const BeatList> beats, bool waits = false);
    void proceed();
    void close();
    // Seeks anew what was stopped or failed.
    void askAgain();
    void stop();
    [[nodiscard]] bool isSeeking() const { return seeking_; }
    [[nodiscard]] bool isBusy() const { return seeking_ || due_.isActive() || teller_.busy(); }
    [[nodiscard]] bool isComplete() const { return basis_ != nullptr; }

    // One call is one group and one step of undo. False when nothing would change, nothing is known or the log is not
    // read yet.
    bool sayThat(const std::vector<rhythm::ReaderWord>& words, std::string_view tool);
    bool setUndone(const std::string& key, bool undone);
    [[nodiscard]] const review::RhythmJournal& journal() const { return journal_; }

Q_SIGNALS:
    void busyChanged();
    void began();  // the rhythm is sought (again)
    void progressed(double fraction, const QString& stage);
    void failed(const triptych::Error& error);
    void said(const QString& sentence);  // what undo and redo did
    void changed();                      // the journal
    // What is not told of the rhythm, and why, in sentences.
    void noticed(const QStringList& sentences);

private:
    void takeLog(std::vector<store::EventGroup> groups);
    void seek();
    void takeBasis(std::uint64_t run, Result<pipeline::RhythmBasisPtr> found);
    void forget();
    void tellAgain();  // once, however many labels have changed
    void tell();
    void showSayings();
    [[nodiscard]] pipeline::ClassedBeats classedNow() const;
    [[nodiscard]] std::vector<rhythm::ReaderWord> words() const;
    [[nodiscard]] double seconds(std::int64_t sample) const;
    [[nodiscard]] QString wordsFor(const std::string& key, bool undone) const;

    ViewState& state_;
    LabelDesk& labels_;
    std::shared_ptr<const inference::RecordingAnalysis> analysis_;
    std::shared_ptr<const BeatList> beats_;
    review::RhythmJournal journal_;
    pipeline::RhythmBasisPtr basis_;
    bool seeking_ = false;
    std::uint64_t run_ = 0;  // answers of any other are stale
    QTimer due_;
    QTimer patience_;  // runs while the search waits
    Latest<Result<pipeline::RhythmReportPtr>> teller_;
    Mailbox mailbox_{*this};
    pipeline::JobLane lane_;  // last: joined first
};

}  // namespace triptych::ui
