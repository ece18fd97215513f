#include "core/formats/aecg/series.h"

#include "core/domain/recording.h"
#include "core/formats/lead_names.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

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
        return text::wholeNumber<std::int32_t>(word).value_or(kMissingSample);
    }
    const auto number = text::wholeNumber<double>(word);
    if (!number) return kMissingSample;
    const double value = std::round(*number * std::pow(10.0, decimals));
    return std::abs(value) < 2147483647.0 ? static_cast<std::int32_t>(value) : kMissingSample;
}

// Blanks part the standard's numbers; some writers put commas or semicolons there. A comma within every number that
// blanks part is a decimal one.
std::string withBlanks(std::string_view text) {
    std::string plain(text);
    const bool has_semicolons = plain.find(';') != std::string::npos;
    std::replace(plain.begin(), plain.end(), ';', ' ');
    if (plain.find(',') == std::string::npos) return plain;
    bool are_decimals = true;
    std::size_t words = 0;
    std::string_view rest = plain;
    for (std::string_view word = text::takeWord(rest); !word.empty() && are_decimals; word = text::takeWord(rest)) {
        ++words;
        const std::size_t comma = word.find(',');
        are_decimals = comma == std::string_view::npos ||
                       (comma > 0 && comma + 1 < word.size() && word.find(',', comma + 1) == std::string_view::npos);
    }
    are_decimals = are_decimals && (words > 1 || has_semicolons);
    std::replace(plain.begin(), plain.end(), ',', are_decimals ? '.' : ' ');
    return plain;
}

bool hasForeignMarks(std::string_view text) {
    // One letter at a time is sought many bytes at once.
    return text.find(',') != std::string_view::npos || text.find(';') != std::string_view::npos;
}

