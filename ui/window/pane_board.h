// The panes of the table, where they live: three rows (overview, rhythm, triptych) and at their right the side column
// of the arrangement in force. A pane is made when an arrangement first shows it, or the code first asks for it.
#pragma once

#include "ui/panes/triptych_view.h"
#include "ui/window/pane_table.h"

#include <QSplitter>

#include <array>
#include <utility>
#include <vector>

namespace triptych::ui {

class SidePanels;
struct Settings;

// GUI thread.
class PaneBoard : public QSplitter {
    Q_OBJECT
public:
    explicit PaneBoard(PaneContext context, QWidget* parent = nullptr);

    // The pane of that class; it must stand in the table.
    template <class Kind>
    [[nodiscard]] Kind& get() {
        return *qobject_cast<Kind*>(&paneOf(Kind::staticMetaObject));
    }
    [[nodiscard]] TriptychView& triptych() { return *triptych_; }
    [[nodiscard]] const TriptychView& triptych() const { return *triptych_; }

    [[nodiscard]] Arrangement arrangement() const { return arrangement_; }
    void setArrangement(Arrangement arrangement);
    // The panels beside what is read; without them its rows have the whole width. An arrangement that is its side
    // column always has it.
    [[nodiscard]] bool sideShown() const { return arrangement_ == Arrangement::read && side_wanted_; }
    void setSideShown(bool shown);
    // The triptych's panes side by side or stacked; two rows of panes get more height than one.
    void toggleStacked();
    // The paper takes no more height than it has use for, and the triptych the rest, unless the reader has drawn them.
    void fitRhythm(int useful_px);
    // What the pointer is over is made large, or all stand where they were.
    void enlarge();

    // True while any pane computes; idle() follows, of any of them.
    [[nodiscard]] bool isBusy() const;

    void restore(const Settings& settings);
    void remember(Settings& settings) const;

Q_SIGNALS:
    void idle();
    void changed();  // arrangement, side, mode of the triptych

private:
    [[nodiscard]] QWidget& paneOf(const QMetaObject& kind);
    [[nodiscard]] QWidget& paneAt(std::size_t index);  // in the table; where it lives
    [[nodiscard]] QWidget& made(std::size_t index);
    [[nodiscard]] QWidget* sideOf(Arrangement arrangement);
    [[nodiscard]] std::vector<QWidget*> rhythm() const;
    [[nodiscard]] bool hasTriptych() const;  // the arrangement in force
    [[nodiscard]] QWidget* pictures() const;
    [[nodiscard]] QWidget* paneBelow() const;
    void keepRows();
    void arrangeRows(int whole_px);
    void arrange();
    void makeRows();
    void keepSidePx();

    PaneContext context_;
    std::vector<QWidget*> panes_;  // as the table has them; null: not made yet
    QSplitter* rows_ = nullptr;
    TriptychView* triptych_ = nullptr;
    std::array<QWidget*, kArrangements> sides_{};  // null: not made yet
    SidePanels* beside_reading_ = nullptr;
    std::array<int, kArrangements> side_px_{};
    std::array<std::vector<std::pair<const QWidget*, int>>, kArrangements> row_px_;  // as they were left
    Arrangement arrangement_ = Arrangement::read;
    bool side_wanted_ = true;
    bool rows_by_hand_ = false;    // drawn by the reader
    bool had_other_rows_ = false;  // the arrangement before this one
};

}  // namespace triptych::ui
