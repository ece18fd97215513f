// What a model says, as it comes: shown, kept while the beats change, forgotten, and what it says of itself.
#include "core/pipeline/corrected_word.h"
#include "core/pipeline/model_notices.h"
#include "ui/window/session.h"

#include <algorithm>

namespace triptych::ui {

std::vector<QString> inSentences(const std::vector<Warning>& warnings) {
    std::vector<QString> out(warnings.size());
    std::transform(warnings.begin(), warnings.end(), out.begin(), [](Warning warning) {
        // A banner has one line, and whoever opened the file knows where it lies.
        if (warning.where.starts_with('/')) warning.where.erase(0, warning.where.rfind('/') + 1);
        return QString::fromStdString(sentence(warning));
    });
    return out;
}

void Session::forgetModelWord() {
    kept_word_ = nullptr;
    word_rest_.stop();
    paint_rest_.stop();
    classifier_.stop();
    explanations_.forget();
    labels_.setModelWord(nullptr, false);
    takeAnswer(nullptr);
    state_.model().setExplanation(nullptr);
    state_.model().setClassification(nullptr);
}

void Session::takeWord(const std::shared_ptr<const Classification>& word, bool complete) {
    if (!word || !beats_ || word->predictions.size() != beats_->beats.size()) return;
    std::shared_ptr<const Classification> shown = word;
    if (complete) {
        kept_word_ = nullptr;
    } else if (kept_word_) {
        shown = std::make_shared<const Classification>(pipeline::laidOver(*kept_word_, *word));
    }
    labels_.setModelWord(shown, complete);
    state_.model().setClassification(shown);
    sayModelNotices();
    explanations_.explain();
}

void Session::sayModelNotices() {
    const auto& word = state_.model().classification();
    if (!word || !state_.model().aiAsked()) {
        say("model", Gravity::warning, {});
        say("classes", Gravity::information, {});
        return;
    }
    std::vector<Warning> notices = pipeline::modelNotices(word->model, *state_.record().recording());
    const auto& engine = classifier_.engineWarnings();
    notices.insert(notices.end(), engine.begin(), engine.end());
    say("model", Gravity::warning, inSentences(notices));
    say("classes", Gravity::information, inSentences(word->warnings));
}

}  // namespace triptych::ui
