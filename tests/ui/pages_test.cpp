// Pages of an ECG: what stands where, in millimetres that are measured on the rendered page.
#include "tests/support/data.h"
#include "tests/ui/made_recording.h"
#include "ui/pages/page_book.h"
#include "ui/pages/page_plan.h"
#include "ui/pages/svg_device.h"
#include "ui/panes/rhythm_colours.h"
#include "ui/panes/theme.h"

#include <QFile>
#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QStandardPaths>
#include <QXmlStreamReader>

#include <gtest/gtest.h>

#include <cmath>
#include <iostream>
#include <set>

namespace triptych::ui {
namespace {

using pages::PageKind;
using pages::PageLayout;
using pages::PageRequest;

RecordingPtr twelveLeads(double duration_s = 10) {
    std::vector<test::MadeLead> leads;
    for (const char* name : {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"}) {
        leads.push_back({name, 250, test::spikes(1, 250, 1), "mV"});
    }
    auto made = std::make_shared<Recording>(*test::madeRecording(leads, duration_s));
    made->header.person.name = "Lovelace, Ada";
    made->start = "2002-03-02T10:20:30";
    return made;
}

std::size_t pagesOf(const Recording& recording, const PageRequest& request) {
    const auto plan = planPages(recording, request);
    EXPECT_TRUE(plan) << sentence(plan.error());
    return plan ? plan->pages.size() : 0;
}

TEST(PagePlan, AnEcgTakesOneTwoOrFourPages) {
    const RecordingPtr ecg = twelveLeads();
    PageRequest request;
    EXPECT_EQ(pagesOf(*ecg, request), 1U);
    request.kind = PageKind::two_pages;
    EXPECT_EQ(pagesOf(*ecg, request), 2U);
    request.kind = PageKind::four_pages;
    const auto plan = planPages(*ecg, request);
    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->pages.size(), 4U);
    for (const PlannedPage& page : plan->pages) {
        ASSERT_EQ(page.systems.size(), 1U);
        EXPECT_EQ(page.systems[0].leads.size(), 3U);
        EXPECT_GE(page.systems[0].stretch.length_s(), 10);
    }
    request.kind = PageKind::two_pages;
    request.leads = {7, 1};
    const auto chosen = planPages(*ecg, request);
    ASSERT_TRUE(chosen);
    ASSERT_EQ(chosen->pages.size(), 2U) << "the leads that were chosen, and no others";
    EXPECT_EQ(chosen->pages[0].systems[0].leads, std::vector<std::size_t>{7});
    EXPECT_EQ(chosen->pages[1].systems[0].leads, std::vector<std::size_t>{1});
}

TEST(PagePlan, ALongStretchGoesOnFromPageToPageAndLosesNoSecond) {
    const RecordingPtr ecg = twelveLeads(60);
    PageRequest request;
    request.from_s = 5;
    request.to_s = 45;
    const auto columns = planPages(*ecg, request);
    ASSERT_TRUE(columns);
    EXPECT_EQ(columns->pages.size(), 4U) << "columns share ten seconds a page";
    const RecordingPtr strip = test::madeRecording({{"II", 250, test::flat}}, 600);
    const auto lines = planPages(*strip, request);
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->pages.size(), 1U) << "one lead leaves room for several lines";
    double at_s = 5;
    for (const PageSystem& system : lines->pages[0].systems) {
        EXPECT_NEAR(system.stretch.from_s, at_s, 1e-9);
        at_s = system.stretch.to_s;
    }
    EXPECT_GE(at_s, 45);
}

TEST(PagePlan, AStretchThatLeavesRoomHasHigherRows) {
    const RecordingPtr strip = test::madeRecording({{"II", 250, test::flat}, {"V1", 250, test::flat}}, 600);
    PageRequest request;
    const auto one = planPages(*strip, request);
    ASSERT_TRUE(one);
    ASSERT_EQ(one->pages.size(), 1U);
    ASSERT_EQ(one->pages[0].systems.size(), 1U);
    EXPECT_DOUBLE_EQ(one->pages[0].systems[0].place_mm.height(), 120) << "60 mm a row, and no more";
    request.to_s = 600;
    const auto all = planPages(*strip, request);
    ASSERT_TRUE(all);
    EXPECT_GT(all->pages[0].systems.size(), 2U);
    EXPECT_LT(all->pages[0].systems[0].place_mm.height(), 60) << "as many lines as a page holds";
}

TEST(PagePlan, TheHeadNamesWhatIsSeenWithTheStripThatGoesOn) {
    const auto page = planPages(*twelveLeads(12), {});
    ASSERT_TRUE(page);
    const PlannedPage& first = page->pages.front();
    EXPECT_GT(first.stretch.to_s, 10.5) << "columns end at ten seconds, the rhythm strip at the paper's edge";
    EXPECT_DOUBLE_EQ(first.stretch.to_s, first.systems.front().stretch.to_s);
    const auto short_one = planPages(*twelveLeads(8), {});
    ASSERT_TRUE(short_one);
    EXPECT_DOUBLE_EQ(short_one->pages.front().stretch.to_s, 8) << "and no more than there is";
}

TEST(PagePlan, ADayIsAnHourAPage) {
    const RecordingPtr day = test::madeRecording({{"II", 1, test::flat}}, 86'400);
    PageRequest request;
    request.kind = PageKind::full_disclosure;
    const auto plan = planPages(*day, request);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->pages.size(), 24U);
    EXPECT_GT(plan->page_mm.height(), plan->page_mm.width());
}

TEST(PagePlan, WhatCannotBePrintedIsSaid) {
    const RecordingPtr ecg = twelveLeads();
    PageRequest request;
    request.from_s = 20;
    EXPECT_EQ(planPages(*ecg, request).error().code, ErrorCode::wrong_use);
    request.from_s = 5;
    request.to_s = 4;
    EXPECT_EQ(planPages(*ecg, request).error().code, ErrorCode::wrong_use);
    request = {};
    request.leads = {40};
    EXPECT_EQ(planPages(*ecg, request).error().code, ErrorCode::out_of_range);
    EXPECT_EQ(planPages(Recording(), PageRequest()).error().code, ErrorCode::empty);
    request = {};
    request.one_page = true;
    request.to_s = 7200;
    EXPECT_EQ(planPages(*test::madeRecording({{"II", 10, test::flat}}, 7200), request).error().code,
              ErrorCode::wrong_use);
}

class PrintedPage : public testing::Test {
protected:
    // The pages as pictures of 20 pixels a millimetre; empty where nothing renders a PDF here.
    std::vector<QImage> rendered(const RecordingPtr& recording, const PageRequest& request) {
        const QString renderer = QStandardPaths::findExecutable(QStringLiteral("pdftoppm"));
        const std::string pdf = (folder_ / "page.pdf").string();
        const auto done = writePdf(recording, request, pdf, true);
        EXPECT_TRUE(done) << sentence(done.error());
        if (renderer.isEmpty() || !done) return {};
        const QString stem = QString::fromStdString((folder_ / "page").string());
        EXPECT_EQ(QProcess::execute(renderer, {QStringLiteral("-r"), QStringLiteral("508"), QStringLiteral("-png"),
                                               QString::fromStdString(pdf), stem}),
                  0);
        std::vector<QImage> images;
        for (std::size_t page = 1; page <= done->pages; ++page) {
            images.emplace_back(QStringLiteral("%1-%2.png").arg(stem).arg(page));
        }
        return images;
    }
    QString textOf(const RecordingPtr& recording, const PageRequest& request) {
        const std::string pdf = (folder_ / "text.pdf").string();
        EXPECT_TRUE(writePdf(recording, request, pdf, true));
        QProcess reader;
        reader.start(QStandardPaths::findExecutable(QStringLiteral("pdftotext")),
                     {QString::fromStdString(pdf), QStringLiteral("-")});
        reader.waitForFinished();
        return QString::fromUtf8(reader.readAllStandardOutput());
    }
    std::filesystem::path folder_ = test::scratchFolder("pages");
};

constexpr double kDotsPerMm = 20;

bool isNear(QRgb pixel, const QColor& colour) {
    return std::abs(qRed(pixel) - colour.red()) + std::abs(qGreen(pixel) - colour.green()) +
               std::abs(qBlue(pixel) - colour.blue()) <
           40;
}

// Middles of the runs of pixels that `is` holds for.
template <class Is>
std::vector<double> runsOf(int from, int to, Is is) {
    std::vector<double> middles;
    for (int at = from; at < to; ++at) {
        if (!is(at)) continue;
        const int begin = at;
        while (at < to && is(at)) ++at;
        middles.push_back((begin + at - 1) / 2.0);
    }
    return middles;
}

TEST_F(PrintedPage, TwentyFiveMillimetresAreTwentyFiveAndThePulseIsTenByFive) {
    const auto images = rendered(twelveLeads(), {});
    if (images.empty()) GTEST_SKIP() << "pdftoppm, of poppler-utils, renders the page";
    const QImage& page = images.front();
    ASSERT_NEAR(page.width(), 297 * kDotsPerMm, 2);
    ASSERT_NEAR(page.height(), 210 * kDotsPerMm, 2);
    const Palette& colours = palette(Theme::light);

    // Heavy lines along a row just below the paper's upper edge, and along a column of its right part.
    int row = static_cast<int>(bodyOf({297, 210}).top() * kDotsPerMm);
    std::vector<double> upright;
    for (; upright.size() < 40 && row < page.height() / 2; row += 7) {
        upright = runsOf(0, page.width(), [&](int x) { return isNear(page.pixel(x, row), colours.grid_heavy); });
    }
    ASSERT_GE(upright.size(), 40U);
    // 25 mm are five boxes; each is measured from every line that has one there.
    std::set<int> from_line;
    int measured = 0;
    double shortest_mm = 25, longest_mm = 25;
    for (const double from : upright) {
        for (const double to : upright) {
            if (std::abs(to - from - 25 * kDotsPerMm) < 2 * kDotsPerMm) {
                const double apart_mm = (to - from) / kDotsPerMm;
                EXPECT_NEAR(apart_mm, 25, 0.1);
                shortest_mm = std::min(shortest_mm, apart_mm);
                longest_mm = std::max(longest_mm, apart_mm);
                ++measured;
            }
        }
    }
    EXPECT_GT(measured, 30);
    std::cout << "25 mm measure " << shortest_mm << " to " << longest_mm << " mm, from " << measured << " lines\n";
    EXPECT_NEAR((upright.back() - upright.front()) / kDotsPerMm,
                std::round((upright.back() - upright.front()) / kDotsPerMm / 5) * 5, 0.15);

    // The pulse: the gutter's only dark lines. Its flanks at half of its height, its roof between them, its feet
    // beside.
    const auto dark = [&](int x, int y) { return qGray(page.pixel(x, y)) < 150; };
    const int left = static_cast<int>(kPageMargin_mm * kDotsPerMm);
    const int right = left + static_cast<int>(11.5 * kDotsPerMm);
    int pulses = 0;
    double last_roof = 0;
    for (int y = row; y < page.height() - 30 * static_cast<int>(kDotsPerMm); ++y) {
        const auto flanks = runsOf(left, right, [&](int x) { return dark(x, y + static_cast<int>(5 * kDotsPerMm)); });
        if (flanks.size() != 2) continue;
        const int middle = static_cast<int>((flanks[0] + flanks[1]) / 2);
        if (!dark(middle, y) || y - last_roof < 5 * kDotsPerMm) continue;
        const auto roof = runsOf(y, y + 12, [&](int at) { return dark(middle, at); });
        const int beside = static_cast<int>(flanks[0] - 0.4 * kDotsPerMm);
        const auto foot = runsOf(y + static_cast<int>(8 * kDotsPerMm), y + static_cast<int>(12 * kDotsPerMm),
                                 [&](int at) { return dark(beside, at); });
        ASSERT_FALSE(roof.empty());
        ASSERT_FALSE(foot.empty());
        EXPECT_NEAR((flanks[1] - flanks[0]) / kDotsPerMm, 5, 0.1);
        EXPECT_NEAR((foot.front() - roof.front()) / kDotsPerMm, 10, 0.1);
        std::cout << "pulse " << (foot.front() - roof.front()) / kDotsPerMm << " x "
                  << (flanks[1] - flanks[0]) / kDotsPerMm << " mm\n";
        last_roof = y;
        ++pulses;
    }
    EXPECT_EQ(pulses, 4) << "one for each row";
}

TEST_F(PrintedPage, EveryPageSaysItsScalesItsFilterAndWhatItIsNotFor) {
    if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty()) {
        GTEST_SKIP() << "pdftotext, of poppler-utils, reads the page";
    }
    PageRequest request;
    request.kind = PageKind::four_pages;
    request.beats = {{1, kNormal}, {2, kPvc}};
    request.beats_by = "detector";
    request.model = "product sha256 0123456789abcdef";
    const QString text = textOf(twelveLeads(), request);
    const QStringList pages = text.split(QChar(0x0C), Qt::SkipEmptyParts);
    ASSERT_EQ(pages.size(), 4);
    for (const QString& page : pages) {
        for (const char* words : {"25 mm/s", "10 mm/mV", "≥ 0.05 Hz", "Research use — not for diagnosis", "advisory",
                                  "product sha256 0123456789abcdef", "detector"}) {
            EXPECT_TRUE(page.contains(QString::fromUtf8(words))) << words << " is missing in: " << page.toStdString();
        }
    }
}

