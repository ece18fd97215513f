// The whole journey with a model that is installed: beats classified by themselves, explained where the reader rests,
// stopped when asked.
#include "core/inference/explanation_methods.h"
#include "core/pipeline/borderline.h"
#include "tests/ui/window_support.h"
#include "ui/panels/beat_panel.h"
#include "ui/panels/reason_strip.h"

#include <gtest/gtest.h>

#include <numeric>

namespace triptych::ui {
namespace {

#define TRIPTYCH_NEEDS_MODEL()                                       \
    if (inference::listModels().empty() || !inference::loadEngine()) \
    GTEST_SKIP() << "needs an installed model and the inference module beside the test program"

TEST(WindowModel, ClassifiesByItselfAndExplainsTheSelectedBeat) {
    TRIPTYCH_NEEDS_MODEL();
    const auto window = test::shownWindow(true);
    window->openSample();
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy() && window->state().model().explanation(); }, 300'000));
    const auto& said = window->state().model().classification();
    ASSERT_TRUE(said);
    ASSERT_EQ(said->predictions.size(), window->state().beats().all().size());
    for (std::size_t beat = 0; beat < said->predictions.size(); ++beat) {
        const auto row = said->predictions.fused(beat);
        EXPECT_NEAR(std::accumulate(row.begin(), row.end(), 0.0), 1.0, 1e-4);
        const bool has_class = said->predictions.hasClass(beat);
        EXPECT_TRUE(has_class || said->predictions.silenceOf(beat) == Silence::edge) << beat;
        EXPECT_EQ(window->state().beats().all()[beat].predicted_class,
                  has_class ? static_cast<int>(said->predictions.winner(beat)) : -1);
    }
    const Explanation& why = *window->state().model().explanation();
    EXPECT_EQ(why.beat, window->state().beats().selected());
    EXPECT_EQ(why.class_name, said->model.classes[said->predictions.winner(why.beat)]);

    window->action(ActionId::next_beat).trigger();
    EXPECT_FALSE(window->state().model().explanation()) << "an explanation never outlives its beat";
    ASSERT_TRUE(test::waitUntil([&] { return window->state().model().explanation() != nullptr; }, 120'000));
    EXPECT_EQ(window->state().model().explanation()->beat, window->state().beats().selected());

    window->action(ActionId::next_method).trigger();
    ASSERT_TRUE(test::waitUntil(
        [&] {
            return window->state().model().explanation() &&
                   window->state().model().explanation()->method == inference::explanationMethods()[1].id;
        },
        120'000));
}

TEST(WindowModel, DetectedBeatsTakeTheModelsLabelsAndLoseThemWithTheLayer) {
    TRIPTYCH_NEEDS_MODEL();
    const auto window = test::shownWindow(true);
    window->session().prefer({}, pipeline::BeatChoice::detected);
    window->openSample();
    ASSERT_TRUE(
        test::waitUntil([&] { return !window->isBusy() && window->state().model().classification(); }, 300'000));
    for (const LabelledBeat& beat : window->state().beats().all()) {
        EXPECT_EQ(beat.code == 0, beat.silence == Silence::edge) << "at an edge there is too little to tell";
    }
    window->action(ActionId::ai_layer).trigger();
    for (const LabelledBeat& beat : window->state().beats().all()) EXPECT_EQ(beat.code, 0);
    EXPECT_TRUE(window->reasons().reasons().empty()) << "what is said of the model goes with it";
    window->action(ActionId::ai_layer).trigger();
    for (const LabelledBeat& beat : window->state().beats().all()) {
        EXPECT_EQ(beat.code == 0, beat.silence == Silence::edge) << "at an edge there is too little to tell";
    }
}

TEST(WindowModel, StopEndsTheWorkAndKeepsWhatCame) {
    TRIPTYCH_NEEDS_MODEL();
    const auto window = test::shownWindow(true);
    window->open({test::recordOnDisk("long", 7200)});
    const auto answered = [&window] {
        const auto& said = window->state().model().classification();
        std::size_t count = 0;
        for (std::size_t beat = 0; said && beat < said->predictions.size(); ++beat) {
            count += pipeline::isAnswered(said->predictions, beat) ? 1 : 0;
        }
        return count;
    };
    ASSERT_TRUE(test::waitUntil([&] { return window->session().isClassifying() && answered() > 0; }, 300'000));
    const std::size_t before = answered();
    window->action(ActionId::stop).trigger();
    EXPECT_FALSE(window->session().isClassifying());
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy(); }, 60'000));
    const std::size_t kept = answered();
    ASSERT_GE(kept, before) << "what was on screen is still there";
    ASSERT_LT(kept, window->state().beats().all().size()) << "two hours were classified before they could be stopped";
    const Predictions& said = window->state().model().classification()->predictions;
    for (std::size_t beat = 0; beat < said.size(); ++beat) {
        const LabelledBeat& shown = window->state().beats().all()[beat];
        if (!pipeline::isAnswered(said, beat)) {
            EXPECT_LT(shown.predicted_class, 0) << "no answer came for beat " << beat;
            continue;
        }
        EXPECT_EQ(shown.predicted_class, static_cast<int>(said.winner(beat)));
        const auto row = said.fused(beat);
        EXPECT_NEAR(std::accumulate(row.begin(), row.end(), 0.0), 1.0, 1e-4);
    }
    bool is_said = false;
    for (const Reason& reason : window->reasons().reasons()) {
        is_said |= reason.sentence.contains(QStringLiteral("was stopped"));
    }
    EXPECT_TRUE(is_said);
    test::waitUntil([] { return false; }, 300);
    EXPECT_EQ(answered(), kept) << "nothing comes after the stop";
}

TEST(WindowModel, UnknownModelIsASentenceAndTheRecordingStaysReadable) {
    TRIPTYCH_NEEDS_MODEL();
    const auto window = test::shownWindow(true);
    window->setModel(QStringLiteral("no-such-model"));
    window->openSample();
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy() && !window->state().beats().all().empty(); }, 60'000));
    bool said = false;
    for (const Reason& reason : window->reasons().reasons()) {
        said |= reason.gravity == Gravity::error && reason.sentence.contains(QStringLiteral("no-such-model"));
    }
    EXPECT_TRUE(said);
}

}  // namespace
}  // namespace triptych::ui
