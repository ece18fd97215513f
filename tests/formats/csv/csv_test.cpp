// Tables of numbers as people and instruments write them: what is sniffed, what is asked for, what is said.
#include "core/formats/open.h"

#include "core/formats/csv/cells.h"
#include "core/formats/csv/stamps.h"
#include "core/text/numbers.h"
#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::formats {
namespace {

using namespace test;

Result<RecordingPtr> opened(const std::string& text, const OpenHints& hints = {}, const std::string& file = "t.csv") {
    static const auto folder = scratchFolder("csv");
    writeText(folder / file, text);
    return open((folder / file).string(), {}, hints);
}

TEST(Csv, TimesGiveTheRateAndHeadersTheNames) {
    const auto recording = opened("time_s,Lead II (mV),V5 [uV]\n0,0.125,-100\n0.004,0.25,200\n0.008,-0.5,\n");
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->format, "CSV");
    ASSERT_EQ((*recording)->leads.size(), 2U);
    const Lead& lead = (*recording)->leads[0];
    EXPECT_EQ(lead.name, "II");
    EXPECT_EQ(lead.original_name, "Lead II");
    EXPECT_EQ(lead.unit, "mV");
    EXPECT_EQ(lead.rate_hz, 250);
    EXPECT_EQ(lead.samples, 3);
    EXPECT_EQ(physical(**recording, 0, 0, 3), (std::vector<float>{0.125F, 0.25F, -0.5F}));
    EXPECT_EQ((*recording)->leads[1].name, "V5");
    EXPECT_EQ((*recording)->leads[1].unit, "mV");
    EXPECT_FLOAT_EQ(physical(**recording, 1, 0, 1)[0], -0.1F);
    EXPECT_TRUE(std::isnan(physical(**recording, 1, 2, 1)[0]));
    EXPECT_EQ(warningsOf(**recording), "");
}

TEST(Csv, WithoutARateTheErrorSaysHowToGiveIt) {
    const auto refused = opened("MLII\n0.1\n0.2\n0.3\n");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::wrong_use);
    EXPECT_EQ(refused.error().wants, Wants::rate);
    EXPECT_NE(sentence(refused.error()).find("give the rate"), std::string::npos);
    const auto given = opened("MLII\n0.1\n0.2\n0.3\n", {360});
    ASSERT_TRUE(given) << sentence(given.error());
    EXPECT_EQ((*given)->leads[0].rate_hz, 360);
    EXPECT_EQ((*given)->leads[0].name, "MLII");
    EXPECT_EQ((*given)->leads[0].unit, "unstated");
    EXPECT_NE(warningsOf(**given).find("names no unit for these signals"), std::string::npos);
}

TEST(Csv, RatesAboveTheTableAreTaken) {
    for (const char* line : {"# fs = 500\n", "Sample Rate: 500Hz\n", "Sampling frequency,0.5kHz\n"}) {
        const auto recording = opened(std::string(line) + "I (mV),II (mV)\n1,2\n3,4\n");
        ASSERT_TRUE(recording) << line << sentence(recording.error());
        EXPECT_EQ((*recording)->leads[0].rate_hz, 500) << line;
        EXPECT_EQ((*recording)->leads[1].name, "II") << line;
    }
}

TEST(Csv, DelimitersAndDecimalCommas) {
    const std::vector<std::string> same = {
        "t (s);I (mV);II (mV)\n0,00;0,5;-1,25\n0,01;0,75;2\n0,02;1;3\n",
        "t (s)\tI (mV)\tII (mV)\r\n0.00\t0.5\t-1.25\r\n0.01\t0.75\t2\r\n0.02\t1\t3\r\n",
        "t_s I_mV II_mV\n  0.00   0.5 -1.25\n  0.01   0.75 2\n  0.02 1 3\n",
        "\xef\xbb\xbf\"t (s)\",\"I (mV)\",\"II (mV)\"\n\"0.00\",\"0.5\",\"-1.25\"\n0.01,0.75,2\n0.02,1,3",
        "t (s),I (mV),II (mV),\n0.00, 0.5, -1.25,\n0.01, 0.75, 2,\n0.02, 1, 3,\n",
    };
    for (const std::string& text : same) {
        const auto recording = opened(text);
        ASSERT_TRUE(recording) << text << sentence(recording.error());
        ASSERT_EQ((*recording)->leads.size(), 2U) << text;
        EXPECT_EQ((*recording)->leads[0].rate_hz, 100) << text;
        EXPECT_EQ((*recording)->leads[1].name, "II") << text;
        EXPECT_EQ((*recording)->leads[1].unit, "mV") << text;
        EXPECT_EQ(physical(**recording, 1, 0, 3), (std::vector<float>{-1.25F, 2, 3})) << text;
    }
}

