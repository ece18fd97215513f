// Opening: what is shown, what is said when it fails, what is remembered.
#include "tests/ui/window_support.h"
#include "ui/panels/reason_strip.h"
#include "ui/window/exporter.h"
#include "ui/window/status_fields.h"

#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QStatusBar>
#include <QTest>
#include <QUrl>

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace triptych::ui {
namespace {

QString saidBy(MainWindow& window) {
    QStringList lines;
    for (const Reason& reason : window.reasons().reasons()) lines << reason.sentence;
    return lines.join('\n');
}

TEST(WindowOpen, EmptyWindowOffersWaysInAndKeepsTheResearchSentence) {
    const auto window = test::shownWindow();
    EXPECT_FALSE(window->action(ActionId::zoom_in).isEnabled());
    EXPECT_TRUE(window->action(ActionId::open_sample).isEnabled());
    const auto* wording = window->findChild<QLabel*>(QStringLiteral("research_use"));
    ASSERT_NE(wording, nullptr);
    EXPECT_TRUE(wording->isVisible());
    EXPECT_EQ(wording->text(), QStringLiteral("Research use — not for diagnosis"));
}

TEST(WindowOpen, ANarrowStatusBarLeavesOutWhatTheToolBarSaysAndNeverTheResearchSentence) {
    ViewState state;
    QStatusBar bar;
    new StatusFields(state.record(), state.view(), state.display(), bar, {}, {});
    const auto* wording = bar.findChild<QLabel*>(QStringLiteral("research_use"));
    ASSERT_NE(wording, nullptr);
    const auto shows = [&](const char* begins) {
        const auto labels = bar.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->isVisible() && label->text().startsWith(QLatin1String(begins));
        });
    };
    bar.show();
    for (const int width : {1600, 500, 360, 1600}) {
        bar.resize(width, bar.sizeHint().height());
        test::letQueuedHappen();
        EXPECT_EQ(shows("filter:"), width == 1600) << width;
        EXPECT_TRUE(wording->isVisible());
        for (const QLabel* label : bar.findChildren<QLabel*>()) {
            if (!label->isVisible()) continue;
            EXPECT_GE(label->width(), label->sizeHint().width()) << width << ": " << label->text().toStdString();
            EXPECT_LE(label->geometry().right(), bar.width());
        }
    }
}

TEST(WindowOpen, SampleShowsBeatsAndASelectedOneInView) {
    const auto window = test::shownWindow();
    bool became_idle = false;
    QObject::connect(window.get(), &MainWindow::idle, window.get(), [&] { became_idle = true; });
    window->openSample();
    EXPECT_TRUE(window->isBusy());
    ASSERT_TRUE(test::waitUntil([&] { return became_idle && !window->state().beats().all().empty(); }, 60'000));
    ASSERT_TRUE(window->state().beats().selected());
    const double time_s = window->state().beats().all()[*window->state().beats().selected()].time_s;
    EXPECT_GE(time_s, window->state().view().viewport().start_s);
    EXPECT_LE(time_s, window->state().view().viewport().end_s());
    EXPECT_TRUE(window->windowTitle().contains(QStringLiteral("Triptych")));
}

TEST(WindowOpen, WhatIsNoEcgInTimeIsShownAndNobodySeeksBeatsInIt) {
    const auto path = test::scratchFolder("no-ecg") / "page.csv";
    {
        std::ofstream table(path);
        table << "time_s,mean row of the page (SD)\n";
        for (int i = 0; i < 1000; ++i) table << 0.01 * i << ',' << i % 37 << '\n';
    }
    const auto window = test::shownWindow();
    window->open({path.string()});
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy() && window->state().record().recording(); }, 60'000));
    EXPECT_TRUE(window->state().beats().all().empty());
    EXPECT_EQ(saidBy(*window).count("a picture of a page is no ECG in time"), 1) << saidBy(*window).toStdString();
    for (const ActionId action :
         {ActionId::classify, ActionId::waves, ActionId::measurements, ActionId::beats_detected}) {
        EXPECT_FALSE(window->action(action).isEnabled()) << static_cast<int>(action);
    }
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    EXPECT_TRUE(window->action(ActionId::classify).isEnabled());
    EXPECT_FALSE(saidBy(*window).contains("no ECG in time"));
}

TEST(WindowOpen, PlaceBringsTheNearestBeatIntoView) {
    const auto window = test::shownWindow();
    window->open({test::recordOnDisk("made", 60)}, Place{40.0, {}});
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy() && window->state().beats().selected(); }, 60'000));
    const double time_s = window->state().beats().all()[*window->state().beats().selected()].time_s;
    EXPECT_NEAR(time_s, 40.0, 1.0);
    EXPECT_LE(window->state().view().viewport().start_s, time_s);
    EXPECT_GE(window->state().view().viewport().end_s(), time_s);
}

