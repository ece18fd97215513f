// Which stretch of the recording is in view, and what the reader has marked out in it: cursor, selection, calipers.
#pragma once

#include "ui/state/beat_state.h"
#include "ui/state/display_state.h"
#include "ui/state/record_state.h"
#include "ui/state/viewport.h"

#include <QObject>

#include <optional>

namespace triptych::ui {

// GUI thread.
class ViewportState : public QObject {
    Q_OBJECT
public:
    // All of them must outlive it.
    ViewportState(const RecordState& record, const BeatState& beats, const DisplayState& display);

    [[nodiscard]] const Viewport& viewport() const { return viewport_; }
    // Clamped to the recording; span 0.2 s ... the whole record, or what the paper holds at the speed in force where
    // that is longer than a short record. A value that is not finite changes nothing.
    void setViewport(Viewport viewport);
    // At the chosen paper speed, with that moment in the middle.
    void goToPaper(double time_s);
    // Pixels that time runs over in the rhythm pane, told by that pane; with it, a speed means a span.
    [[nodiscard]] double paperWidthPx() const { return paper_width_px_; }
    // At a preset speed the span follows the width. Paper too narrow for the page of a resting ECG shows all of it at a
    // lower speed, until the reader chooses another.
    void setPaperWidthPx(double width_px);
    [[nodiscard]] bool atPresetSpeed() const { return at_preset_speed_; }  // false once a zoom has left it
    // Millimetres of screen that a second takes now: the preset, or what a zoom has made of it.
    [[nodiscard]] double actualSpeedMmPerS() const;

    [[nodiscard]] const Cursor& cursor() const { return cursor_; }
    void setCursor(Cursor cursor);  // what is not finite is nowhere
    [[nodiscard]] const std::optional<Stretch>& selection() const { return selection_; }
    void setSelection(std::optional<Stretch> selection);
    // What the reader measures; from_s <= to_s, within the recording. Nothing: the calipers are put away.
    [[nodiscard]] const std::optional<Stretch>& calipers() const { return calipers_; }
    void setCalipers(std::optional<Stretch> calipers);
    [[nodiscard]] bool marchesOut() const { return marches_out_; }  // their distance is repeated over the view
    void setMarchesOut(bool marches_out);
    // The stretch that the triptych's panes show: the selection, else ±0.8 s around the selected beat (unless the scope
    // is the view), else the view. It never leaves the recording.
    [[nodiscard]] Stretch focus() const;

Q_SIGNALS:
    void viewportChanged();
    void scaleChanged();  // atPresetSpeed() or, with the same view, actualSpeedMmPerS() gives something else now
    void cursorChanged();
    void selectionChanged();
    void calipersChanged();
    void focusChanged();  // focus() gives something else now

private:
    friend class ViewState;
    void begin();                               // of a recording; announces nothing
    void bringIntoView(double time_s);          // where it is not there, with a beat's width around it
    [[nodiscard]] double presetSpan_s() const;  // 0: no pane has told its width
    [[nodiscard]] double ownSpan_s() const;     // the same, or the page where it is longer
    [[nodiscard]] Viewport clamped(Viewport viewport) const;
    void applyViewport(Viewport viewport);
    void followPreset();
    void followSpeed(bool is_new);
    void emitFocusIfChanged();

    const RecordState& record_;
    const BeatState& beats_;
    const DisplayState& display_;
    Viewport viewport_;
    Cursor cursor_;
    std::optional<Stretch> selection_, calipers_;
    bool marches_out_ = false;
    double paper_width_px_ = 0;
    bool at_preset_speed_ = true;
    double page_s_ = 0;      // of the recording: what the paper should hold in any case; 0: nothing
    bool page_held_ = true;  // nobody has zoomed or chosen a speed
    Stretch last_focus_;     // what focusChanged() last announced
};

}  // namespace triptych::ui
