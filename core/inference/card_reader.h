// Reads the JSON of a card field by field and remembers everything that is wrong with it, so that one look says all.
// Private to the card's sources.
#pragma once

#include "core/domain/error.h"
#include "core/inference/card.h"
#include "core/text/said.h"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace triptych::inference {

using Json = nlohmann::ordered_json;

class CardFields {
public:
    CardFields(const Json& json, std::string path) : json_(json), path_(std::move(path)) {}

    [[nodiscard]] const Json& json() const { return json_; }
    [[nodiscard]] std::vector<Error>& problems() { return problems_; }
    void wrong(text::Said what) {
        problems_.push_back({ErrorCode::malformed, std::move(what), path_, "correct the card or train the model anew"});
    }
    [[nodiscard]] const std::string& path() const { return path_; }

    // Typed access that turns every surprise into one sentence instead of an exception.
    template <class T>
    void take(const Json& object, const char* key, T& target) {
        const auto found = object.find(key);
        if (found == object.end()) return wrong(text::say("the card has no \"{1}\"", std::string(key)));
        try {
            target = found->template get<T>();
        } catch (const nlohmann::json::exception&) {
            wrong(text::say("\"{1}\" in the card has the wrong type", std::string(key)));
        }
    }
    // The same of a field that may be left out.
    template <class T>
    void takeIfThere(const Json& object, const char* key, T& target) {
        if (object.contains(key)) take(object, key, target);
    }

private:
    const Json& json_;
    std::string path_;
    std::vector<Error> problems_;
};

// The card of a model that judges whole recordings (edition 2, docs/models.md); problems are in `fields`.
[[nodiscard]] Card recordingCard(CardFields& fields);
// And as JSON, without its weights' hash.
[[nodiscard]] Json jsonOfRecordingCard(const Card& card);

// What closes every card's JSON: records of training and test, readings, figures, and the file of its weights.
void addRecordsAndWeights(Json& json, const Card& card);

// A vocabulary of free names: several, each once, none empty or longer than a line.
void judgeFreeNames(CardFields& fields, const std::vector<std::string>& classes, std::size_t most);

}  // namespace triptych::inference
