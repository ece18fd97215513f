#include "app/cli/console/json.h"

#include "app/cli/console/numbers.h"
#include "core/text/said.h"

#include <cmath>

namespace triptych::cli {

Json jsonNumber(double value) {
    return std::isfinite(value) ? Json(value + 0.0) : Json(nullptr);  // -0 is written 0
}
Json jsonNumber(float value) {
    return jsonNumber(exact(value));
}

Json jsonNumbers(std::span<const double> values) {
    Json array = Json::array();
    for (const double value : values) array.push_back(jsonNumber(value));
    return array;
}

Json jsonNumbers(std::span<const float> values) {
    Json array = Json::array();
    for (const float value : values) array.push_back(jsonNumber(value));
    return array;
}

Json jsonNested(std::span<const float> values, std::span<const std::size_t> shape) {
    if (shape.size() <= 1) return jsonNumbers(values);
    Json array = Json::array();
    const std::size_t stride = shape[0] == 0 ? 0 : values.size() / shape[0];
    for (std::size_t i = 0; i < shape[0]; ++i) {
        array.push_back(jsonNested(values.subspan(i * stride, stride), shape.subspan(1)));
    }
    return array;
}

Json jsonSaid(const std::vector<text::Said>& sentences) {
    Json array = Json::array();
    for (const auto& sentence : sentences) array.push_back(sentence.text());
    return array;
}

Json jsonWarnings(const std::vector<Warning>& warnings) {
    Json array = Json::array();
    for (const auto& warning : warnings) array.push_back(sentence(warning));
    return array;
}

std::string jsonWords(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string jsonMembers(const Json& object) {
    const std::string whole = jsonWords(object);
    return whole.substr(1, whole.size() - 2);
}

std::string jsonText(const Json& json) {
    return jsonWords(json) + '\n';
}

}  // namespace triptych::cli
