// The recording's beats grouped by shape, as panes show them: the tiles, and the one that the reader stands at. Panes
// read it and ask; who keeps the tiles answers by setting them anew.
#pragma once

#include <QObject>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace triptych::pipeline {
struct ShapeTiles;
}

namespace triptych::ui {

// GUI thread; computes nothing.
class ShapeState : public QObject {
    Q_OBJECT
public:
    using Tiles = std::shared_ptr<const pipeline::ShapeTiles>;

    explicit ShapeState(QObject* parent = nullptr) : QObject(parent) {}

    // Of the beats in view; null: not known (yet).
    [[nodiscard]] const Tiles& tiles() const { return tiles_; }
    [[nodiscard]] bool isWorking() const { return working_; }
    void setTiles(Tiles tiles);
    void setWorking(bool working);
    // Somebody shows them: from now on they are worked out.
    [[nodiscard]] bool isWanted() const { return wanted_; }
    void want();
    void forget();

    [[nodiscard]] const std::optional<std::size_t>& chosen() const { return chosen_; }
    void choose(std::optional<std::size_t> tile);

    void askToMerge(std::size_t into, std::size_t other) { Q_EMIT mergeAsked(into, other); }
    void askToSplit(std::size_t tile) { Q_EMIT splitAsked(tile); }
    // The beat goes out of its tile into one of its own.
    void askToTakeOut(std::size_t beat) { Q_EMIT takeOutAsked(beat); }
    // As they were grouped at first.
    void askAgain() { Q_EMIT againAsked(); }

Q_SIGNALS:
    void changed();  // the tiles, or whether somebody works on them
    void chosenChanged();
    void wanted();
    void mergeAsked(std::size_t into, std::size_t other);
    void splitAsked(std::size_t tile);
    void takeOutAsked(std::size_t beat);
    void againAsked();

private:
    Tiles tiles_;
    bool working_ = false, wanted_ = false;
    std::optional<std::size_t> chosen_;
};

}  // namespace triptych::ui
