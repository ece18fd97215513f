// Who stands on which side of the studies on MIT-BIH, and what they say to a folder that is none.
#include "core/inference/module/studies/beat_parts.h"
#include "core/inference/module/studies/study.h"
#include "core/inference/splits.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace triptych::inference::studies {
namespace {

using triptych::test::scratchFolder;

TEST(BeatStudies, NoPatientStandsOnBothSidesUnlessTheConditionSaysSo) {
    TRIPTYCH_NEEDS_DATA(mitdb, "mitdb");
    const auto inter = beatProtocol(Protocol::inter, mitdb.string(), {});
    ASSERT_TRUE(inter) << sentence(inter.error());
    EXPECT_EQ(leakingPatients(*inter), 0U);
    EXPECT_EQ(inter->folds.size(), 5U);
    const auto test = ds2Records();
    for (const training::Source& source : inter->dataset.sources)
        EXPECT_EQ(std::ranges::find(test, source.record), test.end()) << source.record << " is of DS2";
    std::size_t asked = 0;
    for (const auto& beats : inter->asked) asked += beats.size();
    EXPECT_EQ(asked, inter->dataset.size()) << "every beat is asked once";
}

TEST(BeatStudies, SayThatAFolderHasNoRecordings) {
    StudyRequest request;
    request.data_folder = scratchFolder("no-beats").string();
    request.output_folder = scratchFolder("no-beats-out").string();
    request.run_folder = scratchFolder("no-run").string();
    for (const char* name : {"domains", "fusion", "calibration"}) {
        request.name = name;
        const auto failed = makeStudy(request, {}, [](const std::string&) {});
        ASSERT_FALSE(failed) << name;
        EXPECT_EQ(failed.error().code, ErrorCode::not_found) << sentence(failed.error());
    }
}

TEST(BeatStudies, TheScheduleHasASeedMoreOfWhatLateFusionStandsOn) {
    std::set<std::string_view> names;
    for (const StudiedNetwork& network : studiedNetworks()) {
        EXPECT_TRUE(names.insert(network.network).second) << network.network;
        EXPECT_EQ(network.seeds, network.is_branch ? 3U : 2U) << network.network;
    }
    EXPECT_EQ(names.size(), 12U);
    const auto parts = partsOf(*findStudy("fusion"));
    for (const Protocol protocol : {Protocol::inter, Protocol::intra}) {
        for (const std::string_view network : names) {
            EXPECT_NE(std::ranges::find(parts, std::string(name(protocol)) + '-' + std::string(network)), parts.end())
                << network;
        }
    }
    EXPECT_EQ(parts.size(), 24U);
}

}  // namespace
}  // namespace triptych::inference::studies
