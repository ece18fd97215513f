// Every beat letter of WFDB and the reader's own, for the labels that have no key of their own: press the letter, or
// click it.
#pragma once

#include "ui/state/display_state.h"

#include <QDialog>

#include <cstdint>
#include <optional>

namespace triptych::ui {

// GUI thread. Letters keep their case here: "a" and "A" are two labels.
class LabelPalette : public QDialog {
    Q_OBJECT
public:
    LabelPalette(Theme theme, QWidget* parent);

    [[nodiscard]] std::optional<std::uint8_t> chosen() const { return chosen_; }

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void choose(std::uint8_t code);

    std::optional<std::uint8_t> chosen_;
};

}  // namespace triptych::ui
