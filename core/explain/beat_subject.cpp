#include "core/explain/beat_subject.h"

#include "core/explain/axes.h"
#include "core/inference/module/explanation_aids.h"
#include "core/inference/module/shuffled.h"
#include "core/text/said.h"

#include <torch/types.h>
#include <torch/utils.h>

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

torch::Tensor silenceOf(const std::string& input, const torch::Tensor& value) {
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

std::optional<std::int64_t> classCalled(const ModelInfo& info, std::string_view letter) {
    const auto found = std::ranges::find(info.classLetters(), letter);
    if (found == info.classLetters().end()) return std::nullopt;
    return found - info.classLetters().begin();
}

// [1 × …] the mean training beat of a class in an input, where the model has one of that shape.
torch::Tensor meanOf(const inference::Bundle& bundle, const std::string& input, std::int64_t of_class,
                     const torch::Tensor& like) {
    if (!bundle.aids) return {};
    const auto found = bundle.aids->class_means.find(input);
    if (found == bundle.aids->class_means.end() || of_class >= found->second.size(0)) return {};
    auto mean = found->second.narrow(0, of_class, 1);
    return mean.sizes() == like.sizes() ? mean : torch::Tensor();
}

}  // namespace

Result<std::unique_ptr<BeatSubject>> BeatSubject::of(const inference::Bundle& bundle,
                                                     const inference::BeatInputs& inputs, std::size_t beat,
                                                     const Target& target, const std::string& baseline) {
    auto out = std::unique_ptr<BeatSubject>(new BeatSubject(bundle, inputs, beat, target));
    if (auto held = out->holdAgainst(baseline); !held) return std::unexpected(held.error());
    return out;
}

BeatSubject::BeatSubject(const inference::Bundle& bundle, const inference::BeatInputs& inputs, std::size_t beat,
                         const Target& target)
    : Subject(target),
      bundle_(&bundle),
      x_(inference::gather(bundle, inputs, beat, 1)),
      profile_(inputs.profile()),
      typical_tf_(inputs.typicalTf().begin(), inputs.typicalTf().end()) {
    for (const Part& part : kParts) {
        const torch::Tensor& value = x_.*part.tensor;
        if (!value.defined()) continue;
        inputs_.push_back({part.input, axesOf(part.input, inputs, beat), value, silenceOf(part.input, value)});
    }
    const auto shape = inference::shapeOf(profile_);
    trace_ =
        torch::empty({static_cast<std::int64_t>(shape.time_channels), static_cast<std::int64_t>(shape.time_samples)});
    inputs.time(beat, {trace_.data_ptr<float>(), shape.timeSize()});
    trace_axis_ = timeAxes(inputs, beat, false).front();
    // The parity profile's window begins at the mark, the product's lies around it.
    const std::size_t mark = profile_ == inference::Profile::product ? shape.time_samples / 2 : 0;
    mark_s_ = trace_axis_.values[mark];
    const auto n = classCalled(bundle.card.info, "N");
    const auto mean = n ? meanOf(bundle, "time", *n, trace_.unsqueeze(0)) : torch::Tensor();
    mean_trace_ = mean.defined() ? mean[0] : torch::zeros_like(trace_);
}

Result<void> BeatSubject::holdAgainst(const std::string& baseline) {
    if (baseline == "silence") return {};
    const ModelInfo& info = bundle_->card.info;
    const auto n = classCalled(info, "N");
    auto rival = n;
    if (baseline != "mean_n") {
        const auto own = static_cast<std::int64_t>(target().of_class);
        if (target().against)
            rival = static_cast<std::int64_t>(*target().against);
        else if (n && *n == own)
            rival = classCalled(info, "V");
    }
    std::vector<torch::Tensor> means;
    for (const SubjectInput& input : inputs_) {
        means.push_back(rival ? meanOf(*bundle_, input.name, *rival, input.value) : torch::Tensor());
        if (means.back().defined()) continue;
        if (baseline.empty()) return {};
        return fail(ErrorCode::unsupported,
                    text::say("model {1} has no mean training beat to hold this one against", info.name), {},
                    "use the baseline silence");
    }
    for (std::size_t i = 0; i < inputs_.size(); ++i) inputs_[i].baseline = means[i].clone();
    baseline_name_ = baseline.empty() ? "rival" : baseline;
    return {};
}

torch::Tensor BeatSubject::scoresOf(const inference::FusedOutput& output) const {
    return target().branch ? output.logits.select(1, static_cast<std::int64_t>(*target().branch)) : output.scores;
}

torch::Tensor BeatSubject::scores(const std::vector<torch::Tensor>& variants) const {
    BatchInputs batch;
    std::size_t next = 0;
    for (const Part& part : kParts) {
        if ((x_.*part.tensor).defined()) batch.*part.tensor = variants[next++];
    }
    if (!target().branch) return inference::fusedForward(*bundle_, batch).scores;
    const inference::Branch& branch = bundle_->branches[*target().branch];
    return branch.network->logits(batch.of(branch.inputs), batch.rr);
}

