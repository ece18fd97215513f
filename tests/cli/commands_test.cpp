// What other programs rely on: the shapes that the commands write, on a made-up record whose truth is known.
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "core/text/numbers.h"
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace triptych::test {
namespace {

using Json = nlohmann::json;

Json parsed(const Finished& finished) {
    EXPECT_EQ(finished.status, 0) << finished.err;
    EXPECT_EQ(finished.err, "");
    return Json::parse(finished.out, nullptr, false);
}

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) out.push_back(line);
    return out;
}

// The number that a row begins with.
double numberIn(std::string_view row) {
    return text::takeNumber<double>(row).value_or(NAN);
}

std::string record() {
    return syntheticRecord().string();
}

TEST(CliInfo, HasTheShapeThatProgramsRelyOn) {
    const Json info = parsed(cli({"info", record(), "--json"}));
    EXPECT_EQ(info.at("format"), "WFDB");
    EXPECT_NEAR(info.at("duration_s").get<double>(), 60, 1e-9);
    EXPECT_TRUE(info.at("start").is_null() || info.at("start").is_string());
    ASSERT_EQ(info.at("leads").size(), 2U);
    const Json& lead = info.at("leads").at(0);
    EXPECT_EQ(lead.at("name"), "MLII");
    EXPECT_EQ(lead.at("unit"), "mV");
    EXPECT_EQ(lead.at("rate_hz"), 360.0);
    EXPECT_EQ(lead.at("samples"), 21600);
    EXPECT_TRUE(lead.at("checksum").is_number_integer());
    EXPECT_EQ(lead.at("checksum_ok"), true);
    EXPECT_GT(info.at("annotations").at("N").get<int>(), 30);
    EXPECT_TRUE(info.at("warnings").is_array());
    EXPECT_TRUE(info.at("warnings").empty());
}

// A record of two leads, both called ECG, the second upside down and 0.7 times as high; in `names` as asked for.
std::string recordOfLeads(const std::string& first, const std::string& second, const std::string& comments = {}) {
    const auto folder = scratchFolder("named-leads");
    const auto made = syntheticRecord();
    std::ifstream in(made, std::ios::binary);
    std::string header(std::istreambuf_iterator<char>(in), {});
    for (const auto& [from, to] :
         {std::pair(std::string(" MLII\n"), ' ' + first + '\n'), {" V5\n", ' ' + second + '\n'}}) {
        const auto at = header.find(from);
        EXPECT_NE(at, std::string::npos);
        header.replace(at, from.size(), to);
    }
    std::ofstream(folder / "made.hea", std::ios::binary) << header << comments;
    std::filesystem::copy_file(std::filesystem::path(made).replace_extension(".dat"), folder / "made.dat");
    return (folder / "made.hea").string();
}

TEST(CliLeads, LeadsOfOneNameAreCalledByNumber) {
    const std::string path = recordOfLeads("ECG", "ECG");
    const Json info = parsed(cli({"info", path, "--json"}));
    EXPECT_EQ(info.at("leads").at(0).at("name"), "ECG");
    EXPECT_EQ(info.at("leads").at(1).at("name"), "ECG (2)");
    const auto samples = [&](const std::string& lead) {
        const auto done = cli({"samples", path, "--lead", lead, "--to", "0.1", "--csv"});
        EXPECT_EQ(done.status, 0) << done.err;
        return done.out;
    };
    EXPECT_EQ(samples("ECG (2)"), samples("2"));
    EXPECT_EQ(samples("ECG"), samples("1"));
    EXPECT_NE(samples("1"), samples("2"));
    const auto none = cli({"samples", path, "--lead", "3", "--csv"});
    EXPECT_NE(none.status, 0);
    EXPECT_NE(none.err.find("ECG, ECG (2)"), std::string::npos) << none.err;
}

TEST(CliLeads, OnlyWhoReadsBeatsIsToldWhereTheyAreReadFrom) {
    const std::string path = recordOfLeads("V4", "V5");
    const auto samples = cli({"samples", path, "--to", "0.1", "--csv"});
    EXPECT_EQ(samples.err.find("beats"), std::string::npos) << samples.err;
    EXPECT_NE(samples.err.find("lead V4"), std::string::npos) << samples.err;
    EXPECT_NE(cli({"beats", path, "--csv"}).err.find("the beats are read from lead V4"), std::string::npos);
}

