// A model with random weights on a synthetic record: what the inference tests work on when no shipped weights are asked
// for.
#pragma once

#include "core/beats/detect.h"
#include "core/inference/class_mapping.h"
#include "core/inference/module/bundle.h"
#include "core/inference/module/zoo/late_fusion.h"
#include "core/synth/synthesize.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace triptych::inference::test {

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
    info.class_mapping = std::string(kMappingName);
    info.fusion = "late_attention";
    info.trained_on = "nothing";
    bundle.card.omega = profile == Profile::parity ? std::vector<double>{0.5, 0.5} : std::vector<double>{0.4, 0.4, 0.2};
    bundle.card.data = "none";
    bundle.card.split = "none";
    const auto classes = static_cast<std::int64_t>(info.classes.size());
    const std::vector<std::pair<const char*, const char*>> parity = {{"time", "v_time_transformer"},
                                                                     {"time_frequency", "v_stft_cnn"}};
    const std::vector<std::pair<const char*, const char*>> product = {
        {"time", "beat_resnet"}, {"time_frequency", "stft_resnet"}, {"rhythm", "rhythm_net"}};
    for (const auto& [branch_name, encoder] : profile == Profile::parity ? parity : product) {
        const auto* entry = zoo::findEncoder(encoder);
        Branch branch{branch_name, entry->input, entry->make({shapeOf(profile), classes})};
        branch.encoder->eval();
        for (auto& parameter : branch.encoder->parameters()) parameter.set_requires_grad(false);
        bundle.card.branches.push_back({branch.name, entry->name, zoo::parameterCount(*branch.encoder)});
        info.branches.push_back(branch.name);
        bundle.branches.push_back(branch);
    }
    bundle.fusion = torch::rand({static_cast<std::int64_t>(bundle.branches.size()), classes}) * 3;
    const auto attention = zoo::displayedAttention(bundle.fusion).contiguous();
    info.attention.assign(attention.data_ptr<float>(), attention.data_ptr<float>() + attention.numel());
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
