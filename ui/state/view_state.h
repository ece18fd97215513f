// What the reader looks at, shared by every pane, in parts that each change together: the recording, its beats and
// their waves, its rhythm, where the reader looks, what the model says, how things are drawn. Panes read the parts that
// they need, call their setters and repaint on their signals. What touches several parts at once is done here, in one
// step: when the first signal comes, all of them agree. It computes nothing and owns no thread.
#pragma once

#include "ui/state/beat_state.h"
#include "ui/state/display_state.h"
#include "ui/state/frequency_axis.h"
#include "ui/state/model_state.h"
#include "ui/state/record_state.h"
#include "ui/state/review_state.h"
#include "ui/state/rhythm_state.h"
#include "ui/state/shape_state.h"
#include "ui/state/viewport_state.h"
#include "ui/state/wave_state.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace triptych::ui {

class WhyState;

// GUI thread.
class ViewState {
public:
    ViewState();
    ~ViewState();

    [[nodiscard]] RecordState& record() { return record_; }
    [[nodiscard]] const RecordState& record() const { return record_; }
    [[nodiscard]] BeatState& beats() { return beats_; }
    [[nodiscard]] const BeatState& beats() const { return beats_; }
    [[nodiscard]] WaveState& waves() { return waves_; }  // of the beats; another beat has no mark in hand
    [[nodiscard]] const WaveState& waves() const { return waves_; }
    [[nodiscard]] ReviewState& review() { return review_; }  // of the beats; those of another list are let go
    [[nodiscard]] const ReviewState& review() const { return review_; }
    [[nodiscard]] ShapeState& shapes() { return shapes_; }
    [[nodiscard]] const ShapeState& shapes() const { return shapes_; }
    [[nodiscard]] RhythmState& rhythm() { return rhythm_; }
    [[nodiscard]] const RhythmState& rhythm() const { return rhythm_; }
    [[nodiscard]] DisplayState& display() { return display_; }
    [[nodiscard]] const DisplayState& display() const { return display_; }
    [[nodiscard]] ModelState& model() { return model_; }
    [[nodiscard]] const ModelState& model() const { return model_; }
    [[nodiscard]] WhyState& why() { return *why_; }  // of the model's explanation; goes with it
    [[nodiscard]] const WhyState& why() const { return *why_; }
    [[nodiscard]] ViewportState& view() { return view_; }
    [[nodiscard]] const ViewportState& view() const { return view_; }

    // Everything of the last recording goes: view, selection, beats, layers, the model's word.
    void setRecording(RecordingPtr recording);
    void setAnalysisLead(std::size_t lead);  // its gaps are not known until they are set; the explanation goes
    // By ascending time. The selected beat stays selected where the new list has one at the same sample.
    void setBeats(std::vector<LabelledBeat> beats, BeatOrigin origin = BeatOrigin::detected);
    void updateBeat(std::size_t index, const LabelledBeat& beat);
    // Another beat takes the selected stretch and the old beat's explanation away. Out of range: no beat.
    void selectBeat(std::optional<std::size_t> index, bool bring_into_view = true);

private:
    RecordState record_;
    BeatState beats_{record_};
    ReviewState review_{beats_};
    ShapeState shapes_;
    WaveState waves_;
    RhythmState rhythm_;
    DisplayState display_;
    ModelState model_{beats_};
    ViewportState view_{record_, beats_, display_};
    std::unique_ptr<WhyState> why_;
};

// The frequency axis that scalogram and spectrum share: 0.5 (log) or 0 (linear) ... 60 Hz, or half the analysed lead's
// rate where that is less.
[[nodiscard]] FrequencyAxis frequencyAxis(const RecordState& record, const DisplayState& display);

}  // namespace triptych::ui