TEST(CliInfo, SaysWhatTheFileKnowsOfThePerson) {
    const std::string path = recordOfLeads("MLII", "V5", "# Age: 71\n# Sex: Female\n");
    const Json header = parsed(cli({"info", path, "--json"})).at("header");
    EXPECT_EQ(header.at("person").at("age"), "71 years");
    EXPECT_EQ(header.at("person").at("sex"), "female");
    EXPECT_TRUE(header.at("person").at("name").is_null());
    EXPECT_TRUE(header.at("device").is_null());
    EXPECT_TRUE(header.at("measurements").empty());
    EXPECT_NE(cli({"info", path}).out.find("female, 71 years"), std::string::npos);
}

TEST(CliInfo, IsTheSameByEveryNameOfTheRecord) {
    const auto stem = syntheticRecord().parent_path() / "made";
    const auto by_header = cli({"info", record(), "--json"}).out;
    EXPECT_EQ(cli({"info", stem.string(), "--json"}).out, by_header);
    EXPECT_EQ(cli({"info", stem.string() + ".dat", "--json"}).out, by_header);
}

// A bundle of two observations of four samples.
std::filesystem::path bundleOfTwo() {
    const auto file = scratchFolder("bundle") / "bundle.json";
    const auto observation = [](const std::string& id, const std::string& data) {
        return R"({"resource": {"resourceType": "Observation", "id": ")" + id +
               R"(", "code": {"text": "II"}, "valueSampledData": {"origin": {"value": 0, "code": "uV"}, "period": 4,
               "dimensions": 1, "data": ")" +
               data + "\"}}}";
    };
    std::ofstream(file) << R"({"resourceType": "Bundle", "entry": [)" << observation("night", "1 2 3 4") << ','
                        << observation("day", "5 6 7 8") << "]}";
    return file;
}

TEST(CliInfo, ListsTheRecordingsOfAFileOfSeveralAndNamesOne) {
    const std::string file = bundleOfTwo().string();
    const Json listing = parsed(cli({"info", file, "--json"}));
    EXPECT_EQ(listing.at("records"), Json({"night", "day"}));
    const auto table = cli({"info", file});
    EXPECT_EQ(table.status, 0) << table.err;
    EXPECT_NE(table.out.find("name one with --record"), std::string::npos) << table.out;
    const Json day = parsed(cli({"info", file, "--record", "day", "--json"}));
    EXPECT_EQ(day.at("name"), "day");
    EXPECT_EQ(day, parsed(cli({"info", file + "/day", "--json"})));
    const auto samples = cli({"samples", file, "--record", "night", "--csv"});
    EXPECT_EQ(samples.status, 0) << samples.err;
    EXPECT_NE(samples.out.find("0.004"), std::string::npos) << samples.out;
    const auto unnamed = cli({"samples", file, "--csv"});
    EXPECT_EQ(unnamed.status, 2);
    EXPECT_NE(unnamed.err.find("night, day"), std::string::npos) << unnamed.err;
    const auto wrong = cli({"info", file, "--record", "noon"});
    EXPECT_EQ(wrong.status, 1);
    EXPECT_NE(wrong.err.find("name one of these: night, day"), std::string::npos) << wrong.err;
}

TEST(CliInfo, TellsPeopleTheSame) {
    const auto table = cli({"info", record()});
    EXPECT_EQ(table.status, 0);
    for (const char* word : {"made", "MLII", "V5", "360", "21,600", "agrees", "Normal beat"}) {
        EXPECT_NE(table.out.find(word), std::string::npos) << word << "\n" << table.out;
    }
}

TEST(CliSamples, AreHalfOpenAndCarryTheirUnit) {
    const auto text = lines(cli({"samples", record(), "--lead", "MLII", "--from", "0.1", "--to", "0.2", "--csv"}).out);
    ASSERT_EQ(text.size(), 37U);  // samples 36 ... 71
    EXPECT_EQ(text[0], "time_s,mV");
    EXPECT_EQ(text[1].substr(0, 4), "0.1,");
    EXPECT_NEAR(numberIn(text.back()), 71.0 / 360, 1e-15);
}

