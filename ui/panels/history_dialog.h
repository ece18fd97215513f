// Everything that readers did to the recording, newest first, with who, when, why and what the model had said; any of
// it can be taken back by itself, or made again.
#pragma once

#include "core/review/label_journal.h"

#include <QDialog>

#include <cstdint>
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
    // Takes a group back (true) or makes it count again (false).
    using SetUndone = std::function<void(const std::string& key, bool undone)>;

    // `beat_sample`: of the selected beat, on the journal's clock; with one, its own events can be shown alone.
    // `journal` is read again after every change and must outlive the dialog. `rate_hz`: its clock.
    HistoryDialog(const review::LabelJournal& journal, double rate_hz, std::optional<std::int64_t> beat_sample,
                  SetUndone set_undone, QWidget* parent);

private:
    void fill();
    void follow();
    void toggle();
    [[nodiscard]] const store::EventGroup* chosen() const;

    const review::LabelJournal& journal_;
    double rate_hz_;
    std::optional<std::int64_t> beat_sample_;
    SetUndone set_undone_;
    std::vector<std::string> keys_;  // row → key
    QCheckBox* of_beat_alone_;
    QTableWidget* table_;
    QLabel* nothing_;
    QPushButton* toggle_;
};

}  // namespace triptych::ui
