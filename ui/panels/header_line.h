// A quiet line above the paper: whose recording it is, what made it and what that device measured and said. As the file
// has it; nothing of Triptych's own.
#pragma once

#include "ui/panels/fitting_label.h"
#include "ui/state/record_state.h"

namespace triptych::ui {

// GUI thread. Hides itself where the file says nothing, and where the reader does not want it.
class HeaderLine : public FittingLabel {
    Q_OBJECT
public:
    explicit HeaderLine(const RecordState& record, QWidget* parent = nullptr);

    [[nodiscard]] bool isWanted() const { return is_wanted_; }
    void setWanted(bool wanted);

private:
    void showHeader();

    const RecordState& record_;
    bool is_wanted_ = true;
    bool has_words_ = false;
};

// The fullest wording first: person, date, device, figures, statements; then with less and less.
[[nodiscard]] QStringList headerWordings(const Recording& recording);

}  // namespace triptych::ui
