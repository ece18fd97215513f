// Copies for training: spoilt as stated, and the same heart all the same; strips that teach what is not V.
#include "core/inference/module/training/spoilt.h"

#include "core/beats/detect.h"
#include "core/inference/module/training/learn_batch.h"
#include "core/inference/module/training/strips.h"
#include "core/synth/synthesize.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <numbers>

namespace triptych::inference::training {
namespace {

struct Original {
    RecordingPtr recording;
    BeatList beats;
};

const Original& heart() {
    static const Original made = [] {
        const auto synthetic = synth::synthesize({.duration_s = 900}).value();
        return Original{synthetic.recording, beats::referenceBeats(*synthetic.recording, 0).value()};
    }();
    return made;
}

std::vector<float> leadOf(const Recording& recording, std::size_t lead = 0) {
    return readLead(recording, lead, 0, recording.leads[lead].samples);
}

double rootMeanSquare(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    return std::sqrt(sum / static_cast<double>(a.size()));
}

// White noise in place of recorded electrodes.
RecordedNoise whiteNoise() {
    Random random(5);
    RecordedNoise out{std::vector<std::vector<float>>(2, std::vector<float>(60'000)), 360};
    for (auto& signal : out.signals)
        for (float& value : signal) value = static_cast<float>(random.normal());
    return out;
}

TEST(Spoilt, DisturbancesAreOfTheStatedSize) {
    const auto clean = leadOf(*heart().recording);
    const auto added = [&](Disturbance by, double amount) {
        Random random(1);
        return rootMeanSquare(clean,
                              leadOf(disturbed(*heart().recording, heart().beats, by, amount, whiteNoise(), random)));
    };
    for (const auto by : {Disturbance::hum_50, Disturbance::hum_60, Disturbance::wander})
        EXPECT_NEAR(added(by, 0.5), 0.5 / std::numbers::sqrt2, 0.005);
    EXPECT_NEAR(added(Disturbance::white, 0.1), 0.1, 0.002);
    EXPECT_EQ(added(Disturbance::none, 1), 0);
    // A QRS of size A for a sine of that height: A²/8 over the noise's power is 12 dB.
    const double size = qrsSize(clean, heart().recording->leads[0].rate_hz, heart().beats);
    EXPECT_NEAR(added(Disturbance::electrodes, 12), size / std::sqrt(8.0) * std::pow(10.0, -12 / 20.0), 0.1 * size / 8);
}

TEST(Spoilt, CopiesDifferAndKeepTheirBeats) {
    Random one(1), another(2), again(1);
    const Recording a = spoilt(*heart().recording, heart().beats, whiteNoise(), one);
    const Recording b = spoilt(*heart().recording, heart().beats, whiteNoise(), another);
    const Recording c = spoilt(*heart().recording, heart().beats, whiteNoise(), again);
    EXPECT_GT(rootMeanSquare(leadOf(a), leadOf(*heart().recording)), 0.005);
    EXPECT_GT(rootMeanSquare(leadOf(a), leadOf(b)), 0.005);
    EXPECT_EQ(rootMeanSquare(leadOf(a), leadOf(c)), 0);
    EXPECT_EQ(a.leads.size(), heart().recording->leads.size());
    EXPECT_EQ(beats::referenceBeats(a, 0)->beats.size(), heart().beats.beats.size());
    for (const float value : leadOf(a)) ASSERT_TRUE(std::isfinite(value));
}

TEST(Spoilt, StripsOfOddNumberAndThoseOfOtherLabelsTeachNothing) {
    const auto folder = triptych::test::scratchFolder("strips");
    std::filesystem::create_directories(folder / "cinc2017");
    std::ofstream(folder / "cinc2017" / "REFERENCE.csv") << "A00002,N\nA00003,N\nA00004,A\r\nA00006,~\nA00008,O\n";
    const auto strips = teachingStrips(folder.string());
    ASSERT_TRUE(strips) << sentence(strips.error());
    ASSERT_EQ(strips->size(), 2U);
    EXPECT_EQ(std::filesystem::path((*strips)[0].header).filename(), "A00002.hea");
    EXPECT_EQ((*strips)[1].letter, '~');
    std::ofstream(folder / "cinc2017" / "REFERENCE.csv") << "what is this\n";
    EXPECT_EQ(teachingStrips(folder.string()).error().code, ErrorCode::malformed);
    EXPECT_EQ(teachingStrips(triptych::test::scratchFolder("none").string()).error().code, ErrorCode::not_found);
}

// A network whose answer is a constant that learns.
class Constant final : public zoo::Network {
public:
    Constant() : logits_(register_parameter("logits", torch::zeros({4}))) {}
    torch::Tensor logits(const std::vector<torch::Tensor>& inputs, const torch::Tensor& /*rr*/,
                         std::vector<torch::Tensor>* /*taps*/) override {
        return logits_.unsqueeze(0).expand({inputs.front().size(0), 4});
    }
    [[nodiscard]] std::vector<double> tapCentres(std::size_t /*input*/, std::size_t /*axis*/) const override {
        return {};
    }
    torch::Tensor logits_;
};

TEST(Spoilt, ABeatOfAStripPushesVAndFDownAndLeavesNAndSAlike) {
    BeatDataset dataset;
    dataset.profile = Profile::product;
    dataset.shape = shapeOf(Profile::product);
    dataset.class_names = {"N", "S", "V", "F"};
    dataset.sources = {{.record = "A00002", .made = true, .not_ventricular = true}};
    dataset.sources.front().typical_tf.assign(dataset.shape.tf_rows * dataset.shape.tf_columns, 0.0F);
    for (std::size_t beat = 0; beat < 4; ++beat) {
        dataset.time.insert(dataset.time.end(), dataset.shape.timeSize(), 0.0F);
        dataset.rr.insert(dataset.rr.end(), dataset.shape.rr, 0.0F);
        dataset.label.push_back(0);
        dataset.source.push_back(0);
        dataset.beat.push_back(static_cast<std::uint32_t>(beat));
        dataset.pre_rr_s.push_back(1);
    }
    Configuration configuration;
    configuration.classes = dataset.class_names;
    const auto network = std::make_shared<Constant>();  // Torch hands out shares of its modules
    const std::vector<InputKind> inputs = {InputKind::time};
    const std::vector<std::size_t> beats = {0, 1, 2, 3};
    const double loss = learnBatch(*network, {configuration, dataset, inputs, torch::ones({4})}, beats, std::nullopt);
    EXPECT_NEAR(loss, std::log(2.0), 1e-6);  // half the share is N's and S's
    const auto gradient = network->logits_.grad();
    EXPECT_NEAR(gradient[0].item<double>(), -0.25, 1e-6);
    EXPECT_NEAR(gradient[1].item<double>(), -0.25, 1e-6);
    EXPECT_NEAR(gradient[2].item<double>(), 0.25, 1e-6);
    EXPECT_NEAR(gradient[3].item<double>(), 0.25, 1e-6);
}

}  // namespace
}  // namespace triptych::inference::training
