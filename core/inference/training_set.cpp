#include "core/inference/training_set.h"

#include "core/files/mapped_file.h"
#include "core/text/said.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <set>

namespace triptych::inference {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "Triptych training set 1";
constexpr std::int64_t kLargest_bytes = std::int64_t{1} << 26;

Error broken(const std::string& path) {
    return {ErrorCode::malformed, "this is no list of a training set", path,
            "write the set again with 'triptych-cli review training'"};
}

// A name leads to a file of the folder, and nowhere else.
bool isName(const std::string& name) {
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
           name.find('\0') == std::string::npos;
}

}  // namespace

std::size_t TrainingSet::labelled() const {
    std::size_t all = 0;
    for (const TrainingRecord& record : records) all += record.labelled;
    return all;
}

std::string toJson(const TrainingSet& set) {
    Json records = Json::array();
    for (const TrainingRecord& record : set.records) {
        records.push_back({{"record", record.record},
                           {"identity", record.identity},
                           {"readers", record.readers},
                           {"log_place", record.log_place},
                           {"beats", record.beats},
                           {"labelled", record.labelled},
                           {"in_noise", record.in_noise}});
    }
    const Json all = {{"format", kFormat},
                      {"wording", "Research use - not for diagnosis"},
                      {"labels", "annotator atr; what nobody labelled is \"?\", which is in no class"},
                      {"records", std::move(records)}};
    return all.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

Result<std::optional<TrainingSet>> readTrainingSet(const std::string& folder) {
    const std::string path = (std::filesystem::path(folder) / kTrainingSetFile).string();
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return std::optional<TrainingSet>();
    const auto text = files::readWhole(path, kLargest_bytes, "list of a training set");
    if (!text) return std::unexpected(text.error());
    TrainingSet set;
    try {
        const Json json = Json::parse(*text);
        if (json.at("format") != kFormat) return std::unexpected(broken(path));
        std::set<std::string> names;
        for (const Json& one : json.at("records")) {
            TrainingRecord record;
            record.record = one.at("record").get<std::string>();
            record.identity = one.at("identity").get<std::string>();
            record.readers = one.at("readers").get<std::vector<std::string>>();
            record.log_place = one.at("log_place").get<std::int64_t>();
            record.beats = one.at("beats").get<std::size_t>();
            record.labelled = one.at("labelled").get<std::size_t>();
            record.in_noise = one.at("in_noise").get<std::size_t>();
            if (!isName(record.record) || !names.insert(record.record).second) return std::unexpected(broken(path));
            set.records.push_back(std::move(record));
        }
    } catch (const Json::exception&) {
        return std::unexpected(broken(path));
    }
    if (set.records.empty()) return std::unexpected(broken(path));
    return std::optional(std::move(set));
}

}  // namespace triptych::inference
