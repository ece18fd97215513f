// Everything that readers did to the recording, newest first, with who, when, why and what the model had said; any of
// it can be taken back by itself, or made again.
#pragma once

#include "ui/panels/history_rows.h"

#include <QDialog>

#include <functional>
#include <optional>
#include <string>
#include <vector>

class QCheckBox;
class QLabel;
class QPushButton;
class QTableWidget;

namespace triptych::ui {

// GUI thread.
class HistoryDialog : public QDialog {
    Q_OBJECT
public:
    using Read = std::function<std::vector<HistoryRow>()>;
    // Takes a group back (true) or makes it count again (false).
    using SetUndone = std::function<void(const std::string& key, bool undone)>;

    // `beat_s`: of the selected beat; with one, its own events can be shown alone. `read` is asked again after every
    // change.
    HistoryDialog(Read read, std::optional<double> beat_s, SetUndone set_undone, QWidget* parent);

private:
    void fill();
    void follow();
    void toggle();
    [[nodiscard]] const HistoryRow* chosen() const;

    Read read_;
    std::optional<double> beat_s_;
    SetUndone set_undone_;
    std::vector<HistoryRow> rows_;  // as shown
    QCheckBox* of_beat_alone_;
    QTableWidget* table_;
    QLabel* nothing_;
    QPushButton* toggle_;
};

}  // namespace triptych::ui
