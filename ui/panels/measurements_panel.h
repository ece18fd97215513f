// The measurements of the recording beside what is read: the median beat, every figure with the device's own beside it
// and one beat's, and the leads' amplitudes and ST levels; or how rate, intervals and ST go over the recording. They
// follow each mark that a reader moves.
#pragma once

#include "ui/panels/measurement_rows.h"
#include "ui/state/view_state.h"

#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableWidget;
class QToolButton;

namespace triptych::ui {

class FittingLabel;
class MedianBeatView;
class TrendPanel;

// GUI thread. Figures of the selected beat are measured here, at once; those of the recording come from the state.
class MeasurementsPanel : public QWidget {
    Q_OBJECT
public:
    explicit MeasurementsPanel(ViewState& state, QWidget* parent = nullptr);

    // While waves are sought or figures measured, what is missing is on its way.
    void setWorking(bool working);
    // What Ctrl+C copies.
    [[nodiscard]] QString asText() const;
    [[nodiscard]] MedianBeatView& median() const { return *median_; }
    // Over the whole recording instead of its figures.
    void showTrends(bool shown);
    [[nodiscard]] TrendPanel& trends() const { return *trends_; }

Q_SIGNALS:
    void copied();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void showHead();
    void showFigures();
    void showLeads();
    void copy();

    ViewState& state_;
    FittingLabel* title_;
    QToolButton* trend_;
    QToolButton* side_by_side_;
    QToolButton* of_beat_;
    QPushButton* copy_;
    MedianBeatView* median_;
    QTableWidget* figures_;
    QTableWidget* leads_;
    QLabel* remarks_;
    QLabel* doubt_;
    QStackedWidget* pages_;
    TrendPanel* trends_;
    std::vector<FigureRow> figure_rows_;
    std::vector<LeadRow> lead_rows_;
    bool with_device_ = false;
    bool working_ = false;
    bool dirty_ = true;  // something changed while nobody looked
};

}  // namespace triptych::ui
