// What a model says of a beat whose inputs are partly masked: the masked cells alone change, and nothing masked changes
// nothing.
#include "core/engine/loaded_model.h"
#include "core/inference/module/fused_forward.h"
#include "tests/inference/tiny_model.h"

#include <algorithm>
#include <cmath>

namespace triptych::inference {
namespace {

using engine::LoadedModel;

struct WhatIf : testing::Test {
    test::SyntheticBeats record = test::syntheticBeats();
    RecordingAnalysis analysis{record.recording};
    static constexpr std::size_t kBeat = 20;

    Mask around(double before_s, double after_s) const {
        const double at_s = static_cast<double>(record.beats.beats[kBeat].sample) / record.beats.rate_hz;
        return {MaskKind::trace, at_s - before_s, at_s + after_s, 0, Mask::kEver, {}, {}};
    }
    Result<WhatIfAnswer> ask(const LoadedModel& model, const std::vector<Mask>& masks, Filler filler = Filler::line,
                             std::uint64_t seed = 1) const {
        return model.whatIf(analysis, record.beats, kBeat, {masks, filler, seed}, {});
    }
};

double distance(const std::vector<float>& a, const std::vector<float>& b) {
    double out = 0;
    for (std::size_t i = 0; i < a.size(); ++i) out += std::abs(static_cast<double>(a[i] - b[i]));
    return out;
}

TEST_F(WhatIf, WithoutAMaskItSaysWhatTheClassificationSays) {
    for (const Profile profile : {Profile::parity, Profile::product}) {
        const LoadedModel model(test::randomBundle(profile), {});
        const auto answer = ask(model, {});
        ASSERT_TRUE(answer) << sentence(answer.error());
        EXPECT_LT(distance(answer->before, answer->after), 1e-6);
        EXPECT_EQ(answer->classes, model.info().classes);
        EXPECT_EQ(answer->masked_cells, 0U);
        const auto classified = model.classify(analysis, record.beats, {}, 0, {});
        ASSERT_TRUE(classified);
        const auto fused = classified->predictions.fused(kBeat);
        for (std::size_t k = 0; k < fused.size(); ++k) EXPECT_NEAR(answer->before[k], fused[k], 1e-5);
        for (std::size_t m = 0; m < answer->branches.size(); ++m) {
            const auto branch = classified->predictions.branch(kBeat, m);
            for (std::size_t k = 0; k < branch.size(); ++k)
                EXPECT_NEAR(answer->branch_before[m * branch.size() + k], branch[k], 1e-5);
        }
    }
}

TEST_F(WhatIf, AMaskedTraceMovesEveryAnswerAndProbabilitiesStayOne) {
    const LoadedModel model(test::randomBundle(Profile::product), {});
    for (const Filler filler : {Filler::line, Filler::typical, Filler::noise}) {
        const auto answer = ask(model, {around(0.1, 0.1)}, filler);
        ASSERT_TRUE(answer) << sentence(answer.error());
        EXPECT_GE(answer->masked_cells, 25U) << "0.2 s at 125 Hz, on each lead";
        EXPECT_GT(distance(answer->before, answer->after), 1e-6);
        double sum = 0;
        for (const float p : answer->after) sum += static_cast<double>(p);
        EXPECT_NEAR(sum, 1, 1e-5);
        EXPECT_EQ(ask(model, {around(0.1, 0.1)}, filler)->after, answer->after) << "the same twice";
    }
    EXPECT_NE(ask(model, {around(0.1, 0.1)}, Filler::noise, 1)->after,
              ask(model, {around(0.1, 0.1)}, Filler::noise, 2)->after);
}

TEST_F(WhatIf, AMaskedFeatureIsThatOfAUsualBeat) {
    const Bundle bundle = test::randomBundle(Profile::product);
    const LoadedModel model(bundle, {});
    Mask mask;
    mask.kind = MaskKind::feature;
    mask.feature = "pre-RR / late RR";
    const auto answer = ask(model, {mask});
    ASSERT_TRUE(answer) << sentence(answer.error());
    const auto inputs = analysis.inputs(record.beats, record.beats.lead, bundle.card.representation(), {});
    ASSERT_TRUE(inputs);
    const auto names = rrFeatureNames();
    const auto column = std::ranges::find(names, mask.feature) - names.begin();
    const torch::NoGradGuard guard;
    auto x = gather(bundle, **inputs, kBeat, 1);
    x.rr[0][column] = 0;
    x.neighbours[0][column][14] = 0;
    const auto expected = answersOf(bundle.card.info, fusedForward(bundle, x).scores);
    if (answer->masked_cells == 1) {  // one lead: by hand it is the same
        for (std::size_t k = 0; k < answer->after.size(); ++k)
            EXPECT_NEAR(answer->after[k], expected[0][static_cast<std::int64_t>(k)].item<float>(), 1e-5);
    }
    mask.feature = "age";
    EXPECT_EQ(ask(model, {mask}).error().code, ErrorCode::wrong_use);
    const LoadedModel parity(test::randomBundle(Profile::parity), {});
    EXPECT_EQ(ask(parity, {mask}).error().code, ErrorCode::wrong_use);
}

TEST_F(WhatIf, ABandOfThePictureMovesTheBranchThatReadsItAlone) {
    const LoadedModel model(test::randomBundle(Profile::product), {});
    const Mask band{MaskKind::picture, -Mask::kEver, Mask::kEver, 0, 20, {}, {}};
    const auto answer = ask(model, {band});
    ASSERT_TRUE(answer) << sentence(answer.error());
    const std::size_t classes = answer->classes.size();
    const auto branch = [&](const std::vector<float>& of, std::size_t m) {
        return std::vector<float>(of.begin() + static_cast<std::ptrdiff_t>(m * classes),
                                  of.begin() + static_cast<std::ptrdiff_t>((m + 1) * classes));
    };
    EXPECT_LT(distance(branch(answer->branch_before, 0), branch(answer->branch_after, 0)), 1e-6) << "time";
    EXPECT_GT(distance(branch(answer->branch_before, 1), branch(answer->branch_after, 1)), 1e-6) << "picture";
    EXPECT_LT(distance(branch(answer->branch_before, 2), branch(answer->branch_after, 2)), 1e-6) << "rhythm";
}

TEST_F(WhatIf, WhatLiesBesideTheBeatIsNotMaskedAndSaid) {
    const LoadedModel model(test::randomBundle(Profile::parity), {});
    const auto answer = ask(model, {around(30, -29)});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->masked_cells, 0U);
    EXPECT_LT(distance(answer->before, answer->after), 1e-6);
    ASSERT_FALSE(answer->remarks.empty());
    EXPECT_NE(answer->remarks.back().text().find("nothing of what the model sees"), std::string::npos);
    EXPECT_EQ(model.whatIf(analysis, record.beats, 9999, {}, {}).error().code, ErrorCode::out_of_range);
    EXPECT_EQ(model.whatIfRecording(analysis, 0, {}, {}).error().code, ErrorCode::unsupported);
}

TEST(Fillers, AreKnownByName) {
    for (const Filler filler : {Filler::line, Filler::typical, Filler::noise})
        EXPECT_EQ(*fillerOf(name(filler)), filler);
    EXPECT_EQ(fillerOf("water").error().code, ErrorCode::wrong_use);
}

}  // namespace
}  // namespace triptych::inference
