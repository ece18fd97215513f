// What the reader has in hand while reviewing: many beats chosen to be labelled together, however they were chosen, and
// a beat's mark that is being dragged. Panes choose and ask; who keeps labels answers.
#pragma once

#include "ui/state/beat_state.h"

#include <QObject>
#include <QString>

#include <cstddef>
#include <optional>
#include <vector>

namespace triptych::ui {

enum class ChosenBy : std::uint8_t { nobody, stretch, list, cluster, likeness, lasso, page };
// As the log has it: "stretch", "list", "cluster", "similar", "lasso", "page".
[[nodiscard]] const char* toolOf(ChosenBy by);

// A beat whose mark follows the pointer, and where it is now; nobody has been asked to move it yet.
struct DraggedBeat {
    std::size_t beat = 0;
    double time_s = 0;
};

// GUI thread; computes nothing.
class ReviewState : public QObject {
    Q_OBJECT
public:
    // `beats` must outlive it.
    explicit ReviewState(const BeatState& beats) : beats_(beats) {}

    // Ascending; a letter labels all of them in one step. Empty: the selected beat is the one that is labelled.
    [[nodiscard]] const std::vector<std::size_t>& chosen() const { return chosen_; }
    [[nodiscard]] ChosenBy chosenBy() const { return by_; }
    [[nodiscard]] const QString& chosenFrom() const { return from_; }  // in words: "tile 3"
    [[nodiscard]] bool isChosen(std::size_t beat) const;
    // In any order, each once or more often; those that are no beats are left out. None: letGo().
    void choose(std::vector<std::size_t> beats, ChosenBy by, const QString& from);
    void letGo();
    // Of a list of other beats everything goes.
    void forget();

    [[nodiscard]] const std::optional<DraggedBeat>& dragged() const { return dragged_; }
    void setDragged(std::optional<DraggedBeat> dragged);

    // `tool`: by what means ("drag", "key").
    void askToMove(std::size_t beat, double time_s, const char* tool) {
        Q_EMIT moveAsked(beat, time_s, QString::fromLatin1(tool));
    }
    void askForLikeness(std::size_t beat) { Q_EMIT likenessAsked(beat); }

Q_SIGNALS:
    void chosenChanged();
    void draggedChanged();
    void moveAsked(std::size_t beat, double time_s, const QString& tool);
    void likenessAsked(std::size_t beat);

private:
    const BeatState& beats_;
    std::vector<std::size_t> chosen_;
    ChosenBy by_ = ChosenBy::nobody;
    QString from_;
    std::optional<DraggedBeat> dragged_;
};

}  // namespace triptych::ui
