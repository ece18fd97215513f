// Every beat letter of WFDB and the reader's own, for the labels that have no key of their own: press the letter, or
// click it.
#pragma once

#include "ui/state/display_state.h"

#include <QDialog>
#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

class QLabel;

namespace triptych::ui {

// GUI thread. Letters keep their case here: "a" and "A" are two labels. Where a longer label begins with a letter that
// is one itself ("V", "Vm"), the letter waits: for the rest, or for Enter, which takes it alone.
class LabelPalette : public QDialog {
    Q_OBJECT
public:
    LabelPalette(Theme theme, QWidget* parent);

    [[nodiscard]] std::optional<std::uint8_t> chosen() const { return chosen_; }

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void choose(std::uint8_t code);
    // Takes what has been typed where it can be one label alone; else says how it may go on.
    void follow(const QString& typed);

    std::vector<std::uint8_t> labels_;
    QString typed_;
    QLabel* hint_;
    std::optional<std::uint8_t> chosen_;
};

}  // namespace triptych::ui