TEST(WindowOpen, BadFilesAreASentenceAndTheRecordingInViewStays) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("good")));
    const auto folder = test::scratchFolder("bad");
    std::ofstream(folder / "empty.hea").close();
    std::ofstream(folder / "garbage.hea", std::ios::binary) << std::string(1000, '\0');
    std::ofstream(folder / "lonely.hea") << "lonely 1 360 3600\nlonely.dat 212 200 11 1024 0 0 0 MLII\n";
    for (const char* name : {"missing.hea", "empty.hea", "garbage.hea", "lonely.hea", "."}) {
        window->open({(folder / name).string()});
        ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy(); }, 60'000)) << name;
        EXPECT_TRUE(window->session().opening().hasFailed()) << name;
        EXPECT_FALSE(saidBy(*window).isEmpty()) << name;
        EXPECT_TRUE(window->reasons().isVisible()) << name;
        ASSERT_TRUE(window->state().record().recording());
        EXPECT_EQ(window->state().record().recording()->name, "good") << name;
    }
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("better")));
    EXPECT_FALSE(window->session().opening().hasFailed());
    EXPECT_EQ(window->state().record().recording()->name, "better");
}

TEST(WindowOpen, TruncatedSignalIsShownAsFarAsItGoesWithItsReason) {
    const std::string header = test::recordOnDisk("short", 30);
    const auto signal = std::filesystem::path(header).replace_extension("dat");
    std::filesystem::resize_file(signal, std::filesystem::file_size(signal) / 2);
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, header));
    EXPECT_FALSE(saidBy(*window).isEmpty());
}

TEST(WindowOpen, DroppedFileIsOpened) {
    const auto window = test::shownWindow();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QString::fromStdString(test::recordOnDisk("dropped")))});
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window.get(), &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent drop({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window.get(), &drop);
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy() && !window->state().beats().all().empty(); }, 60'000));
    EXPECT_EQ(window->state().record().recording()->name, "dropped");
}

TEST(WindowOpen, NewestOfTwoRequestsWins) {
    const auto window = test::shownWindow();
    const std::string first = test::recordOnDisk("first", 120);
    const std::string second = test::recordOnDisk("second");
    window->open({first});
    window->open({second});
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy() && !window->state().beats().all().empty(); }, 60'000));
    EXPECT_EQ(window->state().record().recording()->name, "second");
    EXPECT_LT(window->state().beats().all().back().time_s, 31);
}

TEST(WindowOpen, RemembersHowItWasLeft) {
    const auto settings = test::ownSettings();
    const std::string header = test::recordOnDisk("kept");
    {
        MainWindow window;
        window.state().model().setAiVisible(false);
        window.show();
        ASSERT_TRUE(test::opened(window, header));
        window.action(ActionId::gain_20).trigger();
        window.action(ActionId::speed_50).trigger();
        window.action(ActionId::filter_st).trigger();
        window.action(ActionId::theme_dark).trigger();
        window.action(ActionId::side_panels).trigger();
        window.close();
    }
    MainWindow window;
    EXPECT_EQ(window.state().display().gainMmPerMv(), 20);
    EXPECT_EQ(window.state().display().speedMmPerS(), 50);
    EXPECT_EQ(window.state().display().filter(), DisplayFilter::st);
    EXPECT_EQ(window.state().display().theme(), Theme::dark);
    EXPECT_FALSE(window.action(ActionId::side_panels).isChecked());
    EXPECT_EQ(loadSettings().recent, QList<RecordingRef>{{header}});
    window.action(ActionId::theme_light).trigger();
}

