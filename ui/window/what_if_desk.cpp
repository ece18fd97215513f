#include "ui/window/what_if_desk.h"

#include <utility>

namespace triptych::ui {

WhatIfDesk::WhatIfDesk(WhyState& why, std::function<std::optional<Subject>()> subject, QObject* parent)
    : QObject(parent),
      why_(why),
      subject_(std::move(subject)),
      answers_(*this, [this](std::optional<Result<inference::WhatIfAnswer>> answer) {
          if (!answer) return;
          if (*answer) {
              why_.setAnswer(std::make_shared<const inference::WhatIfAnswer>(std::move(**answer)));
          } else if (answer->error().code != ErrorCode::cancelled) {
              why_.setAnswer(nullptr, QString::fromStdString(sentence(answer->error())));
          }
      }) {
    connect(&why_, &WhyState::askedChanged, this, &WhatIfDesk::ask);
}

void WhatIfDesk::ask() {
    const auto subject = subject_();
    if (!why_.masking() || why_.asked().masks.empty() || !subject || !subject->model) {
        answers_.cancel();
        return;
    }
    answers_.start([asked = why_.asked(), of = *subject](const Job& job) {
        if (of.at_s) return std::optional(of.model->whatIfRecording(*of.analysis, *of.at_s, asked, job));
        return std::optional(of.model->whatIf(*of.analysis, *of.beats, of.beat, asked, job));
    });
}

}  // namespace triptych::ui
