// The models that ship: they load through the module as the programs load them, fit their cards, and give sensible
// answers.
#include "core/beats/detect.h"
#include "core/inference/engine.h"
#include "core/synth/synthesize.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace triptych::inference {
namespace {

const char* const kShipped[] = {"parity", "product"};

std::string folderOf(const char* model) {
    return (std::filesystem::path(TRIPTYCH_SOURCE_DIR) / "models" / model).string();
}

TEST(ShippedModels, LoadThroughTheModuleAndAreSmall) {
    const auto engine = loadEngine();
    ASSERT_TRUE(engine) << sentence(engine.error());
    for (const char* name : kShipped) {
        const auto model = (*engine)->load(folderOf(name));
        ASSERT_TRUE(model) << sentence(model.error());
        EXPECT_EQ((*model)->info().name, name);
        EXPECT_EQ((*model)->info().hash.size(), 64U);
        EXPECT_LE(std::filesystem::file_size(std::filesystem::path(folderOf(name)) / "weights.safetensors"),
                  10'000'000U);
        const auto& info = (*model)->info();
        for (std::size_t k = 0; k < info.classes.size(); ++k) {
            float sum = 0;
            for (std::size_t m = 0; m < info.branches.size(); ++m) sum += info.attention[m * info.classes.size() + k];
            EXPECT_NEAR(sum, 1, 1e-4) << name << ' ' << info.classes[k];
        }
    }
}

TEST(ShippedModels, ParityIsMarkedAsLeakingPatientsAndProductIsNot) {
    EXPECT_TRUE(readCard(folderOf("parity"))->leaks_patients);
    EXPECT_FALSE(readCard(folderOf("product"))->leaks_patients);
}

TEST(ShippedModels, ProductFindsThePrematureVentricularBeatsOfASyntheticRecord) {
    synth::SynthRequest request;
    request.duration_s = 300;
    const auto synthetic = synth::synthesize(request);
    ASSERT_TRUE(synthetic);
    const auto beats = beats::referenceBeats(*synthetic->recording, 0);
    const auto engine = loadEngine();
    ASSERT_TRUE(engine);
    const auto model = (*engine)->load(folderOf("product"));
    ASSERT_TRUE(model);
    const auto result = (*model)->classify(*synthetic->recording, *beats, {}, 0, {});
    ASSERT_TRUE(result) << sentence(result.error());
    int ventricular = 0;
    int found = 0;
    int normal = 0;
    int kept = 0;
    for (std::size_t i = 0; i < beats->beats.size(); ++i) {
        const std::string& answer = result->model.classes[result->predictions.winner(i)];
        if (beats->beats[i].code == kPvc) {
            ++ventricular;
            found += answer == "V" ? 1 : 0;
        }
        if (beats->beats[i].code == kNormal) {
            ++normal;
            kept += answer == "N" ? 1 : 0;
        }
    }
    ASSERT_GT(ventricular, 5);
    EXPECT_GE(found, ventricular * 8 / 10);
    EXPECT_GE(kept, normal * 9 / 10);
}

TEST(ShippedModels, ExplanationsOfRealBeatsAreCompleteOrMarked) {
    synth::SynthRequest request;
    request.duration_s = 60;
    const auto synthetic = synth::synthesize(request);
    ASSERT_TRUE(synthetic);
    const auto beats = beats::referenceBeats(*synthetic->recording, 0);
    const auto engine = loadEngine();
    ASSERT_TRUE(engine);
    for (const char* name : kShipped) {
        const auto model = (*engine)->load(folderOf(name));
        ASSERT_TRUE(model);
        for (const std::size_t beat : {5U, 20U, 40U}) {
            const auto explanation =
                (*model)->explain(*synthetic->recording, *beats, beat, "V", Method::integrated_gradients, {});
            ASSERT_TRUE(explanation);
            EXPECT_EQ(explanation->converged, explanation->completeness_relative <= 0.01);
        }
    }
}

}  // namespace
}  // namespace triptych::inference
