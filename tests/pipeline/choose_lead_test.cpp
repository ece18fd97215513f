// Which lead is read for beats and which leads are an ECG, in recordings as sleep laboratories, wearables and
// electrocardiographs make them.
#include "core/pipeline/choose_lead.h"
#include "core/pipeline/find_beats.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace triptych::pipeline {
namespace {

constexpr double kRate_hz = 250;
constexpr double kDuration_s = 30;

using Signal = std::function<double(double time_s)>;

// A heart beat every 0.8 s from 0.36 s on.
double heart(double time_s) {
    const double at = std::fmod(time_s + 0.44, 0.8);
    const auto wave = [at](double where, double width, double size) {
        return size * std::exp(-0.5 * std::pow((at - where) / width, 2));
    };
    return wave(0, 0.012, 1.1) + wave(0.8, 0.012, 1.1) + wave(0.25, 0.04, 0.25) + wave(0.64, 0.025, 0.12);
}
double breath(double time_s) {
    return 200 * std::sin(1.9 * time_s);
}
double brain(double time_s) {
    return 0.03 * (std::sin(61 * time_s) + std::sin(37 * time_s + std::sin(3 * time_s)) + std::sin(17 * time_s));
}

class Formulas final : public SampleSource {
public:
    explicit Formulas(std::vector<Signal> leads) : leads_(std::move(leads)) {}
    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override {
        for (float& value : out) {
            const bool there = first >= 0 && first < static_cast<std::int64_t>(kDuration_s * kRate_hz);
            value = there ? static_cast<float>(leads_[lead](static_cast<double>(first) / kRate_hz)) : NAN;
            ++first;
        }
    }
    void readStored(std::size_t, std::int64_t, std::span<std::int32_t>) const override {}

private:
    std::vector<Signal> leads_;
};

struct Channel {
    std::string name;
    Signal signal;
    std::string unit = "mV";
};

Recording recordingOf(const std::vector<Channel>& channels) {
    Recording recording;
    std::vector<Signal> signals;
    for (const Channel& channel : channels) {
        Lead lead;
        lead.name = lead.original_name = channel.name;
        lead.unit = channel.unit;
        lead.rate_hz = kRate_hz;
        lead.samples = static_cast<std::int64_t>(kDuration_s * kRate_hz);
        recording.leads.push_back(lead);
        signals.push_back(channel.signal);
    }
    recording.duration_s = kDuration_s;
    recording.source = std::make_shared<Formulas>(std::move(signals));
    return recording;
}

TEST(FindLeads, TheEcgAmongOtherChannelsByItsName) {
    for (const char* name : {"ECG V2-R1", "EEG EKG1-REF", "POL EKG", "ECG L", "EKG+"}) {
        const auto found =
            findLeads(recordingOf({{"Flow", breath}, {"C4-A1", brain}, {name, heart}, {"SpO2", breath, "%"}}));
        EXPECT_EQ(found.analysed.lead, 2U) << name;
        EXPECT_EQ(found.is_ecg, (std::vector<bool>{false, false, true, false})) << name;
        EXPECT_NE(found.analysed.stated.text().find(name), std::string::npos);
        EXPECT_EQ(found.others_stated, "no ECG by name or unit: Flow, C4-A1, SpO2");
    }
}

TEST(FindLeads, TheEcgByItsComplexesWhereNoNameSaysSo) {
    const auto recording = recordingOf({{"channel 1", breath},
                                        {"channel 2", brain},
                                        {"channel 3", [](double t) { return t; }},
                                        {"channel 4", [](double) { return 0.5; }},
                                        {"channel 5", heart},
                                        {"channel 6", [](double t) { return -0.4 * heart(t) + brain(t); }}});
    const auto found = findLeads(recording);
    EXPECT_EQ(found.analysed.lead, 4U);
    EXPECT_FALSE(found.analysed.by_name);
    EXPECT_NE(found.analysed.stated.text().find("shows QRS complexes"), std::string::npos) << found.analysed.stated;
    EXPECT_EQ(found.is_ecg, (std::vector<bool>{false, false, false, false, true, true}));
    EXPECT_EQ(found.others_stated, "without QRS complexes: channel 1, channel 2; flat: channel 4; counters: channel 3");
    const auto beats = findBeats(recording, found.analysed.lead, BeatChoice::detected);
    ASSERT_TRUE(beats);
    ASSERT_GE(beats->beats.size(), 36U);
    EXPECT_NEAR(static_cast<double>(beats->beats.front().sample) / kRate_hz, 0.36, 0.02);
}

TEST(FindLeads, AnEcgUnderAWrongNameIsFoundWhenNothingElseIsOne) {
    const auto found = findLeads(recordingOf({{"EEG Fp1", brain}, {"EEG X", heart}}));
    EXPECT_EQ(found.analysed.lead, 1U);
    EXPECT_EQ(found.is_ecg, (std::vector<bool>{false, true}));
}

TEST(FindLeads, WithoutAnEcgNothingIsHiddenForWantOfABetter) {
    const auto found = findLeads(recordingOf({{"channel 1", breath}, {"channel 2", brain}}));
    EXPECT_EQ(found.is_ecg, (std::vector<bool>{true, true}));
    EXPECT_EQ(found.others_stated, "");
    EXPECT_EQ(findLeads(recordingOf({{"channel 1", breath}})).is_ecg, std::vector<bool>{true});
    EXPECT_EQ(findLeads(recordingOf({{"II", [](double) { return 0.0; }}})).is_ecg, std::vector<bool>{true})
        << "an electrode that is off is still one";
    EXPECT_TRUE(findLeads(Recording()).is_ecg.empty());
}

TEST(FindLeads, ALeadWithoutASignalIsNotReadForItsName) {
    const Signal noise = [](double t) { return 0.3 * std::sin(9000 * t * t) + 0.2 * std::sin(7000 * t * t * t); };
    const Signal flat = [](double) { return 0.0; };
    const Signal short_lived = [](double t) { return t < 2 ? heart(t) : NAN; };
    struct Case {
        Channel first;
        Channel second;
        const char* because;
    };
    for (const Case& each : {Case{{"ECG1", noise}, {"ECG2", heart}, "lead ECG1 shows no QRS complexes"},
                             Case{{"II", flat}, {"V5", heart}, "lead II is flat"},
                             Case{{"II", short_lived}, {"V1", heart}, "lead II is mostly missing"}}) {
        const auto found = findLeads(recordingOf({each.first, each.second}));
        EXPECT_EQ(found.analysed.lead, 1U) << each.because;
        EXPECT_EQ(found.analysed.because, each.because);
        EXPECT_EQ(found.is_ecg, (std::vector<bool>{true, true}));
    }
    // A small and noisy lead II is still one, and nothing is better than none.
    const auto weak =
        findLeads(recordingOf({{"II", [](double t) { return 0.2 * heart(t) + brain(t); }}, {"V5", heart}}));
    EXPECT_EQ(weak.analysed.lead, 0U);
    const auto both = findLeads(recordingOf({{"II", flat}, {"V5", noise}}));
    EXPECT_EQ(both.analysed.lead, 0U);
}

TEST(FindLeads, OfLeadsOfOneNameTheCleanest) {
    const Signal noisy = [](double t) { return heart(t) + 0.8 * std::sin(9000 * t * t); };
    const auto found = findLeads(recordingOf({{"ECG", noisy}, {"ECG (2)", heart}}));
    EXPECT_EQ(found.analysed.lead, 1U);
    EXPECT_NE(found.analysed.stated.text().find("the cleanest"), std::string::npos) << found.analysed.stated;
    EXPECT_EQ(findLeads(recordingOf({{"ECG", heart}, {"ECG (2)", noisy}})).analysed.lead, 0U);
    EXPECT_EQ(findLeads(recordingOf({{"ECG", heart}, {"ECG (2)", heart}})).analysed.lead, 0U);
}

TEST(FindLeads, StandardLeadsNeedNoReason) {
    const auto found = findLeads(recordingOf({{"I", heart}, {"II", heart}, {"V1", heart}}));
    EXPECT_EQ(found.analysed.lead, 1U);
    EXPECT_EQ(found.analysed.stated, "");
    EXPECT_EQ(found.is_ecg, (std::vector<bool>{true, true, true}));
}

TEST(EcgLeads, NoSignalIsLookedAtWhereNamesSayWhatEveryLeadIs) {
    int looked = 0;
    const Signal counted = [&looked](double t) {
        ++looked;
        return heart(t);
    };
    EXPECT_EQ(ecgLeadsOf(recordingOf({{"II", counted}, {"V1", counted}, {"SpO2", counted, "%"}})).is_ecg,
              (std::vector<bool>{true, true, false}));
    EXPECT_EQ(looked, 0);
    const auto left_open = recordingOf({{"II", heart}, {"channel 2", counted}});
    EXPECT_EQ(ecgLeadsOf(left_open).is_ecg, findLeads(left_open).is_ecg);
    EXPECT_GT(looked, 0);
    EXPECT_TRUE(ecgLeadsOf(Recording()).is_ecg.empty());
}

}  // namespace
}  // namespace triptych::pipeline