TEST_F(PrintedPage, ThePersonStandsOnItOnlyWhenAskedFor) {
    if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty()) {
        GTEST_SKIP() << "pdftotext, of poppler-utils, reads the page";
    }
    PageRequest request;
    const QString without = textOf(twelveLeads(), request);
    EXPECT_FALSE(without.contains(QStringLiteral("Lovelace")));
    EXPECT_FALSE(without.contains(QStringLiteral("2002")));
    EXPECT_FALSE(without.contains(QStringLiteral("10:20")));
    request.patient_line = true;
    const QString with = textOf(twelveLeads(), request);
    EXPECT_TRUE(with.contains(QStringLiteral("Lovelace, Ada")));
    EXPECT_TRUE(with.contains(QStringLiteral("2002-03-02 10:20:30")));
}

TEST_F(PrintedPage, AnHourOfTheFullDisclosureHasItsSixtyLines) {
    PageRequest request;
    request.kind = PageKind::full_disclosure;
    const auto images = rendered(test::madeRecording({{"II", 100, test::spikes(1, 100, 1)}}, 5400), request);
    if (images.empty()) GTEST_SKIP() << "pdftoppm, of poppler-utils, renders the page";
    ASSERT_EQ(images.size(), 2U);
    // Dark baselines of the first page, along a column between two spikes of every line.
    const QRectF body = bodyOf({210, 297});
    const int x = static_cast<int>((body.left() + 12 + (body.width() - 12) * 0.5083) * kDotsPerMm);
    const auto lines = runsOf(static_cast<int>(body.top() * kDotsPerMm), static_cast<int>(body.bottom() * kDotsPerMm),
                              [&](int y) { return qGray(images[0].pixel(x, y)) < 140; });
    EXPECT_EQ(lines.size(), 60U);
}

