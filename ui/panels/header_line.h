// A quiet line above the paper: whose recording it is, what made it and what that device measured and said. As the file
// has it; nothing of Triptych's own.
#pragma once

#include "ui/panels/fitting_label.h"
#include "ui/state/record_state.h"

namespace triptych::ui {

// GUI thread. Hides itself where the file says nothing, and where the reader does not want it. A second line has the
// device's statements where they have no room in the first: nobody should miss them. Not in
// a window so low that the paper needs the line.
class HeaderLine : public FittingLabel {
    Q_OBJECT
public:
    explicit HeaderLine(const RecordState& record, QWidget* parent = nullptr);

    [[nodiscard]] bool isWanted() const { return is_wanted_; }
    void setWanted(bool wanted);
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    [[nodiscard]] QString textFor(int room_px) override;

private:
    void showHeader();

    const RecordState& record_;
    bool is_wanted_ = true;
    bool has_words_ = false;
    QStringList with_statements_, without_statements_;  // one line with all of them; and without any
    QString statements_;
    int lines_ = 1;
};

// The fullest wording first: person, date, device, figures, statements; then with less and less.
[[nodiscard]] QStringList headerWordings(const Recording& recording);
// All that the device stated, in its order.
[[nodiscard]] QString headerStatements(const Recording& recording);

}  // namespace triptych::ui
