// The late fusion laid open for the beat at hand: each branch's share in its score, class by class. The model's
// attention per class is a constant of the model and stands where that is described.
#pragma once

#include "core/domain/prediction.h"
#include "ui/state/display_state.h"

#include <QString>
#include <QWidget>

#include <cstddef>
#include <span>

class QChart;
class QLabel;

namespace triptych::ui {

// GUI thread. The chart is made with the first content: it costs more than the rest of the panel.
class AttentionCharts : public QWidget {
    Q_OBJECT
public:
    explicit AttentionCharts(const DisplayState& display, QWidget* parent = nullptr);

    // `share`: [branches × classes] of the beat, columns sum to 1; empty when the beat has none.
    void setContent(const ModelInfo& model, std::span<const float> share);

private:
    void build();
    void fill(QChart& chart, const ModelInfo& model, std::span<const float> parts) const;
    void colour();

    const DisplayState& display_;
    QChart* share_ = nullptr;
    QLabel* legend_ = nullptr;
    ModelInfo model_;
    std::vector<float> parts_;
};

// The model's attention per class and branch in words, for where models are described; empty where it has none.
[[nodiscard]] QString attentionText(const ModelInfo& model);

}  // namespace triptych::ui