TEST_F(PrintedPage, EveryBeatOfADayThatIsNotNormalHasAMarkAndTheRhythmItsBand) {
    PageRequest request;
    request.kind = PageKind::full_disclosure;
    for (int i = 0; i < 100; ++i) request.beats.push_back({120 + 0.25 * i, kPvc});  // nearer than letters are wide
    for (int i = 0; i < 50; ++i) request.beats.push_back({180 + 1.0 * i, 0});       // no class
    request.episodes = {{120, 150, "vf", false}, {150, 3600, "sinus", false}};
    const auto images = rendered(test::madeRecording({{"II", 100, test::flat}}, 600), request);
    if (images.empty()) GTEST_SKIP() << "pdftoppm, of poppler-utils, renders the page";
    const QRectF body = bodyOf({210, 297});
    const double line_mm = body.height() / 30, paper_mm = body.width() - 12;  // of a recording that is short
    const auto marked = [&](double time_s) {
        const double in_line_s = std::fmod(time_s, 60), x_mm = body.left() + 12 + paper_mm * in_line_s / 60;
        const double y_mm = body.top() + line_mm * std::floor(time_s / 60);
        for (int x = static_cast<int>((x_mm - 0.5) * kDotsPerMm); x <= static_cast<int>((x_mm + 0.5) * kDotsPerMm);
             ++x) {
            for (int y = static_cast<int>((y_mm - 0.8) * kDotsPerMm); y < static_cast<int>((y_mm + 0.8) * kDotsPerMm);
                 ++y) {
                if (qGray(images[0].pixel(x, y)) < 200) return true;
            }
        }
        return false;
    };
    for (std::size_t i = 0; i < request.beats.size(); ++i) EXPECT_TRUE(marked(request.beats[i].time_s)) << i;
    const QColor ink = rhythmColour(rhythm::Rhythm::vf, Theme::light);
    const auto band_at = [&](double time_s) {
        const int x = static_cast<int>((body.left() + 12 + paper_mm * std::fmod(time_s, 60) / 60) * kDotsPerMm);
        const int bottom = static_cast<int>((body.top() + line_mm * (std::floor(time_s / 60) + 1)) * kDotsPerMm);
        for (int y = bottom - 12; y < bottom; ++y) {
            if (isNear(images[0].pixel(x, y), ink)) return true;
        }
        return false;
    };
    EXPECT_TRUE(band_at(135));
    EXPECT_FALSE(band_at(165));
    if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty()) return;
    const QString text = textOf(test::madeRecording({{"II", 100, test::flat}}, 600), request);
    EXPECT_TRUE(text.contains(QStringLiteral("ventricular"))) << text.toStdString();
}

