#include "core/inference/recording_analysis.h"

#include "core/beats/detect.h"
#include "core/synth/synthesize.h"
#include "tests/support/counting_source.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <utility>
#include <vector>

namespace triptych::inference {
namespace {

struct RecordingAnalysisTest : testing::Test {
    std::atomic<std::int64_t> read = 0;
    RecordingPtr recording = [this] {
        synth::SynthRequest request;
        request.duration_s = 120;
        auto made = std::make_shared<Recording>(*synth::synthesize(request)->recording);
        made->source = std::make_shared<test::CountingSource>(made->source, read);
        return made;
    }();
    BeatList list = *beats::detectBeats(*recording, 0);
    std::int64_t samples = recording->leads[0].samples;
};

std::vector<float> everything(const BeatInputs& inputs) {
    const InputShape shape = shapeOf(inputs.profile());
    std::vector<float> all, time(shape.timeSize()), tf(shape.tfSize());
    for (std::size_t beat = 0; beat < inputs.size(); ++beat) {
        inputs.time(beat, time);
        inputs.timeFrequency(beat, tf);
        all.insert(all.end(), time.begin(), time.end());
        all.insert(all.end(), tf.begin(), tf.end());
        all.insert(all.end(), inputs.rr(beat).begin(), inputs.rr(beat).end());
    }
    return all;
}

TEST_F(RecordingAnalysisTest, PreparesTheInputsOfALeadOnceForAllThatAsk) {
    const RecordingAnalysis analysis(recording);
    read = 0;
    std::vector<std::shared_ptr<const BeatInputs>> given(4);
    {
        std::vector<std::jthread> askers;
        for (auto& one : given) {
            askers.emplace_back([&] { one = *analysis.inputs(list, 0, Profile::product, {}); });
        }
    }
    for (const auto& one : given) EXPECT_EQ(one, given.front());
    EXPECT_EQ(read, samples) << "one reading of the lead, each sample once";
    const auto alone = BeatInputs::prepare(*recording, list, 0, Profile::product, {});
    ASSERT_TRUE(alone);
    EXPECT_EQ(everything(*given.front()), everything(*alone));
}

TEST_F(RecordingAnalysisTest, KeepsTheInputsOfTwoLeadsAndNoMore) {
    const RecordingAnalysis analysis(recording);
    const auto ask = [&](std::size_t lead, Profile profile) { return *analysis.inputs(list, lead, profile, {}); };
    const std::weak_ptr<const BeatInputs> own = ask(0, Profile::product), companion = ask(1, Profile::product);
    EXPECT_FALSE(own.expired());
    EXPECT_EQ(ask(0, Profile::product), own.lock());
    EXPECT_EQ(ask(1, Profile::product), companion.lock());
    (void)ask(0, Profile::parity);
    EXPECT_TRUE(own.expired()) << "asked for longest ago";
    EXPECT_FALSE(companion.expired());
}

TEST_F(RecordingAnalysisTest, OtherBeatsAreOtherInputs) {
    const RecordingAnalysis analysis(recording);
    const auto all = *analysis.inputs(list, 0, Profile::product, {});
    BeatList fewer = list;
    fewer.beats.pop_back();
    const auto some = *analysis.inputs(fewer, 0, Profile::product, {});
    EXPECT_NE(all, some);
    EXPECT_EQ(some->size(), list.beats.size() - 1);
}

TEST_F(RecordingAnalysisTest, WhatWasStoppedIsPreparedForTheNext) {
    const RecordingAnalysis analysis(recording);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(analysis.inputs(list, 0, Profile::product, {stop.get_token(), {}}).error().code, ErrorCode::cancelled);
    EXPECT_TRUE(analysis.inputs(list, 0, Profile::product, {}));
    EXPECT_EQ(analysis.inputs(list, 7, Profile::product, {}).error().code, ErrorCode::out_of_range);
    EXPECT_EQ(analysis.lead(7).beats().error().code, ErrorCode::out_of_range);
}

TEST_F(RecordingAnalysisTest, GoesWithItsLastHolderAndTheRecordingWithIt) {
    auto analysis = std::make_unique<const RecordingAnalysis>(recording);
    const std::weak_ptr<const SampleSource> source = recording->source;
    const std::weak_ptr<const BeatInputs> inputs = *analysis->inputs(list, 0, Profile::product, {});
    const std::weak_ptr<const BeatList> beats = *analysis->lead(0).beats();
    recording = nullptr;
    EXPECT_FALSE(source.expired() || inputs.expired() || beats.expired());
    analysis.reset();
    EXPECT_TRUE(source.expired() && inputs.expired() && beats.expired());
}

}  // namespace
}  // namespace triptych::inference
