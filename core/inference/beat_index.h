// An index of a user's own copy of a data base, in which beats that a model takes for alike are found: made by one
// command, kept where the user wants it, and never shipped.
#pragma once

#include "core/domain/error.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace triptych::inference {

struct BeatIndexRequest {
    std::string model_folder;
    std::string data_folder;           // of MIT-BIH's records, with svdb inside it or beside them
    std::vector<std::string> records;  // "101", "svdb/800"
    std::string output_file;
};
struct BeatIndexMade {
    std::size_t beats = 0, records = 0;
    std::uintmax_t bytes = 0;
};

// Where the index of a model lies unless somebody says otherwise: "nearest-HASH.safetensors" in the folder of the
// environment variable TRIPTYCH_NEAREST, else in the user's own data folder; empty where there is none.
[[nodiscard]] std::string defaultBeatIndex(const std::string& model_hash);

}  // namespace triptych::inference
