#include "core/beats/qrs_network.h"

#include "core/beats/qrs_learning.h"
#include "tests/beats/made_ecg.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace triptych::beats {
namespace {

LeadFeatures someFeatures(std::uint32_t seed) {
    std::mt19937 random(seed);
    LeadFeatures out;
    for (float& value : out) value = static_cast<float>(random()) / 2147483648.0F - 1;
    return out;
}

TEST(QrsNetwork, LeadsCountAlikeWhateverTheirOrderAndThoseThatShowNothingDoNot) {
    const LeadFeatures a = someFeatures(1), b = someFeatures(2), c = someFeatures(3);
    const auto two = logitsOf(qrsNetwork(), {2, {a, b, b, a}, {1, 1, 1, 1}});
    ASSERT_EQ(two.size(), 2U);
    EXPECT_NEAR(two[0], two[1], 1e-5);
    const auto hidden = logitsOf(qrsNetwork(), {3, {a, b, c}, {1, 1, 0}});
    EXPECT_NEAR(hidden[0], two[0], 1e-5);
    const auto twice = logitsOf(qrsNetwork(), {2, {a, a}, {1, 1}}), once = logitsOf(qrsNetwork(), {1, {a}, {1}});
    EXPECT_NEAR(twice[0], once[0], 1e-5);
    EXPECT_EQ(logitsOf(qrsNetwork(), {2, {a, b}, {0, 0}}), std::vector<float>{kNothingShown});
    EXPECT_TRUE(logitsOf(qrsNetwork(), {}).empty());
}

TEST(QrsNetwork, IsWrittenDownAsItIsRead) {
    const auto source = sourceOf(qrsNetwork());
    ASSERT_TRUE(source);
    std::string digits;
    bool quoted = false;
    for (const char character : source->substr(source->find("kNumbers ="))) {
        if (character == '"')
            quoted = !quoted;
        else if (quoted)
            digits += character;
    }
    EXPECT_EQ(digits, qrsNetworkNumbers());
    QrsNetwork large = qrsNetwork();
    large.last[0] = 9;
    EXPECT_EQ(sourceOf(large).error().code, ErrorCode::out_of_range);
}

TEST(QrsLearning, FindsWhatTellsBeatsFromOthersInEitherLead) {
    QrsExamples examples;
    std::mt19937 random(4);
    for (std::uint32_t i = 0; i < 6000; ++i) {
        LeadFeatures first = someFeatures(2 * i + 1), second = someFeatures(2 * i + 2);
        const bool is_beat = random() % 3 == 0;
        first[7] = second[7] = is_beat ? 0.7F : -0.2F;
        examples.candidates.features.push_back(first);
        examples.candidates.features.push_back(second);
        examples.candidates.shows.push_back(1);
        examples.candidates.shows.push_back(i % 4 == 0 ? 0 : 1);
        examples.is_beat.push_back(is_beat ? 1.0F : 0.0F);
        examples.weight.push_back(1);
    }
    const auto network = learnQrs(examples, {8, 3e-3, 1}, {});
    ASSERT_TRUE(network);
    const auto logits = logitsOf(*network, examples.candidates);
    std::size_t right = 0;
    for (std::size_t i = 0; i < logits.size(); ++i) right += (logits[i] > 0) == (examples.is_beat[i] > 0) ? 1 : 0;
    EXPECT_GT(right, 5600U);
    const auto again = learnQrs(examples, {8, 3e-3, 1}, {});
    ASSERT_TRUE(again);
    EXPECT_EQ(sourceOf(*network).value_or(""), sourceOf(*again).value_or("-"));
    EXPECT_EQ(learnQrs({}, {}, {}).error().code, ErrorCode::wrong_use);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(learnQrs(examples, {}, Job{stop.get_token(), {}}).error().code, ErrorCode::cancelled);
}

TEST(QrsLearning, TakesMarkedBeatsForBeatsAndNothingFromFlutter) {
    test::MadeEcgPlan plan;
    plan.duration_s = 60;
    const auto made = test::madeEcg(plan);
    AnnotationSet marks;
    marks.rate_hz = plan.rate_hz;
    std::size_t within = 0;
    for (const std::int64_t r : made.r_peaks) {
        Annotation mark;
        mark.sample = r;
        marks.annotations.push_back(mark);
        if (r > 30 * 360 && r < 40 * 360) ++within;
    }
    QrsExamples examples;
    const std::vector<std::vector<float>> leads = {made.signal};
    addExamples(leads, plan.rate_hz, marks, 2, examples);
    const auto beats = [&] {
        float sum = 0;
        for (std::size_t i = 0; i < examples.is_beat.size(); ++i) sum += examples.is_beat[i] * examples.weight[i];
        return static_cast<std::size_t>(sum / 2);
    };
    EXPECT_EQ(beats(), made.r_peaks.size());

    for (const auto& [time_s, code] : {std::pair{30, kFlutterOn}, {40, kFlutterOff}}) {
        Annotation mark;
        mark.sample = time_s * 360;
        mark.code = code;
        marks.annotations.push_back(mark);
    }
    std::stable_sort(marks.annotations.begin(), marks.annotations.end(),
                     [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
    examples = {};
    addExamples(leads, plan.rate_hz, marks, 2, examples);
    EXPECT_NEAR(static_cast<double>(beats()), static_cast<double>(made.r_peaks.size() - within), 1);
}

}  // namespace
}  // namespace triptych::beats
