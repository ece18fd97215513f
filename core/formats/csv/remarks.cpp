#include "core/formats/csv/remarks.h"

#include "core/formats/csv/cells.h"
#include "core/formats/csv/days.h"
#include "core/formats/csv/stamps.h"
#include "core/text/numbers.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace triptych::formats {
namespace {

constexpr std::size_t kLongestKey = 60;
constexpr double kFastestEcg_hz = 20'000;

// Blanks that are no ASCII, and the digits of Arabic and Persian, as ASCII.
std::string plainOf(std::string_view raw) {
    std::string text = text::asUtf8(raw);
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = std::string_view(text).substr(i);
        if (rest.starts_with("\xc2\xa0")) {  // no-break space
            out += ' ';
            ++i;
        } else if (rest.starts_with("\xe2\x80\xaf") || rest.starts_with("\xe2\x80\x89")) {  // narrow and thin ones
            out += ' ';
            i += 2;
        } else if (rest.size() > 1 && rest[0] == '\xd9' && static_cast<unsigned char>(rest[1]) >= 0xa0 &&
                   static_cast<unsigned char>(rest[1]) <= 0xa9) {
            out += static_cast<char>('0' + (static_cast<unsigned char>(rest[1]) - 0xa0));
            ++i;
        } else if (rest.size() > 1 && rest[0] == '\xdb' && static_cast<unsigned char>(rest[1]) >= 0xb0 &&
                   static_cast<unsigned char>(rest[1]) <= 0xb9) {
            out += static_cast<char>('0' + (static_cast<unsigned char>(rest[1]) - 0xb0));
            ++i;
        } else if (rest.starts_with("\xd9\xab")) {  // Arabic decimal separator
            out += '.';
            ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string keyOf(std::string_view raw) {
    std::string key = text::lowered(raw);
    while (!key.empty() && std::string_view("#%;/*\"' \t{").find(key.front()) != std::string_view::npos)
        key.erase(0, 1);
    while (!key.empty() && std::string_view("\"' \t").find(key.back()) != std::string_view::npos) key.pop_back();
    return key;
}

// Without blanks, marks and what stands in brackets: "Sampling Rate (Hz)" is "samplingrate".
std::string bareKeyOf(std::string_view key) {
    std::string bare;
    int depth = 0;
    for (const char letter : key) {
        if (letter == '(' || letter == '[') ++depth;
        if (depth == 0 && std::string_view(" _-.'()[]").find(letter) == std::string_view::npos) bare += letter;
        if (letter == ')' || letter == ']') --depth;
    }
    return bare;
}

constexpr auto kRateKeys =
    std::to_array<std::string_view>({"samplerate",
                                     "samplingrate",
                                     "samplesrate",
                                     "rate",
                                     "fs",
                                     "sf",
                                     "sfreq",
                                     "srate",
                                     "samplingfrequency",
                                     "samplefrequency",
                                     "samplefreq",
                                     "samplingfreq",

                                     "datarate",
                                     "acquisitionrate",
                                     "samplespersecond",
                                     "sps",
                                     "hz",
                                     "fshz",
                                     "samplingratehz",
                                     "samplingfrequencyhz",
                                     "samplefrequencyhz",
                                     "sampleratehz",
                                     "samplerateinhz",
                                     "ecgsamplerate",
                                     "ecgsamplingrate",
                                     "ecgfs",
                                     "ecgrate",
                                     "abtastrate",
                                     "abtastfrequenz",
                                     "messrate",
                                     "messfrequenz",
                                     "frequenced\u00e9chantillonnage",
                                     "fr\u00e9quenced\u00e9chantillonnage",
                                     "tauxd\u00e9chantillonnage",
                                     "frecuenciademuestreo",
                                     "tasademuestreo",
                                     "frequenzadicampionamento",
                                     "taxadeamostragem",
                                     "frequ\u00eanciadeamostragem",
                                     "samplingsfrekvens",
                                     "samplefrekvens",
                                     "bemonsteringsfrequentie",
                                     "\u91c7\u6837\u7387",
                                     "\u91c7\u6837\u9891\u7387",
                                     "\u63a1\u6a23\u7387",
                                     "\u30b5\u30f3\u30d7\u30ea\u30f3\u30b0\u5468\u6ce2\u6570",
                                     "\u0447\u0430\u0441\u0442\u043e\u0442\u0430\u0434\u0438\u0441\u043a\u0440\u0435"
                                     "\u0442\u0438\u0437\u0430\u0446\u0438\u0438"});
constexpr auto kIntervalKeys =
    std::to_array<std::string_view>({"interval", "samplinginterval", "sampleinterval", "sampleperiod", "samplingperiod",
                                     "samplingtime", "dt", "deltat", "timestep", "timeinterval", "abtastintervall",
                                     "abtastperiode", "xincrement", "horizontalinterval", "tsample", "ts"});

template <class Keys>
bool isOneOf(std::string_view key, const Keys& keys) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

// The words for hertz begin so, in the languages that phones are set to.
bool isHertz(std::string_view unit) {
    constexpr auto kWords = std::to_array<std::string_view>({"hz",
                                                             "hertz",
                                                             "\u0413\u0446",
                                                             "\u0433\u0446",
                                                             "herz",
                                                             "herc",
                                                             "herts",
                                                             "hercio",
                                                             "\u0433\u0435\u0440\u0446",
                                                             "\u0445\u0435\u0440\u0446",
                                                             "\u8d6b\u5179",
                                                             "\u8d6b",
                                                             "\u30d8\u30eb\u30c4",
                                                             "\ud5e4\ub974\uce20",
                                                             "\u0647\u0631\u062a\u0632",
                                                             "\u05d4\u05e8\u05e5",
                                                             "\u03c7\u03b5\u03c1\u03c4\u03b6",
                                                             "\u0939\u0930\u094d\u091f\u094d\u091c",
                                                             "\u0e40\u0e2e\u0e34\u0e23\u0e4c\u0e15",
                                                             "samples/s",
                                                             "samples per second",
                                                             "sps",
                                                             "s/s",
                                                             "1/s"});
    return std::any_of(kWords.begin(), kWords.end(), [unit](std::string_view word) { return unit.starts_with(word); });
}

// A number at the front of `value`, whichever mark its decimals have.
std::optional<double> numberAtFrontOf(std::string_view& value, bool decimal_comma) {
    const std::size_t end = std::min(value.find_first_not_of("0123456789.,+-eE"), value.size());
    std::string digits(value.substr(0, end));
    while (!digits.empty() && std::string_view(",.eE").find(digits.back()) != std::string_view::npos) digits.pop_back();
    const std::size_t length = digits.size();
    const std::size_t comma = digits.find(',');
    if (comma != std::string::npos) {
        // "1,000" is a thousand where nothing speaks for a decimal comma.
        const bool groups = !decimal_comma && digits.size() - comma == 4 && comma <= 3 && digits.front() != '0';
        const bool has_point = digits.find('.') != std::string::npos;
        if (groups || has_point) {
            std::erase(digits, ',');
        } else if (digits.find(',', comma + 1) == std::string::npos) {
            digits[comma] = '.';
        } else {
            digits.resize(comma);  // a list: the first
        }
    }
    std::string_view text = digits;
    const auto number = text::takeNumber<double>(text);
    if (!number || !text.empty()) return std::nullopt;
    value.remove_prefix(length);
    return number;
}

std::string_view withoutSigns(std::string_view value) {
    while (!value.empty() && std::string_view(":= \t\"',;").find(value.front()) != std::string_view::npos) {
        value.remove_prefix(1);
    }
    return value;
}

std::optional<double> intervalIn(std::string_view raw, bool decimal_comma) {
    std::string_view value = withoutSigns(raw);
    const auto interval = numberAtFrontOf(value, decimal_comma);
    if (!interval || !(*interval > 0)) return std::nullopt;
    const std::string unit = text::lowered(text::trimmed(value));
    double scale_s = 1;
    if (unit.starts_with("ms") || unit.starts_with("milli")) scale_s = 1e-3;
    if (unit.starts_with("us") || unit.starts_with("\u00b5s") || unit.starts_with("\u03bcs") ||
        unit.starts_with("micro")) {
        scale_s = 1e-6;
    }
    return 1 / (*interval * scale_s);
}

// "1 msec/sample", "0.002 sec/sample", "500 samples/second", "500 Hz", "Fs 500".
std::optional<double> rateOfBareLine(std::string_view line) {
    const std::size_t digit = std::min(line.find_first_of("0123456789"), line.size());
    if (isOneOf(bareKeyOf(keyOf(line.substr(0, digit))), kRateKeys)) return hertzIn(line.substr(digit), false, true);
    std::string_view rest = withoutSigns(line.substr(std::min(line.find_first_not_of("#%/; \t"), line.size())));
    const auto number = numberAtFrontOf(rest, true);
    if (!number || !(*number > 0)) return std::nullopt;
    const std::string unit = text::lowered(text::trimmed(rest));
    if (unit.starts_with("msec/sample") || unit.starts_with("ms/sample")) return 1000 / *number;
    if (unit.starts_with("usec/sample") || unit.starts_with("us/sample") || unit.starts_with("\u00b5s/sample")) {
        return 1e6 / *number;
    }
    if (unit.starts_with("sec/sample") || unit.starts_with("s/sample") || unit.starts_with("seconds/sample")) {
        return 1 / *number;
    }
    if (unit.starts_with("min/sample")) return 1 / (60 * *number);
    if (unit.starts_with("samples/s") || unit.starts_with("samples per s")) return *number;
    if (unit == "hz" || unit == "hertz") return *number;
    if (unit == "khz") return *number * 1000;
    return std::nullopt;
}

bool isPlausible(std::optional<double> rate_hz) {
    return rate_hz && *rate_hz >= 1e-3 && *rate_hz <= 1e7;
}

}  // namespace

std::vector<TableRemark> tableRemarksOf(const std::vector<std::string_view>& lines, std::size_t count) {
    std::vector<TableRemark> remarks;
    for (std::size_t i = 0; i < std::min(count, lines.size()); ++i) {
        const std::string line = plainOf(lines[i]);
        if (text::trimmed(line).empty()) continue;
        // Every mark may part a key from its value: "# fs=500, unit=mV" has two pairs.
        bool has_pair = false;
        std::size_t from = 0;
        for (std::size_t at = line.find_first_of(":=,;\t"); at != std::string::npos && remarks.size() < 10'000;
             at = line.find_first_of(":=,;\t", at + 1)) {
            const std::string key = keyOf(std::string_view(line).substr(from, at - from));
            const std::string_view value = withoutSigns(std::string_view(line).substr(at + 1));
            from = at + 1;
            if (key.empty() || key.size() > kLongestKey || (has_pair && line[at] != ':' && line[at] != '=')) continue;
            std::string text(text::trimmed(value));
            while (text.ends_with('"') || text.ends_with(';') || text.ends_with(',')) text.pop_back();
            remarks.push_back({key, std::move(text)});
            has_pair = true;
        }
        if (!has_pair) remarks.push_back({"", std::string(text::trimmed(line))});
    }
    return remarks;
}

std::optional<double> hertzIn(std::string_view raw, bool decimal_comma, bool may_be_bare) {
    std::string_view value = withoutSigns(raw);
    const auto number = numberAtFrontOf(value, decimal_comma);
    if (!number || !(*number > 0)) return std::nullopt;
    const std::string unit = text::lowered(text::trimmed(value));
    if (unit.starts_with("khz") || unit.starts_with("kilohertz") || unit.starts_with("k/s")) return *number * 1000;
    if (isHertz(unit)) return number;
    const bool is_bare = unit.empty() || unit.front() == ',' || unit.front() == ';' || unit.front() == '\t' ||
                         unit.front() == '"' || unit.front() == '}' || unit.front() == ']';
    return may_be_bare && is_bare ? number : std::nullopt;
}

std::optional<double> statedRateOf(const std::vector<TableRemark>& remarks, bool decimal_comma) {
    for (const TableRemark& remark : remarks) {
        const std::string key = bareKeyOf(remark.key);
        if (isOneOf(key, kRateKeys)) {
            const bool is_kilo = remark.key.find("khz") != std::string::npos;
            auto rate_hz = hertzIn(remark.value, decimal_comma, true);
            // "512,844 hertz" where the samples have points: no ECG has so many thousands.
            if (rate_hz && *rate_hz > kFastestEcg_hz && !decimal_comma) rate_hz = hertzIn(remark.value, true, true);
            if (rate_hz && is_kilo) *rate_hz *= 1000;
            if (isPlausible(rate_hz)) return rate_hz;
        }
        if (isOneOf(key, kIntervalKeys)) {
            const bool is_milli =
                remark.key.find("(ms") != std::string::npos || remark.key.find("[ms") != std::string::npos;
            auto rate_hz = intervalIn(remark.value, decimal_comma);
            if (rate_hz && is_milli) *rate_hz *= 1000;
            if (isPlausible(rate_hz)) return rate_hz;
        }
        if (remark.key.empty()) {
            if (const auto rate_hz = rateOfBareLine(remark.value); isPlausible(rate_hz)) return rate_hz;
        }
    }
    // In a language of which no word is known here: one line alone whose value is a number of hertz, and no filter's.
    std::optional<double> sole;
    for (const TableRemark& remark : remarks) {
        auto rate_hz = hertzIn(remark.value, decimal_comma, false);
        if (rate_hz && *rate_hz > kFastestEcg_hz && !decimal_comma) rate_hz = hertzIn(remark.value, true, false);
        if (remark.key.empty() || !isPlausible(rate_hz) || *rate_hz < 20) continue;
        constexpr auto kFilters =
            std::to_array<std::string_view>({"pass", "filt", "notch", "cut", "band", "mains", "line", "netz"});
        const bool is_filter = std::any_of(kFilters.begin(), kFilters.end(), [&remark](std::string_view word) {
            return remark.key.find(word) != std::string::npos;
        });
        if (is_filter) continue;
        if (sole) return std::nullopt;
        sole = rate_hz;
    }
    return sole;
}

std::optional<std::string> statedStartOf(const std::vector<TableRemark>& remarks) {
    constexpr auto kKeys = std::to_array<std::string_view>(
        {"start", "begin", "recorded", "recording on", "recording date", "recording time", "record date", "acquisition",
         "acquired", "aufzeichnung", "aufnahme", "beginn", "d\u00e9but", "inicio", "enregistr", "date", "time",
         "datum"});
    constexpr auto kNot =
        std::to_array<std::string_view>({"export", "end", "birth", "created", "geb", "print", "naiss", "nacim"});
    for (const TableRemark& remark : remarks) {
        const auto holds = [&remark](std::string_view word) { return remark.key.find(word) != std::string::npos; };
        if (!std::any_of(kKeys.begin(), kKeys.end(), holds) || std::any_of(kNot.begin(), kNot.end(), holds)) continue;
        const auto stamp = stampOf(csvTextOf(remark.value));
        if (!stamp || !stamp->has_date || !stamp->is_certain) continue;
        return isoOf(stamp->time_s, stamp->zone_min);
    }
    return std::nullopt;
}

std::vector<std::string> statedLabelsOf(const std::vector<TableRemark>& remarks) {
    std::vector<std::string> labels;
    for (const TableRemark& remark : remarks) {
        if (remark.key == "label") labels.push_back(remark.value);
        if (remark.key != "labels" && remark.key != "channels" && remark.key != "channel names") continue;
        std::string_view rest = remark.value;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find_first_of(",;\t"), rest.size());
            std::string_view label = text::trimmed(rest.substr(0, end));
            labels.push_back(csvTextOf(takeCsvField(label, ',')));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return labels;
}

}  // namespace triptych::formats
