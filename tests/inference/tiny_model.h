// A model with random weights on a synthetic record: what the inference tests work on when no shipped weights are asked
// for.
#pragma once

#include "core/beats/detect.h"
#include "core/domain/beat_class.h"
#include "core/inference/module/bundle.h"
#include "core/inference/module/fused_forward.h"
#include "core/synth/synthesize.h"

#include <gtest/gtest.h>
#include <torch/types.h>
#include <torch/utils.h>

namespace triptych::inference::test {

// A network of the zoo with random weights, frozen, as one more branch of the bundle.
inline void addBranch(Bundle& bundle, const std::string& branch_name, const char* network) {
    const auto* entry = zoo::findNetwork(network);
    Branch branch{
        branch_name, entry->inputs,
        entry->make({shapeOf(bundle.card.profile), static_cast<std::int64_t>(bundle.card.info.classes.size())})};
    branch.network->eval();
    for (auto& parameter : branch.network->parameters()) parameter.set_requires_grad(false);
    bundle.card.branches.push_back({branch.name, entry->name, zoo::parameterCount(*branch.network)});
    bundle.card.info.branches.push_back(branch.name);
    bundle.branches.push_back(branch);
}

// What the card shows, from what the bundle holds.
inline void showAttention(Bundle& bundle) {
    const auto attention = shownAttention(bundle.card.fusion, bundle.fusion).contiguous();
    bundle.card.info.attention.assign(attention.data_ptr<float>(), attention.data_ptr<float>() + attention.numel());
}

inline Bundle randomBundle(Profile profile, std::uint64_t seed = 1) {
    torch::manual_seed(seed);
    Bundle bundle;
    bundle.card.profile = profile;
    ModelInfo& info = bundle.card.info;
    info.name = "random";
    info.title = "random weights";
    info.profile = std::string(name(profile));
    info.classes = profile == Profile::parity ? std::vector<std::string>{"N", "S", "V", "F", "Q"}
                                              : std::vector<std::string>{"N", "S", "V", "F"};
    info.class_mapping = std::string(describe(ClassMapping::literature));
    info.fusion = "late_attention";
    info.trained_on = "nothing";
    bundle.card.omega = profile == Profile::parity ? std::vector<double>{0.5, 0.5} : std::vector<double>{0.4, 0.4, 0.2};
    bundle.card.data = "none";
    bundle.card.split = "none";
    const auto classes = static_cast<std::int64_t>(info.classes.size());
    using Branches = std::vector<std::pair<const char*, const char*>>;
    const Branches parity = {{"time", "v_time_transformer"}, {"time_frequency", "v_stft_cnn"}};
    const Branches product = {
        {"time", "beat_resnet"}, {"time_frequency", "stft_resnet"}, {"rhythm", "rhythm_sequence"}};
    for (const auto& [branch, encoder] : profile == Profile::parity ? parity : product) {
        addBranch(bundle, branch, encoder);
    }
    bundle.fusion = torch::rand({static_cast<std::int64_t>(bundle.branches.size()), classes}) * 3;
    showAttention(bundle);
    return bundle;
}

// One joint network of the zoo on the parity profile; `classes` in place of its five.
inline Bundle randomJointBundle(const char* network, std::uint64_t seed = 1, std::vector<std::string> classes = {}) {
    Bundle bundle = randomBundle(Profile::parity, seed);
    if (!classes.empty()) bundle.card.info.classes = std::move(classes);
    bundle.branches.clear();
    bundle.card.branches.clear();
    bundle.card.info.branches.clear();
    bundle.card.fusion = Fusion::joint;
    bundle.card.info.fusion = std::string(name(Fusion::joint));
    bundle.card.omega = {1};
    addBranch(bundle, "joint", network);
    bundle.fusion = torch::ones({1, static_cast<std::int64_t>(bundle.card.info.classes.size())});
    showAttention(bundle);
    return bundle;
}

struct SyntheticBeats {
    RecordingPtr recording;
    BeatList beats;
};
inline SyntheticBeats syntheticBeats(double duration_s = 60) {
    synth::SynthRequest request;
    request.duration_s = duration_s;
    auto synthetic = synth::synthesize(request);
    EXPECT_TRUE(synthetic);
    auto beats = beats::referenceBeats(*synthetic->recording, 0);
    EXPECT_TRUE(beats);
    return {synthetic->recording, *beats};
}

}  // namespace triptych::inference::test
