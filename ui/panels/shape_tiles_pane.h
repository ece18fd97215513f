// The recording's beats as tiles of one shape each, superimposed, with how many there are, what they are labelled and
// how long their intervals are; beside them the ten beats of a tile that are nearest to it and the ten that are
// farthest, and where the model has each of the beats.
#pragma once

#include "ui/panels/beat_map_plot.h"
#include "ui/panels/shape_grid.h"
#include "ui/state/view_state.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace triptych::ui {

// GUI thread.
class ShapeTilesPane : public QWidget {
    Q_OBJECT
public:
    explicit ShapeTilesPane(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] ShapeGrid& grid() { return *grid_; }
    [[nodiscard]] ShapeMembers& members() { return *members_; }
    [[nodiscard]] BeatMapPlot& map() { return *map_; }

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void follow();

    ViewState& state_;
    ShapeGrid* grid_;
    ShapeMembers* members_;
    BeatMapPlot* map_;
    QLabel* text_;
    QPushButton* merge_;
    QPushButton* split_;
    QPushButton* again_;
};

}  // namespace triptych::ui
