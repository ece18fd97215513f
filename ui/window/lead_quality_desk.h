// Which beats can be read on a lead, for the list that is to show those that can or cannot: judged on a lane when
// somebody asks, from the lead's own track of quality.
#pragma once

#include "core/domain/error.h"
#include "ui/panels/beat_narrowing.h"
#include "ui/panes/background.h"

#include <QObject>

#include <cstddef>
#include <memory>
#include <optional>

namespace triptych::ui {

class BeatListPanel;
class Session;

// GUI thread. Belongs to the list.
class LeadQualityDesk : public QObject {
    Q_OBJECT
public:
    LeadQualityDesk(BeatListPanel& list, Session& session, ViewState& state);

    [[nodiscard]] bool isBusy() const { return judge_.busy(); }

Q_SIGNALS:
    void failed(const QString& sentence);

private:
    void ask(std::size_t lead, bool readable);

    BeatListPanel& list_;
    Session& session_;
    ViewState& state_;
    std::size_t lead_ = 0;
    bool readable_ = false;
    Latest<Result<UnreadableBeats>> judge_;  // last: joined first
};

}  // namespace triptych::ui
