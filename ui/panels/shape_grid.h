// Tiles of shapes as pictures: the grid of all of them, and the members of the chosen one that are nearest to it and
// farthest from it.
#pragma once

#include "ui/panes/pane.h"

#include <QPixmap>
#include <QRectF>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

class QPainterPath;
class QScrollBar;

namespace triptych::pipeline {
struct ShapeTiles;
}

namespace triptych::ui {

// What is said of a tile.
struct TileFacts {
    std::size_t count = 0;
    double share = 0;            // of all beats
    std::uint8_t code = 0;       // that most of its beats are labelled
    double code_share = 0;       // how many of them
    std::optional<double> rr_s;  // mean interval that ends at them

    friend bool operator==(const TileFacts&, const TileFacts&) = default;
};
[[nodiscard]] TileFacts factsOf(const pipeline::ShapeTiles& tiles, std::size_t tile, const BeatState& beats);

// Where amplitudes of one lead stand in a picture of shapes.
struct ShapeRange {
    float low = 0, high = 1;
};
[[nodiscard]] ShapeRange rangeOf(const pipeline::ShapeTiles& tiles);
// One shape [beats::kShapeLength] in `area`.
[[nodiscard]] QPainterPath shapePath(std::span<const float> shape, const QRectF& area, const ShapeRange& range);

// GUI thread. A click chooses a tile and all of its beats, Ctrl+click marks another to be merged with it.
class ShapeGrid : public Pane {
    Q_OBJECT
public:
    explicit ShapeGrid(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {480, 240}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {170, 90}; }
    // Where a tile stands now; logical pixels.
    [[nodiscard]] QRectF tileRect(std::size_t tile) const;
    [[nodiscard]] std::optional<std::size_t> tileAt(const QPointF& position) const;
    [[nodiscard]] const std::set<std::size_t>& marked() const { return marked_; }
    void mergeMarked();

Q_SIGNALS:
    void markedChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    bool event(QEvent* event) override;

private:
    void renew();
    void follow();  // other labels or intervals: what is said of a tile may have changed
    void updateScrollBar();
    void chooseTile(std::size_t tile);
    [[nodiscard]] int columns() const;
    [[nodiscard]] QSizeF tileSize() const;
    [[nodiscard]] const QPixmap& picture(std::size_t tile);
    void paintTile(QPainter& painter, std::size_t tile);
    [[nodiscard]] const TileFacts& facts(std::size_t tile);

    QScrollBar* rows_;
    std::set<std::size_t> marked_;
    std::map<std::size_t, QPixmap> pictures_;
    std::map<std::size_t, TileFacts> facts_;
};

// GUI thread. A click selects a beat, the cross in its corner takes it out of the tile.
class ShapeMembers : public Pane {
    Q_OBJECT
public:
    explicit ShapeMembers(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {320, 240}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {150, 90}; }
    struct Member {
        std::size_t beat = 0;
        bool is_far = false;
        QRectF rect, cross;  // logical pixels
    };
    [[nodiscard]] std::vector<Member> membersNow() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
};

}  // namespace triptych::ui
