// Panes of one stretch, side by side under one cursor (trace, scalogram and spectrum); or the first of them over the
// others; or one of them large. Panes come back where they were.
#pragma once

#include "ui/panes/pane.h"

#include <QByteArray>
#include <QList>
#include <QWidget>

#include <cstddef>
#include <optional>
#include <vector>

QT_BEGIN_NAMESPACE
class QSplitter;
QT_END_NAMESPACE

namespace triptych::ui {

enum class TriptychMode { side_by_side, stacked };

// GUI thread.
class TriptychView : public QWidget {
    Q_OBJECT
public:
    // Takes the panes, two at least, as its own. Stacked, the first stands above the second and as wide as that.
    explicit TriptychView(std::vector<Pane*> panes, QWidget* parent = nullptr);

    [[nodiscard]] TriptychMode mode() const { return mode_; }
    void setMode(TriptychMode mode);
    // The pane that fills the view, counted from 0, or none.
    [[nodiscard]] std::optional<std::size_t> enlarged() const { return enlarged_; }
    void setEnlarged(std::optional<std::size_t> pane);
    // The pane that the pointer was over last grows; once more, and all of them stand where they were.
    void toggleEnlarged();

    // True while any of them computes; idle() once none does.
    [[nodiscard]] bool isBusy() const;

    // Mode, enlargement and sizes; restoreState() refuses what it did not write, or wrote of other panes, and then
    // changes nothing.
    [[nodiscard]] QByteArray saveState();
    bool restoreState(const QByteArray& state);

    [[nodiscard]] QSize sizeHint() const override { return {860, 260}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {560, 124}; }

Q_SIGNALS:
    void idle();
    void modeChanged();  // mode or enlargement

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void remember();  // sizes of the arrangement in force, unless one pane is large
    void arrange();
    void lowerFollowsUpper();
    void upperFollowsLower();

    std::vector<Pane*> panes_;
    // Side by side, all panes stand in `lower_row_` and `upper_row_` is hidden. Stacked, the upper row holds the first
    // and an empty corner that is as wide as all but the second, so that times and frequencies keep their columns and
    // rows.
    QSplitter* rows_ = nullptr;
    QSplitter* upper_row_ = nullptr;
    QSplitter* lower_row_ = nullptr;
    QWidget* corner_ = nullptr;
    TriptychMode mode_ = TriptychMode::side_by_side;
    std::optional<std::size_t> enlarged_;
    std::size_t pointed_ = 1;
    // Relative sizes, so that they fit a window of any size.
    QList<int> side_by_side_, stacked_columns_, stacked_rows_{1000, 1000};
};

}  // namespace triptych::ui
