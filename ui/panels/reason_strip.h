// The strip under the tool bar that says what a reader must know before believing the picture: what could not be read,
// which lead was taken, what the model has seen before. It replaces message boxes for everything that is no decision.
#pragma once

#include "ui/state/display_state.h"

#include <QFrame>
#include <QString>

#include <vector>

class QLabel;
class QScrollArea;
class QToolButton;

namespace triptych::ui {

enum class Gravity { information, warning, error };

struct Reason {
    QString source;  // who says it: "file", "beats", "model", "labels"; a new set of one source replaces its old one
    Gravity gravity = Gravity::warning;
    QString sentence;

    friend bool operator==(const Reason&, const Reason&) = default;
};

// GUI thread. Shows the gravest reason, and all of them when unfolded; a reason that the reader has put away stays away
// until it is said again after having been withdrawn.
class ReasonStrip : public QFrame {
    Q_OBJECT
public:
    explicit ReasonStrip(const DisplayState& display, QWidget* parent = nullptr);

    // Replaces all reasons of `source`; none withdraws them.
    void setReasons(const QString& source, std::vector<Reason> reasons);
    void clear();
    [[nodiscard]] const std::vector<Reason>& reasons() const { return reasons_; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void rebuild();
    void fit();
    void putAway();

    const DisplayState& display_;
    std::vector<Reason> reasons_;
    std::vector<Reason> put_away_;
    QScrollArea* scroll_;
    QLabel* text_;
    QToolButton* more_;
    QToolButton* close_;
    bool unfolded_ = false;
};

}  // namespace triptych::ui
