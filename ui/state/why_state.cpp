#include "ui/state/why_state.h"

#include "ui/state/alike_state.h"
#include "ui/state/change.h"
#include "ui/state/compare_state.h"
#include "ui/state/map_state.h"

#include <algorithm>
#include <utility>

namespace triptych::ui {

using inference::Mask;
using inference::MaskKind;

WhyState::WhyState(QObject* parent)
    : QObject(parent),
      map_(std::make_unique<MapState>()),
      compare_(std::make_unique<CompareState>()),
      alike_(std::make_unique<AlikeState>()) {}

WhyState::~WhyState() = default;

void WhyState::setWhy(WhyPtr why) {
    const bool looked = std::exchange(looked_, std::nullopt).has_value();
    if (change(why_, std::move(why))) Q_EMIT whyChanged();
    if (looked) Q_EMIT lookedChanged();
}

void WhyState::forget() {
    map_->forget();
    setWhy(nullptr);
    alike_->forget();
    clearMasks();
}

const pipeline::WhyClause* WhyState::looked() const {
    return why_ && looked_ && *looked_ < why_->clauses.size() ? &why_->clauses[*looked_] : nullptr;
}

void WhyState::lookAt(std::optional<std::size_t> clause) {
    if (clause && (!why_ || *clause >= why_->clauses.size())) clause.reset();
    if (change(looked_, clause)) Q_EMIT lookedChanged();
}

void WhyState::setMasking(bool masking) {
    if (!change(masking_, masking)) return;
    if (!masking) {
        asked_.masks.clear();
        answer_.reset();
        setDraft(std::nullopt);
    }
    changed();
}

void WhyState::addMask(const Mask& mask) {
    asked_.masks.push_back(mask);
    changed();
}

void WhyState::toggleFeature(const std::string& feature) {
    if (feature.empty()) return;
    const auto erased = std::erase_if(
        asked_.masks, [&](const Mask& mask) { return mask.kind == MaskKind::feature && mask.feature == feature; });
    if (erased == 0) {
        Mask mask;
        mask.kind = MaskKind::feature;
        mask.feature = feature;
        asked_.masks.push_back(std::move(mask));
    }
    changed();
}

void WhyState::toggleAround() {
    const auto erased = std::erase_if(asked_.masks, [](const Mask& mask) { return mask.kind == MaskKind::around; });
    if (erased == 0) {
        Mask mask;
        mask.kind = MaskKind::around;
        asked_.masks.push_back(std::move(mask));
    }
    changed();
}

bool WhyState::masks(const std::string& feature) const {
    return std::ranges::any_of(
        asked_.masks, [&](const Mask& mask) { return mask.kind == MaskKind::feature && mask.feature == feature; });
}

bool WhyState::masksAround() const {
    return std::ranges::any_of(asked_.masks, [](const Mask& mask) { return mask.kind == MaskKind::around; });
}

void WhyState::setFiller(inference::Filler filler) {
    if (change(asked_.filler, filler)) changed();
}

void WhyState::clearMasks() {
    if (asked_.masks.empty() && !draft_ && !answer_) return;
    asked_.masks.clear();
    setDraft(std::nullopt);
    changed();
}

void WhyState::setDraft(std::optional<Mask> draft) {
    if (change(draft_, std::move(draft))) Q_EMIT draftChanged();
}

void WhyState::setAnswer(WhatIfAnswerPtr answer, const QString& trouble) {
    answer_ = std::move(answer);
    trouble_ = trouble;
    Q_EMIT answerChanged();
}

// The answer of before stays on screen until the new one comes: nothing flickers.
void WhyState::changed() {
    if (asked_.masks.empty()) {
        answer_.reset();
        trouble_.clear();
    }
    Q_EMIT askedChanged();
    if (asked_.masks.empty()) Q_EMIT answerChanged();
}

}  // namespace triptych::ui
