// A card's classes are read by their names: models of fewer classes than the five, in another order, or of none that a
// beat has. And what a model is tested on is decided once, for `evaluate` and `compare` alike.
#include "core/inference/module/answers.h"
#include "core/inference/module/evaluate.h"
#include "tests/inference/tiny_model.h"
#include "tests/support/data.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace triptych::inference {
namespace {

namespace fs = std::filesystem;

using Names = std::vector<std::string>;

// A folder with the record "made", whose N, V and A (class S) beats are known, and a model of `classes` beside it.
struct Made {
    fs::path folder = triptych::test::scratchFolder("vocabulary");
    std::int64_t n = 0, s = 0, v = 0;

    Made() {
        synth::SynthRequest request;
        request.duration_s = 120;
        request.pvc_fraction = 0.08;
        request.apc_fraction = 0.15;
        const auto synthetic = synth::synthesize(request);
        EXPECT_TRUE(synthetic);
        EXPECT_TRUE(synth::writeRecord(*synthetic, folder.string(), "made"));
        const auto beats = beats::referenceBeats(*synthetic->recording, 0);
        EXPECT_TRUE(beats);
        for (const Beat& beat : beats->beats) ++(beat.code == kNormal ? n : beat.code == kPvc ? v : s);
        EXPECT_GT(v, 5);
        EXPECT_GT(s, v);
    }

