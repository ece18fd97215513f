#include "app/reader/listing.h"

#include <nlohmann/json.hpp>

namespace triptych::reader {

std::string textOf(const Listing& listing) {
    using Json = nlohmann::json;
    Json arrays = Json::array();
    for (const Array& array : listing.arrays) {
        arrays.push_back({{"name", array.name},
                          {"shape", array.shape},
                          {"float_bits", array.float_bits},
                          {"numbers", array.numbers},
                          {"texts", array.texts}});
    }
    const Json all = {
        {"arrays", arrays}, {"numbers", listing.numbers}, {"texts", listing.texts}, {"warnings", listing.warnings}};
    return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace triptych::reader
