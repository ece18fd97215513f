// Named bars to the right and left of zero: what each rhythm feature did for and against the explained score.
#pragma once

#include "ui/state/display_state.h"

#include <QString>
#include <QWidget>

#include <string>
#include <vector>

namespace triptych::ui {

struct SignedBar {
    QString name;
    double value = 0;
    QString seen;  // what the model saw there, in words for the tooltip

    enum class Fold { none, closed, open };
    std::string id = {};     // of what a click is on; empty: of nothing
    Fold fold = Fold::none;  // of a group: its members are below it, or away
    int depth = 0;           // 1: a member of the group above
    bool is_total = false;   // no part of the sum: where it begins and what it makes
    bool marked = false;     // the reader looks at it
    bool masked = false;     // the reader asks what would be without it
};

// GUI thread. All bars share one scale, that of the largest.
class SignedBars : public QWidget {
    Q_OBJECT
public:
    explicit SignedBars(const DisplayState& display, QWidget* parent = nullptr);

    void setBars(std::vector<SignedBar> bars);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void clicked(const triptych::ui::SignedBar& bar);  // one with an id

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;  // up and down choose a bar, space clicks it
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] int rowHeight() const;

    const DisplayState& display_;
    std::vector<SignedBar> bars_;
    std::size_t chosen_ = 0;  // by keys
};

}  // namespace triptych::ui