// The standard's SLIST has whole numbers; some writers put decimals.
Digits digitsOf(const pugi::xml_node& node) {
    Digits digits;
    std::vector<std::string> plain;  // of the children that need it
    for (const pugi::xml_node& child : node.children()) {
        plain.push_back(hasForeignMarks(child.value()) ? withBlanks(child.value()) : std::string());
    }
    std::size_t at = 0;
    const auto textOfChild = [&plain, &at](const pugi::xml_node& child) {
        const std::string& mended = plain[at++];
        return mended.empty() ? std::string_view(child.value()) : std::string_view(mended);
    };
    for (const pugi::xml_node& child : node.children()) {
        const std::string_view text = textOfChild(child);
        if (text.find('.') == std::string_view::npos) continue;
        std::string_view rest = text;
        for (std::string_view word = text::takeWord(rest); !word.empty(); word = text::takeWord(rest)) {
            digits.decimals = std::max(digits.decimals, decimalsOf(word));
        }
    }
    at = 0;
    for (const pugi::xml_node& child : node.children()) {
        std::string_view rest = textOfChild(child);
        if (child.type() != pugi::node_pcdata && child.type() != pugi::node_cdata) continue;
        for (std::string_view word = text::takeWord(rest); !word.empty(); word = text::takeWord(rest)) {
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

// The equal steps between the times of a list that names each of them; nullopt where they are not equal.
std::optional<double> stepOf(const pugi::xml_node& value, std::vector<text::Said>& complaints) {
    const Digits digits = digitsOf(childOf(value, "digits"));
    if (digits.values.size() < 2 || digits.not_numbers > 0) return std::nullopt;
    const std::int64_t first = std::int64_t{digits.values[1]} - digits.values[0];
    for (std::size_t i = 2; i < digits.values.size(); ++i) {
        if (std::int64_t{digits.values[i]} - digits.values[i - 1] == first) continue;
        complaints.push_back("the samples of a series lie at unequal times, which cannot be shown");
        return std::nullopt;
    }
    return static_cast<double>(first) * std::pow(10.0, -digits.decimals);
}

// TIME_ABSOLUTE and TIME_RELATIVE: generated (head and increment), or, which hardly anybody writes, enumerated.
void readTime(const pugi::xml_node& value, AecgStretch& stretch, std::vector<text::Said>& complaints) {
    const bool is_enumerated = typeOf(value).starts_with("SLIST") || childOf(value, "digits");
    const pugi::xml_node unit = childOf(value, is_enumerated ? "scale" : "increment");
    const auto unit_s = secondsPer(attributeOf(unit, "unit"));
    auto step = numberIn(unit, "value");
    if (is_enumerated && step) {
        const auto digits = stepOf(value, complaints);
        step = digits ? std::optional(*digits * *step) : std::nullopt;
    }
    if (step && unit_s && *step > 0) {
        stretch.rate_hz = rateOf(*step * *unit_s);
    } else if (unit && !is_enumerated) {
        complaints.push_back(text::say("the sampling interval {1} in {2} cannot be understood",
                                       text::inQuotes(attributeOf(unit, "value")),
                                       text::inQuotes(attributeOf(unit, "unit"))));
    }
    if (typeOf(value).ends_with("_TS")) {
        stretch.start = parseHl7Time(attributeOf(childOf(value, is_enumerated ? "origin" : "head"), "value"));
    }
}

// `lead.origin` in the unit of its scale.
void matchUnits(AecgLead& lead, const std::string& origin_unit, std::vector<text::Said>& complaints) {
    if (lead.origin == 0 || origin_unit == lead.unit) return;
    const auto from = millivoltsPer(origin_unit);
    const auto to = millivoltsPer(lead.unit);
    if (from && to) lead.origin *= *from / *to;
    if (!from || !to)
        complaints.push_back(text::say("origin and scale of {1} are in different units", text::inQuotes(lead.code)));
}

// HL7's GLIST: head + increment·((i / denominator) mod period).
std::optional<AecgLead> readGenerated(const std::string& code, const pugi::xml_node& value,
                                      std::vector<text::Said>& complaints) {
    const pugi::xml_node head = childOf(value, "head");
    const pugi::xml_node increment = childOf(value, "increment");
    const auto countOf = [&value](const char* name, std::int64_t otherwise) {
        const pugi::xml_node child = childOf(value, name);
        const std::string text = child ? attributeOf(child, "value") : attributeOf(value, name);
        return text.empty() ? std::optional(otherwise) : text::wholeNumber<std::int64_t>(text);
    };
    const auto first = numberIn(head, "value");
    const auto step = numberIn(increment, "value");
    const auto repeats = countOf("denominator", 1);
    const auto period = countOf("period", 0);
    if (!first || !step || !repeats || *repeats < 1 || !period || *period < 0) {
        complaints.push_back(
            text::say("the samples of {1} are generated from a head and an increment, which cannot be understood",
                      text::inQuotes(code)));
        return std::nullopt;
    }
    AecgLead lead;
    lead.code = code;
    lead.unit = attributeOf(increment, "unit");
    lead.is_generated = true;
    lead.repeats = *repeats;
    lead.period = *step == 0 ? 1 : *period;  // a constant
    lead.scale = *step == 0 ? 1 : *step;
    lead.origin = *first;
    if (lead.unit.empty()) lead.unit = attributeOf(head, "unit");
    matchUnits(lead, attributeOf(head, "unit"), complaints);
    return lead;
}

// A generated list is as long as the leads beside it. A line of text makes it, so that all of them together get no more
// samples than the file enumerates.
void generate(AecgStretch& stretch, std::vector<text::Said>& complaints) {
    constexpr std::size_t kAlways = 1 << 18;
    std::size_t longest = 0;
    std::size_t budget = 0;
    for (const AecgLead& lead : stretch.leads) {
        longest = std::max(longest, lead.digits.size());
        budget += lead.digits.size();
    }
    budget = std::max(budget, kAlways);
    for (AecgLead& lead : stretch.leads) {
        if (!lead.is_generated) continue;
        if (longest == 0 || longest > budget) {
            complaints.push_back(
                longest == 0
                    ? text::say("the samples of {1} are generated, and no lead beside it says how many there are",
                                text::inQuotes(lead.code))
                    : text::say(
                          "the samples of {1} are generated, and there are more such leads than the file can mean",
                          text::inQuotes(lead.code)));
            continue;
        }
        budget -= longest;
        lead.digits.reserve(longest);
        for (std::size_t i = 0; i < longest; ++i) {
            const std::int64_t step = static_cast<std::int64_t>(i) / lead.repeats;
            const std::int64_t digit = lead.period > 0 ? step % lead.period : step;
            lead.digits.push_back(digit <= INT32_MAX ? static_cast<std::int32_t>(digit) : kMissingSample);
        }
    }
    std::erase_if(stretch.leads, [](const AecgLead& lead) { return lead.is_generated && lead.digits.empty(); });
}

std::optional<AecgLead> readLead(const std::string& code, const pugi::xml_node& value,
                                 std::vector<text::Said>& complaints) {
    const std::string type = typeOf(value);
    if (type == "GLIST_PQ" || type == "GLIST_INT") return readGenerated(code, value, complaints);
    if (type != "SLIST_PQ" && type != "SLIST_INT" && !(type.empty() && childOf(value, "digits"))) {
        complaints.push_back(text::say("the samples of {1} are of type {2}, which is not read", text::inQuotes(code),
                                       text::inQuotes(type)));
        return std::nullopt;
    }
    Digits digits = digitsOf(childOf(value, "digits"));
    const pugi::xml_node scale = childOf(value, "scale");
    const pugi::xml_node origin = childOf(value, "origin");
    AecgLead lead;
    lead.code = code;
    lead.unit = attributeOf(scale, "unit");
    const auto step = numberIn(scale, "value");
    if (!step && scale) complaints.push_back(text::say("the scale of {1} is no number", text::inQuotes(code)));
    lead.scale = step.value_or(scale ? 0 : 1) * std::pow(10.0, -digits.decimals);
    lead.origin = numberIn(origin, "value").value_or(0);
    matchUnits(lead, attributeOf(origin, "unit"), complaints);
    if (digits.not_numbers > 0) {
        complaints.push_back(text::say("{1} samples of {2} are no numbers and are shown as missing", digits.not_numbers,
                                       text::inQuotes(code)));
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

void supplyTime(const pugi::xml_node& series, AecgStretch& stretch, std::vector<text::Said>& complaints) {
    std::size_t longest = 0;
    for (const AecgLead& lead : stretch.leads) longest = std::max(longest, lead.digits.size());
    const auto interval_s = intervalOf(series);
    if (stretch.rate_hz == 0 && interval_s && longest > 0) {
        stretch.rate_hz = rateOf(*interval_s / static_cast<double>(longest));
        complaints.push_back(
            text::say("the file states no sampling interval: {1} Hz is computed from the series' start and end",
                      text::shortestText(stretch.rate_hz)));
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
            generate(stretch, out.complaints);
            supplyTime(series, stretch, out.complaints);
            if (!stretch.leads.empty()) out.stretches.push_back(std::move(stretch));
        }
    }
    return out;
}

}  // namespace triptych::formats
