#include "core/measure/dominant_beats.h"

#include "core/synth/synthesize.h"
#include "tests/measure/made_heart.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace triptych::measure {
namespace {

// The generator's beats as a detector's list: nobody says which is of what class.
BeatList unlabelled(const synth::Synthetic& made) {
    BeatList list;
    list.rate_hz = made.recording->leads[0].rate_hz;
    for (const auto& beat : made.truth) list.beats.push_back({std::llround(beat.r_s * list.rate_hz), kNormal});
    return list;
}

TEST(DominantBeats, AreNeitherVentricularNorEarly) {
    synth::SynthRequest request;
    request.duration_s = 120;
    request.pvc_fraction = 0.2, request.apc_fraction = 0.08;
    const auto made = synth::synthesize(request).value();
    const auto found = dominantBeats(*made.recording, unlabelled(made)).value();
    std::size_t normal = 0, taken = 0;
    for (std::size_t beat = 0; beat < made.truth.size(); ++beat) {
        if (made.truth[beat].symbol == 'N') ++normal;
        if (found.is_dominant[beat] == 0) continue;
        ++taken;
        EXPECT_NE(made.truth[beat].symbol, 'V') << beat;
        EXPECT_NE(made.truth[beat].symbol, 'A') << beat;
    }
    EXPECT_GE(taken, normal * 9 / 10);
    EXPECT_EQ(taken, found.dominant);
    EXPECT_EQ(found.dominant + found.early + found.other_shapes, made.truth.size());
}

TEST(DominantBeats, OfBigeminyAreTheSinusBeats) {
    test::MadeHeart heart;
    heart.duration_s = 20;
    for (double at = 0.4; at < 19; at += 1.6) {
        heart.r_s.push_back(at);
        heart.r_s.push_back(at + 0.5);
    }
    heart.changed = [](std::size_t beat, test::MadeLead lead) {
        if (beat % 2 == 1) lead.q_mv = 0.4, lead.r_mv = -1.5, lead.s_mv = 0.3, lead.p_mv = 0, lead.t_mv = 0.8;
        return lead;
    };
    const auto made = test::made(heart);
    const auto found = dominantBeats(*made.recording, *made.beats).value();
    for (std::size_t beat = 0; beat < heart.r_s.size(); ++beat)
        EXPECT_EQ(found.is_dominant[beat], 1 - beat % 2) << beat;
    EXPECT_EQ(found.early, 0U);
}

TEST(DominantBeats, AnAnnotatorsClassesPartThem) {
    const auto made = test::made({});
    BeatList list = *made.beats;
    list.origin = BeatOrigin::reference;
    list.beats[2].code = kAtrialPremature;
    list.beats[5].code = kPvc;
    const auto found = dominantBeats(*made.recording, list).value();
    EXPECT_EQ(found.is_dominant[2], 0);
    EXPECT_EQ(found.is_dominant[5], 0);
    EXPECT_EQ(found.dominant, list.beats.size() - 2);
}

TEST(DominantBeats, InFibrillationEarlyBeatsStay) {
    test::MadeHeart heart;
    heart.duration_s = 30;
    // Wildly irregular: two in five beats come early.
    const double intervals[] = {0.5, 1.1, 0.62, 0.9, 1.3, 0.55, 0.8, 0.6, 1.2};
    double at = 0.4;
    for (std::size_t beat = 0; at < 29; at += intervals[beat++ % 9]) heart.r_s.push_back(at);
    const auto made = test::made(heart);
    const auto found = dominantBeats(*made.recording, *made.beats).value();
    EXPECT_EQ(found.dominant, heart.r_s.size());
}

TEST(DominantBeats, AreKnownByTheOtherLeadWhereAnElectrodeIsOff) {
    test::MadeHeart heart;
    heart.leads = test::twelveLeads(45, 45, 45);
    heart.duration_s = 20;
    auto made = test::made(heart);
    auto off = std::make_shared<Recording>(*made.recording);
    class OffLead final : public SampleSource {
    public:
        explicit OffLead(std::shared_ptr<const SampleSource> from) : from_(std::move(from)) {}
        void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override {
            from_->readPhysical(lead, first, out);
            for (std::size_t i = 0; lead == 0 && i < out.size(); ++i) {
                if (first + static_cast<std::int64_t>(i) > 4000) out[i] = 0.3F;  // from 8 s on
            }
        }
        void readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const override {
            from_->readStored(lead, first, out);
        }

    private:
        std::shared_ptr<const SampleSource> from_;
    };
    off->source = std::make_shared<OffLead>(made.recording->source);
    EXPECT_EQ(dominantBeats(*off, *made.beats).value().dominant, made.beats->beats.size());
}

TEST(DominantBeats, OfNoLeadOrNoBeatAreNone) {
    const auto made = test::made({});
    BeatList none;
    none.rate_hz = 500;
    EXPECT_EQ(dominantBeats(*made.recording, none).value().dominant, 0U);
    none.lead = 7;
    EXPECT_EQ(dominantBeats(*made.recording, none).error().code, ErrorCode::out_of_range);
}

}  // namespace
}  // namespace triptych::measure
