// The beats of the analysed lead, how each is labelled now, and which of them is selected.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/silence.h"
#include "ui/state/record_state.h"

#include <QObject>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace triptych::ui {

// One row of the beat table: the beat, its label now (reference, model's or reader's), and what the model said.
struct LabelledBeat {
    std::int64_t sample = 0;
    double time_s = 0;
    std::uint8_t code = 0;    // label in force
    bool relabelled = false;  // by the reader, in this session or in Triptych's own annotation file
    bool borderline =
        false;  // the model's answer deserves a second look: it is in the queue (core/pipeline/review_queue.h)
    int predicted_class = -1;  // index into the model's classes; -1: not classified yet
    float predicted_probability = 0;
    bool pending = false;  // what the reader last did to it, a label or its removal, is on its way to the disk
    Silence silence = Silence::none;  // why the model has no class for it (core/domain/silence.h)
    bool no_interval = false;         // no RR interval ends here: something between cannot be read
};

// GUI thread. What else follows a beat is the whole's: ViewState::setBeats, updateBeat, selectBeat.
class BeatState : public QObject {
    Q_OBJECT
public:
    // `record` must outlive it.
    explicit BeatState(const RecordState& record) : record_(record) {}

    [[nodiscard]] const std::vector<LabelledBeat>& all() const { return beats_; }
    // Whether the recording's annotator marked them, or the detector found them.
    [[nodiscard]] BeatOrigin origin() const { return origin_; }
    [[nodiscard]] std::optional<std::size_t> selected() const { return selected_; }
    // 1 where the reader has said what the beat is.
    [[nodiscard]] std::vector<std::uint8_t> decided() const;
    // The interval that ends at a beat; nothing for the first beat, across a gap (beats::rrInterval_s)
    // and across what cannot be read.
    [[nodiscard]] std::optional<double> rrBefore_s(std::size_t beat) const;

Q_SIGNALS:
    void beatsChanged();
    void beatChanged(std::size_t index);
    void selectedBeatChanged();

private:
    friend class ViewState;

    const RecordState& record_;
    std::vector<LabelledBeat> beats_;
    BeatOrigin origin_ = BeatOrigin::detected;
    std::optional<std::size_t> selected_;
};

}  // namespace triptych::ui
