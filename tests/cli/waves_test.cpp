// The waves that other programs rely on: their shape, their clocks, their files.
#include "core/formats/wfdb/annotations.h"
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace triptych::test {
namespace {

using Json = nlohmann::json;

std::string record() {
    return syntheticRecord().string();
}

Json waves(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "waves");
    arguments.emplace_back("--json");
    const Finished finished = cli(arguments);
    EXPECT_EQ(finished.status, 0) << finished.err;
    return Json::parse(finished.out, nullptr, false);
}

TEST(CliWaves, HaveTheShapeThatProgramsRelyOn) {
    const Json all = waves({record(), "--all-leads"});
    EXPECT_EQ(all.at("rate_hz"), 360.0);
    ASSERT_EQ(all.at("leads").size(), 2U);
    std::size_t with_p = 0;
    for (const char* name : {"MLII", "V5"}) {
        const Json& beats = all.at("leads").at(name);
        EXPECT_EQ(all.at("lead_rates_hz").at(name), 360.0);
        ASSERT_GT(beats.size(), 30U);
        for (const Json& beat : beats) {
            EXPECT_TRUE(beat.at("sample").is_number_integer());
            for (const char* wave : {"p", "qrs", "t"}) {
                const Json& of = beat.at(wave);
                EXPECT_TRUE(beat.at("sure").at(wave).is_number());
                if (of.is_null()) continue;
                ASSERT_EQ(of.size(), 3U);
                for (const char* mark : {"on", "peak", "off"}) {
                    EXPECT_TRUE(of.at(mark).is_number() || of.at(mark).is_null());
                }
            }
            if (!beat.at("qrs").is_null()) {
                EXPECT_NEAR(beat.at("qrs").at("peak").get<double>(), beat.at("sample").get<double>(), 36);
            }
            with_p += !beat.at("p").is_null();
        }
    }
    EXPECT_GT(with_p, 50U);
    EXPECT_EQ(all.at("model").at("name"), "waves");
    EXPECT_TRUE(all.at("unreadable").empty());
}

TEST(CliWaves, OfOneLeadAreThoseOfAll) {
    const Json all = waves({record(), "--all-leads"});
    const Json one = waves({record(), "--lead", "v5"});
    ASSERT_EQ(one.at("leads").size(), 1U);
    EXPECT_EQ(one.at("leads").at("V5"), all.at("leads").at("V5"));
    const Json usual = waves({record()});
    EXPECT_EQ(usual.at("leads").at("MLII"), all.at("leads").at("MLII"));
}

TEST(CliWaves, AreWrittenAsAnnotationsAndNothingIsReplacedUnasked) {
    const auto folder = scratchFolder("waves-files");
    const auto written = cli({"waves", record(), "--all-leads", "--output", folder.string()});
    ASSERT_EQ(written.status, 0) << written.err;
    const std::string name = syntheticRecord().stem().string();
    for (const char* suffix : {"mlii", "v5"}) {
        const auto set = formats::readAnnotations((folder / (name + '.' + suffix)).string(), 360);
        ASSERT_TRUE(set) << sentence(set.error());
        std::size_t beats = 0;
        for (std::size_t i = 1; i + 1 < set->annotations.size(); ++i) {
            if (set->annotations[i].code != kNormal) continue;
            ++beats;
            EXPECT_EQ(set->annotations[i - 1].code, kWaveOn);
            EXPECT_EQ(set->annotations[i + 1].code, kWaveOff);
        }
        EXPECT_GT(beats, 30U);
    }
    expectFailure(cli({"waves", record(), "--all-leads", "--output", folder.string()}), {"exists", "--force"});
    EXPECT_EQ(cli({"waves", record(), "--all-leads", "--output", folder.string(), "--force"}).status, 0);
    ASSERT_EQ(cli({"waves", record(), "--all-leads", "--output", folder.string(), "--annotator", "wav"}).status, 0);
    const auto together = formats::readAnnotations((folder / (name + ".wav")).string(), 360);
    ASSERT_TRUE(together);
    std::array<std::size_t, 2> of_lead{};
    for (const Annotation& mark : together->annotations) ++of_lead.at(mark.channel);
    EXPECT_GT(of_lead[0], 100U);
    EXPECT_GT(of_lead[1], 100U);
}

TEST(CliWaves, TablesAndCsvSayTheSame) {
    const auto table = cli({"waves", record(), "--all-leads"});
    EXPECT_EQ(table.status, 0);
    EXPECT_NE(table.out.find("MLII"), std::string::npos);
    EXPECT_NE(table.out.find("QRS ms"), std::string::npos);
    const auto csv = cli({"waves", record(), "--csv"});
    EXPECT_EQ(csv.status, 0);
    EXPECT_TRUE(csv.out.starts_with("lead,rate_hz,beat,sample,p_on,p_peak,p_off,qrs_on"));
}

TEST(CliWaves, WrongUseIsSaid) {
    expectFailure(cli({"waves", record(), "--lead", "V9"}), {"V9"});
    EXPECT_EQ(cli({"waves", record(), "--lead", "V5", "--all-leads"}).status, 2);
    EXPECT_EQ(cli({"waves", record(), "--annotator", "x"}).status, 2);
    expectFailure(cli({"waves", record(), "--model", "/nowhere"}), {"card.json"});
    expectFailure(cli({"waves", record(), "--output", "/nowhere/at/all"}), {});
    EXPECT_EQ(
        cli({"train", "waves", "--data", "/nowhere", "--out", scratchFolder("w").string(), "--fold", "6/5"}).status, 2);
    expectFailure(cli({"train", "waves", "--data", scratchFolder("e").string(), "--out", scratchFolder("w").string()}),
                  {"marks of waves"});
}

}  // namespace
}  // namespace triptych::test
