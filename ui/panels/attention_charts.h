// The late fusion laid open: the model's attention per class, which is a constant of the model, and beside it each
// branch's share in the score of the beat at hand, which is not.
#pragma once

#include "core/domain/prediction.h"
#include "ui/state/display_state.h"

#include <QWidget>

#include <cstddef>
#include <span>

class QChart;
class QLabel;

namespace triptych::ui {

// GUI thread. The two charts are made with the first content: they cost more than the rest of the panel.
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
    QChart* attention_ = nullptr;
    QChart* share_ = nullptr;
    QLabel* legend_ = nullptr;
    ModelInfo model_;
    std::vector<float> parts_;
};

}  // namespace triptych::ui
