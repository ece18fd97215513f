// What the rhythm pane draws from: filtered samples of the view while it is short, a min-max summary of the whole lead
// while it is long, both kept up with the view in the background so that scrolling never waits.
#pragma once

#include "core/beats/calibration_pulse.h"
#include "core/domain/recording.h"
#include "core/dsp/filter.h"
#include "core/dsp/pyramid.h"
#include "ui/panes/background.h"
#include "ui/panes/display_signal.h"
#include "ui/panes/standstill.h"
#include "ui/panes/trace_raster.h"
#include "ui/state/viewport.h"

#include <QObject>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace triptych::ui {

// Samples one after another; NaN where the lead has none.
struct SampleRun {
    double first_s = 0, step_s = 0;
    std::span<const float> values;
};

// GUI thread. Costs a frame nothing but drawing while the view stays in what was prepared. Memory: at most three views
// of samples (128 to a pixel), and a summary of 1/28 of the samples' own size for each lead.
class TraceSource : public QObject {
    Q_OBJECT
public:
    explicit TraceSource(QObject* parent = nullptr);

    void setRecording(RecordingPtr recording);
    void setFilter(const dsp::FilterSpec& filter);

    // In place of setRecording(), setFilter() and prepare(), for a page: reads these leads of a stretch in the calling
    // thread, and nothing in the background. Of the same recording levels are measured once.
    void hold(const RecordingPtr& recording, const dsp::FilterSpec& filter, const Stretch& stretch,
              std::span<const std::size_t> leads, const Job& job = {});

    // Before a frame: sees to samples for the view, at once where that is cheap, else in the background (changed()
    // follows). `step_s` is the width of a pixel column.
    void prepare(const Viewport& viewport, double step_s);
    // Range of the lead in each column [start_s + c·step_s, + step_s), in its unit; NaN where nothing is known yet or
    // samples are missing.
    void columns(std::size_t lead, double start_s, double step_s, std::span<ColumnRange> out) const;
    // The samples of a stretch and one on either side, as columns() draws them; nullopt where they are not held. Good
    // until the next prepare() or changed().
    [[nodiscard]] std::optional<SampleRun> samples(std::size_t lead, const Stretch& stretch) const;
    // Where the lead stands still, as far as its samples are held.
    [[nodiscard]] std::span<const Standstill> standstills(std::size_t lead) const;
    // What the lead sweeps in a stretch, as filtered; nullopt: not known (yet), or no samples.
    [[nodiscard]] std::optional<ColumnRange> swing(std::size_t lead, const Stretch& stretch) const;
    // Where a lead's values lie, from samples spread over the whole recording: their middle as filtered (0 with a
    // baseline filter), and how far 99 of 100 reach below and above the middle. Measured in the background: 0 until
    // changed() says otherwise.
    [[nodiscard]] float centre(std::size_t lead) const;
    [[nodiscard]] float below(std::size_t lead) const { return lead < levels_.size() ? levels_[lead].below : 0; }
    [[nodiscard]] float above(std::size_t lead) const { return lead < levels_.size() ? levels_[lead].above : 0; }
    // What its beats sweep about their own middles, from stretches spread over the recording; what is more than
    // 1.6 times as tall as theirs usually are has no say. nullopt: not known (yet), or no samples.
    [[nodiscard]] std::optional<ColumnRange> beatSwing(std::size_t lead) const;

    // The lesser of both: what wanders has its say in the one, an artefact in the other.
    [[nodiscard]] ColumnRange usualSwing(std::size_t lead) const;

    // Pulses of calibration that the recorder wrote into the leads; none until changed(), as with levels.
    [[nodiscard]] std::span<const beats::CalibrationPulse> pulses() const { return pulses_; }

    // True while what prepare() asked for last is not complete.
    [[nodiscard]] bool isBusy() const;

Q_SIGNALS:
    void changed();  // columns() gives more, or isBusy() changed

private:
    struct Reading {
        Stretch cover;                    // of the recording that the pieces hold
        std::vector<SignalPiece> pieces;  // one for each lead; rate 0: not read
        std::vector<std::vector<Standstill>> standstills;
    };
    using Summaries = std::vector<std::shared_ptr<const dsp::MinMaxPyramid>>;  // one for each lead
    struct Level {
        float centre = 0, below = 0, above = 0;
        ColumnRange beats{0, 0};
    };
    struct Measured {
        std::vector<Level> levels;
        std::vector<beats::CalibrationPulse> pulses;
    };

    [[nodiscard]] static Reading read(const Recording& recording, const Stretch& stretch,
                                      std::span<const std::size_t> leads, const dsp::FilterSpec& filter,
                                      const Job& job = {});
    [[nodiscard]] bool needsSamples(std::size_t lead, double step_s) const;
    [[nodiscard]] Stretch within(double from_s, double to_s) const;
    [[nodiscard]] bool covers(const Stretch& wanted, double step_s) const;
    [[nodiscard]] double costOf(const Stretch& stretch, double step_s) const;
    [[nodiscard]] std::vector<std::size_t> leadsNeedingSamples(double step_s) const;
    void readInBackground(const Stretch& stretch, double step_s);
    void measureLevels();
    [[nodiscard]] static Level levelOf(const Recording& recording, std::size_t lead);
    [[nodiscard]] static ColumnRange beatSwingOf(const Recording& recording, std::size_t lead);
    void summarize();
    void coarseColumns(std::size_t lead, double start_s, double step_s, std::span<ColumnRange> out) const;

    RecordingPtr recording_;
    dsp::FilterSpec filter_;
    std::vector<Level> levels_;
    std::vector<beats::CalibrationPulse> pulses_;
    Reading reading_;
    Stretch coming_;  // what the background reads
    Stretch wanted_;  // what prepare() asked for last
    double wanted_step_s_ = 0;
    bool reading_stale_ = true;  // of another filter: shown until better comes, never kept
    bool summaries_stale_ = true;
    bool holds_ = false;  // what hold() read is all there is
    Summaries summaries_;
    Latest<Measured> measurer_;
    Latest<Reading> reader_;
    Latest<Summaries> summarizer_;
};

}  // namespace triptych::ui
