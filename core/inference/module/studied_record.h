// Records with known answers, as studies of explanations read them: each by the model that has not seen it.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/model_inputs.h"
#include "core/inference/module/bundle.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace triptych::inference {

struct StudiedRecord {
    BeatList beats;  // the annotator's
    BeatInputs inputs;
    std::vector<std::optional<std::size_t>> label;  // [n] index into the model's classes
};
// Errors: those of the readers, cancelled.
[[nodiscard]] Result<StudiedRecord> readStudied(const Bundle& bundle, const std::string& data_folder,
                                                const std::string& record, const Job& job);

// [n] what the networks answer, without rules of rhythm; nothing where a beat has no whole window.
[[nodiscard]] std::vector<std::optional<std::size_t>> networkAnswers(const Bundle& bundle, const BeatInputs& inputs);
// Up to `most` of the beats that are answered `of_class`, evenly over all of them.
[[nodiscard]] std::vector<std::size_t> someAnswered(const std::vector<std::optional<std::size_t>>& answers,
                                                    std::size_t of_class, std::size_t most);

// The models of a training's folds: the networks of each, under the shipped model's fusion.
class FoldModels {
public:
    // Which record is whose is worked out as training does, from the beats of `records` (the whole of its MIT-BIH
    // part), and checked: what the fold answers to a record stands among what training kept of those it held out.
    // Errors: not_found (a checkpoint), model_mismatch (other networks, a record that a fold was trained on), those of
    // the readers.
    [[nodiscard]] static Result<FoldModels> open(const Bundle& shipped, const std::string& folds_folder,
                                                 const std::string& data_folder, const Job& job);
    // That was trained without the record; null where none was.
    [[nodiscard]] std::shared_ptr<const Bundle> without(const std::string& record) const;
    // Another one, of other training records.
    [[nodiscard]] std::shared_ptr<const Bundle> other(const std::string& record) const;

private:
    std::vector<std::shared_ptr<const Bundle>> folds_;
    std::vector<std::pair<std::string, std::size_t>> home_;
};

}  // namespace triptych::inference
