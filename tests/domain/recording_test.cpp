#include "core/domain/recording.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych {
namespace {

Recording withLeads(const std::vector<std::string>& names) {
    Recording recording;
    recording.name = "made";
    for (const auto& lead_name : names) {
        Lead lead;
        lead.name = lead_name;
        lead.original_name = lead_name;
        recording.leads.push_back(lead);
    }
    return recording;
}

TEST(FindLead, KnowsBothNamesInAnyCase) {
    auto recording = withLeads({"II", "V1"});
    recording.leads[1].original_name = "Lead V1 (chest)";
    EXPECT_EQ(findLead(recording, "v1").value(), 1U);
    EXPECT_EQ(findLead(recording, "lead v1 (chest)").value(), 1U);
    EXPECT_EQ(findLead(recording, "II").value(), 0U);
}

TEST(FindLead, PrefersTheNormalisedName) {
    auto recording = withLeads({"V1", "II"});
    recording.leads[0].original_name = "II";
    EXPECT_EQ(findLead(recording, "II").value(), 1U);
}

TEST(FindLead, NamesTheLeadsThatThereAre) {
    const auto missing = findLead(withLeads({"II", "V1"}), "V9");
    ASSERT_FALSE(missing.has_value());
    EXPECT_EQ(missing.error().code, ErrorCode::not_found);
    EXPECT_NE(sentence(missing.error()).find("II, V1"), std::string::npos) << sentence(missing.error());
    EXPECT_NE(sentence(missing.error()).find("V9"), std::string::npos);
}

TEST(FindLead, OfNoLeadsIsAnError) {
    EXPECT_FALSE(findLead(withLeads({}), "II").has_value());
}

TEST(ChooseAnalysisLead, TakesMliiWhereverItStands) {
    // Record 114 of MIT-BIH has it as its second signal.
    const auto choice = chooseAnalysisLead(withLeads({"V5", "MLII"}));
    EXPECT_EQ(choice.lead, 1U);
    EXPECT_EQ(choice.stated, "");
}

TEST(ChooseAnalysisLead, TakesIiOfTwelve) {
    const auto choice = chooseAnalysisLead(withLeads({"I", "II", "III", "aVR", "aVL", "aVF", "V1"}));
    EXPECT_EQ(choice.lead, 1U);
    EXPECT_EQ(choice.stated, "");
}

TEST(ChooseAnalysisLead, PrefersMliiToIi) {
    EXPECT_EQ(chooseAnalysisLead(withLeads({"II", "MLII"})).lead, 1U);
}

TEST(ChooseAnalysisLead, SaysWhenItHadToChoose) {
    // Record 102 of MIT-BIH: V5 and V2.
    const auto choice = chooseAnalysisLead(withLeads({"V5", "V2"}));
    EXPECT_EQ(choice.lead, 0U);
    EXPECT_NE(choice.stated.find("V5"), std::string::npos) << choice.stated;
}

TEST(ChooseAnalysisLead, PassesOverWhatIsNoEcg) {
    auto recording = withLeads({"ABP", "Resp", "V1"});
    for (auto& lead : recording.leads) lead.unit = "mmHg";
    EXPECT_EQ(chooseAnalysisLead(recording).lead, 2U);
}

TEST(ChooseAnalysisLead, TakesMillivoltsWhenNoNameIsKnown) {
    auto recording = withLeads({"ABP", "signal 2"});
    recording.leads[0].unit = "mmHg";
    EXPECT_EQ(chooseAnalysisLead(recording).lead, 1U);
}

TEST(ChooseAnalysisLead, OfUnknownSignalsTakesTheFirstAndSaysSo) {
    auto recording = withLeads({"A", "B"});
    for (auto& lead : recording.leads) lead.unit = "NU";
    const auto choice = chooseAnalysisLead(recording);
    EXPECT_EQ(choice.lead, 0U);
    EXPECT_NE(choice.stated, "");
}

// Sample i is i; nothing before 0 and from 10 on.
class Counting final : public SampleSource {
public:
    void readPhysical(std::size_t, std::int64_t first, std::span<float> out) const override {
        for (auto& value : out) {
            value = first >= 0 && first < 10 ? static_cast<float>(first) : std::numeric_limits<float>::quiet_NaN();
            ++first;
        }
    }
    void readStored(std::size_t, std::int64_t, std::span<std::int32_t> out) const override {
        std::ranges::fill(out, kMissingSample);
    }
};

TEST(ReadLead, AsksTheSourceForTheStretch) {
    auto recording = withLeads({"II"});
    recording.source = std::make_shared<Counting>();
    const auto values = readLead(recording, 0, 8, 4);
    ASSERT_EQ(values.size(), 4U);
    EXPECT_EQ(values[0], 8);
    EXPECT_EQ(values[1], 9);
    EXPECT_TRUE(std::isnan(values[2]));
    EXPECT_TRUE(readLead(recording, 0, 0, -3).empty());
}

}  // namespace
}  // namespace triptych