TEST(Csv, TimesOfDayAndALineOfUnits) {
    const auto recording = opened(
        "'Elapsed time','MLII','V5'\n'hh:mm:ss.mmm','mV','uV'\n'0:59.996',-0.145,65\n'1:00.000',-0.150,66\n"
        "'1:00.004',1,67\n");
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads.at(0).name, "MLII");
    EXPECT_EQ((*recording)->leads.at(0).rate_hz, 250);
    EXPECT_FLOAT_EQ(physical(**recording, 1, 0, 1)[0], 0.065F);
    EXPECT_EQ(clockTime("1:02:03.5"), 3723.5);
    EXPECT_EQ(clockTime("12"), std::nullopt);
    EXPECT_EQ(clockTime("1:75"), std::nullopt);
}

TEST(Csv, DatesAndDecimalCommasInTimesAndMidnights) {
    const auto iso = opened(
        "timestamp,II (mV)\n2023-04-29T23:59:59.996Z,1\n2023-04-30T00:00:00.000Z,2\n"
        "2023-04-30T00:00:00.004Z,3\n");
    ASSERT_TRUE(iso) << sentence(iso.error());
    EXPECT_EQ((*iso)->leads.at(0).rate_hz, 250);
    EXPECT_EQ((*iso)->start, "2023-04-29T23:59:59.996Z");
    const auto german = opened(
        "Zeit;II (mV)\n29.04.2023 10:20:30,125;0,5\n29.04.2023 10:20:30,250;0,75\n"
        "29.04.2023 10:20:30,375;1\n");
    ASSERT_TRUE(german) << sentence(german.error());
    EXPECT_EQ((*german)->leads.at(0).rate_hz, 8);
    EXPECT_EQ((*german)->start, "2023-04-29T10:20:30.125");
    EXPECT_EQ(physical(**german, 0, 0, 3), (std::vector<float>{0.5F, 0.75F, 1}));
    for (const auto& [day, start] : std::vector<std::pair<std::string, std::optional<std::string>>>{
             {"03.04.2023", "2023-04-03T10:20:30"},
             {"04/29/2023", "2023-04-29T10:20:30"},
             {"29/04/2023", "2023-04-29T10:20:30"},
             {"04/04/2023", "2023-04-04T10:20:30"},
             {"03/04/2023", std::nullopt}}) {  // day and month could be either
        const auto dated = opened("time,II (mV)\n" + day + " 10:20:30.000,1\n" + day + " 10:20:30.004,2\n" + day +
                                  " 10:20:30.008,3\n");
        ASSERT_TRUE(dated) << sentence(dated.error());
        EXPECT_EQ((*dated)->start, start) << day;
    }
    const auto midnight = opened("time,II (mV)\n23:59:59.98,1\n23:59:59.99,2\n00:00:00.00,3\n00:00:00.01,4\n");
    ASSERT_TRUE(midnight) << sentence(midnight.error());
    EXPECT_EQ((*midnight)->leads.at(0).rate_hz, 100);
    EXPECT_EQ((*midnight)->leads.at(0).samples, 4);
    EXPECT_EQ(clockTime("2023-04-29 00:00:01"), 1'682'726'401.0);
    EXPECT_EQ(clockTime("04/29/2023 00:00:01"), 1'682'726'401.0);
    for (const char* no_time : {"2023-04-31 00:00:01", "2023-04-29", "2023-04-29T", "T10:20:30", "1/2/3 10:20:30"}) {
        EXPECT_EQ(clockTime(no_time), std::nullopt) << no_time;
    }
}

TEST(Csv, DelimitersWithinQuotationMarksAreLetters) {
    const auto recording = opened("\"Time, s\",\"Lead II, mV\",\"a \"\"b\"\", c\"\n0,0.5,1\n0.002,0.25,2\n0.004,1,3\n");
    ASSERT_TRUE(recording) << sentence(recording.error());
    ASSERT_EQ((*recording)->leads.size(), 2U);
    EXPECT_EQ((*recording)->leads[0].rate_hz, 500);
    EXPECT_EQ((*recording)->leads[0].name, "II");
    EXPECT_EQ((*recording)->leads[0].unit, "mV");
    EXPECT_EQ((*recording)->leads[1].name, "a \"b\", c") << "RFC 4180: two marks mean one";
    std::string_view open_end = "\"1,2";
    EXPECT_EQ(takeCsvField(open_end, ','), "\"1");
}

TEST(Csv, TablesInUtf16) {
    const std::string text = "t (s);II (\u00b5V);M\u00fcller \U0001f493\r\n0,00;500;1\r\n0,01;-1250;2\r\n";
    const std::u16string wide = u"t (s);II (\u00b5V);M\u00fcller \U0001f493\r\n0,00;500;1\r\n0,01;-1250;2\r\n";
    for (const bool little : {true, false}) {
        std::string bytes = little ? "\xff\xfe" : "\xfe\xff";
        for (const char16_t unit : wide) {
            const char low = static_cast<char>(unit & 0xff);
            const char high = static_cast<char>(unit >> 8);
            bytes += little ? std::string{low, high} : std::string{high, low};
        }
        const auto recording = opened(bytes);
        ASSERT_TRUE(recording) << sentence(recording.error());
        EXPECT_EQ((*recording)->leads.at(0).rate_hz, 100);
        EXPECT_EQ((*recording)->leads.at(0).unit, "mV");
        EXPECT_EQ(physical(**recording, 0, 0, 2), (std::vector<float>{0.5F, -1.25F}));
        EXPECT_EQ((*recording)->leads.at(1).name, "M\u00fcller \U0001f493");
        EXPECT_EQ((*opened(text))->leads.at(1).name, (*recording)->leads.at(1).name);
        for (std::size_t size = 0; size < bytes.size(); ++size) (void)opened(bytes.substr(0, size), {100});
    }
}

TEST(Csv, TimesWithoutAUnitAreMadeSenseOfAndSaid) {
    for (const auto& [step, unit] :
         {std::pair("4", "milliseconds"), {"4000", "microseconds"}, {"4000000", "nanoseconds"}}) {
        const std::int64_t by = std::stoll(step);
        std::string text = "time,II (mV)\n";
        for (int i = 0; i < 6; ++i) text += std::to_string(1'650'000'000'000 + i * by) + ",0.5\n";
        const auto recording = opened(text);
        ASSERT_TRUE(recording) << sentence(recording.error());
        EXPECT_NEAR((*recording)->leads.at(0).rate_hz, 250, 1e-6) << unit;
        EXPECT_NE(warningsOf(**recording).find(unit), std::string::npos) << warningsOf(**recording);
    }
    const auto stated = opened("time [\xb5s],II [\xb5V]\n0,1000\n2000,2\n4000,3\n");  // Latin-1
    ASSERT_TRUE(stated) << sentence(stated.error());
    EXPECT_EQ((*stated)->leads.at(0).rate_hz, 500);
    EXPECT_EQ(physical(**stated, 0, 0, 1)[0], 1);
    EXPECT_EQ(warningsOf(**stated), "");
}

TEST(Csv, RoundedTimesStillGiveTheRate) {
    std::string text = "time,ECG (mV)\n";
    for (int i = 0; i < 4000; ++i) {
        text += text::fixedText(i / 360.0, 3) + ',' + std::to_string(i % 7) + '\n';
    }
    const auto recording = opened(text);
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads[0].rate_hz, 360);
    EXPECT_EQ((*recording)->leads[0].samples, 4000);
}

TEST(Csv, WhatIsGuessedIsSaid) {
    auto recording = opened("0,0.1,0.2\n2,0.3,0.4\n4,0.3,0.4\n6,0.5,0.6\n8,0,0\n");
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads[0].rate_hz, 500);
    EXPECT_NE(warningsOf(**recording).find("milliseconds"), std::string::npos);
    recording = opened("0,0.1\n1,0.3\n2,0.3\n3,0.5\n4,0\n", {200});
    ASSERT_TRUE(recording);
    ASSERT_EQ((*recording)->leads.size(), 1U);
    EXPECT_NE(warningsOf(**recording).find("sample number"), std::string::npos);
}