TEST(Settings, NonsenseInTheFileGivesTheDefaults) {
    test::ownSettings();
    QSettings store(QStringLiteral("Triptych"), QStringLiteral("triptych"));
    store.setValue(QStringLiteral("view/speed_mm_per_s"), QStringLiteral("fast"));
    store.setValue(QStringLiteral("view/gain_mm_per_mv"), -4);
    store.setValue(QStringLiteral("view/filter"), 99);
    store.setValue(QStringLiteral("view/theme"), QStringLiteral("pink"));
    store.setValue(QStringLiteral("window/geometry"), QStringLiteral("nowhere"));
    store.sync();
    const Settings read = loadSettings();
    EXPECT_EQ(read.speed_mm_per_s, 25);
    EXPECT_EQ(read.gain_mm_per_mv, 10);
    EXPECT_EQ(read.filter, DisplayFilter::monitor);
    EXPECT_EQ(read.theme, ThemeChoice::as_system);
    MainWindow window;
    window.show();
    EXPECT_TRUE(window.isVisible());
}

TEST(RecordingRef, IsTheSameByTheSameWords) {
    EXPECT_EQ((RecordingRef{"day.zip", "a.edf"}), RecordingRef{"day.zip/a.edf"});
    EXPECT_EQ((RecordingRef{"day.zip", "a.edf"}).text(), "day.zip/a.edf");
    EXPECT_NE((RecordingRef{"day.zip", "a.edf"}), RecordingRef{"day.zip"});
    EXPECT_TRUE(RecordingRef{}.empty());
}

TEST(Settings, RecentFilesAreNewestFirstOnceEachAndFew) {
    QList<RecordingRef> recent;
    for (int i = 0; i < 30; ++i) recent = withRecent(recent, {"/r/" + std::to_string(i % 15) + ".hea"});
    EXPECT_EQ(recent.size(), kRecentKept);
    EXPECT_EQ(recent.constFirst(), RecordingRef{"/r/14.hea"});
    for (const RecordingRef& one : recent) EXPECT_EQ(recent.count(one), 1) << one.text();
}

TEST(WindowOpen, ExportWritesInTheBackgroundAndSaysWhatFailed) {
    const auto window = test::shownWindow();
    EXPECT_FALSE(window->action(ActionId::export_recording).isEnabled());
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("source", 30)));
    EXPECT_TRUE(window->action(ActionId::export_recording).isEnabled());
    const auto folder = test::scratchFolder("export");
    Exporter exporter;
    std::vector<std::string> files;
    QString trouble;
    QObject::connect(&exporter, &Exporter::finished, &exporter,
                     [&](const formats::Exported& done) { files = done.files; });
    QObject::connect(&exporter, &Exporter::failed, &exporter,
                     [&](const Error& error) { trouble = QString::fromStdString(sentence(error)); });
    const QString path = QString::fromStdString((folder / "out.edf").string());
    exporter.start(window->state().record().recording(), path, {});
    EXPECT_TRUE(exporter.isBusy());
    ASSERT_TRUE(test::waitUntil([&] { return !exporter.isBusy(); }, 60'000));
    EXPECT_EQ(trouble, QString());
    ASSERT_EQ(files, std::vector<std::string>{path.toStdString()});
    ASSERT_TRUE(test::opened(*window, files.front()));
    exporter.start(window->state().record().recording(), path, {false, true});
    ASSERT_TRUE(test::waitUntil([&] { return !exporter.isBusy(); }, 60'000));
    EXPECT_TRUE(trouble.contains(QStringLiteral("never changed"))) << trouble.toStdString();
}

}  // namespace
}  // namespace triptych::ui
