#include "ui/window/what_if_desk.h"

#include "ui/state/why_state.h"

#include <utility>

namespace triptych::ui {

WhatIfDesk::WhatIfDesk(ViewState& state, std::function<std::optional<Subject>()> subject, QObject* parent)
    : QObject(parent),
      state_(state),
      subject_(std::move(subject)),
      answers_(*this, [this](std::optional<Result<inference::WhatIfAnswer>> answer) {
          if (!answer) return;
          if (*answer) {
              state_.why().setAnswer(std::make_shared<const inference::WhatIfAnswer>(std::move(**answer)));
          } else if (answer->error().code != ErrorCode::cancelled) {
              state_.why().setAnswer(nullptr, QString::fromStdString(sentence(answer->error())));
          }
      }) {
    connect(&state_.why(), &WhyState::askedChanged, this, &WhatIfDesk::ask);
}

void WhatIfDesk::ask() {
    const auto subject = subject_();
    if (!state_.why().masking() || state_.why().asked().masks.empty() || !subject || !subject->model) {
        answers_.cancel();
        return;
    }
    answers_.start([asked = state_.why().asked(), of = *subject](const Job& job) {
        if (of.at_s) return std::optional(of.model->whatIfRecording(*of.analysis, *of.at_s, asked, job));
        return std::optional(of.model->whatIf(*of.analysis, *of.beats, of.beat, asked, job));
    });
}

}  // namespace triptych::ui
