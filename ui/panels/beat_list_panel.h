// The list of beats with its filter: where a reader sees all borderline beats at once and goes from one to the next.
#pragma once

#include "ui/panels/beat_table_model.h"
#include "ui/state/view_state.h"

#include <QElapsedTimer>
#include <QString>
#include <QWidget>

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QMenu;
class QTableView;
class QToolButton;

namespace triptych::ui {

// GUI thread. Columns are as wide as what they hold; where there is no room for all, RR and p leave first.
class BeatListPanel : public QWidget {
    Q_OBJECT
public:
    explicit BeatListPanel(ViewState& state, QWidget* parent = nullptr);

    // `go`: to its first beat.
    void setFilter(BeatFilter filter, bool go = true);
    // What narrows the filter further; goes to its first beat.
    void setNarrowing(const BeatNarrowing& narrowing);
    [[nodiscard]] QMenu& narrowMenu() { return *narrow_menu_; }
    [[nodiscard]] BeatTableModel& model() { return *model_; }
    [[nodiscard]] QTableView& table() { return *table_; }

Q_SIGNALS:
    // Those that can be read on a lead are to be shown, or those that cannot: setNarrowing() once they are known.
    void leadWanted(std::size_t lead, bool readable);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showCounts();
    [[nodiscard]] QString annotator() const;
    [[nodiscard]] QString originText() const;
    [[nodiscard]] QString originTip() const;
    void showSelection();
    void goToFirst();
    void fillNarrowMenu();
    void fillLeadMenu(QMenu& menu);
    void showNarrowing();
    void chooseSelected();
    void noteDecision(std::size_t beat);
    [[nodiscard]] QString queueText() const;
    void showColumns();
    [[nodiscard]] std::array<QString, BeatTableModel::kColumns> widestTexts();

    ViewState& state_;
    BeatTableModel* model_;
    QTableView* table_;
    QComboBox* filter_;
    QLabel* count_;
    QToolButton* narrow_;
    QMenu* narrow_menu_;
    QToolButton* narrowed_;  // by what; a click ends it
    QElapsedTimer clock_;
    std::vector<double> decided_s_;                         // when the reader last labelled beats, latest last
    std::array<int, BeatTableModel::kColumns> width_px_{};  // as last set by showColumns()
    std::optional<double> longest_s_;  // the longest interval of these beats, once it was asked for
    bool goes_ = true;                 // to the first beat of a filter that is chosen
    bool following_ = false;           // the table's selection changes because the state's did
};

}  // namespace triptych::ui
