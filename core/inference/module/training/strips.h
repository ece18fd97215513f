// Strips of a handheld recorder that are labelled as a whole: those labelled normal or too noisy teach what is not
// ventricular. Nothing teaches S or V from them, for nobody marked their beats.
#pragma once

#include "core/domain/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace triptych::inference::training {

inline constexpr std::string_view kStripDatabase = "cinc2017";

// The headers of the PhysioNet/CinC Challenge 2017's strips of even number that are labelled N or ~, from the folder
// cinc2017 under or beside a folder of records; those of odd number test. Errors: not_found, malformed.
struct Strip {
    std::string header;  // its path
    char letter;         // of the whole strip: N or ~
};
[[nodiscard]] Result<std::vector<Strip>> teachingStrips(const std::string& data_folder);

}  // namespace triptych::inference::training
