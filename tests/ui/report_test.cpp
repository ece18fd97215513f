// The report on paper: millimetres are millimetres, nobody is named unless asked, and the wording is on every page.
#include "core/synth/synthesize.h"
#include "tests/support/data.h"
#include "tests/ui/qt_test.h"
#include "ui/panels/report_book.h"
#include "ui/panels/report_strip.h"

#include <QImage>
#include <QPainter>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>

namespace triptych::ui {
namespace {

ReportContent madeContent(double duration_s = 60) {
    synth::SynthRequest request;
    request.duration_s = duration_s;
    request.seed = 5;
    const auto made = synth::synthesize(request);
    auto recording = std::make_shared<Recording>(*made->recording);
    recording->name = "Lovelace-Ada";
    ReportContent content;
    content.recording = recording;
    content.title = "ECG report";
    content.filter = {};
    content.strips = {{{0, 10}, {0, 1}}, {{20, 25}, {0}}};
    for (int i = 0; i < 20; ++i) content.beats.push_back({.time_s = 0.8 * i, .code = i % 5 == 4 ? kPvc : kNormal});
    content.kept_beats = {{4.0, 0, {"V: Premature ventricular contraction"}, QImage(300, 100, QImage::Format_RGB32)}};
    content.figures = {{"Beats", "20"}};
    ReportTable table{"Beats by class and hour", {"from", "beats", "N"}, {}, {}};
    for (int row = 0; row < 90; ++row) table.rows.push_back({QString::number(row), "20", "16"});
    content.tables = {table};
    content.conclusion = "Ventricular premature beats, one in five.";
    content.reader = "ann";
    content.basis = "Beats: Triptych's detector.";
    return content;
}

// A page at `dots_per_mm`.
QImage drawn(const ReportBook& book, std::size_t page, double dots_per_mm) {
    QImage image((kReportPage_mm * dots_per_mm).toSize(), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.scale(dots_per_mm / kPxPerReportMm, dots_per_mm / kPxPerReportMm);
    book.paint(painter, page);
    return image;
}

std::string textOfPdf(const std::string& path) {
    const std::string out = path + ".txt";
    if (std::system(("pdftotext -layout '" + path + "' '" + out + "' 2>/dev/null").c_str()) != 0) return {};
    std::ifstream file(out);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Report, TwentyFiveMillimetresAreTwentyFive) {
    // A pulse of one second each way on an otherwise empty lead, 1 mV high.
    ReportContent content = madeContent();
    const double dots = 20;  // to the millimetre
    QImage image(static_cast<int>(100 * dots), static_cast<int>(60 * dots), QImage::Format_RGB32);
    image.fill(Qt::white);
    {
        QPainter painter(&image);
        painter.scale(dots / kPxPerReportMm, dots / kPxPerReportMm);
        paintStrip(painter, {*content.recording, 0, {0, 3}, QRectF(5, 5, 90, 40), 25, 10, {}, {}});
    }
    // The calibration pulse, 10 mm high and 5 mm wide, in the gutter: columns and rows where the trace's colour runs
    // along.
    const auto is_trace = [&](int x, int y) { return qGray(image.pixel(x, y)) < 90; };
    std::vector<int> upright, level;
    for (int x = static_cast<int>(6 * dots); x < static_cast<int>(14.8 * dots); ++x) {
        int run = 0;
        for (int y = static_cast<int>(14 * dots); y < static_cast<int>(44 * dots); ++y) run += is_trace(x, y);
        if (run > 8 * dots) upright.push_back(x);
    }
    ASSERT_GE(upright.size(), 2U);
    // Two uprights: their distance is a fifth of a second.
    std::vector<double> centres;
    int first = upright.front(), last = first;
    for (const int x : upright) {
        if (x > last + 1) {
            centres.push_back((first + last) / 2.0);
            first = x;
        }
        last = x;
    }
    centres.push_back((first + last) / 2.0);
    ASSERT_EQ(centres.size(), 2U);
    EXPECT_NEAR((centres[1] - centres[0]) / dots, 5, 0.1);
    int top = image.height(), bottom = 0;
    for (int y = static_cast<int>(14 * dots); y < static_cast<int>(44 * dots); ++y) {  // below the lead's name
        if (!is_trace(static_cast<int>(centres[0]), y)) continue;
        top = std::min(top, y);
        bottom = std::max(bottom, y);
    }
    EXPECT_NEAR((bottom - top) / dots, 10, 0.3);
}

TEST(Report, EveryPageSaysThatItIsForResearchAndNobodyIsNamedUnlessAsked) {
    const ReportBook book(madeContent());
    ASSERT_GE(book.pages(), 2U);
    const std::string path = (test::scratchFolder("report") / "report.pdf").string();
    ASSERT_TRUE(writeReport(book, path));
    if (std::system("pdftotext -v 2>/dev/null") != 0) GTEST_SKIP() << "needs pdftotext";
    const std::string text = textOfPdf(path);
    ASSERT_FALSE(text.empty());
    std::size_t wordings = 0;
    for (std::size_t at = text.find("not for diagnosis"); at != std::string::npos;
         at = text.find("not for diagnosis", at + 1)) {
        ++wordings;
    }
    EXPECT_EQ(wordings, book.pages());
    EXPECT_EQ(text.find("Lovelace"), std::string::npos);
    EXPECT_NE(text.find("Ventricular premature beats"), std::string::npos) << text;
    EXPECT_NE(text.find("30 further rows are left out"), std::string::npos);
    ReportContent named = madeContent();
    named.patient = {"Lovelace, Ada"};
    const ReportBook with(std::move(named));
    ASSERT_TRUE(writeReport(with, path));
    EXPECT_NE(textOfPdf(path).find("Lovelace"), std::string::npos);
}

TEST(Report, ATableThatGoesOnOverleafHasItsHeadThere) {
    ReportContent content = madeContent();
    content.tables.front().title = "Counts";
    const ReportBook book(std::move(content));
    const std::string path = (test::scratchFolder("report-heads") / "report.pdf").string();
    ASSERT_TRUE(writeReport(book, path));
    if (std::system("pdftotext -v 2>/dev/null") != 0) GTEST_SKIP() << "needs pdftotext";
    std::istringstream pages(textOfPdf(path));
    std::string page;
    std::size_t with_rows = 0;
    while (std::getline(pages, page, '\f')) {
        // A row has its number, 20 and 16.
        static const std::regex row("(^|\\n) *[0-9]+ +20 +16"), head("from +beats +N");
        const bool has_row = std::regex_search(page, row);
        if (has_row) ++with_rows;
        EXPECT_EQ(has_row, std::regex_search(page, head)) << page;
    }
    EXPECT_GE(with_rows, 2U) << "sixty rows are more than a page";
}

TEST(Report, LeadsOfAStripShareAGainAndTheHeadSaysWhichOrThatTheyDiffer) {
    // Lead 1 swings four times as far.
    synth::SynthRequest request;
    request.duration_s = 60;
    const auto made = synth::synthesize(request);
    ASSERT_TRUE(made);
    const RecordingPtr quiet = made->recording;
    const double usual = fittingGain(*quiet, 0, {0, 10}, {}, 34, 10);
    EXPECT_EQ(fittingGain(*quiet, 0, {0, 10}, {}, 34, 80), fittingGain(*quiet, 0, {0, 10}, {}, 34, 40))
        << "halved until it fits";
    EXPECT_LE(usual, 10);
    const auto textFor = [&](std::vector<ReportStrip> strips, double gain) {
        ReportContent content = madeContent();
        content.kept_beats.clear();
        content.gain_mm_per_mv = gain;
        content.strips = std::move(strips);
        const ReportBook book(std::move(content));
        const std::string path = (test::scratchFolder("report-gain") / "report.pdf").string();
        EXPECT_TRUE(writeReport(book, path));
        return textOfPdf(path);
    };
    if (std::system("pdftotext -v 2>/dev/null") != 0) GTEST_SKIP() << "needs pdftotext";
    const std::string one = textFor({{{0, 10}, {0, 1}}}, 80);
    EXPECT_EQ(one.find("80 mm/mV"), std::string::npos) << "no strip is drawn so";
    EXPECT_NE(one.find("mm/mV"), std::string::npos);
    EXPECT_EQ(one.find("gain beside"), std::string::npos) << one;
}

TEST(Report, NothingLeavesThePageAndAnEmptyOneIsAPage) {
    const ReportBook book(madeContent());
    for (std::size_t page = 0; page < book.pages(); ++page) {
        const QImage image = drawn(book, page, 4);
        const int margin = static_cast<int>((kReportMargin_mm - 2) * 4);
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < margin; ++x) {
                ASSERT_EQ(qGray(image.pixel(x, y)), 255) << "page " << page;
                ASSERT_EQ(qGray(image.pixel(image.width() - 1 - x, y)), 255) << "page " << page << ", row " << y;
            }
        }
    }
    ReportContent empty;
    empty.recording = madeContent().recording;
    EXPECT_EQ(ReportBook(std::move(empty)).pages(), 1U);
    EXPECT_FALSE(writeReport(book, (test::scratchFolder("report-none") / "none" / "report.pdf").string()));
}

}  // namespace
}  // namespace triptych::ui
