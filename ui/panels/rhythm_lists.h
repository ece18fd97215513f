// Lists of the rhythm: episodes with the evidence of the one that the reader stands at and what can be said of it, and
// events. A row leads to its stretch.
#pragma once

#include "ui/state/view_state.h"

#include <QString>
#include <QWidget>

class QComboBox;
class QLabel;
class QTableView;
class QToolButton;

namespace triptych::ui {

class EpisodeRows;
class EventRows;

// GUI thread.
class EpisodeList : public QWidget {
    Q_OBJECT
public:
    explicit EpisodeList(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QString asText() const;
    [[nodiscard]] EpisodeRows& rows() const { return *rows_; }
    // The menu of rhythms, below its button.
    void askForRhythm();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void showChosen();
    void fillFilter();
    void say(const std::vector<rhythm::ReaderWord>& words);

    ViewState& state_;
    bool dirty_ = true;  // something changed while nobody looked
    EpisodeRows* rows_;
    QComboBox* filter_;
    QLabel* count_;
    QTableView* table_;
    QLabel* evidence_;
    QToolButton *accept_, *change_, *reject_, *begins_, *ends_;
    bool following_ = false;
};

// GUI thread.
class EventList : public QWidget {
    Q_OBJECT
public:
    explicit EventList(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QString asText() const;
    [[nodiscard]] EventRows& rows() const { return *rows_; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void showChosen();

    ViewState& state_;
    bool dirty_ = true;  // something changed while nobody looked
    EventRows* rows_;
    QComboBox* kind_;
    QLabel* count_;
    QTableView* table_;
    bool following_ = false;
};

}  // namespace triptych::ui
