// For tests of the label store: writes down every label that was painted as saved, after it was painted, so that what a
// reader had been promised can be compared with what is there after the program was killed.
#pragma once

#include "ui/state/viewport_state.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <map>
#include <string>

class QWidget;

namespace triptych::ui {

// GUI thread. Lines in `path`, appended at once and without a buffer. When the beats of a recording are there: "kept
// SAMPLE SYMBOL" for each label of a reader, anywhere in it, then "begun". From then on, for each label in view whose
// painting changed: "painted SAMPLE SYMBOL" when it was painted as saved, "painted SAMPLE -" when it was painted as
// taken away. `pane` is the pane that paints the marks. Made only where TRIPTYCH_PAINTED_LABELS names a file.
class PaintedLabels : public QObject {
    Q_OBJECT
public:
    PaintedLabels(const BeatState& beats, const ViewportState& view, QWidget& pane, const QString& path);
    ~PaintedLabels() override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void begin();
    void write(const std::map<std::int64_t, std::uint8_t>& painted);
    void append(const std::string& lines) const;

    const BeatState& beats_;
    const ViewportState& view_;
    int file_ = -1;
    bool has_begun_ = false;
    std::map<std::int64_t, std::uint8_t> written_;
};

}  // namespace triptych::ui