    // What evaluate() and answer() take; `records`: the card names "made" as its test record.
    [[nodiscard]] EvaluateRequest model(const Names& classes, bool leaks = false, bool records = true) const {
        Bundle bundle = test::randomJointBundle("plain_cnn", 1, classes);
        bundle.card.info.leaks_patients = leaks;
        bundle.card.info.training_records = {"made"};
        bundle.card.seed = 3;
        if (records) bundle.card.test_records = {"made"};
        const auto model_folder = triptych::test::scratchFolder("model");
        EXPECT_TRUE(saveBundle(model_folder.string(), bundle));
        EvaluateRequest request;
        request.model_folder = model_folder.string();
        request.data_folder = folder.string();
        request.set = "test";
        return request;
    }
};

std::int64_t beatsOf(const ScoreTable& table, std::string_view class_name) {
    for (const ClassScore& score : table.classes) {
        if (score.class_name == class_name) return score.true_positive + score.false_negative;
    }
    return -1;
}

std::int64_t beatsOf(const Answers& answers, std::string_view class_name) {
    return std::ranges::count_if(answers.truth, [&](std::uint8_t k) { return answers.model.classes[k] == class_name; });
}

std::string sentences(const std::vector<Warning>& warnings) {
    std::string out;
    for (const Warning& warning : warnings) out += sentence(warning) + '\n';
    return out;
}

TEST(Vocabulary, AModelOfNAndVIsNotAskedAboutS) {
    const Made made;
    for (const Names& classes : {Names{"N", "V"}, Names{"V", "N"}, Names{"F", "V", "N"}}) {
        const EvaluateRequest request = made.model(classes);
        const auto evaluated = evaluateModel(request, {}, {});
        ASSERT_TRUE(evaluated) << sentence(evaluated.error());
        for (const ScoreTable* table : {&evaluated->gross.front(), &evaluated->per_record.front()}) {
            EXPECT_EQ(beatsOf(*table, "N"), made.n);
            EXPECT_EQ(beatsOf(*table, "V"), made.v);
            EXPECT_EQ(table->beats, made.n + made.v);
        }
        EXPECT_EQ(evaluated->reliability.beats, made.n + made.v);
        const auto answers = answerModel(request, {});
        ASSERT_TRUE(answers) << sentence(answers.error());
        EXPECT_EQ(beatsOf(*answers, "N"), made.n);
        EXPECT_EQ(beatsOf(*answers, "V"), made.v);
        // Who is left out is counted and named, by both.
        const std::string count = std::to_string(made.s) + " of class S";
        EXPECT_NE(sentences(evaluated->warnings).find(count), std::string::npos) << sentences(evaluated->warnings);
        EXPECT_NE(sentences(answers->warnings).find(count), std::string::npos) << sentences(answers->warnings);
    }
}

TEST(Vocabulary, AModelThatNamesEveryClassLeavesNothingOut) {
    const Made made;
    const EvaluateRequest request = made.model({"N", "S", "V"});
    const auto evaluated = evaluateModel(request, {}, {});
    ASSERT_TRUE(evaluated) << sentence(evaluated.error());
    EXPECT_EQ(beatsOf(evaluated->gross.front(), "S"), made.s);
    EXPECT_EQ(sentences(evaluated->warnings), "");
    EXPECT_EQ(sentences(answerModel(request, {})->warnings), "");
}

TEST(Vocabulary, BeatsThatTheDetectorFoundAreHeldAgainstTheSameNames) {
    const Made made;
    EvaluateRequest request = made.model({"N", "V"});
    request.beats = BeatOrigin::detected;
    const auto evaluated = evaluateModel(request, {}, {});
    ASSERT_TRUE(evaluated) << sentence(evaluated.error());
    EXPECT_EQ(beatsOf(evaluated->gross.front(), "N"), made.n);
    EXPECT_EQ(beatsOf(evaluated->gross.front(), "V"), made.v);
    EXPECT_NE(sentences(evaluated->warnings).find(std::to_string(made.s) + " of class S"), std::string::npos);
}

TEST(Vocabulary, ASplitDealsTheBeatsOfTheModelsClassesAlone) {
    const Made made;
    const EvaluateRequest request = made.model({"V", "N"}, true, false);
    const auto evaluated = evaluateModel(request, {}, {});
    ASSERT_TRUE(evaluated) << sentence(evaluated.error());
    EXPECT_EQ(beatsOf(evaluated->gross.front(), "N"), made.n / 5);
    EXPECT_EQ(beatsOf(evaluated->gross.front(), "V"), made.v / 5);
    EXPECT_NE(sentences(evaluated->warnings).find(std::to_string(made.s) + " of class S"), std::string::npos);
}

TEST(Vocabulary, AModelThatNamesNoBeatOfTheDataIsNotScored) {
    const Made made;
    for (const Names& classes : {Names{"F", "Q"}, Names{"normal", "abnormal"}}) {
        for (const bool split : {false, true}) {
            const EvaluateRequest request = made.model(classes, split, !split);
            const auto evaluated = evaluateModel(request, {}, {});
            ASSERT_FALSE(evaluated);
            EXPECT_EQ(evaluated.error().code, ErrorCode::model_mismatch) << sentence(evaluated.error());
            const auto answers = answerModel(request, {});
            ASSERT_FALSE(answers);
            EXPECT_EQ(sentence(answers.error()), sentence(evaluated.error()));
        }
    }
}

TEST(TestSet, IsTheSameForEvaluateAndCompareWhateverTheCardSays) {
    const Made made;
    for (const bool leaks : {false, true}) {
        for (const bool records : {false, true}) {
            for (const char* set : {"test", "validation"}) {
                EvaluateRequest request = made.model({"N", "S", "V"}, leaks, records);
                request.set = set;
                const auto evaluated = evaluateModel(request, {}, {});
                const auto answers = answerModel(request, {});
                const std::string card = std::string(leaks ? "leaks " : "") + (records ? "records " : "") + set + ": " +
                                         (evaluated ? "" : sentence(evaluated.error())) +
                                         (answers ? "" : sentence(answers.error()));
                // Test records where the card names some; else the split's own part, where it says that it has one.
                const bool split = leaks && !records;
                ASSERT_EQ(evaluated.has_value(), split || (records && set == std::string("test"))) << card;
                ASSERT_EQ(answers.has_value(), evaluated.has_value()) << card;
                if (!evaluated) {
                    EXPECT_EQ(sentence(answers.error()), sentence(evaluated.error()));
                    continue;
                }
                EXPECT_EQ(static_cast<std::int64_t>(answers->truth.size()), evaluated->gross.front().beats) << card;
                EXPECT_EQ(evaluated->per_record.empty(), split) << card;
            }
        }
    }
}

TEST(TestSet, OfASplitIsScoredAtReferenceBeatsAlone) {
    const Made made;
    EvaluateRequest request = made.model({"N", "S", "V"}, true, false);
    request.beats = BeatOrigin::detected;
    const auto refused = evaluateModel(request, {}, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::wrong_use);
}

}  // namespace
}  // namespace triptych::inference
