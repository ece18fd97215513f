// The rhythm of the recording beside what is read: what it is on the whole, its episodes, its events, counts and burden
// by the hour, heart rate variability.
#pragma once

#include "ui/state/view_state.h"

#include <QString>
#include <QWidget>

class QLabel;
class QTabWidget;

namespace triptych::ui {

class BurdenTable;
class EpisodeList;
class EventList;
class HrvTable;

// GUI thread.
class RhythmPanel : public QWidget {
    Q_OBJECT
public:
    explicit RhythmPanel(ViewState& state, QWidget* parent = nullptr);

    // While the rhythm is sought, what is missing is on its way.
    void setWorking(bool working);
    [[nodiscard]] EpisodeList& episodes() const { return *episodes_; }
    [[nodiscard]] EventList& events() const { return *events_; }
    void showEpisodes();
    void showEvents();
    // What Ctrl+C copies: the page in front.
    [[nodiscard]] QString asText() const;

Q_SIGNALS:
    void copied();

private:
    void showHead();

    ViewState& state_;
    QLabel* title_;
    QTabWidget* pages_;
    EpisodeList* episodes_;
    EventList* events_;
    BurdenTable* burden_;
    HrvTable* hrv_;
    bool working_ = false;
};

}  // namespace triptych::ui
