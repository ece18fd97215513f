#include "core/formats/page/page.h"

#include "core/formats/export/export.h"
#include "core/formats/open.h"
#include "core/formats/page/page_trace.h"
#include "tests/formats/page/page_files.h"
#include "tests/formats/record_files.h"
#include "tests/formats/sweep.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace triptych::formats {
namespace {

using namespace test;

// Twelve waves over the width of the grid, 100 pixels high.
double wave(int x) {
    return 450 - 50 * std::sin(2 * std::numbers::pi * 12 * (x - 20) / 1160.0);
}

double correlation(const std::vector<double>& a, const std::function<double(std::size_t)>& b) {
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += a[i] * b(i);
        aa += a[i] * a[i];
        bb += b(i) * b(i);
    }
    return ab / std::sqrt(aa * bb);
}

// The wave at the middle of each of the thousand samples, upward.
double expectedWave(std::size_t i) {
    return std::sin(2 * std::numbers::pi * 12 * (static_cast<double>(i) + 0.5) / 1000);
}

TEST(PageTrace, FollowsTheMiddleOfTheInk) {
    const auto trace = traceOfPage(imageOf({.row = wave}), "p");
    ASSERT_TRUE(trace) << sentence(trace.error());
    ASSERT_EQ(trace->samples.size(), kPageSamples);
    EXPECT_TRUE(trace->found_grid);
    EXPECT_EQ(trace->empty_share, 0);
    EXPECT_GT(correlation(trace->samples, expectedWave), 0.999);
    EXPECT_NEAR(*std::max_element(trace->samples.begin(), trace->samples.end()), std::sqrt(2), 0.03);
    const double sum = std::accumulate(trace->samples.begin(), trace->samples.end(), 0.0);
    EXPECT_NEAR(sum, 0, 1e-6);
}

TEST(PageTrace, LeavesOutWhatIsPrintedAboveTheGrid) {
    const MadePage with{.row = wave};
    MadePage without = with;
    without.words = false;
    const auto a = traceOfPage(imageOf(with), "p");
    const auto b = traceOfPage(imageOf(without), "p");
    ASSERT_TRUE(a && b);
    EXPECT_EQ(a->samples, b->samples);
    EXPECT_GE(a->box.top_px, 100) << "the words stand above";
    EXPECT_LE(std::abs(a->box.top_px - with.top_px), 2);
    EXPECT_LE(std::abs(a->box.bottom_px - with.bottom_px), 8);
}

TEST(PageTrace, SaysThatThereIsNoGrid) {
    const auto trace = traceOfPage(imageOf({.grid = false, .words = false, .row = wave}), "p");
    ASSERT_TRUE(trace) << sentence(trace.error());
    EXPECT_FALSE(trace->found_grid);
    EXPECT_NEAR(trace->empty_share, 40.0 / 1200, 1e-9);
}

TEST(PageTrace, WeighsInkByItsDarkness) {
    // Two lines in each column, one black and one grey half as dark: the mean row lies a third of the way to the grey
    // one.
    PageImage page{400, 200, std::vector<std::uint8_t>(400 * 200, 255), false};
    for (int x = 0; x < 400; ++x) {
        const int lift = x < 200 ? 0 : 30;
        page.lightness[static_cast<std::size_t>((60 - lift) * 400 + x)] = 0;
        page.lightness[static_cast<std::size_t>((120 - lift) * 400 + x)] = 0;
    }
    const auto trace = traceOfPage(page, "p");
    ASSERT_TRUE(trace) << sentence(trace.error());
    EXPECT_NEAR(trace->samples.front(), -1, 1e-9);
    EXPECT_NEAR(trace->samples.back(), 1, 1e-9);
}

