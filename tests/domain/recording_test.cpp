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
    EXPECT_NE(choice.stated.text().find("V5"), std::string::npos) << choice.stated;
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

TEST(FindLead, KnowsNumbersFromOneWhereNoLeadIsCalledSo) {
    const auto recording = withLeads({"ECG", "ECG (2)", "1"});
    EXPECT_EQ(findLead(recording, "2").value(), 1U);
    EXPECT_EQ(findLead(recording, "3").value(), 2U);
    EXPECT_EQ(findLead(recording, "1").value(), 2U) << "a name wins over a number";
    for (const char* none : {"0", "4", "-1", "1.0", "99999999999999999999", ""})
        EXPECT_FALSE(findLead(recording, none)) << none;
}

void setLengths(Recording& recording, std::initializer_list<double> seconds) {
    std::size_t lead = 0;
    for (const double length_s : seconds) {
        recording.leads[lead].rate_hz = 500;
        recording.leads[lead++].samples = static_cast<std::int64_t>(length_s * 500);
    }
}

TEST(ChooseAnalysisLead, OfOneNameTakesTheLongestAndSaysSo) {
    auto page = withLeads({"I", "II", "V1", "II (2)"});
    setLengths(page, {2.5, 2.5, 2.5, 10});
    const auto choice = chooseAnalysisLead(page);
    EXPECT_EQ(choice.lead, 3U);
    EXPECT_NE(choice.stated.text().find("the longest"), std::string::npos) << choice.stated;
    setLengths(page, {10, 10, 10, 10.004});
    EXPECT_EQ(chooseAnalysisLead(page).lead, 1U) << "as long";
    EXPECT_EQ(chooseAnalysisLead(page).stated, "");
    EXPECT_EQ(leadsAsGood(page, 1), (std::vector<std::size_t>{1, 3}));
    EXPECT_EQ(leadsAsGood(page, 2), (std::vector<std::size_t>{2}));
    auto holter = withLeads({"ECG", "ECG (2)"});
    setLengths(holter, {5, 20});
    EXPECT_EQ(chooseAnalysisLead(holter).lead, 1U);
}

TEST(ChooseAnalysisLead, FindsTheEcgAmongOtherChannelsByItsName) {
    for (const char* name : {"ECG V2-R1", "ECG1-ECG2", "EEG EKG1-REF", "POL EKG", "ECG L", "ECG-LA", "EKG+", "ECG_CH1",
                             "EKG", "ECG II", "CH1 ECG", "ECG_LA-RA_24BIT_CAL", "ECGL", "EKG2", "Elektrokardiogramm",
                             "ECG (mV)", "LA-RA", "Lead 1", "Holter V5"}) {
        const auto choice = chooseAnalysisLead(withLeads({"Flow", "C4-A1", "Thor", "EMG", name}));
        EXPECT_EQ(choice.lead, 4U) << name;
        EXPECT_TRUE(choice.by_name) << name;
        EXPECT_NE(choice.stated.text().find(name), std::string::npos) << choice.stated;
    }
    EXPECT_FALSE(chooseAnalysisLead(withLeads({"channel 1", "channel 2"})).by_name);
    EXPECT_EQ(chooseAnalysisLead(withLeads({"ECG HR", "ECG quality", "channel 3"})).lead, 2U)
        << "what is computed from an ECG is none";
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
