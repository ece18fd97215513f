// What convert writes: files that read back, with the labels, over nothing that was not meant.
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace triptych::test {
namespace {

using Json = nlohmann::json;

Json parsed(const Finished& finished) {
    EXPECT_EQ(finished.status, 0) << finished.err;
    EXPECT_EQ(finished.err, "");
    return Json::parse(finished.out, nullptr, false);
}

std::string record() {
    return syntheticRecord().string();
}

TEST(CliConvert, WritesWhatReadsBackAndReplacesNothingUnasked) {
    const auto folder = scratchFolder("cli-convert");
    const std::string edf = (folder / "out.edf").string();
    const Json done = parsed(cli({"convert", record(), edf, "--json"}));
    EXPECT_EQ(done.at("files"), Json::array({edf}));
    const Json before = parsed(cli({"info", record(), "--json"}));
    const Json after = parsed(cli({"info", edf, "--json"}));
    EXPECT_EQ(after.at("annotations"), before.at("annotations"));
    ASSERT_EQ(after.at("leads").size(), before.at("leads").size());
    for (std::size_t i = 0; i < before.at("leads").size(); ++i) {
        for (const char* key : {"name", "unit", "rate_hz", "samples", "checksum"}) {
            EXPECT_EQ(after["leads"][i][key], before["leads"][i][key]) << key;
        }
    }
    expectFailure(cli({"convert", record(), edf}), {edf, "exists already", "--force"});
    EXPECT_EQ(cli({"convert", record(), edf, "--force"}).status, 0);
    expectFailure(cli({"convert", record(), record(), "--force"}), {"never changed"});
    EXPECT_EQ(cli({"convert", record(), (folder / "out.xyz").string()}).status, 2);
    EXPECT_EQ(cli({"convert", edf, (folder / "back").string(), "--format", "wfdb"}).out,
              (folder / "back.dat").string() + '\n' + (folder / "back.atr").string() + '\n' +
                  (folder / "back.hea").string() + '\n');
}

TEST(CliConvert, TakesTheReadersLabelsAlongFromAnyFormat) {
    const auto folder = scratchFolder("cli-convert-labels");
    const std::string edf = (folder / "night.edf").string();
    ASSERT_EQ(cli({"convert", record(), edf, "--anonymise"}).status, 0);
    AnnotationSet labels{"triptych", 1000, {}, {formats::timeResolutionNote(1000), "## Triptych 1 labels"}};
    labels.annotations.push_back({1500, kPvc, 0, 0, 0, "reader: V (was N) 2026-11-20T11:40:12Z ann"});
    ASSERT_TRUE(formats::writeAnnotations((folder / "night.triptych").string(), labels));
    const Json done = parsed(cli({"convert", edf, (folder / "copy.hea").string(), "--json"}));
    EXPECT_NE(done.at("files").dump().find("copy.triptych"), std::string::npos) << done.dump();
    const auto copied = formats::readAnnotations((folder / "copy.triptych").string(), 360);
    ASSERT_TRUE(copied) << sentence(copied.error());
    ASSERT_EQ(copied->annotations.size(), 1U);
    EXPECT_EQ(copied->annotations[0].sample, 1500);
    EXPECT_EQ(copied->annotations[0].aux, labels.annotations[0].aux);
    const Finished anonymous = cli({"convert", edf, (folder / "anonymous.hea").string(), "--anonymise"});
    EXPECT_EQ(anonymous.status, 0);
    EXPECT_NE(anonymous.err.find("1 labels say who gave them"), std::string::npos) << anonymous.err;
}

TEST(CliConvert, AnotherRecordingsAnnotationsAreNotTakenOver) {
    const auto folder = scratchFolder("cli-convert-leftovers");
    std::ofstream(folder / "plain.csv") << "time_s,II (mV)\n0,0.1\n0.004,0.2\n0.008,0.3\n";
    const std::string plain = (folder / "plain.csv").string();
    const std::string target = (folder / "a.hea").string();
    ASSERT_EQ(cli({"convert", record(), target}).status, 0);
    ASSERT_TRUE(std::filesystem::exists(folder / "a.atr"));
    std::filesystem::remove(folder / "a.hea");
    std::filesystem::remove(folder / "a.dat");
    expectFailure(cli({"convert", plain, target}), {"a.atr", "another recording", "--force"});
    const Finished forced = cli({"convert", plain, target, "--force"});
    EXPECT_EQ(forced.status, 0) << forced.err;
    EXPECT_NE(forced.err.find("a.atr.old"), std::string::npos) << forced.err;
    EXPECT_TRUE(formats::open(target).value()->annotation_sets.empty());
    EXPECT_TRUE(std::filesystem::exists(folder / "a.atr.old"));
}

}  // namespace
}  // namespace triptych::test