TEST(PageTrace, BridgesColumnsWithoutInk) {
    MadePage page{.row = [](int x) { return x >= 500 && x < 600 ? -100.0 : 300.0 + 0.1 * x; }};
    const auto trace = traceOfPage(imageOf(page), "p");
    ASSERT_TRUE(trace) << sentence(trace.error());
    EXPECT_NEAR(trace->empty_share, 100.0 / 1160, 0.01);
    // A straight line stays one (the ink is whole pixels, so within half a one of 35).
    for (std::size_t i = 0; i < kPageSamples; ++i) {
        EXPECT_NEAR(trace->samples[i], (499.5 - static_cast<double>(i)) / 288.7, 0.03) << i;
    }
}

TEST(PageTrace, RefusesWhatHasNoTrace) {
    for (const MadePage& page : {MadePage{.grid = false, .words = false, .row = [](int) { return -10.0; }},
                                 MadePage{.row = [](int) { return 400.0; }}}) {
        const auto trace = traceOfPage(imageOf(page), "p");
        ASSERT_FALSE(trace);
        EXPECT_EQ(trace.error().code, ErrorCode::empty);
        EXPECT_NE(sentence(trace.error()).find("nothing is drawn on the page"), std::string::npos);
    }
    const auto small = traceOfPage({50, 300, std::vector<std::uint8_t>(15'000, 255), false}, "p");
    ASSERT_FALSE(small);
    EXPECT_EQ(small.error().code, ErrorCode::out_of_range);
}

TEST(Page, PngAndJpegOpenAsOneLeadInStandardDeviations) {
    const auto folder = scratchFolder("page");
    const MadePage page{.row = wave};
    const std::string colours = coloursOf(page);
    std::vector<float> png;
    for (const auto& [name, bytes] :
         {std::pair<std::string, std::string>{"a.png", pngOf(colours, page.width_px, page.height_px)},
          {"a.jpg", jpegOf(colours, page.width_px, page.height_px)},
          {"b.jpg", jpegOf(colours, page.width_px, page.height_px, true)}}) {
        writeText(folder / name, bytes);
        const auto recording = openedFile(folder / name);
        ASSERT_TRUE(recording);
        EXPECT_EQ(recording->format, name == "a.png" ? "PNG page" : "JPEG page");
        ASSERT_EQ(recording->leads.size(), 1U);
        EXPECT_EQ(recording->leads[0].name, "mean row of the page");
        EXPECT_EQ(recording->leads[0].unit, "SD");
        EXPECT_EQ(recording->leads[0].rate_hz, 100);
        EXPECT_EQ(recording->leads[0].samples, 1000);
        EXPECT_NE(warningsOf(*recording).find("no leads, no scale and no clock"), std::string::npos);
        const auto samples = physical(*recording, 0, 0, 1000);
        const std::vector<double> wide(samples.begin(), samples.end());
        // A JPEG blurs the last line of the grid, so the paper may end one line of 145 earlier.
        EXPECT_GT(correlation(wide, expectedWave), name == "a.png" ? 0.998 : 0.985) << name;
        if (png.empty()) png = samples;
    }
}

TEST(Page, IsNoEcgInTimeAndStaysNoneInEveryExport) {
    const auto folder = scratchFolder("page-export");
    const MadePage page{.row = wave};
    writeText(folder / "a.png", pngOf(coloursOf(page), page.width_px, page.height_px));
    const auto recording = openedFile(folder / "a.png");
    ASSERT_TRUE(recording);
    EXPECT_NE(warningsOf(*recording).find("no beats are sought in it"), std::string::npos) << warningsOf(*recording);
    for (const char* name : {"a.hea", "a.edf", "a.csv", "a.json"}) {
        const auto path = folder / name;
        ASSERT_TRUE(exportRecording(*recording, path.string(), *exportFormatFor(path.string()), {})) << name;
        const auto again = openedFile(path);
        ASSERT_TRUE(again) << name;
        EXPECT_NE(warningsOf(*again).find("no beats are sought in it"), std::string::npos) << name;
    }
}

TEST(Page, InOneGreyIsAPageToo) {
    const auto path = scratchFolder("page-grey") / "g.jpg";
    std::string grey(static_cast<std::size_t>(600 * 300), '\xff');
    for (int x = 0; x < 600; ++x) grey[static_cast<std::size_t>((100 + x % 100) * 600 + x)] = 0;
    writeText(path, jpegOf(grey, 600, 300, false, 1));
    const auto recording = openedFile(path);
    ASSERT_TRUE(recording);
    EXPECT_NE(warningsOf(*recording).find("no grid was found"), std::string::npos);
}

TEST(Page, RefusesWhatItCannotRead) {
    const auto folder = scratchFolder("page-refused");
    writeText(folder / "inks.jpg", jpegOf(std::string(200 * 200 * 4, '\x40'), 200, 200, false, 4));
    const auto inks = open((folder / "inks.jpg").string());
    ASSERT_FALSE(inks);
    EXPECT_NE(sentence(inks.error()).find("of four inks"), std::string::npos) << sentence(inks.error());

    // A header of 60,000 by 60,000 pixels over nothing.
    std::string bomb = pngOf(std::string(30'000, '\xff'), 100, 100);
    const auto setHeader = [&](std::size_t at, unsigned value) {
        for (int i = 0; i < 4; ++i) bomb[at + static_cast<std::size_t>(i)] = static_cast<char>(value >> (24 - 8 * i));
    };
    setHeader(16, 60'000);
    setHeader(20, 60'000);
    const std::string chunk = bomb.substr(12, 17);
    setHeader(29, static_cast<unsigned>(
                      crc32(0, reinterpret_cast<const Bytef*>(chunk.data()), static_cast<uInt>(chunk.size()))));
    writeText(folder / "bomb.png", bomb);
    const auto huge = open((folder / "bomb.png").string());
    ASSERT_FALSE(huge);
    EXPECT_NE(sentence(huge.error()).find("more than the 40 million"), std::string::npos) << sentence(huge.error());
}

TEST(Page, ADamagedPictureIsShownAndSaid) {
    const auto path = scratchFolder("page-damaged") / "d.jpg";
    const MadePage page{.row = wave};
    std::string bytes = jpegOf(coloursOf(page), page.width_px, page.height_px);
    bytes.resize(bytes.size() * 9 / 10);
    writeText(path, bytes);
    const auto recording = openedFile(path);
    ASSERT_TRUE(recording);
    EXPECT_NE(warningsOf(*recording).find("damaged or ends too early"), std::string::npos);
}

TEST(Page, AThousandDamagedCopiesOpenOrAreRefused) {
    const MadePage small{.width_px = 160,
                         .height_px = 120,
                         .top_px = 20,
                         .bottom_px = 110,
                         .left_px = 5,
                         .right_px = 155,
                         .words = false,
                         .row = [](int x) { return 60 + 20 * std::sin(x * 0.3); }};
    const std::string colours = coloursOf(small);
    sweep(scratchFolder("page-sweep") / "s.png", pngOf(colours, 160, 120));
    sweep(scratchFolder("page-sweep") / "s.jpg", jpegOf(colours, 160, 120));
    sweep(scratchFolder("page-sweep") / "p.jpg", jpegOf(colours, 160, 120, true));
}

TEST(Page, RealPagesAreReadInsideTheirGrid) {
    TRIPTYCH_NEEDS_DATA(folder, "paper");
    for (const char* name : {"normal_1.jpg", "abnormal_1.jpg", "mi_1.jpg", "post_mi_1.jpg"}) {
        const std::string bytes = readText(folder / name);
        const auto image = readJpeg(bytes, name);
        ASSERT_TRUE(image) << sentence(image.error());
        const auto trace = traceOfPage(*image, name);
        ASSERT_TRUE(trace) << sentence(trace.error());
        EXPECT_TRUE(trace->found_grid) << name;
        // The header takes 290 of 1,572 rows, the footer 50.
        EXPECT_NEAR(trace->box.top_px, 290, 15) << name;
        EXPECT_NEAR(trace->box.bottom_px, 1515, 15) << name;
        EXPECT_LT(trace->empty_share, 0.08) << name;
    }
}

}  // namespace
}  // namespace triptych::formats