TEST_F(PrintedPage, WhatTheDeviceStatedStandsWholeBelowTheHead) {
    if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty()) {
        GTEST_SKIP() << "pdftotext, of poppler-utils, reads the page";
    }
    auto ecg = std::make_shared<Recording>(*twelveLeads());
    ecg->header.device = "PageWriter";
    ecg->header.statements = {"Sinus rhythm", "Left ventricular hypertrophy with secondary repolarisation abnormality",
                              "Nonspecific intraventricular conduction delay"};
    for (int i = 0; i < 12; ++i) {
        ecg->header.measurements.push_back({"figure_number_" + std::to_string(i), 100.0 + i, "ms"});
    }
    ecg->header.measurements.push_back({"hr", 84, "bpm"});
    PageRequest request;
    EXPECT_FALSE(textOf(ecg, request).contains(QStringLiteral("Sinus rhythm"))) << "nobody asked for the person";
    request.patient_line = true;
    const QString text = textOf(ecg, request);
    for (const char* words : {"conduction delay", "HR 84 bpm", "PageWriter", "10:20:30.0", "clock"}) {
        EXPECT_TRUE(text.contains(QLatin1String(words))) << words << " is missing in: " << text.toStdString();
    }
}

TEST_F(PrintedPage, AFileThatIsThereIsNotReplacedUnasked) {
    const std::string path = (folder_ / "there.pdf").string();
    ASSERT_TRUE(writePdf(twelveLeads(), {}, path, false));
    const auto again = writePdf(twelveLeads(), {}, path, false);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::refused);
    EXPECT_TRUE(writePdf(twelveLeads(), {}, path, true));
}

