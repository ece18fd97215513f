// What lies on a recording's time line, in named layers: each of one kind, from one source, on its own clock, and
// saying itself whether it is complete. Panes, exports, the log of labels and the command line speak of layers, so that
// a new kind of knowledge (waves, episodes, a second reader) needs no new road through the program.
#pragma once

#include "core/domain/annotation.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych {

enum class LayerKind : std::uint8_t {
    beats,         // one mark a beat; "?" where nobody said of what class
    rhythm,        // changes of rhythm, begin and end of flutter
    noise,         // changes of signal quality, artefacts
    waves,         // P, QRS, T, U: on, peak, off
    measurements,  // numbers that belong to a moment
    notes          // texts, and whatever else a file marks
};
[[nodiscard]] std::string_view name(LayerKind kind);  // "beats", "rhythm", ...

enum class LayerMaker : std::uint8_t { annotator, detector, model, reader };
[[nodiscard]] std::string_view name(LayerMaker maker);  // "annotator", ...

struct LayerSource {
    LayerMaker maker = LayerMaker::annotator;
    std::string name;  // "atr", "product", "ann"; of the detector empty
    std::string hash;  // SHA-256 of a model's weights, hex; else empty

    friend bool operator==(const LayerSource&, const LayerSource&) = default;
};
// "annotator atr", "detector", "model product 3fa9c21b", "reader ann".
[[nodiscard]] std::string inWords(const LayerSource& source);

// Immutable once shared.
struct Layer {
    LayerKind kind = LayerKind::beats;
    LayerSource source;
    std::optional<std::size_t> lead;  // that it was found on; nullopt: of no lead in particular
    double rate_hz = 0;               // ticks per second of the marks' samples
    bool complete = true;             // false: it is still being made, and what is missing says nothing
    std::vector<Annotation> marks;    // by ascending sample
};
using LayerPtr = std::shared_ptr<const Layer>;
using Layers = std::vector<LayerPtr>;

// The layer that a mark belongs to.
[[nodiscard]] LayerKind layerKindOf(const Annotation& mark);

// An annotator's file as layers, one for each kind that it has, in the order of LayerKind.
[[nodiscard]] Layers layersOf(const AnnotationSet& set);

// The first of its kind and maker; nullptr where there is none.
[[nodiscard]] const Layer* layerOf(const Layers& layers, LayerKind kind, LayerMaker maker);

}  // namespace triptych
