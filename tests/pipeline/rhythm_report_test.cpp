// What is shown of the rhythm follows a label and a reader's word, without the signal being looked at again, and is
// what the command line says.
#include "core/pipeline/rhythm_report.h"
#include "core/inference/recording_analysis.h"
#include "core/pipeline/find_beats.h"
#include "core/synth/synthesize.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::pipeline {
namespace {

using R = rhythm::Rhythm;

struct Made {
    RecordingPtr recording;
    std::shared_ptr<const BeatList> beats;
    RhythmBasisPtr basis;
};

Made madeRecord() {
    synth::SynthRequest request;
    request.duration_s = 900;
    request.seed = 4;
    request.rhythms = {{synth::MadeRhythm::af, 300, 500}};
    const auto made = synth::synthesize(request);
    EXPECT_TRUE(made);
    Made out;
    out.recording = made->recording;
    const inference::RecordingAnalysis analysis(out.recording);
    auto beats = findBeats(analysis, 0, BeatChoice::reference);
    EXPECT_TRUE(beats);
    out.beats = *beats;
    auto basis = rhythmBasis(analysis, out.beats);
    EXPECT_TRUE(basis);
    out.basis = *basis;
    return out;
}

TEST(RhythmReport, SaysWhatEpisodesAndFiguresSayByThemselves) {
    const Made made = madeRecord();
    const auto report = reportRhythm(made.basis, classedBy(made.beats, "atr"));
    ASSERT_TRUE(report);
    const inference::RecordingAnalysis analysis(made.recording);
    const auto found = findRhythm(analysis, classedBy(made.beats, "atr"));
    ASSERT_TRUE(found);
    const auto hrv = findHrv(*found);
    ASSERT_TRUE(hrv);
    EXPECT_EQ((*report)->found.findings.burden, found->findings.burden);
    EXPECT_EQ((*report)->found.events.size(), found->events.size());
    EXPECT_EQ((*report)->hrv.time.sdnn_ms, hrv->time.sdnn_ms);
    EXPECT_EQ((*report)->whole.beats, (*report)->hours[0].beats);
    EXPECT_EQ((*report)->minutes.size(), 15U);
    EXPECT_TRUE(made.basis->evidence.samples.empty()) << "a day's would stay for as long as it is read";
}

TEST(RhythmReport, FollowsALabelOnTheSameGround) {
    const Made made = madeRecord();
    const auto before = reportRhythm(made.basis, classedBy(made.beats, "atr"));
    ASSERT_TRUE(before);
    std::size_t beat = 100;
    while ((*before)->found.beats.sinus[beat - 1] == 0 || (*before)->found.beats.sinus[beat] == 0 ||
           (*before)->found.beats.sinus[beat + 1] == 0) {
        ++beat;
    }
    ClassedBeats classed = classedBy(made.beats, "atr");
    classed.classes[beat] = BeatClass::ventricular;
    classed.sinus[beat] = 0;
    const auto after = reportRhythm(made.basis, classed, {}, before->get());
    const auto anew = reportRhythm(made.basis, classed);
    ASSERT_TRUE(after && anew);
    constexpr auto kV = static_cast<std::size_t>(BeatClass::ventricular);
    EXPECT_EQ((*after)->whole.beats[kV], (*before)->whole.beats[kV] + 1);
    EXPECT_EQ((*after)->hrv.time.intervals, (*before)->hrv.time.intervals - 2);
    EXPECT_EQ((*after)->hrv.time.rmssd_ms, (*anew)->hrv.time.rmssd_ms);
    EXPECT_EQ((*after)->hrv.power.hf_ms2, (*anew)->hrv.power.hf_ms2);
}

TEST(RhythmReport, FollowsAReadersWord) {
    const Made made = madeRecord();
    const auto before = reportRhythm(made.basis, classedBy(made.beats, "atr"));
    ASSERT_TRUE(before);
    ASSERT_EQ((*before)->found.findings.at(400), R::af);
    const rhythm::Span span = (*before)->found.findings.spansOf({R::af}).front();
    const std::vector<rhythm::ReaderWord> words = {{span, R::af, true}, {{600, 700}, R::unreadable, false}};
    const auto after = reportRhythm(made.basis, classedBy(made.beats, "atr"), words, before->get());
    ASSERT_TRUE(after);
    EXPECT_NE((*after)->found.findings.at(400), R::af);
    EXPECT_NEAR((*after)->found.findings.readable_share, 800.0 / 900, 1e-3);
    for (const auto& event : (*after)->found.events) EXPECT_NE(event.name, "first af");
    EXPECT_GT((*after)->hrv.series.left_out_s[static_cast<std::size_t>(rhythm::LeftOut::unreadable)], 95);
    EXPECT_LT((*after)->hrv.series.left_out_s[static_cast<std::size_t>(rhythm::LeftOut::rhythm)],
              (*before)->hrv.series.left_out_s[static_cast<std::size_t>(rhythm::LeftOut::rhythm)]);
}

TEST(RhythmReport, IsNotGivenWhenStopped) {
    const Made made = madeRecord();
    std::stop_source source;
    source.request_stop();
    const Job stopped{source.get_token(), {}};
    const auto report = reportRhythm(made.basis, classedBy(made.beats, "atr"), {}, nullptr, stopped);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace triptych::pipeline