bool BeatSubject::hasConvolution() const {
    for (std::size_t m = 0; m < bundle_->branches.size(); ++m)
        if (asks(m) && bundle_->branches[m].network->hasTaps()) return true;
    return false;
}

bool BeatSubject::hasAttention() const {
    for (std::size_t m = 0; m < bundle_->branches.size(); ++m)
        if (asks(m) && bundle_->branches[m].network->hasAttention()) return true;
    return false;
}

BeatSubject::Laid BeatSubject::laid(InputKind kind) const {
    Laid out;
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
    out.score = chosen(scoresOf(inference::fusedForward(*bundle_, x_, &taps)));
    std::size_t next = 0;
    for (std::size_t m = 0; m < bundle_->branches.size(); ++m) {
        const inference::Branch& branch = bundle_->branches[m];
        for (std::size_t input = 0; input < branch.inputs.size(); ++input, ++next) {
            // A branch that reads no picture has no map.
            if (next >= taps.size() || !taps[next].defined() || !asks(m)) continue;
            Laid where = laid(branch.inputs[input]);
            out.maps.push_back({taps[next], branch.network->tapCentres(input, 0), branch.network->tapCentres(input, 1),
                                where.rows, where.columns, std::move(where.places)});
        }
    }
    return out;
}

std::vector<AttentionMap> BeatSubject::attention() const {
    const torch::NoGradGuard guard;
    std::vector<AttentionMap> out;
    for (std::size_t m = 0; m < bundle_->branches.size(); ++m) {
        const inference::Branch& branch = bundle_->branches[m];
        if (!asks(m) || !branch.network->hasAttention()) continue;
        for (auto& seen : branch.network->attention(x_.of(branch.inputs), x_.rr)) {
            Laid where = laid(branch.inputs[seen.input]);
            AttentionMap map{{}, std::move(seen.token_centres), where.columns, std::move(where.places)};
            for (const torch::Tensor& layer : seen.layers) map.layers.push_back(layer[0]);
            out.push_back(std::move(map));
        }
    }
    return out;
}

std::vector<std::pair<std::string, double>> BeatSubject::contributions() const {
    const torch::NoGradGuard guard;
    const auto output = inference::fusedForward(*bundle_, x_);
    std::vector<std::pair<std::string, double>> out;
    const bool joint = bundle_->card.fusion == inference::Fusion::joint;
    for (std::size_t m = 0; m < bundle_->branches.size(); ++m) {
        if (!asks(m)) continue;
        const auto row = static_cast<std::int64_t>(m);
        const auto of_branch = joint || target().branch ? output.logits.select(1, row)
                                                        : bundle_->fusion[row] * output.probabilities.select(1, row);
        out.emplace_back(bundle_->branches[m].name, chosen(of_branch)[0].item<double>());
    }
    return out;
}

torch::Tensor BeatSubject::masked(const torch::Tensor& mask, const torch::Tensor& by) const {
    auto out = trace_.clone();
    out[0] = torch::where(mask, by[0], trace_[0]);
    // The second channel is the first less the typical beat: what one loses, the other does.
    if (out.size(0) > 1) out[1] += out[0] - trace_[0];
    return out;
}

std::vector<torch::Tensor> BeatSubject::withTraces(const torch::Tensor& traces) const {
    const auto batch = traces.size(0);
    const auto signal = traces.contiguous();
    const auto shape = inference::shapeOf(profile_);
    std::vector<torch::Tensor> out;
    for (const SubjectInput& input : inputs_) {
        const auto kind = inference::inputKindOf(input.name);
        if (!kind || *kind == InputKind::neighbours) {
            auto sides = input.value.sizes().vec();
            sides[0] = batch;
            out.push_back(input.value.expand(sides));
        } else if (*kind == InputKind::time) {
            out.push_back(signal);
        } else {
            auto sides = input.value.sizes().vec();
            sides[0] = batch;
            auto pictures = torch::empty(sides);
            const auto cells = static_cast<std::size_t>(input.value.numel());
            for (std::int64_t row = 0; row < batch; ++row) {
                inference::pictureOf(
                    profile_, *kind,
                    {signal.data_ptr<float>() + row * static_cast<std::int64_t>(shape.timeSize()), shape.timeSize()},
                    typical_tf_, {pictures.data_ptr<float>() + row * static_cast<std::int64_t>(cells), cells});
            }
            out.push_back(pictures);
        }
    }
    return out;
}

std::unique_ptr<Subject> BeatSubject::forgotten(std::uint64_t seed) const {
    auto bundle = inference::shuffled(*bundle_, seed);
    if (!bundle) return nullptr;
    auto out = std::unique_ptr<BeatSubject>(new BeatSubject(*this));
    out->own_ = std::move(bundle);
    out->bundle_ = out->own_.get();
    return out;
}

std::unique_ptr<Subject> BeatSubject::nearby(std::uint64_t seed, double radius) const {
    auto out = std::unique_ptr<BeatSubject>(new BeatSubject(*this));
    out->move(seed, radius);
    std::size_t next = 0;
    for (const Part& part : kParts)
        if ((x_.*part.tensor).defined()) out->x_.*part.tensor = out->inputs_[next++].value;
    return out;
}

}  // namespace triptych::explain
