// One list of beats for all leads, whatever becomes of the lead that it is found on.
#include "core/pipeline/find_waves.h"

#include "core/synth/synthesize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::pipeline {
namespace {

// A recording with a stretch of one lead flattened.
class Flattened final : public SampleSource {
public:
    Flattened(RecordingPtr from, std::size_t lead, double from_s, double to_s)
        : from_(std::move(from)),
          lead_(lead),
          first_(std::llround(from_s * from_->leads[lead].rate_hz)),
          past_(std::llround(to_s * from_->leads[lead].rate_hz)) {}
    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override {
        from_->source->readPhysical(lead, first, out);
        for (std::size_t i = 0; lead == lead_ && i < out.size(); ++i) {
            const std::int64_t at = first + static_cast<std::int64_t>(i);
            if (at >= first_ && at < past_) out[i] = 0;
        }
    }
    void readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const override {
        from_->source->readStored(lead, first, out);
    }

private:
    RecordingPtr from_;
    std::size_t lead_;
    std::int64_t first_, past_;
};

synth::Synthetic made() {
    synth::SynthRequest request;
    request.pvc_fraction = request.apc_fraction = 0;
    auto out = synth::synthesize(request);
    EXPECT_TRUE(out.has_value());
    return std::move(*out);
}

RecordingPtr flattened(const RecordingPtr& from, std::size_t lead, double from_s, double to_s) {
    auto recording = std::make_shared<Recording>(*from);
    recording->source = std::make_shared<Flattened>(from, lead, from_s, to_s);
    recording->annotation_sets.clear();
    return recording;
}

std::size_t beatsWithin(const BeatList& list, double from_s, double to_s) {
    return static_cast<std::size_t>(std::count_if(list.beats.begin(), list.beats.end(), [&](const Beat& beat) {
        const double at_s = static_cast<double>(beat.sample) / list.rate_hz;
        return at_s >= from_s && at_s < to_s;
    }));
}

TEST(FindWaves, WhereTheLeadIsOffTheBeatsOfAnotherAreTaken) {
    const auto truth = made();
    const auto whole = flattened(truth.recording, 0, 0, 0);
    const auto cut = flattened(truth.recording, 0, 20, 45);
    const inference::RecordingAnalysis of_whole(whole);
    const inference::RecordingAnalysis of_cut(cut);
    const auto expected = findBeatsForWaves(of_whole, 0, BeatChoice::detected);
    const auto found = findBeatsForWaves(of_cut, 0, BeatChoice::detected);
    ASSERT_TRUE(expected && found);
    EXPECT_EQ(beatsWithin(**findBeats(of_cut, 0, BeatChoice::detected), 21, 44), beatsWithin(**expected, 21, 44))
        << "the detector reads both";
    EXPECT_EQ(beatsWithin(**found, 21, 44), beatsWithin(**expected, 21, 44));
    EXPECT_TRUE(std::ranges::is_sorted((*found)->beats, {}, &Beat::sample));
    EXPECT_EQ((*found)->lead, 0U);
}

TEST(FindWaves, ALeadThatIsFlatThroughoutStillHasTheOthersBeats) {
    const auto truth = made();
    const auto cut = flattened(truth.recording, 0, 0, 1e6);
    const inference::RecordingAnalysis analysis(cut);
    const auto found = findBeatsForWaves(analysis, 0, BeatChoice::detected);
    ASSERT_TRUE(found);
    EXPECT_GE((*found)->beats.size() + 2, truth.truth.size());
}

TEST(FindWaves, AWholeLeadsBeatsAreThoseOfTheDetector) {
    const auto truth = made();
    const inference::RecordingAnalysis analysis(flattened(truth.recording, 0, 0, 0));
    const auto found = findBeatsForWaves(analysis, 0, BeatChoice::detected);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->get(), findBeats(analysis, 0, BeatChoice::detected)->get());  // not even copied
}

TEST(FindWaves, TheGeneratorsPeaksAreFoundOnBothLeads) {
    const auto truth = made();
    const auto delineator = waves::loadDelineator(std::string(TRIPTYCH_SOURCE_DIR) + "/models/waves");
    ASSERT_TRUE(delineator) << sentence(delineator.error());
    const inference::RecordingAnalysis analysis(truth.recording);
    const auto found = findWaves(analysis, 0, BeatChoice::detected, **delineator, {});
    ASSERT_TRUE(found) << sentence(found.error());
    ASSERT_EQ(found->leads.size(), 2U);
    const LeadWaves& lead = *found->leads[0];
    std::size_t p = 0;
    std::size_t t = 0;
    for (const synth::BeatTruth& beat : truth.truth) {
        const auto has = [&](std::optional<Wave> BeatWaves::*wave, double at_s) {
            return std::any_of(lead.beats.begin(), lead.beats.end(), [&](const BeatWaves& waves) {
                return waves.*wave && (waves.*wave)->certain() && (waves.*wave)->peak &&
                       std::abs((waves.*wave)->peak->sample / lead.rate_hz - at_s) < 0.03;
            });
        };
        p += !std::isnan(beat.p_s) && has(&BeatWaves::p, beat.p_s);
        t += !std::isnan(beat.t_s) && has(&BeatWaves::t, beat.t_s);
    }
    EXPECT_GE(p + 3, truth.truth.size());
    EXPECT_GE(t + 3, truth.truth.size());
}

}  // namespace
}  // namespace triptych::pipeline
