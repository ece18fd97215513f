// Asks for a moment of the recording, by its clock or since its beginning.
#pragma once

#include "core/domain/start_time.h"

#include <QDialog>

#include <optional>

class QLabel;
class QLineEdit;

namespace triptych::ui {

// GUI thread. Accepted only with a time that the recording has; what is wrong with another stands below it.
class GoToTimeDialog : public QDialog {
    Q_OBJECT
public:
    GoToTimeDialog(std::optional<StartTime> start, double duration_s, QWidget* parent);

    // Seconds since the beginning, once accepted.
    [[nodiscard]] double time_s() const { return time_s_; }

private:
    void take();

    std::optional<StartTime> start_;
    double duration_s_;
    double time_s_ = 0;
    QLineEdit* typed_;
    QLabel* complaint_;
};

}  // namespace triptych::ui
