// The reader's edits of beat labels as one linear history: what was changed, when, by whom, and what the model was
// showing at that moment, so that every label is accountable and every edit can be taken back.
#pragma once

#include "core/domain/annotation.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace triptych::review {

// A label that a reader gave. `provenance` is the aux text that stands beside it in the annotation file.
struct ReaderLabel {
    std::uint8_t code = kUnknownBeat;
    std::string provenance;

    friend bool operator==(const ReaderLabel&, const ReaderLabel&) = default;
};

// Keyed by sample on the clock of the analysed lead.
using ReaderLabels = std::map<std::int64_t, ReaderLabel>;

// What the model said of the beat when the reader decided, and whether the reader could see it.
struct ModelOpinion {
    std::string model_name;
    std::string model_hash;  // SHA-256, hex
    std::string class_name;  // the fused winner
    float probability = 0;
    bool visible = true;  // false: the AI layer was hidden
};

// What a reader asks for: this code (or no own label at all) at this sample.
struct LabelRequest {
    std::int64_t sample = 0;
    std::optional<std::uint8_t> code;  // nullopt: take the reader's label away
    std::uint8_t code_before = 0;      // the label in force, whoever gave it; 0: none
    std::chrono::sys_seconds time{};
    std::string reader;                 // who; empty: not known
    std::optional<ModelOpinion> model;  // nullopt: the beat was not classified
};

struct LabelEdit {
    LabelRequest request;
    std::optional<ReaderLabel> before, after;
};

// "reader: V (was N, model N .62 by 3fa9c21b) 2026-11-20T11:40:12Z ann" in at most 200 bytes; "AI hidden" stands in
// place of the model when the reader could not see it. `request.code` must hold a code.
[[nodiscard]] std::string provenanceOf(const LabelRequest& request);

// Owned by one thread (the window's). Edits after an undo drop what could have been redone.
class LabelJournal {
public:
    LabelJournal() = default;
    // Starts from labels of an earlier session: they are in force, and not part of this history.
    explicit LabelJournal(ReaderLabels saved) : labels_(std::move(saved)) {}

    [[nodiscard]] const ReaderLabels& labels() const { return labels_; }
    void apply(LabelRequest request);

    [[nodiscard]] bool canUndo() const { return position_ > 0; }
    [[nodiscard]] bool canRedo() const { return position_ < history_.size(); }
    // The sample whose label changed, or nullopt when there is nothing to take back (or do again).
    std::optional<std::int64_t> undo();
    std::optional<std::int64_t> redo();

    // Do the labels in force differ, by history, from those last saved (or opened)?
    [[nodiscard]] bool dirty() const { return saved_position_ != position_; }
    void markSaved() { saved_position_ = position_; }

    // The edits in force, oldest first.
    [[nodiscard]] std::span<const LabelEdit> applied() const { return std::span(history_).first(position_); }

private:
    void put(std::int64_t sample, const std::optional<ReaderLabel>& label);

    ReaderLabels labels_;
    std::vector<LabelEdit> history_;
    std::size_t position_ = 0;                       // edits of history_ in force
    std::optional<std::size_t> saved_position_ = 0;  // nullopt: the saved state can no longer be reached
};

}  // namespace triptych::review
