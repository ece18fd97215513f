// What is about to be done to many beats at once: how many were chosen and what they are labelled now, how many each
// letter would change, and the slider of those like one. It stands above the paper while beats are chosen.
#pragma once

#include "ui/state/review_state.h"

#include <QTimer>
#include <QWidget>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

class QLabel;
class QPushButton;
class QSlider;

namespace triptych::ui {

// "280 N, 30 V, 2 without a label", the most frequent first.
[[nodiscard]] QString labelsInWords(std::span<const LabelledBeat> rows, std::span<const std::size_t> beats);

// GUI thread.
class BatchBar : public QWidget {
    Q_OBJECT
public:
    // How many of `beats` a label would change; nullopt: taking the reader's own away.
    using WouldChange = std::function<std::size_t(std::span<const std::size_t>, std::optional<std::uint8_t>)>;
    BatchBar(const BeatState& beats, const ReviewState& review, WouldChange would_change, QWidget* parent = nullptr);

    [[nodiscard]] QString text() const;
    // How alike beats must be to be chosen, 0 (the same alone) to 100.
    static constexpr int kLikenessSteps = 100;
    void setLikeness(int step);

Q_SIGNALS:
    void labelWanted(std::uint8_t code);
    void otherWanted();
    void clearWanted();
    void letGoWanted();
    void likenessChanged(int step);

private:
    struct LetterButton {
        std::uint8_t code;
        QPushButton* button;
    };
    void follow();
    QPushButton* made(const QString& name);

    const BeatState& beats_;
    const ReviewState& review_;
    WouldChange would_change_;
    QLabel* text_;
    std::vector<LetterButton> letters_;
    QPushButton* other_;
    QPushButton* clear_;
    QSlider* likeness_;
    QTimer due_;  // once, however many labels changed
};

}  // namespace triptych::ui
