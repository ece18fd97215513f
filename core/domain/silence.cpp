#include "core/domain/silence.h"

#include "core/domain/annotation.h"

namespace triptych {

bool isReadable(Silence silence) {
    return silence == Silence::none || silence == Silence::flutter || silence == Silence::paced ||
           silence == Silence::edge;
}

bool hasTime(Silence silence) {
    return isReadable(silence) && silence != Silence::flutter;
}

std::string_view name(Silence silence) {
    switch (silence) {
        case Silence::none:
            return "";
        case Silence::missing:
            return "no_samples";
        case Silence::flat:
            return "no_signal";
        case Silence::motion:
            return "motion";
        case Silence::muscle:
            return "muscle_noise";
        case Silence::flutter:
            return "ventricular_flutter";
        case Silence::paced:
            return "paced";
        case Silence::edge:
            break;
    }
    return "edge";
}

text::Said inWords(Silence silence) {
    switch (silence) {
        case Silence::none:
            return {};
        case Silence::missing:
            return "cannot be read: no samples";
        case Silence::flat:
            return "cannot be read: no signal";
        case Silence::motion:
            return "cannot be read: motion";
        case Silence::muscle:
            return "cannot be read: muscle noise";
        case Silence::flutter:
            return "ventricular flutter or fibrillation: no beats to classify";
        case Silence::paced:
            return "paced rhythm: outside this model";
        case Silence::edge:
            break;
    }
    return "edge of the recording: too little of the beat's surroundings";
}

std::uint8_t codeOf(Silence silence) {
    switch (silence) {
        case Silence::none:
            return 0;
        case Silence::flutter:
            return kFlutterWave;
        case Silence::paced:
            return kPaced;
        case Silence::edge:
            return kLearn;
        default:
            return kArtifact;
    }
}

}  // namespace triptych
