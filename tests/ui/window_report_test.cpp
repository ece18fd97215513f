// The report of a recording in the window: what has been measured and told by then stands in it, and what comes while
// its dialog is open comes in.
#include "tests/ui/window_support.h"
#include "ui/window/report_desk.h"
#include "ui/window/report_dialog.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QRegularExpression>

#include <gtest/gtest.h>

#include <algorithm>

namespace triptych::ui {
namespace {

const ReportTable* tableCalled(const ReportContent& content, const QString& title) {
    const auto found = std::ranges::find(content.tables, title, &ReportTable::title);
    return found == content.tables.end() ? nullptr : &*found;
}

std::string onDiskWithRhythms() {
    const auto folder = test::scratchFolder("report-window");
    synth::SynthRequest request;
    request.duration_s = 240;
    request.seed = 6;
    request.rhythms = {{synth::MadeRhythm::af, 60, 150}};
    const auto made = synth::synthesize(request);
    EXPECT_TRUE(made && synth::writeRecord(*made, folder.string(), "made"));
    return (folder / "made.hea").string();
}

TEST(WindowReport, HasMeasurementsEpisodesAndCorrectionsAndFollowsWhatIsMeasuredMeanwhile) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, onDiskWithRhythms()));
    ViewState& state = window->state();
    ASSERT_TRUE(test::waitUntil([&] { return state.rhythm().report() && !window->isBusy(); }, 60'000));
    ReportDesk desk(state, window->session());
    EXPECT_EQ(tableCalled(desk.content({}), "Measurements of the median beat"), nullptr) << "nobody asked for them";
    ReportDialog dialog(desk, {}, nullptr);
    window->session().waves().setWanted(false, true);
    ASSERT_TRUE(test::waitUntil([&] { return state.waves().measurements() && !window->isBusy(); }, 60'000));
    dialog.follow(false);
    const ReportContent content = desk.content({});
    const ReportTable* measured = tableCalled(content, "Measurements of the median beat");
    ASSERT_NE(measured, nullptr);
    for (const char* figure : {"HR", "PR", "QRS", "QT", "QTc Fridericia", "QRS axis"}) {
        EXPECT_TRUE(std::ranges::any_of(measured->rows, [&](const QStringList& row) {
            return row[0] == QLatin1String(figure);
        })) << figure;
    }
    const ReportTable* episodes = tableCalled(content, "Episodes");
    ASSERT_NE(episodes, nullptr);
    ASSERT_EQ(episodes->rows.size(), state.rhythm().report()->found.findings.episodes.size());
    EXPECT_TRUE(
        std::ranges::any_of(episodes->rows, [](const QStringList& row) { return row[2] == "Atrial fibrillation"; }));
    // A strip is kept once, however often that is asked for.
    ASSERT_TRUE(desk.keepStrip());
    ASSERT_TRUE(desk.keepStrip());
    EXPECT_EQ(desk.content({}).strips.size(), 1U);
    // One beat more: it is counted, and the report says whose hand it was.
    const double between_s = (state.beats().all()[20].time_s + state.beats().all()[21].time_s) / 2;
    const std::size_t before = state.beats().all().size();
    ASSERT_TRUE(window->session().beatDesk().add(between_s, "key"));
    const ReportContent after = desk.content({});
    EXPECT_EQ(after.beats.size(), before + 1);
    EXPECT_TRUE(after.basis.contains("Added, moved or taken away by readers: 1.")) << after.basis.toStdString();
}

TEST(WindowReport, NamesTheRecordingByItsContentAndItsFileWithThePatientAlone) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("doe_john")));
    const ReportDesk desk(window->state(), window->session());
    const auto everything = [](const ReportContent& content) {
        QString all = content.basis + content.patient.join(QLatin1Char(' '));
        for (const auto& [name, value] : content.figures) all += name + value;
        return all;
    };
    const ReportContent anonymous = desk.content({});
    ASSERT_FALSE(anonymous.figures.empty());
    EXPECT_EQ(anonymous.figures.front().first, QStringLiteral("Recording"));
    const QString number = anonymous.figures.front().second;
    EXPECT_TRUE(QRegularExpression(QStringLiteral("^[0-9a-f]{12} \\(WFDB, 2 leads?")).match(number).hasMatch())
        << number.toStdString();
    EXPECT_FALSE(everything(anonymous).contains(QStringLiteral("doe"))) << "a file may be called by its patient's name";
    EXPECT_TRUE(everything(desk.content({{}, true})).contains(QStringLiteral("doe_john")));
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("of_another_length", 20)));
    EXPECT_NE(desk.content({}).figures.front().second, number);
}

}  // namespace
}  // namespace triptych::ui
