// The models that ship: they load through the module as the programs load them, fit their cards, and give sensible
// answers.
#include "core/beats/detect.h"
#include "core/dsp/resample.h"
#include "core/formats/open.h"
#include "core/inference/engine.h"
#include "core/synth/memory_source.h"
#include "core/synth/synthesize.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
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

// The first `seconds` of a recording as a recorder of another rate would have stored them.
Recording atRate(const Recording& from, double rate_hz, double seconds) {
    Recording out = from;
    std::vector<synth::StoredLead> stored;
    for (std::size_t i = 0; i < out.leads.size(); ++i) {
        Lead& lead = out.leads[i];
        const auto taken = static_cast<std::int64_t>(seconds * lead.rate_hz);
        const auto samples = dsp::resample(readLead(from, i, 0, taken), lead.rate_hz, rate_hz);
        synth::StoredLead& values = stored.emplace_back();
        values.gain = 1000;
        for (const float value : samples) values.values.push_back(static_cast<std::int16_t>(std::lround(value * 1000)));
        lead.rate_hz = rate_hz;
        lead.samples = static_cast<std::int64_t>(samples.size());
        lead.gain = 1000;
        lead.baseline = 0;
    }
    out.duration_s = seconds;
    out.source = std::make_shared<synth::MemorySource>(std::move(stored));
    return out;
}

// Ten minutes each of ventricular bigeminy, atrial runs and fibrillation. They trained the model: this tells whether
// its answers depend on the rate, not whether they are right.
TEST(ShippedModels, AnswersDoNotDependOnTheSamplingRate) {
    TRIPTYCH_NEEDS_DATA(mitdb, "mitdb");
    constexpr double kSeconds = 600;
    const auto model = (*loadEngine())->load(folderOf("product"));
    ASSERT_TRUE(model);
    for (const char* name : {"119", "209", "203"}) {
        const auto recording = formats::open((mitdb / (std::string(name) + ".hea")).string(), {});
        ASSERT_TRUE(recording);
        const auto whole = beats::referenceBeats(**recording, chooseAnalysisLead(**recording).lead);
        ASSERT_TRUE(whole);
        BeatList beats = *whole;
        std::erase_if(beats.beats, [&](const Beat& beat) { return beat.sample >= kSeconds * beats.rate_hz; });
        std::vector<std::size_t> answers;
        for (const double rate_hz : {360.0, 128.0, 250.0, 500.0, 1000.0}) {
            const Recording other = atRate(**recording, rate_hz, kSeconds);
            BeatList marks = beats;
            marks.rate_hz = rate_hz;
            for (Beat& beat : marks.beats)
                beat.sample = std::llround(static_cast<double>(beat.sample) / beats.rate_hz * rate_hz);
            const auto said = (*model)->classify(other, marks, {}, 0, {});
            ASSERT_TRUE(said) << sentence(said.error());
            std::size_t same = 0;
            for (std::size_t i = 0; i < marks.beats.size(); ++i) {
                const std::size_t answer = said->predictions.winner(i);
                if (rate_hz == 360) answers.push_back(answer);
                same += answer == answers[i] ? 1 : 0;
            }
            EXPECT_GE(static_cast<double>(same), 0.99 * static_cast<double>(answers.size())) << name << ' ' << rate_hz;
        }
    }
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
                (*model)->explain(*synthetic->recording, *beats, beat, {"integrated_gradients", "V"}, {});
            ASSERT_TRUE(explanation);
            EXPECT_EQ(explanation->converged, explanation->completeness_relative <= 0.01);
        }
    }
}

}  // namespace
}  // namespace triptych::inference
