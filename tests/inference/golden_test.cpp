// V's branches, their STFT input and the late attention against reference forward passes computed with PyTorch.
#include "core/inference/module/safetensors.h"
#include "core/inference/module/zoo/late_fusion.h"
#include "core/inference/module/zoo/network.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>
#include <torch/types.h>
#include <torch/utils.h>

namespace triptych::inference {
namespace {

// Copies "weight.NAME" of the golden file into every parameter and buffer of the encoder; names are the reference's.
void fillFrom(const TensorMap& golden, zoo::Network& encoder) {
    const torch::NoGradGuard guard;
    const auto fill = [&](const std::string& key, torch::Tensor target) {
        if (key.ends_with("num_batches_tracked")) return;
        ASSERT_TRUE(golden.contains("weight." + key)) << key;
        ASSERT_EQ(golden.at("weight." + key).sizes(), target.sizes()) << key;
        target.copy_(golden.at("weight." + key));
    };
    for (const auto& item : encoder.named_parameters()) fill(item.key(), item.value());
    for (const auto& item : encoder.named_buffers()) fill(item.key(), item.value());
}

void expectAgreement(const std::filesystem::path& file, const char* encoder_name) {
    const auto golden = readSafetensors(file.string());
    ASSERT_TRUE(golden) << sentence(golden.error());
    auto encoder = zoo::findNetwork(encoder_name)->make({shapeOf(Profile::parity), 5});
    fillFrom(*golden, *encoder);
    encoder->eval();
    const torch::NoGradGuard guard;
    const auto logits = encoder->logits({golden->at("input")}, {});
    EXPECT_LE((logits - golden->at("logits")).abs().max().item<float>(), 1e-4F);
}

TEST(Golden, TimeBranchAgreesWithTheReferencePass) {
    TRIPTYCH_NEEDS_DATA(folder, "golden");
    expectAgreement(folder / "time_branch.safetensors", "v_time_transformer");
}

TEST(Golden, TimeFrequencyBranchAgreesWithTheReferencePass) {
    TRIPTYCH_NEEDS_DATA(folder, "golden");
    expectAgreement(folder / "time_frequency_branch.safetensors", "v_stft_cnn");
}

TEST(Golden, LateAttentionAgreesWithTheReferencePass) {
    TRIPTYCH_NEEDS_DATA(folder, "golden");
    const auto time = readSafetensors((folder / "time_branch.safetensors").string());
    const auto picture = readSafetensors((folder / "time_frequency_branch.safetensors").string());
    const auto golden = readSafetensors((folder / "late_attention.safetensors").string());
    ASSERT_TRUE(time && picture && golden);
    const auto weights = torch::stack({golden->at("w_time"), golden->at("w_time_frequency")});
    const auto probabilities =
        torch::stack({torch::softmax(time->at("logits"), 1), torch::softmax(picture->at("logits"), 1)}, 1);
    EXPECT_LE((zoo::lateAttention(weights, probabilities) - golden->at("fused")).abs().max().item<float>(), 1e-4F);
    const auto attention = zoo::displayedAttention(weights);
    EXPECT_LE((attention[0] - golden->at("attention_time")).abs().max().item<float>(), 1e-4F);
    EXPECT_LE((attention[1] - golden->at("attention_time_frequency")).abs().max().item<float>(), 1e-4F);
}

}  // namespace
}  // namespace triptych::inference
