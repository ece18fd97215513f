// Asks the model what it would say without what the reader masked, and puts the answer where panels read it.
#pragma once

#include "core/inference/engine.h"
#include "ui/panes/background.h"
#include "ui/state/why_state.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace triptych::ui {

// GUI thread. The newest masks win.
class WhatIfDesk : public QObject {
    Q_OBJECT
public:
    // Whom to ask about what: `beat`, or the stretch that holds `at_s`. Null: nobody can be asked.
    struct Subject {
        std::shared_ptr<const inference::Model> model;
        std::shared_ptr<const inference::RecordingAnalysis> analysis;
        std::shared_ptr<const BeatList> beats;
        std::size_t beat = 0;
        std::optional<double> at_s = {};
    };
    WhatIfDesk(WhyState& why, std::function<std::optional<Subject>()> subject, QObject* parent = nullptr);

    [[nodiscard]] bool isBusy() const { return answers_.busy(); }

private:
    void ask();

    WhyState& why_;
    std::function<std::optional<Subject>()> subject_;
    Latest<Result<inference::WhatIfAnswer>> answers_;  // last: joined first
};

}  // namespace triptych::ui
