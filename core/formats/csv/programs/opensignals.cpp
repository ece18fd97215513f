// PLUX's OpenSignals, saved as text: a line of JSON that describes each device, its columns and its rate.
#include "core/formats/csv/days.h"
#include "core/formats/csv/programs.h"
#include "core/formats/csv/stamps.h"
#include "core/text/words.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace triptych::formats {
namespace {

using Json = nlohmann::json;

std::vector<std::string> wordsIn(const Json& device, const char* key) {
    std::vector<std::string> words;
    const auto list = device.find(key);
    if (list == device.end() || !list->is_array()) return words;
    for (const Json& word : *list) words.push_back(word.is_string() ? word.get<std::string>() : std::string());
    return words;
}

std::string wordIn(const Json& device, const char* key) {
    const auto word = device.find(key);
    return word != device.end() && word->is_string() ? word->get<std::string>() : std::string();
}

struct Described {
    std::vector<CsvColumn> columns;
    std::optional<double> rate_hz;
    std::optional<std::string> start;
};

void describe(const Json& device, Described& all) {
    const std::vector<std::string> labels = wordsIn(device, "label");
    const std::vector<std::string> sensors = wordsIn(device, "sensor");
    std::vector<std::string> columns = wordsIn(device, "column");
    if (columns.empty()) {
        // Older files leave the columns out: a counter and four digital lines stand before the labels.
        columns = {"nSeq", "I1", "I2", "O1", "O2"};
        columns.insert(columns.end(), labels.begin(), labels.end());
    }
    for (const std::string& name : columns) {
        const auto label = std::find(labels.begin(), labels.end(), name);
        CsvColumn column;
        column.name = name;
        if (text::lowered(name) == "nseq") {
            column.use = CsvUse::index;
        } else if (!labels.empty() && label == labels.end()) {
            column.use = CsvUse::left_out;  // a digital line
        }
        all.columns.push_back(std::move(column));
    }
    const auto rate = device.find("sampling rate");
    if (rate != device.end() && rate->is_number() && rate->get<double>() > 0 && !all.rate_hz) {
        all.rate_hz = rate->get<double>();
    }
    const auto stamp = stampOf(wordIn(device, "date") + ' ' + wordIn(device, "time"));
    if (stamp && stamp->has_date && stamp->is_certain && !all.start) all.start = isoOf(stamp->time_s, stamp->zone_min);
}

}  // namespace

bool readOpenSignals(const ProgramInput& input, CsvLayout& layout) {
    for (std::string_view line : input.linesAbove(layout)) {
        while (line.starts_with('#') || line.starts_with(' ')) line.remove_prefix(1);
        if (!line.starts_with('{')) continue;
        const Json devices = Json::parse(line, nullptr, false);
        if (!devices.is_object()) continue;
        Described all;
        for (const auto& device : devices) {
            if (device.is_object()) describe(device, all);
        }
        if (!all.rate_hz && all.columns.empty()) continue;
        if (!layout.rate_hz) layout.rate_hz = all.rate_hz;
        if (!layout.start) layout.start = all.start;
        // A tab at every row's end makes a column that nobody describes.
        if (all.columns.size() > layout.columns.size()) return true;
        for (std::size_t i = 0; i < all.columns.size(); ++i) {
            all.columns[i].look = layout.columns[i].look;
            layout.columns[i] = all.columns[i];
        }
        return true;
    }
    return false;
}

}  // namespace triptych::formats
