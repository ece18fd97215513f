// Trace, scalogram and spectrum of one stretch, side by side under one cursor; or the trace over the scalogram with the
// spectrum beside it; or one of them large. Panes come back where they were.
#pragma once

#include "ui/panes/beat_trace_pane.h"
#include "ui/panes/scalogram_pane.h"
#include "ui/panes/spectrum_pane.h"

#include <QByteArray>
#include <QList>
#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QSplitter;
QT_END_NAMESPACE

namespace triptych::ui {

enum class TriptychMode { side_by_side, stacked };
enum class TriptychMember { trace, scalogram, spectrum };

class TriptychView : public QWidget {
    Q_OBJECT
public:
    explicit TriptychView(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] TriptychMode mode() const { return mode_; }
    void setMode(TriptychMode mode);
    // The member that fills the view, or none.
    [[nodiscard]] std::optional<TriptychMember> enlarged() const { return enlarged_; }
    void setEnlarged(std::optional<TriptychMember> member);
    // F: the member that the pointer was over last grows; once more, and all three stand where they were.
    void toggleEnlarged();

    [[nodiscard]] BeatTracePane& trace() const { return *trace_; }
    [[nodiscard]] ScalogramPane& scalogram() const { return *scalogram_; }
    [[nodiscard]] SpectrumPane& spectrum() const { return *spectrum_; }

    // True while any of the three computes; idle() once none does.
    [[nodiscard]] bool isBusy() const;

    // Mode, enlargement and sizes; restoreState() refuses what it did not write, and then changes nothing.
    [[nodiscard]] QByteArray saveState();
    bool restoreState(const QByteArray& state);

    [[nodiscard]] QSize sizeHint() const override { return {860, 260}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {560, 150}; }

Q_SIGNALS:
    void idle();
    void modeChanged();  // mode or enlargement

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void remember();  // sizes of the arrangement in force, unless one member is large
    void arrange();
    void followColumns(const QSplitter& moved, QSplitter& follower);

    BeatTracePane* trace_ = nullptr;
    ScalogramPane* scalogram_ = nullptr;
    SpectrumPane* spectrum_ = nullptr;
    // Side by side, all three stand in `lower_row_` and `upper_row_` is hidden. Stacked, the upper row holds the trace
    // and an empty corner whose width follows the spectrum's, so that times and frequencies keep their columns and
    // rows.
    QSplitter* rows_ = nullptr;
    QSplitter* upper_row_ = nullptr;
    QSplitter* lower_row_ = nullptr;
    QWidget* corner_ = nullptr;
    TriptychMode mode_ = TriptychMode::side_by_side;
    std::optional<TriptychMember> enlarged_;
    TriptychMember pointed_ = TriptychMember::scalogram;
    // Relative sizes, so that they fit a window of any size.
    QList<int> side_by_side_{1000, 1000, 1000}, stacked_columns_{2000, 1000}, stacked_rows_{1000, 1000};
};

}  // namespace triptych::ui
