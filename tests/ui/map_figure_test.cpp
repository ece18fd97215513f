// Figures of maps: every format, everything that is asked for on them, and nothing written over.
#include "ui/pages/map_figure_page.h"

#include "core/pages/map_figure.h"
#include "tests/support/data.h"
#include "tests/ui/made_explanation.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "ui/pages/map_figure_paint.h"

#include <QFile>
#include <QImage>
#include <QPainter>
#include <QXmlStreamReader>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace triptych::ui {
namespace {

RecordingPtr recording() {
    return test::madeRecording(
        {{"MLII", 250, test::spikes(1, 250, 1), "mV"}, {"V1", 250, test::spikes(1, 250, 1), "mV"}}, 10);
}

pages::FigureMap map(bool is_signed = true) {
    auto out = pages::figureMap(*recording(), 0, *test::madeExplanation(3, is_signed), 3.0);
    out.heading = "V, score 0.98, by Integrated Gradients";
    out.of = "beat at 3.00 s, lead MLII, made";
    out.by = "product, sha256 0123456789ab";
    return out;
}

TEST(FigureMaps, HaveTheSignalOfTheirStretchOnAnAxisFromTheMark) {
    const auto made = map();
    EXPECT_TRUE(made.from_mark);
    ASSERT_EQ(made.traces.size(), 1U);
    EXPECT_EQ(made.traces[0].lead, "MLII");
    EXPECT_NEAR(made.traces[0].first_s, -0.8, 0.005);
    const auto stretch = pages::mapStretch_s(made.map);
    ASSERT_TRUE(stretch);
    EXPECT_NEAR(stretch->first, -0.8, 1e-6);
    EXPECT_GE(made.traces[0].first_s + made.traces[0].step_s * static_cast<double>(made.traces[0].values.size()),
              stretch->second);
}

TEST(FigureMaps, OfAWholeRecordingHaveEveryLeadOfTheMap) {
    Explanation of_all;
    of_all.of_recording = true;
    Attribution leads;
    leads.input = "leads";
    leads.axes = {{"lead", "", {}, {"MLII", "V9", "V1"}}, {"time", "s", {1, 2, 3, 4}, {}}};
    leads.values.assign(12, 0.1F);
    of_all.inputs = {leads};
    const auto made = pages::figureMap(*recording(), 0, of_all, {});
    ASSERT_EQ(made.traces.size(), 2U) << "a lead that the recording has not is left out";
    EXPECT_EQ(made.traces[1].lead, "V1");
    EXPECT_FALSE(made.from_mark);
}

TEST(FigureFormats, AreToldByTheEndOfTheName) {
    EXPECT_EQ(*pages::figureFormat("a/b.SVG"), pages::FigureFormat::svg);
    EXPECT_EQ(*pages::figureFormat("b.pdf"), pages::FigureFormat::pdf);
    EXPECT_EQ(*pages::figureFormat("b.png"), pages::FigureFormat::png);
    for (const char* const name : {"208.dat", "", "svg", ".tiff"}) {
        const auto refused = pages::figureFormat(name);
        ASSERT_FALSE(refused) << name;
        EXPECT_EQ(refused.error().code, ErrorCode::wrong_use);
    }
}

TEST(Figures, AreWrittenAsSvgPdfAndPngAndReplaceNothingUnasked) {
    const auto folder = test::scratchFolder("figures");
    pages::FigureRequest request;
    request.maps = {map(), map(false)};
    const auto size = pages::figureSize(request);
    for (const char* const ending : {"svg", "pdf", "png"}) {
        const std::string path = (folder / (std::string("figure.") + ending)).string();
        const auto written = writeFigure(request, path, false);
        ASSERT_TRUE(written) << sentence(written.error());
        const auto again = writeFigure(request, path, false);
        ASSERT_FALSE(again);
        EXPECT_EQ(again.error().code, ErrorCode::refused);
        EXPECT_TRUE(writeFigure(request, path, true));
    }
    QFile svg(QString::fromStdString((folder / "figure.svg").string()));
    ASSERT_TRUE(svg.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&svg);
    int paths = 0;
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("path")) ++paths;
    }
    EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
    EXPECT_GT(paths, 500);
    const QImage png(QString::fromStdString((folder / "figure.png").string()));
    EXPECT_NEAR(png.width(), size.width_mm / 25.4 * 300, 8);
    EXPECT_NEAR(png.dotsPerMeterX(), 300 / 0.0254, 20);
    const auto wrong = writeFigure(request, (folder / "figure.dat").string(), true);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, ErrorCode::wrong_use);
    EXPECT_FALSE(writeFigure({}, (folder / "none.svg").string(), true)) << "a figure of nothing";
}

QImage painted(const pages::FigureRequest& request, const QSize& size, bool on_page = false) {
    QImage out(size, QImage::Format_RGB32);
    out.fill(Qt::white);
    QPainter painter(&out);
    paintMapFigure(painter, out.rect().adjusted(4, 4, -4, -4), request, {palette(Theme::light), on_page});
    return out;
}

int coloured(const QImage& image) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) count += QColor(image.pixel(x, y)).hsvSaturation() > 90 ? 1 : 0;
    }
    return count;
}

TEST(Figures, AMapThatRandomOrdersEqualIsGreyOnThemToo) {
    pages::FigureRequest request;
    request.maps = {map()};
    const int colour = coloured(painted(request, {700, 600}));
    EXPECT_GT(colour, 500);
    Faithfulness test;
    test.orders = 40;
    test.beaten = 0.3;
    request.maps[0].map.badge = test;
    EXPECT_LT(coloured(painted(request, {700, 600})), colour / 4) << "its heading alone warns";
}

TEST(Figures, OfAMeanHaveABandOfItsDeviation) {
    pages::FigureRequest request;
    request.maps = {map()};
    const QImage without = painted(request, {700, 600});
    for (const Attribution& input : request.maps[0].map.inputs)
        request.maps[0].deviation.emplace_back(input.values.size(), 0.02F);
    request.maps[0].traces[0].deviation.assign(request.maps[0].traces[0].values.size(), 0.1F);
    EXPECT_NE(painted(request, {700, 600}), without);
}

TEST(Figures, SayWhyThereIsNoOtherMap) {
    pages::FigureRequest request;
    request.maps = {map(), {}};
    request.maps[1].heading = "No other map";
    request.maps[1].cannot = "The model has no class for that beat.";
    EXPECT_NE(painted(request, {900, 300}), painted({{map()}}, {900, 300}));
}

// A flat line, no samples, values that are no numbers, no room: nothing of it may stop the painter.
TEST(Figures, StandWhatCannotBeDrawn) {
    for (const QSize size : {QSize(900, 300), QSize(60, 40), QSize(9, 9)}) {
        pages::FigureRequest request;
        request.maps = {map()};
        for (float& value : request.maps[0].traces[0].values) value = 0;
        painted(request, size);
        for (float& value : request.maps[0].traces[0].values) value = std::numeric_limits<float>::quiet_NaN();
        painted(request, size, true);
        for (Attribution& input : request.maps[0].map.inputs) {
            for (float& value : input.values) value = std::numeric_limits<float>::quiet_NaN();
        }
        painted(request, size, true);
        request.maps[0].traces.clear();
        painted(request, size);
        request.maps[0].map.inputs.clear();
        painted(request, size, true);
    }
}

}  // namespace
}  // namespace triptych::ui
