// The reasons for the selected beat's class, what of them the reader looks at, and what the reader asks the model to do
// without: masks over trace, pictures and features, and what the model says then.
#pragma once

#include "core/inference/what_if.h"
#include "core/pipeline/why_sentence.h"

#include <QObject>
#include <QString>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace triptych::ui {

class AlikeState;
class CompareState;
class MapState;

using WhyPtr = std::shared_ptr<const pipeline::Why>;
using WhatIfAnswerPtr = std::shared_ptr<const inference::WhatIfAnswer>;

// GUI thread; computes nothing. Goes with the explanation that it belongs to.
class WhyState : public QObject {
    Q_OBJECT
public:
    explicit WhyState(QObject* parent = nullptr);
    ~WhyState() override;

    [[nodiscard]] MapState& map() { return *map_; }  // of the same explanation
    [[nodiscard]] const MapState& map() const { return *map_; }
    [[nodiscard]] CompareState& compare() { return *compare_; }  // with other maps
    [[nodiscard]] const CompareState& compare() const { return *compare_; }
    // What the model takes for alike (alike_state.h).
    [[nodiscard]] AlikeState& alike() { return *alike_; }
    [[nodiscard]] const AlikeState& alike() const { return *alike_; }

    [[nodiscard]] const WhyPtr& why() const { return why_; }  // null: there are none (yet)
    void setWhy(WhyPtr why);
    // Another explanation, or none: reasons, the map's test, what is looked at and masks go. Whether the reader masks
    // stays.
    void forget();

    // The clause that the reader looks at: panes outline its stretches, bars its features.
    [[nodiscard]] const pipeline::WhyClause* looked() const;
    [[nodiscard]] std::optional<std::size_t> lookedAt() const { return looked_; }
    void lookAt(std::optional<std::size_t> clause);

    // While this is on, a drag over trace, picture or spectrum masks it, and a click on a bar masks its feature.
    [[nodiscard]] bool masking() const { return masking_; }
    void setMasking(bool masking);  // off: masks go, too
    [[nodiscard]] const inference::WhatIfRequest& asked() const { return asked_; }
    void addMask(const inference::Mask& mask);
    // There: it goes; not there: it comes.
    void toggleFeature(const std::string& feature);
    void toggleAround();
    [[nodiscard]] bool masks(const std::string& feature) const;
    [[nodiscard]] bool masksAround() const;
    void setFiller(inference::Filler filler);
    void clearMasks();
    // What follows the pointer, and nobody is asked about yet.
    [[nodiscard]] const std::optional<inference::Mask>& draft() const { return draft_; }
    void setDraft(std::optional<inference::Mask> draft);

    [[nodiscard]] const WhatIfAnswerPtr& answer() const { return answer_; }  // of asked(); null: not there (yet)
    [[nodiscard]] const QString& trouble() const { return trouble_; }        // why there is none
    void setAnswer(WhatIfAnswerPtr answer, const QString& trouble = {});

Q_SIGNALS:
    void whyChanged();
    void lookedChanged();
    void askedChanged();  // masks, filler or the mode
    void draftChanged();
    void answerChanged();

private:
    void changed();

    std::unique_ptr<MapState> map_;
    std::unique_ptr<CompareState> compare_;
    WhyPtr why_;
    std::optional<std::size_t> looked_;
    bool masking_ = false;
    inference::WhatIfRequest asked_;
    std::optional<inference::Mask> draft_;
    WhatIfAnswerPtr answer_;
    QString trouble_;
    std::unique_ptr<AlikeState> alike_;
};

}  // namespace triptych::ui
