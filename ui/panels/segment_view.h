// How much of an explanation lies on which wave, lead by lead: a small table whose cells are as dark as they weigh.
#pragma once

#include "core/pipeline/beat_segments.h"
#include "ui/state/display_state.h"

#include <QWidget>

#include <vector>

namespace triptych::ui {

// GUI thread. Shares of all attribution over all leads, in per cent; orange speaks for the class, blue against it;
// grey, where the map is drawn grey.
class SegmentView : public QWidget {
    Q_OBJECT
public:
    explicit SegmentView(const DisplayState& display, QWidget* parent = nullptr);

    // Leads whose waves nobody knows have no row.
    void setSegments(const std::vector<pipeline::LeadSegments>& leads, bool is_signed, bool is_grey);
    [[nodiscard]] bool isEmpty() const { return leads_.empty(); }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] static QString title(pipeline::Segment segment);

    const DisplayState& display_;
    std::vector<pipeline::LeadSegments> leads_;
    std::vector<pipeline::Segment> columns_;  // those that hold any time
    double whole_ = 0;
    bool is_signed_ = true, is_grey_ = false;
};

}  // namespace triptych::ui
