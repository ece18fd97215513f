#include "core/domain/layer.h"

#include <algorithm>
#include <array>

namespace triptych {
namespace {

constexpr std::array<std::string_view, 6> kKindNames = {"beats", "rhythm", "noise", "waves", "measurements", "notes"};
constexpr std::array<std::string_view, 4> kMakerNames = {"annotator", "detector", "model", "reader"};
constexpr std::size_t kHashDigits = 8;

}  // namespace

std::string_view name(LayerKind kind) {
    return kKindNames[static_cast<std::size_t>(kind)];
}

std::string_view name(LayerMaker maker) {
    return kMakerNames[static_cast<std::size_t>(maker)];
}

std::string inWords(const LayerSource& source) {
    std::string text(name(source.maker));
    if (!source.name.empty()) text += ' ' + source.name;
    if (!source.hash.empty()) text += ' ' + source.hash.substr(0, kHashDigits);
    return text;
}

LayerKind layerKindOf(const Annotation& mark) {
    if (isBeat(mark.code)) return LayerKind::beats;
    switch (mark.code) {
        case kRhythm:
        case kFlutterOn:
        case kFlutterOff:
            return LayerKind::rhythm;
        case kNoise:
        case kArtifact:
            return LayerKind::noise;
        case kPWave:
        case kTWave:
        case kUWave:
        case kWaveOn:
        case kWaveOff:
        case kPacePeak:
        case kFlutterWave:
        case kNonConductedP:
            return LayerKind::waves;
        case kMeasure:
        case kSystole:
        case kDiastole:
            return LayerKind::measurements;
        default:
            return LayerKind::notes;
    }
}

Layers layersOf(const AnnotationSet& set) {
    std::array<std::shared_ptr<Layer>, kKindNames.size()> made;
    for (const Annotation& mark : set.annotations) {
        const LayerKind kind = layerKindOf(mark);
        auto& layer = made[static_cast<std::size_t>(kind)];
        if (!layer) {
            layer = std::make_shared<Layer>();
            layer->kind = kind;
            layer->source = {LayerMaker::annotator, set.annotator, {}};
            layer->rate_hz = set.rate_hz;
        }
        layer->marks.push_back(mark);
    }
    Layers layers;
    for (auto& layer : made) {
        if (layer) layers.push_back(std::move(layer));
    }
    return layers;
}

const Layer* layerOf(const Layers& layers, LayerKind kind, LayerMaker maker) {
    const auto found = std::find_if(layers.begin(), layers.end(), [&](const LayerPtr& layer) {
        return layer->kind == kind && layer->source.maker == maker;
    });
    return found == layers.end() ? nullptr : found->get();
}

}  // namespace triptych