TEST(CliSamples, OfTheWholeLeadAreAsManyAsItHas) {
    EXPECT_EQ(lines(cli({"samples", record(), "--csv"}).out).size(), 21601U);
}

TEST(CliSamples, JoinWithoutGapOrOverlap) {
    const auto whole = cli({"samples", record(), "--from", "1", "--to", "3", "--csv"}).out;
    const auto first = cli({"samples", record(), "--from", "1", "--to", "1.7", "--csv"}).out;
    const auto second = cli({"samples", record(), "--from", "1.7", "--to", "3", "--csv"}).out;
    EXPECT_EQ(first + second.substr(second.find('\n') + 1), whole);
}

TEST(CliSamples, AreStoredIntegersInTheirUnitWithEveryDigit) {
    const Json info = parsed(cli({"info", record(), "--json"}));
    const double gain = info.at("leads").at(0).at("gain");
    const double baseline = info.at("leads").at(0).at("baseline");
    for (const auto& line : lines(cli({"samples", record(), "--from", "5", "--to", "6", "--csv"}).out)) {
        if (line.starts_with("time_s")) continue;
        const double value = numberIn(line.substr(line.find(',') + 1));
        const double stored = std::round(value * gain + baseline);
        EXPECT_EQ((stored - baseline) / gain, value) << line;
    }
}

TEST(CliSamples, InJsonAreTheSame) {
    const Json json = parsed(cli({"samples", record(), "--from", "5", "--to", "5.1", "--json"}));
    const auto csv = lines(cli({"samples", record(), "--from", "5", "--to", "5.1", "--csv"}).out);
    ASSERT_EQ(json.at("values").size(), 36U);
    EXPECT_EQ(json.at("first_sample"), 1800);
    EXPECT_EQ(json.at("values").at(7).get<double>(), numberIn(csv[8].substr(csv[8].find(',') + 1)));
}

TEST(CliSamples, OutsideTheRecordingAreAnError) {
    expectFailure(cli({"samples", record(), "--from", "100", "--to", "101", "--csv"}), {"60 s"});
    expectFailure(cli({"samples", record(), "--lead", "aVR", "--csv"}), {"aVR", "MLII, V5"});
}

TEST(CliBeats, AreTheBeatsThatWereMade) {
    const Json truth =
        parsed(cli({"synth", "--out", scratchFolder("truth").string(), "--duration", "60", "--seed", "3", "--json"}));
    const Json found = parsed(cli({"beats", record(), "--json"}));
    EXPECT_EQ(found.at("lead"), "MLII");
    EXPECT_EQ(found.at("rate_hz"), 360.0);
    std::size_t matched = 0;
    for (const auto& beat : truth.at("beats")) {
        for (const auto& candidate : found.at("beats")) {
            const double time_s = candidate.at("time_s");
            EXPECT_DOUBLE_EQ(time_s, candidate.at("sample").get<double>() / 360);
            if (std::abs(time_s - beat.at("r_s").get<double>()) <= 0.15) {
                ++matched;
                break;
            }
        }
    }
    EXPECT_GE(matched + 1, truth.at("beats").size());
    EXPECT_LE(found.at("beats").size(), truth.at("beats").size() + 1);
}

TEST(CliBeats, TellsNoIntervalAcrossAGap) {
    const auto folder = scratchFolder("gap");
    ASSERT_EQ(cli({"synth", "--out", folder.string(), "--name", "torn", "--noise", "0.01"}).status, 0);
    std::string bytes;
    {
        std::ifstream file(folder / "torn.dat", std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(file), {});
    }
    // Nothing from 20 to 22.4 s: in format 16, a sample of -32768 is none.
    const std::size_t frame = bytes.size() / (60 * 360);
    for (std::size_t i = 20 * 360 * frame; i < std::size_t{8064} * frame; i += 2) {
        bytes[i] = '\0';
        bytes[i + 1] = static_cast<char>(0x80);
    }
    std::ofstream(folder / "torn.dat", std::ios::binary) << bytes;
    const auto finished = cli({"beats", (folder / "torn.hea").string()});
    ASSERT_EQ(finished.status, 0) << finished.err;
    int without = 0;
    for (const std::string& line : lines(finished.out)) {
        std::istringstream words(line);
        std::string beat, time, sample, rr_ms;
        words >> beat >> time >> sample >> rr_ms;
        if (time.empty() || time.find(':') == std::string::npos) continue;
        if (rr_ms == "-") {
            ++without;
        } else {
            EXPECT_LT(text::wholeNumber<double>(rr_ms).value_or(1e9), 2000) << line;
        }
    }
    EXPECT_EQ(without, 2) << "the first beat, and the first after the gap";
}

