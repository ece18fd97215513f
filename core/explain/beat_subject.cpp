#include "core/explain/beat_subject.h"

#include "core/explain/axes.h"

#include <torch/torch.h>

#include <algorithm>
#include <span>

namespace triptych::explain {
namespace {

using inference::BatchInputs;
using inference::InputKind;

// One input of the model: what it is called, and where it stands in a batch.
struct Part {
    const char* input;
    torch::Tensor BatchInputs::*tensor;
};
constexpr Part kParts[] = {{"time", &BatchInputs::time},
                           {"time_frequency", &BatchInputs::time_frequency},
                           {"scalogram", &BatchInputs::scalogram},
                           {"frequency", &BatchInputs::frequency},
                           {"rr", &BatchInputs::rr},
                           {"neighbours", &BatchInputs::neighbours}};

torch::Tensor baselineOf(const std::string& input, const torch::Tensor& value) {
    auto baseline = torch::zeros_like(value);
    if (input == "time_frequency") baseline.select(1, 0).fill_(value.select(1, 0).min());
    if (input == "frequency") {
        const std::vector<float> line(inference::shapeOf(inference::Profile::parity).timeSize(), 0.0F);
        inference::pictureOf(inference::Profile::parity, InputKind::frequency, line, {},
                             {baseline.data_ptr<float>(), static_cast<std::size_t>(baseline.numel())});
    }
    return baseline;
}

std::vector<AttributionAxis> axesOf(const std::string& input, const inference::BeatInputs& inputs, std::size_t beat) {
    if (input == "time") return timeAxes(inputs, beat, true);
    if (input == "time_frequency") return timeFrequencyAxes(inputs, beat, true);
    if (input == "scalogram") return scalogramAxes(inputs, beat);
    if (input == "neighbours") return neighbourAxes(inputs, beat);
    return input == "frequency" ? frequencyAxes() : rrAxes();
}

// Axes without the channels: those of the beat itself.
std::vector<AttributionAxis> ofOneChannel(std::vector<AttributionAxis> axes) {
    if (axes.front().name == "channel") axes.erase(axes.begin());
    return axes;
}

}  // namespace

BeatSubject::BeatSubject(const inference::Bundle& bundle, const inference::BeatInputs& inputs, std::size_t beat,
                         std::size_t class_index, std::optional<std::size_t> against)
    : Subject(class_index, against.value_or(kNoClass)),
      bundle_(bundle),
      x_(inference::gather(bundle, inputs, beat, 1)),
      shape_(inference::shapeOf(inputs.profile())) {
    for (const Part& part : kParts) {
        const torch::Tensor& value = x_.*part.tensor;
        if (!value.defined()) continue;
        inputs_.push_back({part.input, axesOf(part.input, inputs, beat), value, baselineOf(part.input, value)});
    }
}

torch::Tensor BeatSubject::scores(const std::vector<torch::Tensor>& variants) const {
    BatchInputs batch;
    std::size_t next = 0;
    for (const Part& part : kParts) {
        if ((x_.*part.tensor).defined()) batch.*part.tensor = variants[next++];
    }
    return inference::fusedForward(bundle_, batch).scores;
}

bool BeatSubject::hasConvolution() const {
    return std::ranges::any_of(bundle_.branches,
                               [](const inference::Branch& branch) { return branch.network->hasTaps(); });
}

ConvolutionMap BeatSubject::mapOf(InputKind kind) const {
    ConvolutionMap out;
    const auto add = [&](std::string_view name) {
        const auto input = std::ranges::find(inputs_, name, &SubjectInput::name);
        if (input == inputs_.end()) return;
        const auto seen = input->value[0][0];
        const auto columns = static_cast<std::size_t>(seen.size(-1));
        out.places.push_back({input->name, ofOneChannel(input->axes), out.columns, columns, seen});
        out.columns += columns;
        if (seen.dim() == 2) out.rows = static_cast<std::size_t>(seen.size(0));
    };
    switch (kind) {
        case InputKind::early:
            add("time");
            add("frequency");
            break;
        case InputKind::neighbours:  // features side by side are no picture: their networks show no map
            break;
        default:
            add(inference::name(kind));
    }
    return out;
}

TappedScore BeatSubject::tapped() const {
    std::vector<torch::Tensor> taps;
    TappedScore out;
    out.score = chosen(inference::fusedForward(bundle_, x_, &taps).scores);
    std::size_t next = 0;
    for (const inference::Branch& branch : bundle_.branches) {
        for (std::size_t input = 0; input < branch.inputs.size(); ++input, ++next) {
            if (next >= taps.size() || !taps[next].defined()) continue;  // a branch that reads no picture has no map
            ConvolutionMap map = mapOf(branch.inputs[input]);
            map.activations = taps[next];
            map.row_centres = branch.network->tapCentres(input, 0);
            map.column_centres = branch.network->tapCentres(input, 1);
            out.maps.push_back(std::move(map));
        }
    }
    return out;
}

}  // namespace triptych::explain