TEST(SvgDevice, LinesAreVectorsInMillimetresAndTheDocumentIsXml) {
    SvgDevice device({378, 189});
    {
        QPainter painter(&device);
        painter.setClipRect(QRectF(0, 0, 100, 100));
        painter.translate(10, 20);
        painter.setPen(QPen(Qt::red, 2));
        painter.drawLine(QLineF(0, 0, 30, 40));
        painter.setClipping(false);
        painter.fillRect(QRectF(0, 0, 5, 5), Qt::blue);
        painter.drawText(QPointF(0, 50), QStringLiteral("II & <V1>"));
    }
    const QByteArray document = device.document();
    EXPECT_TRUE(document.contains("width=\"100.01mm\"")) << document.toStdString();
    EXPECT_TRUE(document.contains("M10 20L40 60")) << document.toStdString();
    EXPECT_TRUE(document.contains("stroke=\"#ff0000\" stroke-width=\"2\""));
    EXPECT_TRUE(document.contains("fill=\"#0000ff\""));
    QXmlStreamReader reader(document);
    int paths = 0;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement() && reader.name() == QLatin1String("path")) ++paths;
    }
    EXPECT_FALSE(reader.hasError()) << reader.errorString().toStdString();
    EXPECT_GE(paths, 4) << "clip, line, area, text";
}

}  // namespace
}  // namespace triptych::ui
