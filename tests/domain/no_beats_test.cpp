// Recordings that are no ECG in time, known by what their leads are called and measured in.
#include "core/domain/no_beats.h"

#include <gtest/gtest.h>

#include <utility>

namespace triptych {
namespace {

Recording recordingOf(const std::vector<std::pair<std::string, std::string>>& leads, double duration_s = 10) {
    Recording recording;
    recording.name = "a";
    recording.duration_s = duration_s;
    for (const auto& [name, unit] : leads) {
        Lead lead;
        lead.name = name;
        lead.unit = unit;
        recording.leads.push_back(lead);
    }
    return recording;
}

TEST(NoBeats, PagesSpectraAveragesAndTrends) {
    EXPECT_NE(whyNoBeats(recordingOf({{"mean row of the page", "SD"}})).text().find("picture"), std::string::npos);
    EXPECT_NE(whyNoBeats(recordingOf({{"mean row of the", "SD"}})).text().find("picture"), std::string::npos)
        << "as EDF's sixteen letters have it";
    EXPECT_NE(whyNoBeats(recordingOf({{"PSD V5", "mV"}, {"II", "mV\u00b2/Hz"}})).text().find("spectrum"),
              std::string::npos);
    EXPECT_NE(whyNoBeats(recordingOf({{"Median beat II", "mV"}, {"median V5", "mV"}}, 1.2)).text().find("average"),
              std::string::npos);
    Recording named = recordingOf({{"I", "mV"}, {"II", "mV"}}, 1.2);
    named.name = "00001_medians";
    EXPECT_NE(whyNoBeats(named).text().find("average"), std::string::npos);
    EXPECT_NE(whyNoBeats(recordingOf({{"HR", "bpm"}, {"SpO2", "%"}, {"Temp", "\u00b0C"}})).text().find("rates"),
              std::string::npos);
}

TEST(NoBeats, AnEcgInTimeHasBeatsWhateverLiesBesideIt) {
    for (const auto& leads :
         std::vector<std::vector<std::pair<std::string, std::string>>>{{{"II", "mV"}},
                                                                       {{"II", "mV"}, {"HR", "bpm"}},
                                                                       {{"ECG", "%"}},
                                                                       {{"ABP", "mmHg"}},
                                                                       {{"channel 1", "unstated"}},
                                                                       {{"PPG", "nu"}},
                                                                       {{"EEG average reference", "mV"}},
                                                                       {}}) {
        EXPECT_EQ(whyNoBeats(recordingOf(leads)), "") << (leads.empty() ? "" : leads.front().first);
    }
    Recording named = recordingOf({{"II", "mV"}}, 600);
    named.name = "median nerve";
    EXPECT_EQ(whyNoBeats(named), "") << "ten minutes are no beat";
}

}  // namespace
}  // namespace triptych
