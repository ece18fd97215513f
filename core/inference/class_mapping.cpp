#include "core/inference/class_mapping.h"

#include "core/domain/annotation.h"

#include <algorithm>

namespace triptych::inference {

std::optional<std::size_t> aamiClassOf(std::uint8_t code) {
    switch (code) {
        case kNormal:
        case kLbbb:
        case kRbbb:
        case kAtrialEscape:
        case kNodalEscape:
            return 0;
        case kAtrialPremature:
        case kAberrated:
        case kNodalPremature:
        case kSupraventricularPremature:
            return 1;
        case kPvc:
        case kVentricularEscape:
            return 2;
        case kFusion:
            return 3;
        case kPaced:
        case kPacedFusion:
        case kUnknownBeat:
            return 4;
        default:
            return std::nullopt;
    }
}

bool isClassName(std::string_view class_name) {
    return std::find(kAamiNames.begin(), kAamiNames.end(), class_name) != kAamiNames.end() ||
           std::find(kPtbNames.begin(), kPtbNames.end(), class_name) != kPtbNames.end();
}

std::uint8_t codeOfAamiClass(std::string_view class_name) {
    if (class_name == "N" || class_name == "normal") return kNormal;
    if (class_name == "S") return kSupraventricularPremature;
    if (class_name == "V") return kPvc;
    if (class_name == "F") return kFusion;
    return kUnknownBeat;
}

}  // namespace triptych::inference
