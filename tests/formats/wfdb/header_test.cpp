#include "core/formats/wfdb/header.h"

#include <gtest/gtest.h>

namespace triptych::formats {
namespace {

Result<WfdbHeader> parse(std::string_view text) {
    return parseWfdbHeader(text, "r.hea");
}

TEST(WfdbHeader, ReadsEveryFieldOfTheRecordLine) {
    const auto header = parse("r 1 360/720(10) 650000 8:26:04.25 26/10/1994\nr.dat 16\n");
    ASSERT_TRUE(header) << sentence(header.error());
    EXPECT_EQ(header->name, "r");
    EXPECT_EQ(header->segments, 0);
    EXPECT_EQ(header->signals_promised, 1);
    EXPECT_DOUBLE_EQ(header->frame_rate_hz, 360);
    EXPECT_EQ(header->frames, 650000);
    EXPECT_EQ(header->start, "1994-10-26T08:26:04.25");
    EXPECT_TRUE(header->warnings.empty());
}

TEST(WfdbHeader, ReadsEveryFieldOfASignalLine) {
    const auto header = parse("r 1 500\nr.dat 212x4:3+192 1.5e2(-1600)/mmHg 12 1024 995 -22131 512 Left arm, cuff \n");
    ASSERT_TRUE(header) << sentence(header.error());
    ASSERT_EQ(header->signals.size(), 1U);
    const WfdbSignalLine& line = header->signals[0];
    EXPECT_EQ(line.file, "r.dat");
    EXPECT_EQ(line.format, 212);
    EXPECT_EQ(line.samples_per_frame, 4);
    EXPECT_EQ(line.skew_frames, 3);
    EXPECT_EQ(line.byte_offset, 192);
    EXPECT_DOUBLE_EQ(line.gain, 150);
    EXPECT_TRUE(line.calibrated);
    EXPECT_EQ(line.baseline, -1600);
    EXPECT_EQ(line.unit, "mmHg");
    EXPECT_EQ(line.adc_resolution_bits, 12);
    EXPECT_EQ(line.adc_zero, 1024);
    EXPECT_EQ(line.initial_value, 995);
    EXPECT_EQ(line.checksum, -22131);
    EXPECT_EQ(line.description, "Left arm, cuff");
}

TEST(WfdbHeader, FillsInTheDefaultsOfTheStandard) {
    const auto header = parse("r 2\nr.dat 16\nr.dat 16 100 12 7\n");
    ASSERT_TRUE(header) << sentence(header.error());
    EXPECT_DOUBLE_EQ(header->frame_rate_hz, 250);
    EXPECT_FALSE(header->frames);
    EXPECT_FALSE(header->start);
    EXPECT_DOUBLE_EQ(header->signals[0].gain, 200);
    EXPECT_FALSE(header->signals[0].calibrated);
    EXPECT_EQ(header->signals[0].baseline, 0);
    EXPECT_FALSE(header->signals[0].initial_value);
    EXPECT_FALSE(header->signals[0].checksum);
    EXPECT_EQ(header->signals[1].baseline, 7) << "the baseline is the ADC's zero where none is stated";
    ASSERT_EQ(header->warnings.size(), 1U);
    EXPECT_NE(header->warnings[0].what.text().find("250"), std::string::npos);
}

TEST(WfdbHeader, TakesWindowsLineEndsCommentsAndBlankLines) {
    const auto header =
        parse("# before\r\n\r\nr 1 360 10\r\n\r\n# between\r\nr.dat 16 200 11 0 0 0 0 II\r\n# 69 M\r\n#x");
    ASSERT_TRUE(header) << sentence(header.error());
    EXPECT_EQ(header->signals.at(0).description, "II");
    EXPECT_EQ(header->comments, (std::vector<std::string>{"between", "69 M", "x"}));
}

TEST(WfdbHeader, TakesTheLineEndsOfOldMacs) {
    const auto header = parse("r 2 360 10\rr.dat 16 200 11 0 0 0 0 II\rr.dat 16\r# 69 M\r");
    ASSERT_TRUE(header) << sentence(header.error());
    ASSERT_EQ(header->signals.size(), 2U);
    EXPECT_EQ(header->signals[0].description, "II");
    EXPECT_EQ(header->comments, std::vector<std::string>{"69 M"});
}

TEST(WfdbHeader, AYearOfTwoDigitsIsOneOfOurs) {
    EXPECT_EQ(parse("r 1 360 10 10:00:00 05-may-20\nr.dat 16\n")->start, "2020-05-05T10:00:00");
    EXPECT_EQ(parse("r 1 360 10 10:00:00 5/5/89\nr.dat 16\n")->start, "1989-05-05T10:00:00");
    EXPECT_EQ(parse("r 1 360 10 10:00:00 5/5/1020\nr.dat 16\n")->start, "1020-05-05T10:00:00");
}

TEST(WfdbHeader, StartMayBeATimeOfDayAlone) {
    EXPECT_EQ(parse("r 1 360 10 10:00:00\nr.dat 16\n")->start, "10:00:00") << "a time of day, the day withheld";
    EXPECT_EQ(parse("r 1 360 10    33:01.911 01/02/2003\nr.dat 16\n")->start, "2003-02-01T00:33:01.911");
}

TEST(WfdbHeader, RefusesImpossibleTimesAndSaysSo) {
    for (const char* start : {"25:00:00 1/1/2000", "10:00:00 30/02/2001", "10:61:00 1/1/2000", "ten 1/1/2000",
                              "10:00:00 1/13/2000", "10:00:00 1/1/0", "1:2:3:4 1/1/2000", "10:00:00.x 1/1/2000"}) {
        const auto header = parse("r 1 360 10 " + std::string(start) + "\nr.dat 16\n");
        ASSERT_TRUE(header) << start;
        EXPECT_FALSE(header->start) << start;
        EXPECT_EQ(header->warnings.size(), 1U) << start;
    }
    EXPECT_EQ(parse("r 1 360 10 0:0:0 29/02/2000\nr.dat 16\n")->start, "2000-02-29T00:00:00");
}

TEST(WfdbHeader, UncalibratedAmplitudesAreSaidToBeSo) {
    for (const char* gain : {"0", "0/mV", "abc", "nan", "1e999", "200(", "200(x)/mV", "200junk"}) {
        const auto header = parse("r 1 360 10\nr.dat 16 " + std::string(gain) + " 12\n");
        ASSERT_TRUE(header) << gain;
        EXPECT_DOUBLE_EQ(header->signals[0].gain, 200) << gain;
        EXPECT_FALSE(header->signals[0].calibrated) << gain;
        ASSERT_EQ(header->warnings.size(), 1U) << gain;
        EXPECT_NE(header->warnings[0].what.text().find("uncalibrated"), std::string::npos) << gain;
    }
}

TEST(WfdbHeader, NonsenseInTheRecordLineIsMalformed) {
    for (const char* line : {"r", "r x", "r -1", "r 99999999999999999999", "r 1000000", "r 1 0", "r 1 -360", "r 1 nan",
                             "r 1 inf", "r 1 1e300", "r/0 1 360", "r/-1 1 360", "r/x 1 360", "r/99999999999 1 360"}) {
        const auto header = parse(std::string(line) + "\nr.dat 16\n");
        ASSERT_FALSE(header) << line;
        EXPECT_EQ(header.error().code, ErrorCode::malformed) << line;
        EXPECT_EQ(header.error().where, "r.hea line 1") << line;
        EXPECT_FALSE(header.error().hint.empty()) << line;
    }
}

TEST(WfdbHeader, NonsenseInAFormatFieldIsMalformed) {
    for (const char* format : {"", "x", "-16", "16x0", "16x-2", "16x", "16:-1", "16:", "16+-5", "16+", "16y3", "16x2x",
                               "99999999999999", "16+99999999999999999999"}) {
        const auto header = parse("r 1 360 10\nr.dat " + std::string(format) + '\n');
        ASSERT_FALSE(header) << format;
        EXPECT_EQ(header.error().code, ErrorCode::malformed) << format;
    }
}

TEST(WfdbHeader, ANonsensicalLengthIsLeftToTheFiles) {
    for (const char* frames : {"-5", "many", "99999999999999999999"}) {
        const auto header = parse("r 1 360 " + std::string(frames) + "\nr.dat 16\n");
        ASSERT_TRUE(header) << frames;
        EXPECT_FALSE(header->frames) << frames;
        EXPECT_EQ(header->warnings.size(), 1U) << frames;
    }
    EXPECT_FALSE(parse("r 1 360 0\nr.dat 16\n")->frames) << "0 means: not stated";
}

TEST(WfdbHeader, RefusesSignalFilesOutsideItsFolder) {
    for (const char* file : {"../other.dat", "/etc/passwd", "a/../../b.dat", "..", "a/.."}) {
        const auto header = parse("r 1 360 10\n" + std::string(file) + " 16\n");
        ASSERT_FALSE(header) << file;
        EXPECT_EQ(header.error().code, ErrorCode::refused) << file;
        EXPECT_EQ(header.error().where, "r.hea line 2") << file;
    }
    EXPECT_TRUE(parse("r 1 360 10\n..r.dat 16\n"));
    EXPECT_TRUE(parse("r 1 360 10\nsub/r.dat 16\n"));
}

TEST(WfdbHeader, ZeroBytesAndNothingAreNoHeader) {
    EXPECT_EQ(parse("").error().code, ErrorCode::empty);
    EXPECT_EQ(parse(std::string(100, '\0')).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse("# only a comment\n").error().code, ErrorCode::malformed);
    EXPECT_FALSE(looksLikeWfdbHeader(std::string(100, '\0')));
    EXPECT_FALSE(looksLikeWfdbHeader("<?xml version=\"1.0\"?>"));
    EXPECT_TRUE(looksLikeWfdbHeader("# note\r\n\r\n100 2 360 650000\r\n"));
    EXPECT_TRUE(looksLikeWfdbHeader("100/3 2 360/1(2)"));
    EXPECT_TRUE(looksLikeWfdbHeader("100 2"));
}

TEST(WfdbHeader, SurplusSignalLinesAreKeptApartAndOtherLinesIgnoredWithAWarning) {
    const auto header = parse("r 1 360 10\nr.dat 16\nr.dat 16\nr.dat 16\n");
    ASSERT_TRUE(header);
    EXPECT_EQ(header->signals.size(), 1U);
    EXPECT_EQ(header->unpromised.size(), 2U);
    const auto words = parse("r 1 360 10\nr.dat 16\nr.dat 16\nSex M\n");
    ASSERT_TRUE(words);
    EXPECT_TRUE(words->unpromised.empty());
    ASSERT_EQ(words->warnings.size(), 1U);
    EXPECT_NE(words->warnings[0].what.text().find("describes 3"), std::string::npos);
}

TEST(WfdbHeader, TextIsAlwaysUtf8) {
    const auto latin = parse("r 1 360 10\nr.dat 16 10/\xb5V 12 0 0 0 0 Ableitung \xc4\n# M\xfcller\n");
    ASSERT_TRUE(latin);
    EXPECT_EQ(latin->signals[0].unit, "µV");
    EXPECT_EQ(latin->signals[0].description, "Ableitung Ä");
    EXPECT_EQ(latin->comments.at(0), "Müller");
    EXPECT_EQ(parse("\xef\xbb\xbfr 1 360 10\nr.dat 16 200 12 0 0 0 0 Ä\n")->signals.at(0).description, "Ä");
}

TEST(WfdbHeader, DateBeforeTimeAndMonthsAsWords) {
    for (const char* start :
         {"05-May-2020 09:49:17", "09:49:17 05/05/2020", "5-MAY-2020 09:49:17", "05/05/2020 09:49:17",
          "2020-05-05 09:49:17", "2020-05-05T09:49:17", "09:49:17 05.05.2020", "05/May/2020 09:49:17"}) {
        const auto header = parse("r 1 360 10 " + std::string(start) + "\nr.dat 16\n");
        ASSERT_TRUE(header) << start;
        EXPECT_EQ(header->start, "2020-05-05T09:49:17") << start;
        EXPECT_TRUE(header->warnings.empty()) << start;
    }
    for (const char* start :
         {"05-Mai-2020 09:49:17", "05-M-2020 09:49:17", "31-Feb-2020 09:49:17", "05-May/2020 09:49:17"}) {
        const auto header = parse("r 1 360 10 " + std::string(start) + "\nr.dat 16\n");
        EXPECT_FALSE(header->start) << start;
        EXPECT_FALSE(header->warnings.empty()) << start;
    }
}

TEST(WfdbHeader, APathInTheRecordNameIsNoNumberOfSegments) {
    const auto header = parse("medians_wfdb/00001_demo 1 500 600\nmedians_wfdb/00001_demo.dat 16\n");
    ASSERT_TRUE(header) << sentence(header.error());
    EXPECT_EQ(header->segments, 0);
    EXPECT_EQ(header->name, "00001_demo");
    EXPECT_EQ(header->folder, "medians_wfdb/");
    EXPECT_EQ(parse("a/b/r 1 500\nr.dat 16\n")->name, "r");
    EXPECT_EQ(parse("a/b/r.mat 1 500\nr.mat 16\n")->folder, "a/b/");
    EXPECT_EQ(parse("a/r/2 1 500 10\ns 5\nt 5\n")->segments, 2);
    EXPECT_EQ(parse("a/r/2 1 500 10\ns 5\nt 5\n")->name, "r");
    EXPECT_EQ(parse("r/2 1 500 10\ns 5\nt 5\n")->segments, 2);
    EXPECT_FALSE(parse("elsewhere/x 1 500\nr.dat 16\n")) << "neither the header's name nor the signals' folder";
    EXPECT_EQ(parse("g1/00001 1 500\ng1/00001.dat 16\n")->segments, 0) << "counts have no zeros before them";
    // A record that is called by a number, in a folder.
    const auto own = parseWfdbHeader("p100/101 1 500 10\n101.dat 16\n", "/somewhere/101.hea");
    ASSERT_TRUE(own);
    EXPECT_EQ(own->segments, 0);
    EXPECT_EQ(own->name, "101");
}

}  // namespace
}  // namespace triptych::formats