TEST(CliBeats, AreWrittenAsAnnotationsAndNeverOverOthers) {
    const auto folder = scratchFolder("beats");
    const auto out = (folder / "made.qrs").string();
    const Json found = parsed(cli({"beats", record(), "--out", out, "--json"}));
    const auto written = formats::readAnnotations(out, 360);
    ASSERT_TRUE(written.has_value());
    ASSERT_EQ(written->annotations.size(), found.at("beats").size());
    for (std::size_t i = 0; i < written->annotations.size(); ++i) {
        EXPECT_EQ(written->annotations[i].sample, found.at("beats").at(i).at("sample").get<std::int64_t>());
        EXPECT_EQ(written->annotations[i].code, kNormal);
    }
    expectFailure(cli({"beats", record(), "--out", out}), {"--force"});
    EXPECT_EQ(cli({"beats", record(), "--out", out, "--force"}).status, 0);
}

TEST(CliBeats, NeverReplaceLabels) {
    const auto labels = (scratchFolder("labels") / "made.triptych").string();
    ASSERT_TRUE(
        formats::writeAnnotations(labels, {"triptych", 360, {{100, kNormal, 0, 0, 0, {}}, {400, kPvc, 0, 0, 0, {}}}}));
    expectFailure(cli({"beats", record(), "--out", labels, "--force"}), {labels});
    EXPECT_EQ(formats::readAnnotations(labels, 360)->annotations.size(), 2U);
}

TEST(CliBeats, NeverReplaceTheReferenceNorWhatIsNoAnnotationFile) {
    const auto folder = scratchFolder("precious");
    for (const char* suffix : {".hea", ".dat", ".atr"}) {
        std::filesystem::copy(syntheticRecord().parent_path() / (std::string("made") + suffix),
                              folder / (std::string("made") + suffix));
    }
    const auto copy = (folder / "made.hea").string();
    for (const char* suffix : {".hea", ".dat", ".atr"}) {
        const auto target = folder / (std::string("made") + suffix);
        const auto size = std::filesystem::file_size(target);
        expectFailure(cli({"beats", copy, "--out", target.string(), "--force"}));
        EXPECT_EQ(std::filesystem::file_size(target), size) << target;
    }
    expectFailure(cli({"beats", copy, "--out", (folder / "missing" / "x.qrs").string()}));
}

TEST(CliScore, CountsAgainstTheReference) {
    const Json score = parsed(cli({"score", record(), "--start", "0", "--json"}));
    ASSERT_EQ(score.at("records").size(), 1U);
    EXPECT_EQ(score.at("gross").at("true_positive"), score.at("records").at(0).at("true_positive"));
    EXPECT_GT(score.at("gross").at("sensitivity").get<double>(), 0.95);
    EXPECT_GT(score.at("gross").at("positive_predictivity").get<double>(), 0.95);
}

TEST(CliSpectrum, HasTheHumWhereItWasPut) {
    const auto folder = scratchFolder("hum");
    ASSERT_EQ(cli({"synth", "--out", folder.string(), "--name", "hum", "--mains", "5", "--duration", "20"}).status, 0);
    const Json spectrum = parsed(cli({"spectrum", (folder / "hum").string(), "--json"}));
    const auto power = spectrum.at("power").get<std::vector<double>>();
    const auto strongest = std::ranges::max_element(power) - power.begin();
    EXPECT_NEAR(spectrum.at("frequency_hz").at(static_cast<std::size_t>(strongest)).get<double>(), 50, 0.3);
    EXPECT_EQ(spectrum.at("unit"), "mV²/Hz");
    EXPECT_EQ(spectrum.at("frequency_hz").size(), power.size());
    const auto csv = lines(cli({"spectrum", (folder / "hum").string(), "--csv"}).out);
    EXPECT_EQ(csv[0], "frequency_hz,mV²/Hz");
    EXPECT_EQ(csv.size(), power.size() + 1);
}