TEST(Csv, GapsInTimeAreMissingSamples) {
    const auto recording = opened("time_s,I (mV)\n0,1\n0.01,2\n0.02,3\n0.05,4\n0.06,5\n");
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads[0].rate_hz, 100);
    EXPECT_EQ((*recording)->leads[0].samples, 7);
    const auto values = physical(**recording, 0, 0, 7);
    EXPECT_EQ(values[2], 3);
    EXPECT_TRUE(std::isnan(values[3]) && std::isnan(values[4]));
    EXPECT_EQ(values[5], 4);
    const auto absurd = opened("time_s,I (mV)\n0,1\n0.01,2\n0.02,3\n1e12,4\n");
    ASSERT_TRUE(absurd);
    EXPECT_EQ((*absurd)->leads[0].samples, 4);
    EXPECT_NE(warningsOf(**absurd).find("left out"), std::string::npos);
    const auto back = opened("time_s,I (mV)\n0,1\n0.02,3\n0.01,2\n");
    ASSERT_FALSE(back);
    EXPECT_NE(sentence(back.error()).find("do not ascend"), std::string::npos);
}

TEST(Csv, OddLinesMoveNothing) {
    const auto recording = opened("I (mV),II (mV)\n1,2\n3,4\noops\n7,8\n9,x\n11,12\n", {100});
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads[0].samples, 6);
    EXPECT_EQ(physical(**recording, 1, 5, 1)[0], 12);
    EXPECT_NE(warningsOf(**recording).find("2 lines are no rows"), std::string::npos) << warningsOf(**recording);
    EXPECT_NE(warningsOf(**recording).find("line 4"), std::string::npos);
}

