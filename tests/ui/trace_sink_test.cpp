// What a screen shows goes onto a page as vectors, in true millimetres.
#include "ui/panes/trace_sink.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "ui/panes/trace_painter.h"
#include "ui/panes/trace_source.h"

#include <QBuffer>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QTransform>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace triptych::ui {
namespace {

constexpr double kPxPerMm = 96 / 25.4;
constexpr double kMmPerPoint = 25.4 / 72;

// Lines of a page, in millimetres from its lower left corner.
struct Page {
    std::vector<std::vector<QPointF>> lines;
    QByteArray bytes;
};

// The page's drawing: what a PDF viewer does of it, as far as lines go.
std::vector<std::vector<QPointF>> linesOf(const QByteArray& drawing) {
    std::vector<std::vector<QPointF>> lines;
    std::vector<QTransform> saved;
    QTransform now;
    std::vector<double> numbers;
    for (const QByteArray& word : drawing.simplified().split(' ')) {
        bool is_number = false;
        const double number = word.toDouble(&is_number);
        if (is_number) {
            numbers.push_back(number);
            continue;
        }
        const auto count = numbers.size();
        if (word == "q") saved.push_back(now);
        if (word == "Q" && !saved.empty()) {
            now = saved.back();
            saved.pop_back();
        }
        if (word == "cm" && count >= 6) {
            const double* at = &numbers[count - 6];
            now = QTransform(at[0], at[1], at[2], at[3], at[4], at[5]) * now;
        }
        if ((word == "m" || word == "l") && count >= 2) {
            if (word == "m") lines.emplace_back();
            lines.back().push_back(now.map(QPointF(numbers[count - 2], numbers[count - 1])) * kMmPerPoint);
        }
        numbers.clear();
    }
    return lines;
}

// A made lead with spikes of 1 mV at every second, the first `seconds` of it at 25 mm/s and 10 mm/mV.
Page printed(double seconds, const RecordingPtr& recording) {
    TraceSource source;
    source.setRecording(recording);
    const QSizeF size(seconds * 25 * kPxPerMm + 12 * kPxPerMm, 60 * kPxPerMm);
    TraceScene scene;
    scene.recording = recording.get();
    scene.source = &source;
    scene.geometry = traceGeometry(size, kPxPerMm);
    scene.viewport = {0, scene.geometry.plot.width() / (25 * kPxPerMm)};
    scene.px_per_mm = kPxPerMm;
    TraceLayoutRequest request;
    request.plot = scene.geometry.plot;
    request.heavy_px = 5 * kPxPerMm;
    scene.layout = layOutTraces(*recording, request);
    source.prepare(scene.viewport, 0.25 / (25 * kPxPerMm));
    EXPECT_TRUE(test::waitUntil([&] { return !source.isBusy(); }));

    Page page;
    QBuffer buffer(&page.bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(96);
        writer.setPageLayout(
            QPageLayout(QPageSize(QSizeF(300, 100), QPageSize::Millimeter), QPageLayout::Portrait, {}));
        QPainter painter(&writer);
        PageSink sink(painter, kPxPerMm);
        paintTraces(sink, scene);
    }
    buffer.close();
    for (qsizetype at = page.bytes.indexOf("stream\n"); at >= 0; at = page.bytes.indexOf("stream\n", at + 1)) {
        const qsizetype from = at + 7, to = page.bytes.indexOf("endstream", from);
        if (to < 0) break;
        // qUncompress wants the length in front; it grows what is too short.
        const QByteArray drawing = qUncompress(QByteArray(4, '\0') + page.bytes.mid(from, to - from));
        if (drawing.contains(" cm")) page.lines = linesOf(drawing);
        at = to;
    }
    return page;
}

TEST(PageSink, DrawsVectorsAndNoPicture) {
    const Page page = printed(8, test::madeRecording({{"II", 250, test::spikes(1, 250, 1)}}, 60));
    EXPECT_TRUE(page.bytes.startsWith("%PDF"));
    EXPECT_FALSE(page.bytes.contains("/Subtype /Image"));
    EXPECT_GT(page.lines.size(), 200U) << "a line for each millimetre";
}

TEST(PageSink, TheCurveGoesThroughEverySample) {
    const Page page = printed(8, test::madeRecording({{"II", 250, test::spikes(1, 250, 1)}}, 60));
    const auto longest = std::max_element(page.lines.begin(), page.lines.end(),
                                          [](const auto& a, const auto& b) { return a.size() < b.size(); });
    ASSERT_NE(longest, page.lines.end());
    EXPECT_GE(longest->size(), 2000U);
    EXPECT_LE(longest->size(), 2010U);
    for (std::size_t i = 1; i < longest->size(); ++i) {
        EXPECT_NEAR((*longest)[i].x() - (*longest)[i - 1].x(), 25.0 / 250, 0.002) << i;
    }
    // Spikes of 10 mm, 25 mm apart.
    std::vector<QPointF> peaks;
    const double foot = (*longest)[10].y();
    for (const QPointF& point : *longest) {
        if (std::abs(point.y() - foot - 10) < 0.02) peaks.push_back(point);
    }
    ASSERT_GE(peaks.size(), 7U);
    for (std::size_t i = 1; i < peaks.size(); ++i) EXPECT_NEAR(peaks[i].x() - peaks[i - 1].x(), 25, 0.01);
}

TEST(PageSink, ABoxOfThePaperIsAMillimetre) {
    const Page page = printed(8, test::madeRecording({{"II", 250, test::spikes(1, 250, 1)}}, 60));
    std::set<long> places_um;
    for (const auto& line : page.lines) {
        const bool upright = line.size() == 2 && std::abs(line[0].x() - line[1].x()) < 1e-6;
        if (upright && std::abs(line[0].y() - line[1].y()) > 40) places_um.insert(std::lround(line[0].x() * 1000));
    }
    ASSERT_GT(places_um.size(), 150U);
    for (auto at = std::next(places_um.begin()); at != places_um.end(); ++at) {
        EXPECT_NEAR(static_cast<double>(*at - *std::prev(at)), 1000, 5) << *at;
    }
}

TEST(PageSink, WhereSamplesAreMissingThereIsNoLine) {
    const auto spikes = test::spikes(1, 250, 1);
    const auto holed = [spikes](double time_s) { return time_s > 3 && time_s < 4 ? std::nanf("") : spikes(time_s); };
    const Page page = printed(8, test::madeRecording({{"II", 250, holed}}, 60));
    std::size_t curves = 0;
    for (const auto& line : page.lines) curves += line.size() > 500 ? 1 : 0;
    EXPECT_EQ(curves, 2U);
}

}  // namespace
}  // namespace triptych::ui
