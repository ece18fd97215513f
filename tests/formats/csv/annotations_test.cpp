// Triptych's own CSV comes back whole: names, units, start, mixed rates, missing samples, labels.
#include "core/formats/csv/annotations.h"
#include "core/formats/export/export.h"
#include "tests/formats/csv/tables.h"
#include "tests/formats/record_files.h"
#include "tests/formats/same_recordings.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace triptych::formats {
namespace {

using namespace test;

// Leads of chosen rates whose samples are the wave in hundredths, some of them missing.
class MadeSource final : public SampleSource {
public:
    explicit MadeSource(std::vector<Lead> leads) : leads_(std::move(leads)) {}
    void readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const override {
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::int64_t at = first + static_cast<std::int64_t>(i);
            const bool is_there = at >= 0 && at < leads_[lead].samples && at % 50 != 17;
            out[i] =
                is_there ? static_cast<std::int32_t>(std::lround(100 * waveAt(static_cast<int>(at)))) : kMissingSample;
        }
    }
    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override {
        std::vector<std::int32_t> integers(out.size());
        readStored(lead, first, integers);
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = integers[i] == kMissingSample
                         ? std::numeric_limits<float>::quiet_NaN()
                         : static_cast<float>((integers[i] - leads_[lead].baseline) / leads_[lead].gain);
        }
    }

private:
    std::vector<Lead> leads_;
};

Recording made(const std::vector<double>& rates) {
    Recording recording;
    recording.name = "made";
    recording.format = "synthetic";
    recording.start = "2024-03-01T23:59:58.5+01:00";
    const std::vector<std::string> names = {"II", "Resp, \"chest\"", "SpO2"};
    const std::vector<std::string> units = {"mV", "a.u.", "%"};
    for (std::size_t i = 0; i < rates.size(); ++i) {
        Lead lead;
        lead.name = names[i];
        lead.original_name = names[i];
        lead.unit = units[i];
        lead.rate_hz = rates[i];
        lead.samples = static_cast<std::int64_t>(rates[i] * 4) + 1;
        lead.gain = 100;
        recording.leads.push_back(lead);
        recording.duration_s = std::max(recording.duration_s, static_cast<double>(lead.samples) / lead.rate_hz);
    }
    recording.source = std::make_shared<MadeSource>(recording.leads);
    AnnotationSet set{"atr", rates.front(), {}};
    set.annotations.push_back({10, kNormal, 0, 0, 0, ""});
    set.annotations.push_back({20, kPvc, 1, 2, 3, "a, \"quoted\" note"});
    set.annotations.push_back({30, kRhythm, 0, 0, 0, "(AFIB", 100});
    recording.annotation_sets = {set, {"second reader", 1000, {{1234, kNote, 0, 0, 0, "Müller"}}}};
    return recording;
}

TEST(CsvRoundTrip, NamesUnitsStartRatesGapsAndLabels) {
    const auto folder = scratchFolder("csv-round-trip");
    int number = 0;
    for (const std::vector<double>& rates : std::vector<std::vector<double>>{
             {250}, {360, 360}, {500, 25, 1}, {500, 128, 10}, {250, 1000}, {512.844, 512.844, 512.844}, {125, 125.5}}) {
        const Recording before = made(rates);
        const auto path = folder / ("out" + std::to_string(++number) + ".csv");
        const auto done = exportRecording(before, path.string(), ExportFormat::csv, {});
        ASSERT_TRUE(done) << sentence(done.error());
        const auto after = open(path.string());
        ASSERT_TRUE(after) << sentence(after.error());
        EXPECT_EQ((*after)->start, before.start);
        ASSERT_EQ((*after)->leads.size(), before.leads.size()) << rates[0];
        for (std::size_t i = 0; i < rates.size(); ++i) {
            const Lead& a = before.leads[i];
            const Lead& b = (*after)->leads[i];
            EXPECT_EQ(b.name, a.name);
            EXPECT_EQ(b.unit, a.unit);
            EXPECT_EQ(b.rate_hz, a.rate_hz) << i;
            ASSERT_EQ(b.samples, a.samples) << rates[0] << ' ' << i;
            const auto count = static_cast<std::size_t>(a.samples);
            EXPECT_EQ(stored(**after, i, 0, count), stored(before, i, 0, count));
            EXPECT_EQ(stored(**after, i, a.samples - 7, 9), stored(before, i, a.samples - 7, 9));
        }
        expectSameAnnotations(before, **after, true);
        ASSERT_EQ((*after)->annotation_sets.size(), 2U);
        EXPECT_EQ((*after)->annotation_sets[0].annotations, before.annotation_sets[0].annotations);
        EXPECT_EQ((*after)->annotation_sets[1].annotator, "second reader");
        EXPECT_EQ((*after)->annotation_sets[0].rate_hz, rates[0]);
    }
}

TEST(CsvRoundTrip, ARateThatNoFileHasRoomForIsNotBelieved) {
    const auto recording = mustOpenTable("time_s,\"A (mV, 1e12 Hz)\",\"B (mV, 2 Hz)\"\n0,1,2\n0.5,1,3\n1,2,4\n");
    ASSERT_TRUE(recording);
    EXPECT_EQ(namesOf(*recording), "B");
    EXPECT_EQ(stored(*recording, 0, 0, 3), (std::vector<std::int32_t>{2, 3, 4}));
    EXPECT_NE(warningsOf(*recording).find("left out: A"), std::string::npos) << warningsOf(*recording);
}

TEST(CsvRoundTrip, AnonymousTablesHaveNoStart) {
    const auto folder = scratchFolder("csv-anonymous");
    const Recording before = made({250});
    ASSERT_TRUE(exportRecording(before, (folder / "a.csv").string(), ExportFormat::csv, {true, false}));
    EXPECT_EQ(readText(folder / "a.csv").find("2024"), std::string::npos);
    const auto after = open((folder / "a.csv").string());
    ASSERT_TRUE(after);
    EXPECT_EQ((*after)->start, std::nullopt);
}

TEST(CsvRoundTrip, OtherListsBesideATableAreNoAnnotations) {
    const auto folder = scratchFolder("csv-lists");
    writeText(folder / "a.csv", "time_s,II (mV)\n0,1\n0.01,2\n0.02,3\n");
    for (const char* text : {"", "time,label\n1,N\n", "time_s,sample,symbol,text,duration_s,annotator\n"}) {
        writeText(folder / "a.annotations.csv", text);
        EXPECT_TRUE((*open((folder / "a.csv").string()))->annotation_sets.empty()) << text;
    }
    const std::string head = "time_s,sample,symbol,text,duration_s,annotator\n";
    const std::string rows =
        "0.01,1,N,,0,atr\n0.02,2,\"V\",\"a,b\",0.01,atr\nx,1,N,,0,atr\n0.02,2,no symbol,,0,atr\n0.02,2,N,,0\n";
    for (std::size_t size = 0; size <= rows.size(); ++size) {
        writeText(folder / "a.annotations.csv", head + rows.substr(0, size));
        const auto recording = open((folder / "a.csv").string());
        ASSERT_TRUE(recording);
        if (size < rows.size()) continue;
        ASSERT_EQ((*recording)->annotation_sets.size(), 1U);
        EXPECT_EQ((*recording)->annotation_sets[0].annotations.size(), 2U);
        EXPECT_EQ((*recording)->annotation_sets[0].rate_hz, 100);
        EXPECT_NE(warningsOf(**recording).find("3 annotations could not be read"), std::string::npos);
    }
}

}  // namespace
}  // namespace triptych::formats
