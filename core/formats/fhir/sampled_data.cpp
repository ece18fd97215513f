#include "core/formats/fhir/sampled_data.h"

#include "core/formats/quantised.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <vector>

namespace triptych::formats {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostDimensions = 256;

struct Numbers {
    std::vector<double> values;  // NaN where there is none
    std::size_t beyond = 0;      // that are marked U or L
    std::size_t strange = 0;     // words that are neither numbers nor marks
};

Numbers numbersIn(std::string_view text) {
    Numbers out;
    for (std::string_view word = text::takeWord(text); !word.empty(); word = text::takeWord(text)) {
        const auto value = text::wholeNumber<double>(word);
        out.values.push_back(value.value_or(std::numeric_limits<double>::quiet_NaN()));
        if (value || word == "E") continue;
        ++(word == "U" || word == "L" ? out.beyond : out.strange);
    }
    return out;
}

// Seconds between samples; NaN where nothing says it.
double periodOf(const Json& data) {
    const double period_ms = numberOf(data, "period", 0);
    if (period_ms > 0) return period_ms / 1000;
    const double interval = numberOf(data, "interval", 0);
    const std::string unit = textOf(data, "intervalUnit");
    if (unit == "s") return interval;
    if (unit == "ms") return interval / 1e3;
    if (unit == "us") return interval / 1e6;
    if (unit == "Hz" && interval > 0) return 1 / interval;  // nothing else can be meant
    return std::numeric_limits<double>::quiet_NaN();
}

std::string unitOf(const Json& data) {
    const auto origin = data.find("origin");
    if (origin == data.end()) return {};
    const std::string code = textOf(*origin, "code");
    return code.empty() ? textOf(*origin, "unit") : code;
}

}  // namespace

std::string textOf(const Json& object, const char* key) {
    if (!object.is_object()) return {};
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double numberOf(const Json& object, const char* key, double otherwise) {
    if (!object.is_object()) return otherwise;
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number()) return otherwise;
    const double value = found->get<double>();
    return std::isfinite(value) ? value : otherwise;
}

bool addSampledData(const Json& data, const std::string& name, double hinted_hz, DecodedRecording& out) {
    const std::string shown = text::inQuotes(name);
    const double stated_hz = 1 / periodOf(data);
    const double rate_hz = stated_hz > 0 && std::isfinite(stated_hz) ? stated_hz : hinted_hz;
    if (!(rate_hz > 0)) {
        out.warn(text::say("the samples of {1} state no period and are not shown", shown));
        return false;
    }
    const double factor = numberOf(data, "factor", 1);
    const double origin = data.contains("origin") ? numberOf(data["origin"], "value", 0) : 0;
    const double stated = numberOf(data, "dimensions", 1);
    if (!(stated >= 1 && stated <= static_cast<double>(kMostDimensions)) || factor == 0) {
        out.warn(factor == 0 ? text::say("the samples of {1} have the factor 0 and are not shown", shown)
                             : text::say("the samples of {1} have no usable dimension and are not shown", shown));
        return true;
    }
    const auto dimensions = static_cast<std::size_t>(stated);
    const auto found = data.find("data");
    if (found == data.end() || !found->is_string()) {
        out.warn(text::say("the samples of {1} are not in the file", shown));
        return true;
    }
    const Numbers numbers = numbersIn(found->get_ref<const std::string&>());
    if (numbers.beyond > 0) {
        out.warn(
            text::say("{1} samples of {2} lie beyond the limits of the device and are missing", numbers.beyond, shown));
    }
    if (numbers.strange > 0) {
        out.warn(text::say("{1} samples of {2} are no numbers and are missing", numbers.strange, shown));
    }
    for (std::size_t dimension = 0; dimension < dimensions; ++dimension) {
        std::vector<double> values;
        for (std::size_t i = dimension; i < numbers.values.size(); i += dimensions) values.push_back(numbers.values[i]);
        Quantised stored = quantised(values);
        Lead lead;
        lead.original_name = dimensions == 1 ? name : name + ' ' + std::to_string(dimension + 1);
        lead.unit = unitOf(data);
        if (lead.unit == "{raw}" || lead.unit == "1") lead.unit.clear();
        lead.rate_hz = rate_hz;
        lead.gain = stored.gain / factor;
        lead.baseline = origin == 0 ? 0 : -origin * stored.gain / factor;
        if (stored.absurd > 0) out.warn(absurdSamples(stored.absurd, lead.original_name));
        out.add(std::move(lead), std::move(stored.values));
    }
    return true;
}

}  // namespace triptych::formats
