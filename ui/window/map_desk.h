// What is found of a map once it is on screen: how strong it is drawn where its model does not say, and whether it is
// what the model looked at. One thing at a time, on one lane, after everything that the reader waits for.
#pragma once

#include "core/pipeline/map_scale.h"
#include "core/pipeline/map_source.h"
#include "ui/panes/background.h"
#include "ui/state/view_state.h"

#include <QObject>
#include <QTimer>

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace triptych::ui {

// GUI thread. What it finds goes to the state of the map.
class MapDesk : public QObject {
    Q_OBJECT
public:
    // Whose map is in view: what was asked, of a beat or of the stretch at `at_s`; and what the model said of all, on
    // which a scale is measured.
    struct Subject {
        pipeline::MapAsk ask;
        std::size_t beat = 0;
        std::optional<double> at_s = {};
        std::shared_ptr<const Classification> said;  // one of both
        std::shared_ptr<const RecordingAnswer> answer;
    };
    // `waits`: true while the processors belong to somebody else.
    MapDesk(ViewState& state, std::function<bool()> waits, QObject* parent = nullptr);

    // The explanation of the subject has come into view.
    void follow(Subject subject);
    // The reader has gone on.
    void stop();
    [[nodiscard]] bool isBusy() const { return work_.busy(); }

Q_SIGNALS:
    void busyChanged();

private:
    using Key = std::pair<std::string, std::string>;  // hash of the model, method
    struct Found {
        std::optional<pipeline::MapScales> scales;  // else tested
        std::optional<Result<Explanation>> tested;
    };

    void goOn();
    void test();
    void take(std::optional<Found> found);
    [[nodiscard]] Key key() const;
    void refine(const std::function<void(Explanation&)>& edit);

    ViewState& state_;
    std::function<bool()> waits_;
    QTimer rest_;
    std::optional<Subject> subject_;
    std::map<Key, pipeline::MapScales> scales_;  // of models that have none, over the first recording; empty: none
    std::map<Key, std::shared_ptr<pipeline::MapSizes>> sizes_;  // on the way there
    Latest<Found> work_;                                        // last: joined first
};

}  // namespace triptych::ui
