// Two recordings side by side, in a window of their own: both papers held together, their median beats over one
// another, and by what their measurements differ. Nothing is labelled here; the first is as the window shows it, the
// second is opened for this window alone.
#pragma once

#include "core/inference/recording_analysis.h"
#include "core/pipeline/measure_whole.h"
#include "ui/panels/median_pair_view.h"
#include "ui/panels/reason_strip.h"
#include "ui/panes/background.h"
#include "ui/window/beside_lock.h"
#include "ui/window/loader.h"
#include "ui/window/opening.h"

#include <QWidget>

#include <array>
#include <memory>

class QAction;
class QComboBox;
class QSplitter;

namespace triptych::ui {

class BesideSide;
class DifferenceTables;

// The recording in view, as it is now.
struct BesideFirst {
    RecordingPtr recording;
    std::size_t lead = 0;
    std::vector<bool> is_ecg;
    Layers layers;
    std::vector<LabelledBeat> beats;
    BeatOrigin origin = BeatOrigin::detected;
    AnalysisPtr analysis;              // what is known of it already; null: nothing
    measure::MeasurementsPtr figures;  // whole; null: they are measured here
    bool header = true;                // whose it is may be shown
};

// GUI thread.
class BesideWindow : public QWidget {
    Q_OBJECT
public:
    // `display`: of the window, which is drawn alike; it must outlive this.
    BesideWindow(BesideFirst first, const DisplayState& display, QWidget* parent = nullptr);
    ~BesideWindow() override;

    void open(const RecordingRef& second);
    [[nodiscard]] bool isBusy() const;

    [[nodiscard]] BesideSide& first() { return *sides_[0]; }
    [[nodiscard]] BesideSide& second() { return *sides_[1]; }
    [[nodiscard]] BesideLock& lock() { return *lock_; }
    [[nodiscard]] DifferenceTables& differences() { return *tables_; }
    [[nodiscard]] MedianPairView& medianBeats() { return *medians_; }
    [[nodiscard]] ReasonStrip& reasons() { return *reasons_; }

private:
    struct Measuring {
        std::size_t side = 0;
        Result<pipeline::WholeMeasured> measured;
    };

    void build();
    void addKeys();
    void takeSecond(const OpenedPtr& opened);
    void measure();
    void take(std::optional<std::vector<Measuring>> answers);
    void showFigures();
    void say(const QString& source, Gravity gravity, const std::vector<QString>& sentences);
    void setStacked(bool stacked);
    void zoom(double factor);
    void pan(double views);
    [[nodiscard]] BesideSide& inHand();  // has the keys
    void showTitle();

    BesideFirst of_first_;
    const DisplayState& display_;
    std::array<BesideSide*, 2> sides_{};
    BesideLock* lock_ = nullptr;
    QSplitter* papers_ = nullptr;
    QComboBox* mode_ = nullptr;
    ReasonStrip* reasons_ = nullptr;
    MedianPairView* medians_ = nullptr;
    DifferenceTables* tables_ = nullptr;
    Loader loader_;
    Opening opening_{loader_};
    OpenedPtr second_;
    AnalysisPtr second_analysis_;
    std::array<measure::MeasurementsPtr, 2> figures_;
    Latest<std::vector<Measuring>> measurer_;  // last: joined first
};

}  // namespace triptych::ui
