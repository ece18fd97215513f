// The waves of beats as panes show them: what was delineated with what readers placed laid over it, the mark that the
// reader has in hand, and the figures that follow. Panes read it and ask; who keeps waves answers by setting it anew.
#pragma once

#include "core/domain/waves.h"
#include "core/measure/measurements.h"
#include "core/review/wave_journal.h"

#include <QObject>
#include <QString>

#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace triptych::ui {

// One of the nine marks of a beat on a lead; there or not.
struct WaveMark {
    std::size_t lead = 0;  // index into Recording::leads
    std::size_t beat = 0;  // of the list that is shown
    review::WavePoint point = review::WavePoint::p_onset;

    friend auto operator<=>(const WaveMark&, const WaveMark&) = default;
};

// A mark that a reader placed, or took away.
struct WaveWord {
    QString reader, reason;
    bool is_there = true;
    bool pending = false;  // on its way to the disk
};
using WaveWords = std::map<WaveMark, WaveWord>;

// A mark that follows the pointer, and where it is now; nobody has been asked to place it there yet.
struct DraggedMark {
    WaveMark mark;
    double time_s = 0;
};

// GUI thread; computes nothing.
class WaveState : public QObject {
    Q_OBJECT
public:
    explicit WaveState(QObject* parent = nullptr) : QObject(parent) {}

    // Drawn over the traces.
    [[nodiscard]] bool visible() const { return visible_; }
    void setVisible(bool visible);

    // By lead of the recording; null where nothing is known (yet). A mark in hand stays there.
    [[nodiscard]] const std::vector<LeadWavesPtr>& leads() const { return leads_; }
    [[nodiscard]] const WaveWords& words() const { return words_; }
    void setWaves(std::vector<LeadWavesPtr> leads, WaveWords words);
    // Of another recording, or of other beats: nothing is known, nothing is in hand.
    void clear();
    // Null where nothing is known of the lead.
    [[nodiscard]] const LeadWaves* of(std::size_t lead) const;
    // As shown: where a mark is being dragged, that place. nullopt: it is not there.
    [[nodiscard]] std::optional<double> timeOf(const WaveMark& mark) const;

    // The mark in hand: what keys move and take away.
    [[nodiscard]] const std::optional<WaveMark>& chosen() const { return chosen_; }
    void choose(std::optional<WaveMark> mark);
    [[nodiscard]] const std::optional<DraggedMark>& dragged() const { return dragged_; }
    void setDragged(std::optional<DraggedMark> dragged);

    // Null: not measured (yet). `fresh` false: of the waves before the last change.
    [[nodiscard]] const measure::MeasurementsPtr& measurements() const { return measurements_; }
    [[nodiscard]] bool measurementsAreFresh() const { return fresh_; }
    void setMeasurements(measure::MeasurementsPtr measurements, bool fresh);

    // nullopt: the reader sees none. `tool`: by what means ("drag", "key"). `reason`: why, in the reader's words; a
    // mark may be placed where it stands to say it.
    void askToPlace(const WaveMark& mark, std::optional<double> time_s, const char* tool, const QString& reason = {}) {
        Q_EMIT placeAsked(mark, time_s, QString::fromLatin1(tool), reason);
    }

Q_SIGNALS:
    void changed();  // what is drawn: waves, words, visibility, the mark in hand or being dragged
    void chosenChanged();
    void measurementsChanged();
    void placeAsked(const triptych::ui::WaveMark& mark, std::optional<double> time_s, const QString& tool,
                    const QString& reason);

private:
    bool visible_ = false;
    std::vector<LeadWavesPtr> leads_;
    WaveWords words_;
    std::optional<WaveMark> chosen_;
    std::optional<DraggedMark> dragged_;
    measure::MeasurementsPtr measurements_;
    bool fresh_ = false;
};

// Where a mark may stand: after the marks of its beat that come before it and before those that come after it, by a
// sample at least, and no farther from its beat than the beats beside it. `beat_times_s` [beats] of the list, on the
// lead's time line.
struct MarkRange {
    double from_s = 0, to_s = 0;
};
[[nodiscard]] MarkRange rangeOf(const LeadWaves& waves, std::size_t beat, review::WavePoint point,
                                const std::vector<double>& beat_times_s);
// The nearest whole sample within the range; nothing where the range holds none.
[[nodiscard]] std::optional<double> placedWithin(const MarkRange& range, double time_s, double rate_hz);

// Which mark a reader means who points at a place where none is: of the wave that lies there (before the QRS the P,
// after it the T) the first that is missing, in the order that its time allows. nullopt: none is missing there.
[[nodiscard]] std::optional<review::WavePoint> missingAt(const LeadWaves& waves, std::size_t beat, double beat_time_s,
                                                         double time_s);

}  // namespace triptych::ui
