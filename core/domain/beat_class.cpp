#include "core/domain/beat_class.h"

#include "core/domain/annotation.h"
#include "core/domain/own_labels.h"

#include <algorithm>

namespace triptych {

std::string_view describe(ClassMapping mapping) {
    switch (mapping) {
        case ClassMapping::literature:
            break;
        case ClassMapping::bxb:
            return "bxb: N={N,L,R,B} S={A,a,J,S,e,j,n} V={V,r,E} F={F} Q={Q,/,f,?}";
        case ClassMapping::display:
            return "display: N={N,L,R,B,e,j,n} S={A,a,J,S} V={V,E,r} F={F} Q={/,f,Q,?}";
    }
    return "machine-learning: N={N,L,R,e,j} S={A,a,J,S} V={V,E} F={F} Q={/,f,Q}";
}

std::optional<BeatClass> beatClassOf(std::uint8_t code, ClassMapping mapping) {
    // Of the letters that the literature leaves out.
    const auto unlessLiterature = [mapping](BeatClass beat_class) {
        return mapping == ClassMapping::literature ? std::nullopt : std::optional(beat_class);
    };
    const auto escape = mapping == ClassMapping::bxb ? BeatClass::supraventricular : BeatClass::normal;
    switch (wfdbCodeOf(code)) {
        case kNormal:
        case kLbbb:
        case kRbbb:
            return BeatClass::normal;
        case kBbb:
            return unlessLiterature(BeatClass::normal);
        case kAtrialEscape:
        case kNodalEscape:
            return escape;
        case kSupraventricularEscape:
            return unlessLiterature(escape);
        case kAtrialPremature:
        case kAberrated:
        case kNodalPremature:
        case kSupraventricularPremature:
            return BeatClass::supraventricular;
        case kPvc:
        case kVentricularEscape:
            return BeatClass::ventricular;
        case kROnT:
            return unlessLiterature(BeatClass::ventricular);
        case kFusion:
            return BeatClass::fusion;
        case kPaced:
        case kPacedFusion:
        case kUnknownBeat:
            return BeatClass::unknown;
        case kLearn:
            return unlessLiterature(BeatClass::unknown);
        default:
            return std::nullopt;
    }
}

std::string_view name(BeatClass beat_class) {
    return kBeatClassNames[static_cast<std::size_t>(beat_class)];
}

std::optional<BeatClass> beatClassNamed(std::string_view class_name) {
    if (class_name == "normal") return BeatClass::normal;
    const auto found = std::ranges::find(kBeatClassNames, class_name);
    if (found == kBeatClassNames.end()) return std::nullopt;
    return static_cast<BeatClass>(found - kBeatClassNames.begin());
}

std::uint8_t codeOf(BeatClass beat_class) {
    switch (beat_class) {
        case BeatClass::normal:
            return kNormal;
        case BeatClass::supraventricular:
            return kSupraventricularPremature;
        case BeatClass::ventricular:
            return kPvc;
        case BeatClass::fusion:
            return kFusion;
        case BeatClass::unknown:
            break;
    }
    return kUnknownBeat;
}

std::optional<std::size_t> indexOf(BeatClass beat_class, std::span<const std::string> class_names) {
    const auto found = std::ranges::find(class_names, name(beat_class));
    if (found == class_names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - class_names.begin());
}

}  // namespace triptych
