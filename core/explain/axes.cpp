#include "core/explain/axes.h"

#include "core/inference/input_kinds.h"

namespace triptych::explain {
namespace {

AttributionAxis channelAxis() {
    return {"channel", "", {}, {"beat", "beat − typical beat"}};
}

}  // namespace

std::vector<AttributionAxis> timeAxes(const inference::BeatInputs& inputs, std::size_t beat, bool channels) {
    const auto shape = inference::shapeOf(inputs.profile());
    AttributionAxis time{"time", "s", {}, {}};
    for (std::size_t i = 0; i < shape.time_samples; ++i) {
        time.values.push_back(inputs.windowStart_s(beat) + static_cast<double>(i) / inference::modelRate_hz());
    }
    if (!channels || shape.time_channels == 1) return {time};
    return {channelAxis(), time};
}

std::vector<AttributionAxis> timeFrequencyAxes(const inference::BeatInputs& inputs, std::size_t beat, bool channels) {
    const auto shape = inference::shapeOf(inputs.profile());
    AttributionAxis frequency{"frequency", "Hz", inference::tfFrequencies_hz(inputs.profile()), {}};
    AttributionAxis time{"time", "s", inference::tfColumnCentres_s(inputs.profile()), {}};
    for (double& value : time.values) value += inputs.windowStart_s(beat);
    if (!channels || shape.tf_channels == 1) return {frequency, time};
    return {channelAxis(), frequency, time};
}

std::vector<AttributionAxis> scalogramAxes(const inference::BeatInputs& inputs, std::size_t beat) {
    AttributionAxis frequency{"frequency", "Hz", inference::scalogramFrequencies_hz(), {}};
    AttributionAxis time{"time", "s", inference::scalogramColumnCentres_s(), {}};
    for (double& value : time.values) value += inputs.windowStart_s(beat);
    return {frequency, time};
}

std::vector<AttributionAxis> frequencyAxes() {
    return {{"frequency", "Hz", inference::spectrumFrequencies_hz(), {}}};
}

std::vector<AttributionAxis> rrAxes() {
    AttributionAxis features{"feature", "", {}, {}};
    features.names = inference::rrFeatureNames();
    return {features};
}

std::vector<AttributionAxis> neighbourAxes(const inference::BeatInputs& inputs, std::size_t beat) {
    const auto shape = inference::shapeOf(inputs.profile());
    // The product profile's mark stands in the middle of its window.
    const double mark_s = static_cast<double>(shape.time_samples) / 2 / inference::modelRate_hz();
    AttributionAxis beats{"beat", "s", {}, {}};
    for (std::size_t column = 0; column < shape.neighbours; ++column) {
        beats.values.push_back(inputs.windowStart_s(inputs.neighbour(beat, column)) + mark_s);
    }
    return {rrAxes().front(), beats};
}

}  // namespace triptych::explain
