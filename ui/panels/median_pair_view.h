// The median beats of two recordings over one another at R, lead by lead: the first drawn through, the second dashed.
#pragma once

#include "core/domain/recording.h"
#include "core/measure/measurements.h"
#include "ui/state/display_state.h"

#include <QString>
#include <QWidget>

namespace triptych::ui {

// One of the two; both null until it is measured.
struct MeasuredRecording {
    RecordingPtr recording;
    measure::MeasurementsPtr figures;
};

// GUI thread.
class MedianPairView : public QWidget {
    Q_OBJECT
public:
    explicit MedianPairView(const DisplayState& display, QWidget* parent = nullptr);

    void setPair(MeasuredRecording first, MeasuredRecording second);
    // Shown in place of beats while there are none.
    void setNotice(const QString& notice);
    // Leads that both have, by name.
    [[nodiscard]] std::size_t leads() const;

    [[nodiscard]] QSize sizeHint() const override { return {420, 260}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 120}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const DisplayState& display_;
    MeasuredRecording first_, second_;
    QString notice_;
};

}  // namespace triptych::ui
