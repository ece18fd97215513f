#include "core/formats/arrays/names.h"

#include "core/text/numbers.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <string_view>

namespace triptych::formats {
namespace {

constexpr auto kRates = std::to_array<std::string_view>({"fs",
                                                         "samplingrate",
                                                         "samplerate",
                                                         "samplingfrequency",
                                                         "samplefrequency",
                                                         "samplingfreq",
                                                         "sfreq",
                                                         "srate",
                                                         "sps",
                                                         "fsamp",
                                                         "fsample",
                                                         "fsampling",
                                                         "frequency",
                                                         "freq",
                                                         "fsecg",
                                                         "samplingratehz",
                                                         "sampleratehz",
                                                         "samplingfrequencyhz",
                                                         "ratehz",
                                                         "fshz",
                                                         "rate",
                                                         "hz",
                                                         "samplespersecond",
                                                         "samprate",
                                                         "sampfreq",
                                                         "smprate",
                                                         "samplesrate",
                                                         "sf"});
// "isi": between samples, as AcqKnowledge has it.
constexpr auto kIntervals_s =
    std::to_array<std::string_view>({"dt", "ts", "samplinginterval", "sampleinterval", "sampleperiod", "samplingperiod",
                                     "deltat", "isi", "tsample", "timestep"});
constexpr auto kTimes =
    std::to_array<std::string_view>({"t", "time", "times", "timestamp", "timestamps", "tm", "tvec", "timevec",
                                     "timevector", "timeaxis", "tsec", "zeit", "timescale"});
constexpr std::array<std::string_view, 4> kFactors = {"scalefactor", "scale", "scaling", "resolution"};
constexpr std::array<std::string_view, 2> kOffsets = {"addoffset", "offset"};
constexpr std::array<std::string_view, 2> kGains = {"gain", "adcgain"};
constexpr std::array<std::string_view, 3> kZeros = {"baseline", "adczero", "adcbaseline"};
constexpr std::array<std::string_view, 2> kUnits = {"unit", "units"};
constexpr std::array<std::string_view, 13> kLeads = {"leads",        "leadnames", "lead",    "leadname", "channels",
                                                     "channelnames", "channel",   "chnames", "signames", "signame",
                                                     "labels",       "names",     "columns"};

// "Sampling Rate (Hz)" and "sampling_rate_hz" alike, without what stands in front of a slash or a dot.
std::string plain(std::string_view name) {
    const std::size_t slash = name.find_last_of("/.");
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
    std::string out;
    for (const char letter : text::lowered(name)) {
        if (std::isalnum(static_cast<unsigned char>(letter)) != 0) out += letter;
    }
    return out;
}

template <std::size_t N>
bool isOneOf(const std::array<std::string_view, N>& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

// What the first of these names says, where a number that can scale stands there.
template <std::size_t N>
std::optional<std::pair<std::string, double>> statedBy(const Numbers& numbers,
                                                       const std::array<std::string_view, N>& names) {
    for (const std::string_view wanted : names) {
        for (const auto& [name, value] : numbers) {
            if (plain(name) == wanted && std::isfinite(value)) return std::pair{name, value};
        }
    }
    return std::nullopt;
}

// "time_ms" is "time" and 1e-3; a name without a unit is itself and 0.
std::pair<std::string, double> withoutUnit(std::string_view name) {
    constexpr auto kEndings = std::to_array<std::pair<std::string_view, double>>({{"_seconds", 1},
                                                                                  {"_sec", 1},
                                                                                  {"_s", 1},
                                                                                  {"_ms", 1e-3},
                                                                                  {"_msec", 1e-3},
                                                                                  {"_us", 1e-6},
                                                                                  {"_ns", 1e-9},
                                                                                  {"(s)", 1},
                                                                                  {"(ms)", 1e-3}});
    std::string low = text::lowered(name);
    std::erase(low, ' ');
    for (const auto& [ending, scale_s] : kEndings) {
        if (low.size() > ending.size() && low.ends_with(ending)) {
            return {plain(std::string_view(low).substr(0, low.size() - ending.size())), scale_s};
        }
    }
    return {plain(name), 0};
}

// "ms" of "isi_units" for "isi".
double statedScale(const Texts& texts, const std::string& name) {
    for (const char* const ending : {"_units", "_unit"}) {
        const auto found = texts.find(name + ending);
        if (found == texts.end() || found->second.empty()) continue;
        const std::string unit = text::lowered(text::trimmed(found->second.front()));
        if (unit.starts_with("ms") || unit.starts_with("milli")) return 1e-3;
        if (unit.starts_with("us") || unit.starts_with("micro")) return 1e-6;
    }
    return 1;
}

bool canBeRate(double rate_hz) {
    return rate_hz >= 1e-3 && rate_hz <= 1e7;
}

}  // namespace

std::optional<double> rateIn(const Numbers& numbers, const Texts& beside) {
    std::optional<double> rate_hz;
    for (const auto& [name, value] : numbers) {
        const std::string said = plain(name);
        const bool is_interval = isOneOf(kIntervals_s, said);
        const std::string lowered = text::lowered(name);
        const bool is_rate = isOneOf(kRates, said) || lowered.ends_with("_fs") || lowered.starts_with("fs_");
        if (!is_rate && !is_interval) continue;
        const double found_hz = is_interval ? 1 / (value * statedScale(beside, name)) : value;
        if (!canBeRate(found_hz)) continue;
        if (rate_hz && std::abs(*rate_hz - found_hz) > 1e-6 * found_hz) return std::nullopt;
        rate_hz = found_hz;
    }
    return rate_hz;
}

std::optional<double> rateIn(const Texts& texts) {
    Numbers numbers;
    for (const auto& [name, words] : texts) {
        if (words.size() != 1) continue;
        std::string_view rest = text::trimmed(words.front());
        const auto value = text::takeNumber<double>(rest);
        const std::string unit = text::lowered(text::trimmed(rest));
        if (value && (unit.empty() || unit == "hz")) numbers[name] = *value;
    }
    return rateIn(numbers);
}

ArrayScale scaleIn(const Numbers& numbers, bool is_whole) {
    ArrayScale scale;
    std::string found;
    const auto note = [&found](const std::pair<std::string, double>& stated) {
        const std::size_t slash = stated.first.rfind('/');
        found += (found.empty() ? "" : ", ") + stated.first.substr(slash == std::string::npos ? 0 : slash + 1) + ' ' +
                 text::shortestText(stated.second);
    };
    const auto factor = statedBy(numbers, kFactors);
    if (factor && factor->second != 0) {
        scale.factor = factor->second;
        note(*factor);
        if (const auto offset = statedBy(numbers, kOffsets)) {
            scale.offset = offset->second;
            note(*offset);
        }
    }
    const auto gain = statedBy(numbers, kGains);
    const auto zero = statedBy(numbers, kZeros);
    const bool has_gain = found.empty() && gain && gain->second > 0;
    if (has_gain && !is_whole) {
        note(*gain);
        scale.said =
            text::say("the file says {1} of numbers that are no whole ones: they were taken as scaled already", found);
        return scale;
    }
    if (has_gain) {
        scale.factor = gain->second < 1 ? gain->second : 1 / gain->second;
        note(*gain);
    }
    if (is_whole && zero && zero->second != 0) {
        scale.zero = zero->second;
        note(*zero);
    }
    if (scale.zero == 0 && scale.factor == 1 && scale.offset == 0) return {};
    scale.said = text::say("the numbers are scaled as the file says: {1}", found);
    return scale;
}

std::string unitIn(const Texts& texts) {
    for (const auto& [name, words] : texts) {
        if (!isOneOf(kUnits, plain(name)) || words.empty()) continue;
        const bool is_one = std::all_of(words.begin(), words.end(),
                                        [&first = words.front()](const std::string& word) { return word == first; });
        if (is_one) return std::string(text::trimmed(words.front()));
    }
    return {};
}

bool isTimeName(std::string_view name) {
    return isOneOf(kTimes, withoutUnit(name).first);
}

double secondsPerUnit(std::string_view name, const Texts& texts) {
    const double by_name = withoutUnit(name).second;
    if (by_name > 0) return by_name;
    const std::string unit = text::lowered(unitIn(texts));
    if (unit == "s" || unit.starts_with("sec")) return 1;
    if (unit == "ms" || unit.starts_with("milli") || unit == "msec") return 1e-3;
    if (unit == "us" || unit.starts_with("micro")) return 1e-6;
    return 0;
}

std::vector<std::string> unitsIn(const Texts& texts, std::size_t count) {
    for (const auto& [name, words] : texts) {
        if (isOneOf(kUnits, plain(name)) && words.size() == count) return words;
    }
    return {};
}

std::vector<std::string> leadNamesIn(const Texts& texts, std::size_t count) {
    for (const auto& [name, words] : texts) {
        if (!isOneOf(kLeads, plain(name))) continue;
        if (words.size() == count) return words;
        if (words.size() != 1) continue;
        // "I, II, V1" in one text.
        std::vector<std::string> parts;
        std::string_view rest = words.front();
        while (true) {
            const std::size_t end = rest.find_first_of(",;|");
            parts.emplace_back(text::trimmed(rest.substr(0, end)));
            if (end == std::string_view::npos) break;
            rest.remove_prefix(end + 1);
        }
        if (parts.size() == count) return parts;
    }
    return {};
}

}  // namespace triptych::formats
