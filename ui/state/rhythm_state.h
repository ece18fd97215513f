// The rhythm of the recording in view as panes show it: the report that was last worked out, what readers said of it,
// the episode and the event that the reader stands at, and which of them are gone through. Panes read it and ask; who
// keeps the rhythm answers by setting it anew.
#pragma once

#include "core/pipeline/rhythm_report.h"
#include "ui/state/viewport.h"

#include <QObject>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace triptych::ui {

// Which episodes a list shows and keys go to.
struct EpisodeFilter {
    bool but_sinus = true;               // all but sinus rhythm
    std::optional<rhythm::Rhythm> only;  // this alone

    [[nodiscard]] bool passes(rhythm::Rhythm rhythm) const {
        return only ? rhythm == *only : !but_sinus || rhythm != rhythm::Rhythm::sinus;
    }
    friend bool operator==(const EpisodeFilter&, const EpisodeFilter&) = default;
};

enum class RhythmEventKind : std::uint8_t { all, runs, couplets, pauses, extremes, first_and_last, marks };
inline constexpr std::size_t kRhythmEventKinds = 7;
// Of an event by its name (core/rhythm/events.h).
[[nodiscard]] RhythmEventKind kindOf(const rhythm::RhythmEvent& event);

// What a reader said of a stretch, and whether it is on the disk.
struct ReaderSaying {
    Stretch span;
    rhythm::Rhythm rhythm = rhythm::Rhythm::other;
    bool denied = false;
    QString reader, reason, when;
    bool pending = false;
};

// GUI thread; computes nothing but where an episode lies.
class RhythmState : public QObject {
    Q_OBJECT
public:
    explicit RhythmState(QObject* parent = nullptr) : QObject(parent) {}

    // Null: nothing is known (yet). `fresh` false: of labels or words before the last change.
    [[nodiscard]] const pipeline::RhythmReportPtr& report() const { return report_; }
    [[nodiscard]] bool isFresh() const { return fresh_; }
    // Who stands at an episode or an event stays at what lies there now.
    void setReport(pipeline::RhythmReportPtr report);
    void setStale();
    void clear();
    [[nodiscard]] const std::vector<ReaderSaying>& sayings() const { return sayings_; }
    void setSayings(std::vector<ReaderSaying> sayings);
    // Who said what is in force in the middle of a stretch; null: no reader did.
    [[nodiscard]] const ReaderSaying* sayingOf(const rhythm::Episode& episode) const;

    [[nodiscard]] const std::vector<rhythm::Episode>& episodes() const;
    [[nodiscard]] const std::vector<rhythm::RhythmEvent>& events() const;
    [[nodiscard]] std::optional<std::size_t> episodeAt(double time_s) const;

    // Where the reader stands.
    [[nodiscard]] const std::optional<std::size_t>& episode() const { return episode_; }
    void chooseEpisode(std::optional<std::size_t> episode);
    [[nodiscard]] const std::optional<std::size_t>& event() const { return event_; }
    void chooseEvent(std::optional<std::size_t> event);

    [[nodiscard]] const EpisodeFilter& episodeFilter() const { return episode_filter_; }
    void setEpisodeFilter(EpisodeFilter filter);
    [[nodiscard]] RhythmEventKind eventKind() const { return event_kind_; }
    void setEventKind(RhythmEventKind kind);
    // The next that passes the filter, from where the reader stands, else from `from_s`; nullopt: there is none.
    [[nodiscard]] std::optional<std::size_t> nextEpisode(int direction, double from_s) const;
    [[nodiscard]] std::optional<std::size_t> nextEvent(int direction, double from_s) const;

    // `tool`: by what means ("button", "key").
    void askToSay(std::vector<rhythm::ReaderWord> words, const char* tool) {
        Q_EMIT sayAsked(words, QString::fromLatin1(tool));
    }

Q_SIGNALS:
    void reportChanged();  // the report, whether it is fresh, or who said what
    void chosenChanged();  // the episode or the event that the reader stands at
    void filterChanged();
    void sayAsked(const std::vector<triptych::rhythm::ReaderWord>& words, const QString& tool);

private:
    pipeline::RhythmReportPtr report_;
    bool fresh_ = false;
    std::vector<ReaderSaying> sayings_;
    std::optional<std::size_t> episode_, event_;
    EpisodeFilter episode_filter_;
    RhythmEventKind event_kind_ = RhythmEventKind::all;
};

}  // namespace triptych::ui
