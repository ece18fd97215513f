// One of two recordings that are looked at side by side: whose it is, and its paper. It is read and nothing else: no
// label, mark or note of it is made here.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/layer.h"
#include "core/domain/recording.h"
#include "ui/panels/median_pair_view.h"
#include "ui/state/view_state.h"

#include <QWidget>

#include <cstddef>
#include <memory>
#include <vector>

namespace triptych::ui {

class FittingLabel;
class HeaderLine;
class TracePane;

// GUI thread.
class BesideSide : public QWidget {
    Q_OBJECT
public:
    // `place`: "First", "Second"; `line`: how its median beat is drawn.
    explicit BesideSide(const QString& place, const QString& line, QWidget* parent = nullptr);
    ~BesideSide() override;

    void setRecording(const RecordingPtr& recording, std::size_t lead, const std::vector<bool>& is_ecg,
                      const Layers& layers);
    void setBeats(std::vector<LabelledBeat> beats, BeatOrigin origin);
    void setHeaderWanted(bool wanted);

    [[nodiscard]] ViewState& state() { return *state_; }
    [[nodiscard]] TracePane& paper() { return *paper_; }
    // As a reader calls it.
    [[nodiscard]] QString name() const;

    // Next (1) or previous (−1) beat, brought into view.
    void stepBeat(int step);

private:
    std::unique_ptr<ViewState> state_;
    FittingLabel* whose_ = nullptr;
    HeaderLine* header_ = nullptr;
    TracePane* paper_ = nullptr;
    QString place_, line_;
};

// The rows of beats that nobody has labelled but the list itself.
[[nodiscard]] std::vector<LabelledBeat> rowsOf(const BeatList& beats);

}  // namespace triptych::ui
