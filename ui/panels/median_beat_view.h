// The median beat, large: all leads laid over one another on one axis, or side by side, with the marks that the figures
// of the recording were measured between. It is no rhythm, and says so.
#pragma once

#include "core/measure/measurements.h"
#include "ui/state/display_state.h"
#include "ui/state/record_state.h"
#include "ui/state/wave_state.h"

#include <QWidget>

namespace triptych::ui {

// GUI thread.
class MedianBeatView : public QWidget {
    Q_OBJECT
public:
    MedianBeatView(const RecordState& record, const WaveState& waves, const DisplayState& display,
                   QWidget* parent = nullptr);

    [[nodiscard]] bool sideBySide() const { return side_by_side_; }
    void setSideBySide(bool side_by_side);

    [[nodiscard]] QSize sizeHint() const override { return {400, 260}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 150}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const RecordState& record_;
    const WaveState& waves_;
    const DisplayState& display_;
    bool side_by_side_ = false;
};

}  // namespace triptych::ui
