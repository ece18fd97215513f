// Where the waves of the recording in view come from: asks for them in the background, the stretch in view first, lays
// over them what readers placed, keeps what is placed here as events of the log, and has every figure measured anew.
#pragma once

#include "core/domain/beat.h"
#include "core/inference/recording_analysis.h"
#include "core/measure/measure_recording.h"
#include "core/pipeline/job_lane.h"
#include "core/review/wave_journal.h"
#include "core/store/event.h"
#include "core/waves/delineate.h"
#include "ui/panes/background.h"
#include "ui/state/view_state.h"
#include "ui/window/beat_names.h"
#include "ui/window/mailbox.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace triptych::ui {

class LabelDesk;

// Answers as waves::delineate() does. Called on the desk's lanes, two at a time.
using WaveSource = std::function<Result<std::vector<LeadWavesPtr>>(const Recording&, const BeatList&,
                                                                   const waves::WavesRequest&, const Job&)>;
// The delineator that comes with the program.
[[nodiscard]] WaveSource shippedWaves();

// GUI thread. Nothing is computed before waves or figures are wanted.
class WaveDesk : public QObject {
    Q_OBJECT
public:
    // `labels` has the log: its keeper writes what is placed here, too. Both outlive this.
    WaveDesk(ViewState& state, LabelDesk& labels, QObject* parent = nullptr);
    ~WaveDesk() override;

    void setSource(WaveSource source) { source_ = std::move(source); }

    // A new recording, and its beats once they are known (again).
    void begin(std::shared_ptr<const inference::RecordingAnalysis> analysis);
    void setBeats(std::shared_ptr<const BeatList> beats);
    void close();

    // Somebody looks at waves (figures): they are sought (measured) from now on.
    void setWanted(bool waves, bool figures);
    // Seeks anew what was stopped or failed.
    void askAgain();
    void stop();
    [[nodiscard]] bool isSeeking() const { return seeking_all_ || seeking_near_; }
    [[nodiscard]] bool isBusy() const { return isSeeking() || measurer_.busy(); }
    // All waves of all leads were sought for the beats in view.
    [[nodiscard]] bool isComplete() const { return complete_; }

    // A reader places a mark, or says that there is none (nullopt), or why it stands where it does. One call is one
    // group and one step of undo. False when nothing would change, the log is not read yet, or there is no such mark.
    bool place(const WaveMark& mark, std::optional<double> time_s, std::string_view tool,
               const std::string& reason = {});
    bool setUndone(const std::string& key, bool undone);
    [[nodiscard]] const review::WaveJournal& journal() const { return journal_; }

    // As shown, whole: for an export. Null where nothing is known.
    [[nodiscard]] const std::vector<LeadWavesPtr>& shown() const { return state_.waves().leads(); }

Q_SIGNALS:
    void busyChanged();
    void began();  // waves are sought (again)
    void progressed(double fraction, const QString& stage);
    void failed(const triptych::Error& error);
    void said(const QString& sentence);  // what undo and redo did
    void changed();                      // the journal
    // What a reader should know of the waves in view: leads that cannot be read, in sentences.
    void noticed(const QStringList& sentences);

private:
    void takeLog(std::vector<store::EventGroup> groups);
    void seek();
    void seekNear();
    void takeNear(std::uint64_t run, std::size_t first, std::size_t count,
                  const Result<std::vector<LeadWavesPtr>>& found);
    void takeLeads(std::uint64_t run, Result<std::vector<LeadWavesPtr>> found);
    void takeEnd(std::uint64_t run);
    void forget();
    // `changed_beat`: nothing else differs from what was shown; nullopt: anything may.
    void show(std::optional<std::size_t> changed_beat = std::nullopt);
    void measure();
    void measureAgain();
    void heedLabel(std::size_t beat);
    void heedLabels();
    [[nodiscard]] bool isMeasured() const { return beats_ && (measured_ || measurer_.busy()); }
    void say();
    [[nodiscard]] bool isWanted() const { return waves_wanted_ || figures_wanted_; }
    [[nodiscard]] WaveWords words() const;
    [[nodiscard]] std::optional<std::size_t> beatOf(const review::WavePlace& place) const;
    [[nodiscard]] QString wordsFor(const std::string& key, bool undone) const;
    void select(const review::WaveJournal::Places& places);

    ViewState& state_;
    LabelDesk& labels_;
    WaveSource source_;
    std::shared_ptr<const inference::RecordingAnalysis> analysis_;
    std::shared_ptr<const BeatList> beats_;
    std::vector<std::int64_t> beat_samples_;
    BeatNames named_;  // by the reader, as they were measured
    review::WaveJournal journal_;
    std::vector<LeadWavesPtr> found_;  // by lead, as delineated
    std::vector<bool> looked_;         // beats whose waves were asked for on every lead
    bool complete_ = false;
    bool waves_wanted_ = false, figures_wanted_ = false;
    bool measured_ = false;        // what is shown now
    std::set<std::size_t> moved_;  // beats whose marks were moved since it was measured
    bool all_moved_ = true;        // or anything else
    bool seeking_all_ = false, seeking_near_ = false;
    std::uint64_t run_ = 0;  // answers of any other are stale
    QTimer rest_;            // the view has come to rest
    Latest<Result<measure::MeasurementsPtr>> measurer_;
    Mailbox mailbox_{*this};
    pipeline::JobLane near_lane_;  // the stretch in view
    pipeline::JobLane lane_;       // last: joined first
};

}  // namespace triptych::ui
