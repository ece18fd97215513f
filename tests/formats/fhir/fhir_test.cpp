// FHIR's SampledData: scale, missing samples, dimensions, leads by code, bundles of many.
#include "core/formats/fhir/fhir.h"

#include "core/formats/open.h"
#include "tests/formats/record_files.h"
#include "tests/formats/sweep.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::formats {
namespace {

using namespace test;

std::string samples(const std::string& data,
                    const std::string& more = R"("period": 4, "factor": 2.5, "dimensions": 1)") {
    return R"({"origin": {"value": 2048, "unit": "uV", "system": "http://unitsofmeasure.org", "code": "uV"}, )" + more +
           R"(, "lowerLimit": -3300, "upperLimit": 3300, "data": ")" + data + "\"}";
}

std::string lead(const std::string& code, const std::string& data) {
    return R"({"code": {"coding": [{"system": "urn:oid:2.16.840.1.113883.6.24", "code": ")" + code +
           R"(", "display": "x"}]}, "valueSampledData": )" + data + "}";
}

std::string observation(const std::string& id, const std::string& components) {
    return R"({"resourceType": "Observation", "id": ")" + id +
           R"(", "status": "final", "code": {"text": "12 lead EKG"}, "subject": {"display": "P. Roe"},
              "effectiveDateTime": "2015-02-19T09:30:35+01:00", "device": {"display": "12 lead EKG Device Metric"},
              "component": [)" +
           components + "]}";
}

RecordingPtr opened(const std::filesystem::path& path, const std::string& text, const OpenHints& hints = {}) {
    writeText(path, text);
    const auto recording = open(path.string(), {}, hints);
    EXPECT_TRUE(recording) << sentence(recording.error());
    return recording ? *recording : nullptr;
}

TEST(Fhir, LeadsAreScaledAndNamedByTheirCodes) {
    const auto path = scratchFolder("fhir") / "a.json";
    const auto recording = opened(
        path, observation("ekg", lead("131329", samples("0 4 -8 E 400")) + ',' + lead("131389", samples("1 2 3 4 5")) +
                                     ',' + lead("MDC_ECG_ELEC_POTL_V1", samples("1 U L 4 x"))));
    ASSERT_TRUE(recording);
    ASSERT_EQ(recording->leads.size(), 3U);
    EXPECT_EQ(recording->leads[0].name, "I");
    EXPECT_EQ(recording->leads[1].name, "III");
    EXPECT_EQ(recording->leads[2].name, "V1");
    EXPECT_EQ(recording->leads[0].rate_hz, 250);
    EXPECT_EQ(recording->leads[0].unit, "mV");
    const auto values = physical(*recording, 0, 0, 5);
    EXPECT_FLOAT_EQ(values[0], 2.048F);
    EXPECT_FLOAT_EQ(values[1], 2.058F);
    EXPECT_FLOAT_EQ(values[2], 2.028F);
    EXPECT_TRUE(std::isnan(values[3])) << "E is an error of the device";
    EXPECT_FLOAT_EQ(values[4], 3.048F);
    EXPECT_EQ(stored(*recording, 0, 1, 1)[0], 4) << "the file's own integers";
    EXPECT_EQ(recording->start, "2015-02-19T09:30:35+01:00");
    EXPECT_NE(warningsOf(*recording).find("2 samples of \"V1\" lie beyond the limits"), std::string::npos);
    EXPECT_NE(warningsOf(*recording).find("1 samples of \"V1\" are no numbers"), std::string::npos);
}

TEST(Fhir, DimensionsAreLeadsAndIntervalsArePeriods) {
    const auto path = scratchFolder("fhir-dimensions") / "a.json";
    const auto recording =
        opened(path, R"({"resourceType": "Observation", "code": {"text": "ECG"}, "valueSampledData": )" +
                         samples("1 10 2 20 3 30", R"("interval": 2, "intervalUnit": "ms", "dimensions": 2)") + "}");
    ASSERT_TRUE(recording);
    ASSERT_EQ(recording->leads.size(), 2U);
    EXPECT_EQ(recording->leads[1].name, "ECG 2");
    EXPECT_EQ(recording->leads[0].rate_hz, 500);
    EXPECT_EQ(stored(*recording, 1, 0, 3), (std::vector<std::int32_t>{10, 20, 30}));
    EXPECT_FLOAT_EQ(physical(*recording, 0, 0, 1)[0], 2.049F) << "a factor that is not stated is 1";
}

TEST(Fhir, ABundleOfSeveralAsksWhich) {
    const auto path = scratchFolder("fhir-bundle") / "b.json";
    const std::string first = observation("one", lead("131329", samples("1 2 3")));
    const std::string second = observation("two", lead("131329", samples("4 5 6")));
    const std::string bundle = R"({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": )" + first +
                               R"(}, {"resource": {"resourceType": "Patient", "id": "p"}}, {"resource": )" + second +
                               R"(}, {"resource": )" + second + "}]}";
    writeText(path, bundle);
    const auto names = recordsIn(path.string());
    ASSERT_TRUE(names) << sentence(names.error());
    EXPECT_EQ(*names, (std::vector<std::string>{"one", "two", "two (2)"}));
    EXPECT_EQ(open(path.string()).error().wants, Wants::record);
    const auto recording = opened(path, bundle, {.record = "two"});
    EXPECT_EQ(stored(*recording, 0, 0, 3), (std::vector<std::int32_t>{4, 5, 6}));
    EXPECT_EQ(recording->path, path.string() + "/two");
}

TEST(Fhir, WhatCannotBeReadIsSaid) {
    const auto path = scratchFolder("fhir-refused") / "a.json";
    const auto refused = [&](const std::string& text, const std::string& part) {
        writeText(path, text);
        const auto recording = open(path.string());
        ASSERT_FALSE(recording) << part;
        EXPECT_NE(sentence(recording.error()).find(part), std::string::npos) << sentence(recording.error());
    };
    refused(R"({"resourceType": "Patient"})", "\"Patient\" holds no Observation");
    refused(R"({"resourceType": "Observation", )", "no JSON");
    refused(observation("x", lead("131329", samples("1 2", R"("factor": 1)"))), "state no period");
    std::string deep = R"({"resourceType": "Bundle", "a": )";
    for (int i = 0; i < 100'000; ++i) deep += '[';
    refused(deep, "no JSON");
}

TEST(Fhir, AThousandDamagedFiles) {
    const auto folder = scratchFolder("fhir-sweep");
    sweep(folder / "a.json",
          observation("ekg", lead("131329", samples("0 4 -8 E 400")) + ',' + lead("131389", samples("1 2 3 4 5"))));
}

TEST(Fhir, TheRateIsAskedForWhereNoPeriodIsStated) {
    const auto path = scratchFolder("fhir-rate") / "f.json";
    const std::string text = observation("a", lead("2.16.840.1.113883.6.24", samples("1 2 3", R"("factor": 1)")));
    writeText(path, text);
    const auto asked = open(path.string());
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().code, ErrorCode::wrong_use) << sentence(asked.error());
    const auto recording = opened(path, text, {.rate_hz = 400});
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->leads[0].rate_hz, 400);
}

}  // namespace
}  // namespace triptych::formats
