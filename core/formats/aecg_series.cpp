#include "core/formats/aecg_series.h"

#include "core/domain/recording.h"
#include "core/formats/lead_names.h"
#include "core/formats/text.h"

#include <algorithm>
#include <cmath>

namespace triptych::formats {
namespace {

constexpr int kMostDecimals = 6;

struct Digits {
    std::vector<std::int32_t> values;
    int decimals = 0;              // values are so many decimal places larger than written
    std::int64_t not_numbers = 0;  // read as missing
};

int decimalsOf(std::string_view word) {
    const std::size_t point = word.find('.');
    if (point == std::string_view::npos) return 0;
    const std::size_t last = word.find_last_not_of('0');
    return std::min(static_cast<int>(last - std::min(last, point)), kMostDecimals);
}

std::int32_t digitOf(std::string_view word, int decimals) {
    if (decimals == 0 && word.find('.') == std::string_view::npos) {
        return wholeNumber<std::int32_t>(word).value_or(kMissingSample);
    }
    const auto number = wholeNumber<double>(word);
    if (!number) return kMissingSample;
    const double value = std::round(*number * std::pow(10.0, decimals));
    return std::abs(value) < 2147483647.0 ? static_cast<std::int32_t>(value) : kMissingSample;
}

// The standard's SLIST has whole numbers; some writers put decimals.
Digits digitsOf(const pugi::xml_node& node) {
    Digits digits;
    for (const pugi::xml_node& child : node.children()) {
        const std::string_view text = child.value();
        if (text.find('.') == std::string_view::npos) continue;
        std::string_view rest = text;
        for (std::string_view word = takeWord(rest); !word.empty(); word = takeWord(rest)) {
            digits.decimals = std::max(digits.decimals, decimalsOf(word));
        }
    }
    for (const pugi::xml_node& child : node.children()) {
        if (child.type() != pugi::node_pcdata && child.type() != pugi::node_cdata) continue;
        std::string_view rest = child.value();
        for (std::string_view word = takeWord(rest); !word.empty(); word = takeWord(rest)) {
            digits.values.push_back(digitOf(word, digits.decimals));
            if (digits.values.back() == kMissingSample) ++digits.not_numbers;
        }
    }
    return digits;
}

std::string typeOf(const pugi::xml_node& value) {
    for (const pugi::xml_attribute& attribute : value.attributes()) {
        const std::string_view name = attribute.name();
        if (name == "type" || name.ends_with(":type")) {
            const std::string_view type = attribute.value();
            return std::string(type.substr(type.find(':') == std::string_view::npos ? 0 : type.find(':') + 1));
        }
    }
    return {};
}

// An increment of 0.0033333 s is meant as 300 Hz.
double rateOf(double increment_s) {
    const double rate = 1 / increment_s;
    const double whole = std::round(rate);
    return std::abs(rate - whole) < 1e-4 * whole ? whole : rate;
}

void readTime(const pugi::xml_node& value, AecgStretch& stretch, std::vector<std::string>& complaints) {
    const pugi::xml_node increment = childOf(value, "increment");
    const auto unit_s = secondsPer(attributeOf(increment, "unit"));
    const auto step = numberIn(increment, "value");
    if (step && unit_s && *step > 0) {
        stretch.rate_hz = rateOf(*step * *unit_s);
    } else if (increment) {
        complaints.push_back("the sampling interval " + inQuotes(attributeOf(increment, "value")) + " in " +
                             inQuotes(attributeOf(increment, "unit")) + " cannot be understood");
    }
    if (typeOf(value) == "GLIST_TS") stretch.start = parseHl7Time(attributeOf(childOf(value, "head"), "value"));
}

std::optional<AecgLead> readLead(const std::string& code, const pugi::xml_node& value,
                                 std::vector<std::string>& complaints) {
    const std::string type = typeOf(value);
    if (type != "SLIST_PQ" && type != "SLIST_INT" && !(type.empty() && childOf(value, "digits"))) {
        complaints.push_back("the samples of " + inQuotes(code) + " are of type " + inQuotes(type) +
                             ", which is not read");
        return std::nullopt;
    }
    Digits digits = digitsOf(childOf(value, "digits"));
    const pugi::xml_node scale = childOf(value, "scale");
    const pugi::xml_node origin = childOf(value, "origin");
    AecgLead lead;
    lead.code = code;
    lead.unit = attributeOf(scale, "unit");
    const auto step = numberIn(scale, "value");
    if (!step && scale) complaints.push_back("the scale of " + inQuotes(code) + " is no number");
    lead.scale = step.value_or(scale ? 0 : 1) * std::pow(10.0, -digits.decimals);
    lead.origin = numberIn(origin, "value").value_or(0);
    const std::string origin_unit = attributeOf(origin, "unit");
    if (lead.origin != 0 && origin_unit != lead.unit) {
        const auto from = millivoltsPer(origin_unit);
        const auto to = millivoltsPer(lead.unit);
        if (from && to) lead.origin *= *from / *to;
        if (!from || !to) complaints.push_back("origin and scale of " + inQuotes(code) + " are in different units");
    }
    if (digits.not_numbers > 0) {
        complaints.push_back(std::to_string(digits.not_numbers) + " samples of " + inQuotes(code) +
                             " are no numbers and are shown as missing");
    }
    lead.digits = std::move(digits.values);
    return lead;
}

// Seconds between low and high of the series' effective time.
std::optional<double> intervalOf(const pugi::xml_node& series) {
    const pugi::xml_node time = childOf(series, "effectiveTime");
    const auto low = parseHl7Time(attributeOf(childOf(time, "low"), "value"));
    const auto high = parseHl7Time(attributeOf(childOf(time, "high"), "value"));
    if (!low || !high || high->us <= low->us) return std::nullopt;
    return static_cast<double>(high->us - low->us) * 1e-6;
}

void supplyTime(const pugi::xml_node& series, AecgStretch& stretch, std::vector<std::string>& complaints) {
    std::size_t longest = 0;
    for (const AecgLead& lead : stretch.leads) longest = std::max(longest, lead.digits.size());
    const auto interval_s = intervalOf(series);
    if (stretch.rate_hz == 0 && interval_s && longest > 0) {
        stretch.rate_hz = rateOf(*interval_s / static_cast<double>(longest));
        complaints.push_back("the file states no sampling interval: " + shortestText(stretch.rate_hz) +
                             " Hz is computed from the series' start and end");
    }
    if (!stretch.start) {
        stretch.start = parseHl7Time(attributeOf(at(series, {"effectiveTime", "low"}), "value"));
    }
}

}  // namespace

std::optional<double> secondsPer(std::string_view unit) {
    if (unit == "s") return 1;
    if (unit == "ms") return 1e-3;
    if (unit == "us") return 1e-6;
    return std::nullopt;
}

AecgSeries readAecgSeries(const pugi::xml_node& series) {
    AecgSeries out;
    out.code = attributeOf(childOf(series, "code"), "code");
    for (const pugi::xml_node& component : childrenOf(series, "component")) {
        for (const pugi::xml_node& set : childrenOf(component, "sequenceSet")) {
            AecgStretch stretch;
            for (const pugi::xml_node& part : childrenOf(set, "component")) {
                const pugi::xml_node sequence = childOf(part, "sequence");
                const std::string code = attributeOf(childOf(sequence, "code"), "code");
                const pugi::xml_node value = childOf(sequence, "value");
                if (code.starts_with("TIME_")) {
                    readTime(value, stretch, out.complaints);
                } else if (value) {
                    if (auto lead = readLead(code, value, out.complaints)) stretch.leads.push_back(std::move(*lead));
                }
            }
            supplyTime(series, stretch, out.complaints);
            if (!stretch.leads.empty()) out.stretches.push_back(std::move(stretch));
        }
    }
    return out;
}

}  // namespace triptych::formats
