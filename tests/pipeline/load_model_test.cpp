// What a model will ask of a recording is found before the model is there, and read no second time.
#include "core/pipeline/load_model.h"

#include "core/inference/card.h"
#include "core/inference/lead_inputs.h"
#include "core/pipeline/find_beats.h"
#include "core/synth/synthesize.h"
#include "tests/support/counting_source.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <atomic>

namespace triptych::pipeline {
namespace {

struct ReadAhead : testing::Test {
    std::atomic<std::int64_t> read = 0;
    RecordingPtr recording = [this] {
        synth::SynthRequest request;
        request.duration_s = 60;
        auto made = std::make_shared<Recording>(*synth::synthesize(request)->recording);
        made->source = std::make_shared<test::CountingSource>(made->source, read);
        return made;
    }();
    BeatList beats = *findBeats(*recording, 0, BeatChoice::detected);
    inference::RecordingAnalysis analysis{recording};
    std::string model = (std::filesystem::path(TRIPTYCH_SOURCE_DIR) / "models" / "product").string();
};

TEST_F(ReadAhead, LeavesTheModelNothingToRead) {
    const auto silences = readAhead(model, analysis, beats, {});
    ASSERT_TRUE(silences);
    EXPECT_EQ(silences->of_beats.size(), beats.beats.size());
    const std::int64_t ahead = read;
    EXPECT_GT(ahead, 0);
    const auto card = inference::readCardFile(model);
    ASSERT_TRUE(card) << sentence(card.error());
    const auto leads = inference::inputsOfLeads(*card, analysis, beats, {});
    ASSERT_TRUE(leads) << sentence(leads.error());
    EXPECT_EQ(leads->size(), recording->leads.size() > 1 ? 2U : 1U);
    EXPECT_TRUE(analysis.lead(0).quality({}));
    EXPECT_EQ(read, ahead);
}

TEST_F(ReadAhead, OfAModelThatIsNotThereOrOfNoBeatsReadsNothing) {
    const std::int64_t before = read;
    EXPECT_FALSE(readAhead("/nowhere/no-model", analysis, beats, {}));
    beats.beats.clear();
    EXPECT_FALSE(readAhead(model, analysis, beats, {}));
    EXPECT_EQ(read, before);
}

}  // namespace
}  // namespace triptych::pipeline
