// A rhythm without a signal, for tests of what is shown of it: beats made by hand, and the report on them.
#pragma once

#include "core/pipeline/rhythm_report.h"
#include "tests/ui/made_recording.h"
#include "ui/state/view_state.h"

#include <cmath>
#include <memory>
#include <utility>
#include <vector>

namespace triptych::test {

// Beats at times of one's choice and their letters, on a lead of 250 Hz.
class MadeRhythm {
public:
    void beat(double rr_s, std::uint8_t code = kNormal) {
        now_s_ += rr_s;
        list_->beats.push_back({std::llround(now_s_ * 250), code});
    }
    void beats(int count, double rr_s, std::uint8_t code = kNormal) {
        for (int i = 0; i < count; ++i) beat(rr_s, code);
    }
    [[nodiscard]] double now_s() const { return now_s_; }

    // Puts the recording, its beats and the report on them into a state.
    void show(ui::ViewState& state, std::vector<rhythm::ReaderWord> words = {}) {
        const double duration_s = now_s_ + 1;
        if (!state.record().recording()) {
            state.setRecording(madeRecording({{"II", 250, [](double) { return 0.0F; }}}, duration_s));
        }
        list_->rate_hz = 250;
        list_->lead_name = "II";
        list_->origin = BeatOrigin::reference;
        std::vector<ui::LabelledBeat> rows;
        for (const Beat& beat : list_->beats) {
            ui::LabelledBeat row;
            row.sample = beat.sample;
            row.time_s = static_cast<double>(beat.sample) / 250;
            row.code = beat.code;
            rows.push_back(row);
        }
        state.setBeats(std::move(rows));
        auto basis = std::make_shared<pipeline::RhythmBasis>();
        basis->evidence.duration_s = duration_s;
        basis->evidence.beats = list_;
        basis->evidence.classes.assign(list_->beats.size(), BeatClass::normal);
        basis->evidence.waves_known.assign(list_->beats.size(), 0);
        basis->ground.by_shape = basis->evidence.classes;
        basis->marks = marks;
        auto report = pipeline::reportRhythm(basis, pipeline::classedBy(list_, "atr"), words);
        state.rhythm().setReport(*report);
    }
    std::vector<rhythm::RhythmEvent> marks;

private:
    double now_s_ = 0;
    std::shared_ptr<BeatList> list_ = std::make_shared<BeatList>();
};

// Twenty minutes: sinus rhythm, a run of five V, bigeminy, a tachycardia, a pause, a mark of the file.
inline MadeRhythm madeRhythm() {
    MadeRhythm out;
    for (int i = 0; i < 220; ++i) out.beat(0.8 + 0.03 * std::sin(i * 0.3));
    out.beats(5, 0.4, kPvc);
    out.beats(100, 0.82);
    for (int i = 0; i < 30; ++i) {
        out.beat(0.6, kPvc);
        out.beat(1.0);
    }
    for (int i = 0; i < 400; ++i) out.beat(0.8 + 0.02 * std::sin(i * 0.3));
    out.beats(60, 0.5);
    out.beats(100, 0.8);
    out.beat(2.6);
    for (int i = 0; i < 400; ++i) out.beat(0.8 + 0.03 * std::sin(i * 0.25));
    out.marks = {{100, "mark: dizzy", 0}};
    return out;
}

}  // namespace triptych::test
