#include "core/formats/limb_leads.h"

#include "core/formats/decoded_source.h"
#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::formats {
namespace {

using namespace test;

// Leads of these names with these stored values, 1 µV a step.
Recording made(const std::vector<std::pair<const char*, std::vector<std::int32_t>>>& leads) {
    Recording recording;
    std::vector<DecodedLead> samples;
    for (const auto& [name, values] : leads) {
        Lead lead;
        lead.name = lead.original_name = name;
        lead.rate_hz = 500;
        lead.gain = 1000;
        lead.baseline = 0;
        lead.samples = static_cast<std::int64_t>(values.size());
        recording.leads.push_back(lead);
        samples.push_back({values, {1000, 0, kMissingSample, false}});
    }
    recording.source = std::make_shared<DecodedSource>(std::move(samples));
    return recording;
}

TEST(LimbLeads, FollowFromTheFirstTwoWithoutRounding) {
    Recording recording =
        made({{"V1", {7, 8, 9}}, {"I", {100, -201, kMissingSample}}, {"II", {301, 400, 5}}, {"V2", {1, 2, 3}}});
    AnnotationSet marks{"made", 500, {}};
    for (const int channel : {0, 2, 3}) {
        Annotation mark;
        mark.channel = static_cast<std::uint8_t>(channel);
        marks.annotations.push_back(mark);
    }
    recording.annotation_sets.push_back(marks);
    deriveLimbLeads(recording);
    ASSERT_EQ(recording.leads.size(), 8U);
    std::string names;
    for (const Lead& lead : recording.leads) names += lead.name + (lead.derived ? "* " : " ");
    EXPECT_EQ(names, "V1 I II III* aVR* aVL* aVF* V2 ");
    for (std::size_t k = 0; k < 2; ++k) {
        const auto at = [&](std::size_t lead) { return physical(recording, lead, 0, 3)[k]; };
        EXPECT_FLOAT_EQ(at(3), at(2) - at(1));
        EXPECT_FLOAT_EQ(at(4), -(at(1) + at(2)) / 2);
        EXPECT_FLOAT_EQ(at(5), (at(1) - at(3)) / 2);
        EXPECT_FLOAT_EQ(at(6), (at(2) + at(3)) / 2);
        EXPECT_NEAR(at(4) + at(5) + at(6), 0, 1e-6) << "Goldberger's leads add up to nothing";
    }
    for (std::size_t lead = 3; lead < 7; ++lead) {
        EXPECT_TRUE(std::isnan(physical(recording, lead, 2, 1)[0])) << "missing in I, missing in what follows from it";
        EXPECT_TRUE(std::isnan(physical(recording, lead, -1, 1)[0]));
    }
    EXPECT_EQ(stored(recording, 7, 0, 3), (std::vector<std::int32_t>{1, 2, 3})) << "V2 is still V2";
    const auto& shifted = recording.annotation_sets[0].annotations;
    EXPECT_EQ(shifted[0].channel, 0);
    EXPECT_EQ(shifted[1].channel, 2);
    EXPECT_EQ(shifted[2].channel, 7);
}

TEST(LimbLeads, AreLeftAloneWhereTheyCannotBeOrAre) {
    for (auto recording : {made({{"I", {1}}, {"V1", {2}}}), made({{"I", {1}}, {"II", {2}}, {"aVF", {3}}}),
                           made({{"I", {1, 2}}, {"II", {2}}})}) {
        const std::size_t before = recording.leads.size();
        deriveLimbLeads(recording);
        EXPECT_EQ(recording.leads.size(), before);
    }
    Recording scaled = made({{"I", {1}}, {"II", {2}}});
    scaled.leads[1].gain = 500;
    deriveLimbLeads(scaled);
    EXPECT_EQ(scaled.leads.size(), 2U);
}

}  // namespace
}  // namespace triptych::formats
