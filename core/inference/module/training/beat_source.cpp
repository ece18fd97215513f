#include "core/inference/module/training/beat_source.h"

#include "core/inference/module/training/heartbeat_csv.h"
#include "core/inference/module/training/prepared_beats.h"
#include "core/text/said.h"

#include <algorithm>
#include <filesystem>

namespace triptych::inference::training {
namespace {

namespace fs = std::filesystem;

bool hasRecordings(const fs::path& folder) {
    std::error_code status;
    for (auto it = fs::directory_iterator(folder, status); !status && it != fs::directory_iterator();
         it.increment(status)) {
        if (it->path().extension() == ".hea") return true;
    }
    return false;
}

Result<BeatDataset> loadPrepared(const BeatQuery& query) {
    auto prepared = readPrepared(query.place);
    if (!prepared) return prepared;
    if (prepared->profile != query.profile || prepared->class_names != query.classes) {
        std::string classes;
        for (const std::string& class_name : prepared->class_names) classes += ' ' + class_name;
        return fail(ErrorCode::model_mismatch,
                    text::say("the prepared beats are of the profile {1} and the classes{2}",
                              std::string(name(prepared->profile)), classes),
                    query.place, "prepare them again for this configuration");
    }
    if (prepared->conditioning != query.conditioning) {
        return fail(ErrorCode::model_mismatch,
                    "the prepared beats were conditioned otherwise than this configuration's", query.place,
                    "prepare them again for this configuration");
    }
    const auto unknown = std::find_if(prepared->sources.begin(), prepared->sources.end(), [&](const Source& source) {
        // Heartbeat files know neither lead nor record: there is nothing to hold against the configuration's.
        return !query.records.empty() && !source.lead.empty() && !source.not_ventricular &&
               std::find(query.records.begin(), query.records.end(), source.record) == query.records.end();
    });
    if (unknown != prepared->sources.end()) {
        return fail(ErrorCode::model_mismatch,
                    text::say("the prepared beats hold record {1}, which this configuration does not train on",
                              unknown->record),
                    query.place, "prepare them again for this configuration");
    }
    return prepared;
}

}  // namespace

Result<BeatDataset> loadBeats(const BeatQuery& query, const Job& job) {
    const fs::path place = query.place;
    std::error_code status;
    if (!fs::exists(place, status)) {
        return fail(ErrorCode::not_found, "there is nothing to train on", query.place,
                    "name a folder of recordings, a heartbeat CSV or a prepared beat file");
    }
    if (place.extension() == ".safetensors") return loadPrepared(query);
    const bool of_recordings = fs::is_directory(place, status) && hasRecordings(place);
    if (of_recordings && !query.records.empty()) {
        return loadDataset(query, job);
    }
    if (query.profile != Profile::parity) {
        return fail(ErrorCode::model_mismatch, "the heartbeat files fit the parity profile alone", query.place,
                    "train this configuration on recordings");
    }
    return readHeartbeats(query.place, query.classes, job);
}

}  // namespace triptych::inference::training
