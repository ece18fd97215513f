// Class probabilities as letters, bars and numbers: the fused score and beside it what each branch says alone, so that
// a reader sees agreement and disagreement at a glance, with or without colours.
#pragma once

#include "ui/state/display_state.h"

#include <QString>
#include <QStringList>
#include <QWidget>

#include <vector>

namespace triptych::ui {

struct ProbabilityRow {
    QString class_name;
    std::vector<float> probability;  // one per column
};

// GUI thread.
class ProbabilityTable : public QWidget {
    Q_OBJECT
public:
    explicit ProbabilityTable(const DisplayState& display, QWidget* parent = nullptr);

    // `columns`: titles, the fused score first. The largest of each column stands in bold.
    void setContent(QStringList columns, std::vector<ProbabilityRow> rows);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int rowHeight() const;

    const DisplayState& display_;
    QStringList columns_;
    std::vector<ProbabilityRow> rows_;
};

}  // namespace triptych::ui