TEST(CliScalogram, IsRowsByColumnsWithAxes) {
    const Json picture =
        parsed(cli({"scalogram", record(), "--from", "10", "--to", "12", "--columns", "50", "--rows", "16", "--json"}));
    ASSERT_EQ(picture.at("frequency_hz").size(), 16U);
    ASSERT_EQ(picture.at("time_s").size(), 50U);
    ASSERT_EQ(picture.at("magnitude").size(), 16U);
    EXPECT_EQ(picture.at("magnitude").at(0).size(), 50U);
    EXPECT_EQ(picture.at("coi_hz").size(), 50U);
    EXPECT_NEAR(picture.at("time_s").at(0).get<double>(), 10.02, 1e-9);
    EXPECT_NEAR(picture.at("step_s").get<double>(), 0.04, 1e-12);
    EXPECT_LT(picture.at("frequency_hz").at(0).get<double>(), picture.at("frequency_hz").at(15).get<double>());
    const auto csv = lines(
        cli({"scalogram", record(), "--from", "10", "--to", "12", "--columns", "50", "--rows", "16", "--csv"}).out);
    EXPECT_EQ(csv.size(), 1U + 16 * 50);
}

TEST(CliSynth, IsTheSameForASeedAndNeverOverwrites) {
    const auto folder = scratchFolder("twice");
    const std::vector<std::string> first = {"synth",      "--out", folder.string(), "--name", "a",
                                            "--duration", "12",    "--seed",        "9"};
    auto second = first;
    second[4] = "b";
    ASSERT_EQ(cli(first).status, 0);
    ASSERT_EQ(cli(second).status, 0);
    const auto bytes = [&](const char* file) {
        std::ifstream stream(folder / file, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(stream), {});
    };
    EXPECT_GT(bytes("a.dat").size(), 12U * 360 * 2 * 2 - 1);
    EXPECT_EQ(bytes("a.dat"), bytes("b.dat"));
    EXPECT_EQ(bytes("a.atr"), bytes("b.atr"));
    expectFailure(cli(first), {"a"});
}

TEST(CliSynth, MakesTwelveLeads) {
    const auto folder = scratchFolder("twelve");
    ASSERT_EQ(cli({"synth", "--out", folder.string(), "--name", "ecg", "--leads", "12", "--duration", "12"}).status, 0);
    const Json info = parsed(cli({"info", (folder / "ecg").string(), "--json"}));
    std::vector<std::string> names;
    for (const auto& lead : info.at("leads")) names.push_back(lead.at("name"));
    EXPECT_EQ(names,
              (std::vector<std::string>{"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"}));
}

TEST(CliInfo, ATableWithoutARateAsksForOne) {
    const auto folder = scratchFolder("cli-rate");
    std::ofstream(folder / "t.csv") << "II (mV)\n0.1\n0.2\n0.3\n";
    const Finished asked = cli({"info", (folder / "t.csv").string()});
    EXPECT_EQ(asked.status, 2);
    EXPECT_NE(asked.err.find("--rate 360"), std::string::npos) << asked.err;
    const Json told = parsed(cli({"info", (folder / "t.csv").string(), "--rate", "360", "--json"}));
    EXPECT_EQ(told["leads"][0]["rate_hz"], 360);
}

TEST(CliInfo, ColumnsAndUnitOfATableAreTheReadersToSay) {
    const auto folder = scratchFolder("cli-columns");
    std::ofstream(folder / "t.csv") << "time_s,II,Status\n0,0.1,7\n0.004,0.2,7\n0.008,0.3,7\n";
    const std::string table = (folder / "t.csv").string();
    const Json told = parsed(cli({"info", table, "--column", "II", "--unit", "mV", "--json"}));
    ASSERT_EQ(told["leads"].size(), 1U);
    EXPECT_EQ(told["leads"][0]["unit"], "mV");
    EXPECT_EQ(told["leads"][0]["rate_hz"], 250);
    EXPECT_EQ(parsed(cli({"info", table, "--column", "3", "--column", "II", "--json"}))["leads"].size(), 2U);
    expectFailure(cli({"info", table, "--column", "aVR"}), {"aVR", "time, II, Status"});
    const auto samples = lines(cli({"samples", table, "--column", "2", "--csv"}).out);
    EXPECT_EQ(samples.size(), 4U);
}

}  // namespace
}  // namespace triptych::test
