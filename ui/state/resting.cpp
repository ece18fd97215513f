#include "ui/state/resting.h"

#include <string_view>

namespace triptych::ui {
namespace {

constexpr double kLongestResting_s = 60;

}  // namespace

std::optional<std::array<std::size_t, 12>> standardTwelve(const Recording& recording) {
    static constexpr std::array<std::string_view, 12> kNames = {"I",  "II", "III", "aVR", "aVL", "aVF",
                                                                "V1", "V2", "V3",  "V4",  "V5",  "V6"};
    std::array<std::size_t, 12> leads{};
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        const auto found = findLead(recording, kNames[i]);
        if (!found) return std::nullopt;
        leads[i] = *found;
    }
    return leads;
}

bool isRestingEcg(const Recording& recording) {
    return recording.duration_s > 0 && recording.duration_s <= kLongestResting_s &&
           standardTwelve(recording).has_value();
}

}  // namespace triptych::ui
