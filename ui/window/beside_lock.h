// Holds two recordings' papers together: where one is moved, the other follows, by the time since each began or beat
// for beat; what is drawn how, and the cursor, they share at all times.
#pragma once

#include "ui/state/view_state.h"

#include <QObject>

#include <cstddef>
#include <optional>

namespace triptych::ui {

enum class BesideMode {
    time,   // the same time since each began, or as far apart as they stood when it was chosen
    beats,  // the n-th beat of one over the n-th of the other
    free,   // each by itself
};

// GUI thread. Both states must outlive it.
class BesideLock : public QObject {
    Q_OBJECT
public:
    BesideLock(ViewState& first, ViewState& second, QObject* parent = nullptr);

    [[nodiscard]] BesideMode mode() const { return mode_; }
    // From how they stand now: the beats nearest to the middle of both views are taken for the same.
    void setMode(BesideMode mode);
    // Another recording, or its beats, came into one of them.
    void takeStock();

Q_SIGNALS:
    void modeChanged();

private:
    struct Pair {
        ViewState& leader;
        ViewState& follower;
        bool leads_first = true;
    };
    void connectPair(ViewState& leader, ViewState& follower, bool leads_first);
    void follow(const Pair& pair);
    void followCursor(const Pair& pair);
    void followBeat(const Pair& pair);
    [[nodiscard]] std::optional<std::size_t> partnerOf(const Pair& pair, std::size_t beat) const;

    ViewState& first_;
    ViewState& second_;
    BesideMode mode_ = BesideMode::time;
    double later_s_ = 0;              // the second's view begins by so much later
    std::ptrdiff_t later_beats_ = 0;  // its beats are counted from so much further on
    bool follows_ = false;            // what moves now follows what was moved
};

// What is drawn how: theme, filters, paper speed, gain, layout.
void shareDisplay(const DisplayState& from, DisplayState& to);

}  // namespace triptych::ui
