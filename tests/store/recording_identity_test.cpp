// A recording is known again by what it holds, wherever it lies.
#include "core/store/recording_identity.h"
#include "core/synth/synthesize.h"

#include <gtest/gtest.h>

namespace triptych::store {
namespace {

Recording made(std::uint64_t seed = 5) {
    synth::SynthRequest request;
    request.duration_s = 20;
    request.seed = seed;
    return *synth::synthesize(request)->recording;
}

TEST(RecordingIdentity, IsOfTheContentAndNotOfTheName) {
    Recording recording = made();
    const std::string identity = identityOf(recording);
    EXPECT_EQ(identity.size(), 64U);
    recording.name = "other";
    recording.path = "/elsewhere/other.hea";
    recording.comments = {"corrected"};
    recording.leads[0].gain *= 2;
    EXPECT_EQ(identityOf(recording), identity);
}

TEST(RecordingIdentity, DiffersWhereSamplesNamesRatesLengthsOrFormatDiffer) {
    const std::string identity = identityOf(made());
    EXPECT_NE(identityOf(made(6)), identity);
    Recording recording = made();
    recording.leads[0].original_name += 'x';
    EXPECT_NE(identityOf(recording), identity);
    recording = made();
    recording.leads[0].rate_hz += 1;
    EXPECT_NE(identityOf(recording), identity);
    recording = made();
    recording.leads[0].samples -= 1;
    EXPECT_NE(identityOf(recording), identity);
    recording = made();
    recording.format = "EDF";
    EXPECT_NE(identityOf(recording), identity);
}

TEST(RecordingIdentity, DerivedLeadsDoNotCount) {
    Recording recording = made();
    const std::string identity = identityOf(recording);
    Lead derived = recording.leads[0];
    derived.derived = true;
    recording.leads.push_back(derived);
    EXPECT_EQ(identityOf(recording), identity);
}

TEST(RecordingIdentity, NoSamplesAndNoLeadsAreARecordingToo) {
    Recording empty;
    EXPECT_EQ(identityOf(empty).size(), 64U);
    empty.leads.emplace_back();
    EXPECT_EQ(identityOf(empty).size(), 64U);
}

}  // namespace
}  // namespace triptych::store