TEST(Csv, ShortRowsDoNotOutgrowTheFile) {
    std::string wide = "1";
    for (int i = 0; i < 900; ++i) wide += ",1";
    std::string text = wide + '\n' + wide + '\n';
    for (int i = 0; i < 100'000; ++i) text += "1\n";
    const auto refused = opened(text, {100});
    ASSERT_FALSE(refused);
    EXPECT_NE(sentence(refused.error()).find("fewer fields"), std::string::npos) << sentence(refused.error());
}

TEST(Csv, WhatIsNoTableIsRefused) {
    EXPECT_EQ(opened("", {360}).error().code, ErrorCode::empty);
    EXPECT_EQ(opened("name,age\nAnna,7\nBen,8\n", {360}).error().code, ErrorCode::malformed);
    EXPECT_EQ(opened("<html>1,2</html>\n", {360}, "t.html").error().code, ErrorCode::unsupported);
}

TEST(Csv, CutAtEveryByte) {
    const std::string whole =
        "# fs=100\n'Elapsed time','MLII'\n'ss','mV'\n'0:00.00',1.5\n'0:00.01',-2e-1\n\"0:00.02\",3\n";
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto recording = opened(whole.substr(0, size), {100});
        if (!recording) {
            EXPECT_FALSE(recording.error().what.empty());
            continue;
        }
        for (const Lead& lead : (*recording)->leads) EXPECT_GT(lead.samples, 0);
        (void)physical(**recording, 0, -1, 5);
    }
}

}  // namespace
}  // namespace triptych::formats
