#include "core/inference/beat_index.h"

#include "core/files/model_folders.h"
#include "core/inference/engine.h"
#include "core/text/said.h"

#include <cstdlib>
#include <filesystem>

namespace triptych::inference {

std::string defaultBeatIndex(const std::string& model_hash) {
    if (model_hash.empty()) return {};
    const std::string file = "nearest-" + model_hash.substr(0, 12) + ".safetensors";
    namespace fs = std::filesystem;
    if (const char* asked = std::getenv("TRIPTYCH_NEAREST"); asked != nullptr && *asked != '\0')
        return (fs::path(asked) / file).string();
    const fs::path data = files::userDataFolder();
    return data.empty() ? std::string() : (data / file).string();
}

Result<BeatClusters> Model::clusters(const RecordingAnalysis& /*analysis*/, const BeatList& /*beats*/,
                                     std::size_t /*beat*/, const Job& /*job*/) const {
    return fail(ErrorCode::unsupported, text::say("no clusters were learnt for model {1}", info().name), info().name,
                "learn them with triptych-cli study clusters");
}

Result<NearBeats> Model::nearest(const RecordingAnalysis& /*analysis*/, const BeatList& /*beats*/, std::size_t /*beat*/,
                                 const std::string& /*index_file*/, std::size_t /*count*/, const Job& /*job*/) const {
    return fail(ErrorCode::unsupported, text::say("model {1} shows nothing by which beats are alike", info().name),
                info().name, "choose a model with convolutions");
}

Result<BeatMap> Model::beatMap(const RecordingAnalysis& /*analysis*/, const BeatList& /*beats*/,
                               const Job& /*job*/) const {
    return fail(ErrorCode::unsupported, text::say("model {1} shows nothing by which beats are alike", info().name),
                info().name, "choose a model with convolutions");
}

}  // namespace triptych::inference
