// Every pane of the window in one table: what it is called, where it lives, in which arrangements it is shown and who
// makes it. A pane is added by a pair of files and a row of pane_list.h.
#pragma once

#include <QMetaObject>
#include <QString>
#include <QWidget>

#include <functional>
#include <span>

namespace triptych::ui {

class Session;
class ViewState;

// What a pane may be made of. References outlive the panes' work; `say` puts a sentence into the status bar.
struct PaneContext {
    ViewState& state;
    Session& session;
    std::function<void(const QString&)> say;
};

// From the whole to the reason: rows from above to below, then the column at the right. Pictures stand in the
// triptych's place, in arrangements that have it not; what is compared with it stands below.
enum class PanePlace { overview, rhythm, pictures, triptych, below, side };

// Which panes stand where. Another arrangement changes neither what is looked at nor what is selected.
enum class Arrangement { read, measure, rhythm, review, hour, explain };
inline constexpr std::size_t kArrangements = 6;
// Whose side column an arrangement has: why the beat is called what it is stands beside it in both.
[[nodiscard]] constexpr Arrangement columnOf(Arrangement arrangement) {
    return arrangement == Arrangement::explain ? Arrangement::read : arrangement;
}

struct ArrangementSpec {
    Arrangement arrangement = Arrangement::read;
    const char* title = "";
    int side_px = 0;  // of its side column, until the reader has drawn it wider; 0: it has none
};

using ArrangementSet = unsigned;
[[nodiscard]] constexpr ArrangementSet only(Arrangement arrangement) {
    return 1U << static_cast<unsigned>(arrangement);
}

struct PaneSpec {
    const char* id;     // objectName
    const char* title;  // for people
    PanePlace place;
    ArrangementSet shown_in;
    const QMetaObject* kind;  // its class, by which the code finds it (PaneBoard::get)
    QWidget* (*make)(const PaneContext& context);
};

// In the order of the list. A pane of the side stands in one column alone.
[[nodiscard]] std::span<const PaneSpec> paneTable();
[[nodiscard]] const ArrangementSpec& specOf(Arrangement arrangement);

}  // namespace triptych::ui
