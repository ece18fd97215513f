#include "core/beats/detect.h"
#include "core/beats/named_rhythms.h"

#include <gtest/gtest.h>

namespace triptych::beats {
namespace {

Recording withAnnotations(double annotation_rate_hz, std::vector<Annotation> annotations) {
    Recording recording;
    recording.name = "made";
    recording.leads.resize(2);
    recording.leads[0].name = "II";
    recording.leads[0].rate_hz = 250;
    recording.leads[1].name = "V1";
    recording.leads[1].rate_hz = 1000;
    recording.annotation_sets.push_back({"atr", annotation_rate_hz, std::move(annotations)});
    return recording;
}

TEST(ReferenceBeats, AreTheBeatCodesOfTheFirstAnnotatorWithTheirLabels) {
    const auto beats = referenceBeats(withAnnotations(250, {{10, kRhythm, 0, 0, 0, "(N"},
                                                            {100, kNormal, 0, 0, 0, ""},
                                                            {150, kNoise, 0, 0, 0, ""},
                                                            {300, kPvc, 0, 0, 0, ""},
                                                            {400, kFlutterOn, 0, 0, 0, ""}}),
                                      0);
    ASSERT_TRUE(beats);
    EXPECT_EQ(beats->origin, BeatOrigin::reference);
    EXPECT_EQ(beats->lead_name, "II");
    ASSERT_EQ(beats->beats.size(), 2U);
    EXPECT_EQ(beats->beats[0].sample, 100);
    EXPECT_EQ(beats->beats[1].sample, 300);
    EXPECT_EQ(beats->beats[1].code, kPvc);
}

TEST(ReferenceBeats, AreOnTheClockOfTheLead) {
    const auto recording = withAnnotations(360, {{360, kNormal, 0, 0, 0, ""}, {541, kNormal, 0, 0, 0, ""}});
    const auto slow = referenceBeats(recording, 0);
    const auto fast = referenceBeats(recording, 1);
    ASSERT_TRUE(slow && fast);
    EXPECT_EQ(slow->beats[0].sample, 250);
    EXPECT_EQ(slow->beats[1].sample, 376);   // 375.69
    EXPECT_EQ(fast->beats[1].sample, 1503);  // 1502.8
    EXPECT_EQ(fast->rate_hz, 1000);
}

TEST(ReferenceBeats, SaySoWhereThereAreNone) {
    Recording recording = withAnnotations(360, {});
    const auto out_of_range = referenceBeats(recording, 2);
    ASSERT_FALSE(out_of_range);
    EXPECT_EQ(out_of_range.error().code, ErrorCode::out_of_range);
    recording.annotation_sets.clear();
    const auto missing = referenceBeats(recording, 0);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::not_found);
    EXPECT_NE(sentence(missing.error()).find("made"), std::string::npos);
}

TEST(NamedRhythms, HoldFromTheirMarkToTheNextOnTheClockOfTheBeats) {
    const auto recording = withAnnotations(360, {{0, kNormal, 0, 0, 0, ""},
                                                 {180, kRhythm, 0, 0, 0, "(N"},
                                                 {180, kNormal, 0, 0, 0, ""},
                                                 {300, kNote, 0, 0, 0, "(AFL"},
                                                 {360, kNormal, 0, 0, 0, ""},
                                                 {400, kRhythm, 0, 0, 0, std::string("(AFIB\0", 6)},
                                                 {541, kPvc, 0, 0, 0, ""}});
    const auto beats = referenceBeats(recording, 1);  // 1,000 Hz
    ASSERT_TRUE(beats);
    EXPECT_EQ(namedRhythms(recording, *beats), (std::vector<std::string>{"", "N", "N", "AFIB"}));
    EXPECT_EQ(namedRhythms(Recording{}, *beats), std::vector<std::string>(4));
}

}  // namespace
}  // namespace triptych::beats
