// Every beat as a point where the model has it: near points are beats that it takes for alike. A click leads to a beat,
// a lasso chooses many, as in the pictures of the rhythm.
#pragma once

#include "core/domain/beat_map.h"
#include "ui/panels/point_lasso.h"
#include "ui/panes/kept_picture.h"
#include "ui/panes/pane.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace triptych::ui {

// GUI thread. Points have the colours of their labels.
class BeatMapPlot : public Pane {
    Q_OBJECT
public:
    explicit BeatMapPlot(ViewState& state, QWidget* parent = nullptr);

    // Null: there is none, and `why` says why.
    void setMap(std::shared_ptr<const BeatMap> map, const QString& why = {});
    [[nodiscard]] const std::shared_ptr<const BeatMap>& map() const { return map_; }
    // What stands in the plot's place; empty: the points.
    [[nodiscard]] QString emptiness() const;
    // Where the point of a beat stands; nothing where it has none.
    [[nodiscard]] std::optional<QPointF> placeOf(std::size_t beat) const;
    [[nodiscard]] std::vector<std::size_t> beatsAt(const QPointF& place) const;  // the nearest first

    [[nodiscard]] QSize sizeHint() const override { return {200, 200}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 110}; }

Q_SIGNALS:
    void wanted();  // somebody looks

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void renderAgain();
    void draw(QPainter& painter) const;
    void clicked(const QPointF& at);
    [[nodiscard]] QRectF square() const;
    [[nodiscard]] bool isOfTheseBeats() const;
    [[nodiscard]] QString title() const;

    struct Axis {
        float low = 0, high = 1;
    };
    [[nodiscard]] static Axis axisOf(const std::vector<float>& values);

    std::shared_ptr<const BeatMap> map_;
    QString why_;
    Axis x_, y_;
    PointLasso lasso_;
    KeptPicture picture_;
    QPointF clicked_{-100, -100};
    std::size_t turn_ = 0;  // of the beats at the place that was clicked
};

}  // namespace triptych::ui
