// One analysis for each recording: a step that was stopped or failed can be asked for again, gaps end intervals, and
// nothing of a recording outlives its closing.
#include "core/inference/recording_analysis.h"
#include "core/pipeline/borderline.h"
#include "tests/ui/window_support.h"
#include "ui/panels/beat_table_model.h"
#include "ui/panels/reason_strip.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace triptych::ui {
namespace {

#define TRIPTYCH_NEEDS_MODEL()                                       \
    if (inference::listModels().empty() || !inference::loadEngine()) \
    GTEST_SKIP() << "needs an installed model and the inference module beside the test program"

QString saidBy(MainWindow& window) {
    QStringList lines;
    for (const Reason& reason : window.reasons().reasons()) lines << reason.sentence;
    return lines.join('\n');
}

// Runs `act` in the first event after a recording has come: its beats are being sought, and their coming is a later
// event.
template <class Act>
void whileBeatsAreSought(MainWindow& window, Act act) {
    QObject::connect(&window.session(), &Session::opened, &window, act,
                     static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
}

std::unique_ptr<MainWindow> detectingWindow(bool ai = false) {
    auto window = test::shownWindow(ai);
    window->session().prefer({}, pipeline::BeatChoice::detected);
    return window;
}

bool becomesIdle(MainWindow& window) {
    return test::waitUntil([&] { return !window.isBusy(); }, 300'000);
}

TEST(WindowAnalysis, BeatsWhoseSearchWasStoppedAreSoughtAgainWhenAskedFor) {
    const auto window = detectingWindow();
    whileBeatsAreSought(*window, [&] { window->action(ActionId::stop).trigger(); });
    window->open({test::recordOnDisk("long", 1800)});
    ASSERT_TRUE(test::waitUntil([&] { return window->state().record().recording() && !window->isBusy(); }, 60'000));
    EXPECT_TRUE(window->state().beats().all().empty());
    EXPECT_TRUE(saidBy(*window).contains(QStringLiteral("search for beats was stopped")))
        << saidBy(*window).toStdString();
    EXPECT_TRUE(saidBy(*window).contains(QStringLiteral("Ctrl+R")));
    window->action(ActionId::classify).trigger();
    ASSERT_TRUE(becomesIdle(*window));
    EXPECT_GT(window->state().beats().all().size(), 1000U);
    EXPECT_FALSE(saidBy(*window).contains(QStringLiteral("stopped"))) << saidBy(*window).toStdString();
    EXPECT_NE(window->state().record().gaps(), nullptr);
}

TEST(WindowAnalysis, AStoppedSearchIsFollowedByTheClassificationThatItStoodBefore) {
    TRIPTYCH_NEEDS_MODEL();
    const auto window = detectingWindow(true);
    whileBeatsAreSought(*window, [&] { window->action(ActionId::stop).trigger(); });
    window->open({test::recordOnDisk("long", 600)});
    ASSERT_TRUE(test::waitUntil([&] { return window->state().record().recording() && !window->isBusy(); }, 60'000));
    EXPECT_FALSE(window->state().model().classification());
    window->action(ActionId::classify).trigger();
    ASSERT_TRUE(becomesIdle(*window));
    ASSERT_TRUE(window->state().model().classification());
    EXPECT_EQ(window->state().model().classification()->predictions.size(), window->state().beats().all().size());
}

TEST(WindowAnalysis, AStoppedClassificationIsMadeWholeWhenAskedForAgain) {
    TRIPTYCH_NEEDS_MODEL();
    const auto window = test::shownWindow(true);
    window->open({test::recordOnDisk("long", 600)});
    ASSERT_TRUE(test::waitUntil([&] { return window->session().isClassifying(); }, 60'000));
    window->action(ActionId::stop).trigger();
    ASSERT_TRUE(becomesIdle(*window));
    EXPECT_TRUE(saidBy(*window).contains(QStringLiteral("Ctrl+R")));
    window->action(ActionId::classify).trigger();
    ASSERT_TRUE(becomesIdle(*window));
    ASSERT_TRUE(window->state().model().classification());
    const auto& said = window->state().model().classification()->predictions;
    for (std::size_t beat = 0; beat < said.size(); ++beat) {
        ASSERT_TRUE(pipeline::isAnswered(said, beat) || said.silenceOf(beat) == Silence::edge) << beat;
    }
}

TEST(WindowAnalysis, AnOpenThatFailsLeavesTheRecordingInViewItsBeatsAndItsPlace) {
    const auto window = detectingWindow();
    const auto missing = test::scratchFolder("bad") / "missing.hea";
    whileBeatsAreSought(*window, [&] { window->open({missing.string()}, Place{900.0, {}}); });
    window->open({test::recordOnDisk("good", 1800)}, Place{300.0, {}});
    ASSERT_TRUE(test::waitUntil([&] { return window->session().opening().hasFailed() && !window->isBusy(); }, 60'000));
    EXPECT_EQ(window->state().record().recording()->name, "good");
    ASSERT_GT(window->state().beats().all().size(), 1000U);
    ASSERT_TRUE(window->state().beats().selected());
    EXPECT_NEAR(window->state().beats().all()[*window->state().beats().selected()].time_s, 300, 2);
}

TEST(WindowAnalysis, AnOpenThatIsStoppedSaysSoAndLeavesTheRecordingInView) {
    const auto window = detectingWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("good")));
    window->open({test::recordOnDisk("other", 600)});
    window->action(ActionId::stop).trigger();
    ASSERT_TRUE(becomesIdle(*window));
    EXPECT_EQ(window->state().record().recording()->name, "good");
    EXPECT_TRUE(saidBy(*window).contains(QStringLiteral("Opening was stopped"))) << saidBy(*window).toStdString();
}

TEST(WindowAnalysis, NoIntervalReachesOverAGap) {
    const std::string header = test::recordOnDisk("torn", 60);
    const auto signal = std::filesystem::path(header).replace_extension("dat");
    std::string bytes;
    {
        std::ifstream file(signal, std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(file), {});
    }
    // Nothing from 20 to 22.4 s: in format 16, a sample of -32768 is none.
    const std::size_t frame = bytes.size() / (60 * 360);
    for (std::size_t i = 20 * 360 * frame; i < static_cast<std::size_t>(22.4 * 360) * frame; i += 2) {
        bytes[i] = '\0';
        bytes[i + 1] = static_cast<char>(0x80);
    }
    std::ofstream(signal, std::ios::binary) << bytes;
    const auto window = detectingWindow();
    ASSERT_TRUE(test::opened(*window, header));
    const ViewState& state = window->state();
    ASSERT_NE(state.record().gaps(), nullptr);
    ASSERT_EQ(state.record().gaps()->gaps.size(), 1U);
    std::size_t across = 0;
    for (std::size_t beat = 1; beat < state.beats().all().size(); ++beat) {
        if (state.beats().all()[beat - 1].time_s < 20 && state.beats().all()[beat].time_s > 20) across = beat;
    }
    ASSERT_GT(across, 0U);
    EXPECT_GT(state.beats().all()[across].time_s - state.beats().all()[across - 1].time_s, 2.4);
    EXPECT_FALSE(state.beats().rrBefore_s(across));
    EXPECT_TRUE(state.beats().rrBefore_s(across - 1));
    BeatTableModel table(window->state());
    EXPECT_EQ(table.data(table.index(*table.rowOf(across), BeatTableModel::kRr), Qt::DisplayRole).toString(),
              QString());
    EXPECT_FALSE(
        table.data(table.index(*table.rowOf(across - 1), BeatTableModel::kRr), Qt::DisplayRole).toString().isEmpty());
}

bool isMapped(const std::string& path) {
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        if (line.ends_with(path)) return true;
    }
    return false;
}

struct Watched {
    std::weak_ptr<const Recording> recording;
    std::weak_ptr<const SampleSource> source;
    std::weak_ptr<const inference::RecordingAnalysis> analysis;
    std::string signal;
    explicit Watched(MainWindow& window)
        : recording(window.state().record().recording()),
          source(window.state().record().recording()->source),
          analysis(window.session().analysis()),
          signal(std::filesystem::path(window.state().record().recording()->path).replace_extension("dat").string()) {}
    [[nodiscard]] bool gone() const {
        return recording.expired() && source.expired() && analysis.expired() && !isMapped(signal);
    }
};

TEST(WindowAnalysis, ClosingLetsGoOfRecordingAnalysisAndFileAndOfWhatCouldBeUndone) {
    const auto window = detectingWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("closed", 120)));
    const Watched watched(*window);
    ASSERT_TRUE(isMapped(watched.signal));
    window->action(ActionId::label_v).trigger();
    window->action(ActionId::label_s).trigger();
    window->action(ActionId::undo).trigger();
    ASSERT_TRUE(window->action(ActionId::undo).isEnabled());
    ASSERT_TRUE(window->action(ActionId::redo).isEnabled());
    window->session().close();
    EXPECT_FALSE(window->action(ActionId::undo).isEnabled());
    EXPECT_FALSE(window->action(ActionId::redo).isEnabled());
    EXPECT_TRUE(test::waitUntil([&] { return window->session().labels().pending() == 0; }, 20'000));
    EXPECT_TRUE(test::waitUntil([&] { return !window->isWindowModified(); }, 20'000));
    EXPECT_TRUE(test::waitUntil([&] { return watched.gone(); }, 60'000))
        << watched.recording.use_count() << ' ' << watched.source.use_count() << ' ' << watched.analysis.use_count();
    window->action(ActionId::undo).trigger();
    window->session().labels().undo();
    window->action(ActionId::classify).trigger();
    EXPECT_TRUE(window->state().beats().all().empty());
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("next")));
}

TEST(WindowAnalysis, ClosingOrReplacingLetsGoOfWhatTheModelSaw) {
    TRIPTYCH_NEEDS_MODEL();
    const auto window = detectingWindow(true);
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("first", 60)));
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy() && window->state().model().explanation(); }, 300'000));
    const Watched first(*window);
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("second", 60)));
    EXPECT_TRUE(test::waitUntil([&] { return first.gone(); }, 60'000));
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy() && window->state().model().explanation(); }, 300'000));
    const Watched second(*window);
    window->session().close();
    EXPECT_TRUE(test::waitUntil([&] { return second.gone(); }, 60'000))
        << second.recording.use_count() << ' ' << second.source.use_count() << ' ' << second.analysis.use_count();
}

}  // namespace
}  // namespace triptych::ui
