// Makes what the map in view is compared with, and the figure of both.
#pragma once

#include "core/pages/map_figure.h"
#include "core/pipeline/mean_map.h"
#include "ui/panes/background.h"
#include "ui/state/compare_state.h"
#include "ui/state/view_state.h"
#include "ui/window/map_desk.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace triptych::ui {

// GUI thread. The newest choice wins; a mean grows while it is made, and stays as it is when stopped.
class CompareDesk : public QObject {
    Q_OBJECT
public:
    // What is explained now; none: nothing.
    using Subject = std::function<std::optional<MapDesk::Subject>()>;
    CompareDesk(ViewState& state, Subject subject, QObject* parent = nullptr);

    void setTrustedCode(std::vector<std::string> hashes) { trusted_ = std::move(hashes); }
    // The map in view stays, and is what is compared with.
    void keep();
    // What an export writes: what is seen, or the map in view alone; null: nothing is explained.
    [[nodiscard]] std::shared_ptr<const pages::FigureRequest> figure() const;
    void stop();
    [[nodiscard]] bool isBusy() const { return work_.busy(); }

Q_SIGNALS:
    void busyChanged();
    void saveWanted();  // the reader wants a file of it

private:
    using ModelPtr = std::shared_ptr<const inference::Model>;
    // What the other map is of: it is not made twice.
    struct Key {
        CompareChoice choice;
        const void* model = nullptr;
        const void* beats = nullptr;
        std::size_t beat = 0;
        std::optional<double> at_s;
        inference::ExplainRequest what;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Made {
        pages::FigureMap map;
        ModelPtr loaded;       // for it, by name
        bool is_whole = true;  // else there is more to come
    };

    void follow();
    void offer(const MapDesk::Subject& subject);
    void makeOther(const MapDesk::Subject& subject);
    void makeMean(const MapDesk::Subject& subject);
    void goOnWithMean();
    void begin(MapDesk::Subject of, const std::string& model_name, bool tested);
    void take(std::optional<Made> made);
    void cannot(const QString& why);
    void show();
    [[nodiscard]] static pages::FigureMap figureOf(const MapDesk::Subject& of, Explanation explanation);
    [[nodiscard]] static Made explained(MapDesk::Subject of, const std::string& model_name,
                                        const std::vector<std::string>& trusted, const Job& job);

    ViewState& state_;
    CompareState& compare_;
    Subject subject_;
    std::vector<std::string> trusted_;
    std::optional<Key> key_;  // of other_, or of what is on its way
    std::optional<pages::FigureMap> other_, kept_;
    std::map<std::string, ModelPtr> models_;   // that were loaded for this
    std::optional<MapDesk::Subject> to_test_;  // the other map is there, its test is not
    std::string to_test_model_;
    std::shared_ptr<pipeline::MeanMapGathering> mean_;
    std::shared_ptr<const BeatList> mean_beats_;
    std::string mean_model_;
    std::size_t mean_done_ = 0;
    Latest<Made> work_;  // last: joined first
};

}  // namespace triptych::ui
