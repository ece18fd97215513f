// The status bar: the moment, voltage, frequency and magnitude under the cursor, the filters in force, and the sentence
// that never leaves the screen.
#pragma once

#include "ui/state/viewport_state.h"

#include <QObject>

#include <functional>
#include <optional>

class QLabel;
class QStatusBar;

namespace triptych::ui {

// GUI thread. The labels belong to the status bar. Where it is too narrow for all, those leave that the tool bar says,
// too, then those of frequency and voltage; the sentence is never cut.
class StatusFields : public QObject {
    Q_OBJECT
public:
    using Magnitude = std::function<std::optional<double>(double time_s, double hz)>;
    using Power = std::function<std::optional<double>(double hz)>;

    // `magnitude_at`: what the scalogram shows there, in the analysed lead's unit; `power_at`: the spectrum, in dB.
    StatusFields(const RecordState& record, const ViewportState& view, const DisplayState& display, QStatusBar& bar,
                 Magnitude magnitude_at, Power power_at);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showCursor();
    void showFilters();
    void fit();

    QStatusBar& bar_;
    const RecordState& record_;
    const ViewportState& view_;
    const DisplayState& display_;
    Magnitude magnitude_at_;
    Power power_at_;
    QLabel* time_;
    QLabel* voltage_;
    QLabel* frequency_;
    QLabel* magnitude_;
    QLabel* filter_;
    QLabel* mains_;
};

}  // namespace triptych::ui
