// Tables of the rhythm: counts and burden of the whole, of days and hours; heart rate variability with what was left
// out and why.
#pragma once

#include "ui/panels/rhythm_words.h"
#include "ui/state/view_state.h"

#include <QString>
#include <QWidget>

class QComboBox;
class QLabel;
class QTableWidget;

namespace triptych::ui {

// GUI thread. A row of an hour leads there.
class BurdenTable : public QWidget {
    Q_OBJECT
public:
    explicit BurdenTable(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QString asText() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    [[nodiscard]] rhythm::Rhythm shown() const;

    ViewState& state_;
    bool dirty_ = true;  // something changed while nobody looked
    QComboBox* rhythm_;
    QTableWidget* table_;
    bool chosen_ = false;  // by the reader
};

// GUI thread.
class HrvTable : public QWidget {
    Q_OBJECT
public:
    explicit HrvTable(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QString asText() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();

    ViewState& state_;
    bool dirty_ = true;  // something changed while nobody looked
    QTableWidget* table_;
    QLabel* remarks_;
    std::vector<HrvRow> rows_;
};

}  // namespace triptych::ui
