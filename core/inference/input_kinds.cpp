#include "core/inference/input_kinds.h"

#include "core/dsp/model_inputs.h"

#include <algorithm>

namespace triptych::inference {
namespace {

std::int64_t side(std::size_t length) {
    return static_cast<std::int64_t>(length);
}

void place(const std::vector<float>& picture, std::span<float> out) {
    // Windows of the parity profile hold no missing samples, so there always is a picture.
    if (picture.empty()) {
        std::fill(out.begin(), out.end(), 0.0F);
    } else {
        std::copy(picture.begin(), picture.end(), out.begin());
    }
}

}  // namespace

std::string_view name(InputKind kind) {
    switch (kind) {
        case InputKind::time:
            return "time";
        case InputKind::time_frequency:
            return "time_frequency";
        case InputKind::scalogram:
            return "scalogram";
        case InputKind::frequency:
            return "frequency";
        case InputKind::early:
            return "early";
        case InputKind::neighbours:
            return "neighbours";
    }
    return "";
}

std::optional<InputKind> inputKindOf(std::string_view kind_name) {
    using enum InputKind;
    for (const InputKind kind : {time, time_frequency, scalogram, frequency, early, neighbours}) {
        if (name(kind) == kind_name) return kind;
    }
    return std::nullopt;
}

std::vector<std::int64_t> dimensions(const InputShape& shape, InputKind kind) {
    const bool spectral = shape.time_channels == 1 && shape.time_samples == dsp::kBeatSamples;
    switch (kind) {
        case InputKind::time:
            return {side(shape.time_channels), side(shape.time_samples)};
        case InputKind::time_frequency:
            return {side(shape.tf_channels), side(shape.tf_rows), side(shape.tf_columns)};
        case InputKind::scalogram:
            if (!spectral) return {};
            return {1, side(dsp::kScalogramRows), side(dsp::kScalogramColumns)};
        case InputKind::frequency:
            if (!spectral) return {};
            return {1, side(dsp::kSpectrumBins)};
        case InputKind::early:
            if (!spectral) return {};
            return {1, side(dsp::kBeatSamples + dsp::kSpectrumBins)};
        case InputKind::neighbours:
            if (shape.neighbours == 0) return {};
            return {side(shape.rr), side(shape.neighbours)};
    }
    return {};
}

std::size_t cellCount(const InputShape& shape, InputKind kind) {
    const auto of = dimensions(shape, kind);
    if (of.empty()) return 0;
    std::size_t cells = 1;
    for (const std::int64_t length : of) cells *= static_cast<std::size_t>(length);
    return cells;
}

void pictureOf(Profile profile, InputKind kind, std::span<const float> time, std::span<const float> typical_tf,
               std::span<float> out) {
    switch (kind) {
        case InputKind::time:
            std::copy(time.begin(), time.end(), out.begin());
            return;
        case InputKind::time_frequency:
            timeFrequencyOf(profile, time.first(shapeOf(profile).time_samples), typical_tf, out);
            return;
        case InputKind::scalogram:
            place(dsp::scalogramOfBeat(time), out);
            return;
        case InputKind::frequency:
            place(dsp::spectrumOfBeat(time), out);
            return;
        case InputKind::early:
            std::copy(time.begin(), time.end(), out.begin());
            place(dsp::spectrumOfBeat(time), out.subspan(time.size()));
            return;
        case InputKind::neighbours:
            return;
    }
}

std::vector<double> spectrumFrequencies_hz() {
    std::vector<double> out;
    for (std::size_t bin = 0; bin < dsp::kSpectrumBins; ++bin)
        out.push_back(static_cast<double>(bin) * modelRate_hz() / static_cast<double>(dsp::kBeatSamples));
    return out;
}

std::vector<double> scalogramFrequencies_hz() {
    return dsp::scalogramRowFrequencies();
}

std::vector<double> scalogramColumnCentres_s() {
    std::vector<double> out;
    constexpr double kWide = static_cast<double>(dsp::kBeatSamples) / static_cast<double>(dsp::kScalogramColumns);
    for (std::size_t column = 0; column < dsp::kScalogramColumns; ++column)
        out.push_back((static_cast<double>(column) + 0.5) * kWide / modelRate_hz() - 0.5 / modelRate_hz());
    return out;
}

}  // namespace triptych::inference
