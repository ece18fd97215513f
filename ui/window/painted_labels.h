// For tests of the label store: writes down every label that was painted as saved, after it was painted, so that what a
// reader had been promised can be compared with what is there after the program was killed.
#pragma once

#include "ui/state/view_state.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <map>

class QWidget;

namespace triptych::ui {

// GUI thread. One line a label in `path`, appended at once and without a buffer: "SAMPLE SYMBOL", or "SAMPLE -" when it
// was painted as taken away. `pane` is the pane that paints the marks. Made only where TRIPTYCH_PAINTED_LABELS names a
// file.
class PaintedLabels : public QObject {
    Q_OBJECT
public:
    PaintedLabels(const ViewState& state, QWidget& pane, const QString& path);
    ~PaintedLabels() override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void write(const std::map<std::int64_t, std::uint8_t>& painted);

    const ViewState& state_;
    int file_ = -1;
    std::map<std::int64_t, std::uint8_t> written_;
};

}  // namespace triptych::ui
