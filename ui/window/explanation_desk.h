// What is explained: the selected beat or, by a model of whole recordings, the stretch in view; by which method, for
// which class. Follows what the reader looks at, and asks for nothing twice.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/prediction.h"
#include "core/inference/engine.h"
#include "ui/state/view_state.h"
#include "ui/state/why_state.h"
#include "ui/window/alike_desk.h"
#include "ui/window/explainer.h"
#include "ui/window/map_desk.h"
#include "ui/window/what_if_desk.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace triptych::ui {

// GUI thread. Explanations go to the view state's model.
class ExplanationDesk : public QObject {
    Q_OBJECT
public:
    // Whom to ask, and of what: the model, the recording in view and its beats, and what a model of whole recordings
    // answered. What is null is not there yet; nothing is explained without a model.
    struct Subject {
        std::shared_ptr<const inference::Model> model;
        std::shared_ptr<const inference::RecordingAnalysis> analysis;
        std::shared_ptr<const BeatList> beats;
        std::shared_ptr<const RecordingAnswer> answer;
        bool classifies = false;  // the processors are at work for it
    };
    // `subject` tells what there is at the moment.
    ExplanationDesk(ViewState& state, std::function<Subject()> subject, QObject* parent = nullptr);

    // Class empty: the predicted one; `against` empty, or that class itself: no other.
    void choose(const std::string& method, const std::string& class_name, const std::string& against = {});
    void chooseLabel(const std::string& label);  // of a whole recording's; empty: the likeliest
    // Asks for what is looked at now, unless that is there or on its way; `again`: in any case.
    void explain(bool again = false);
    // Another recording, or another word of a model: what was asked is dropped.
    void forget();
    void forgetLabel() { label_.clear(); }
    [[nodiscard]] bool isBusy() const { return explainer_.isBusy(); }
    // The map is there, and how far it is to be believed is found out.
    [[nodiscard]] bool isTesting() const { return maps_.isBusy(); }
    // What is explained now, for whoever asks for another map beside it; none: nothing.
    [[nodiscard]] std::optional<MapDesk::Subject> subjectInView() const;

Q_SIGNALS:
    void failed(const QString& sentence);
    void busyChanged();

private:
    // What an explanation was asked for; the same is not asked twice.
    struct Asked {
        const void* model = nullptr;
        const void* of = nullptr;  // the list of beats, or the answer
        std::size_t place = 0;     // in it
        inference::ExplainRequest what;
        friend bool operator==(const Asked&, const Asked&) = default;
    };

    // What a mask is over: what is explained now.
    [[nodiscard]] std::optional<WhatIfDesk::Subject> maskedSubject() const;
    void explainBeat(const Subject& subject, bool again);
    void explainRecording(const Subject& subject, bool again);
    // True where it is to be asked for, which is noted.
    bool isNew(Asked asked, bool again);

    ViewState& state_;
    std::function<Subject()> subject_;
    inference::ExplainRequest request_;  // class empty: the predicted one
    std::string label_;
    std::optional<Asked> asked_;
    Explainer explainer_;
    MapDesk maps_{state_, [this] { return subject_().classifies || explainer_.isBusy(); }};
    WhatIfDesk what_if_{state_.why(), [this] { return maskedSubject(); }};
    AlikeDesk alike_{state_.model(), state_.why().alike(), [this]() -> std::optional<AlikeDesk::Subject> {
                         const auto of = maskedSubject();
                         if (!of || of->at_s) return std::nullopt;
                         return AlikeDesk::Subject{of->model, of->analysis, of->beats, of->beat};
                     }};
};

}  // namespace triptych::ui
