// Settings and labels as version 0.1.0 wrote them.
#include "core/store/event.h"
#include "tests/ui/window_support.h"
#include "ui/window/settings.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>

namespace triptych::ui {
namespace {

namespace fs = std::filesystem;

const fs::path kFixtures = fs::path(TRIPTYCH_SOURCE_DIR) / "tests/fixtures/0.1.0";

TEST(OldFiles, SettingsOfVersionOneAreTaken) {
    const fs::path folder = test::ownSettings();
    fs::create_directories(folder / "Triptych");
    fs::copy(kFixtures / "triptych.conf", folder / "Triptych" / "triptych.conf");
    const Settings settings = loadSettings();
    EXPECT_EQ(settings.recent, QList<RecordingRef>{{"/records/old.hea"}});
    EXPECT_EQ(settings.last_folder, "/records");
    EXPECT_EQ(settings.gain_mm_per_mv, 10);
    EXPECT_EQ(settings.overlay_opacity, 0.6);
    EXPECT_EQ(settings.method, "integrated_gradients");
    EXPECT_FALSE(settings.geometry.isEmpty());
    EXPECT_FALSE(settings.columns.isEmpty());
    EXPECT_TRUE(settings.project.isEmpty()) << "the reader's own";
    const MainWindow window;  // and a window can be made of them
}

TEST(OldFiles, LabelsOfVersionOneBecomeEventsOfTheirReaderAndTime) {
    const fs::path folder = test::scratchFolder("old");
    synth::SynthRequest request;
    request.duration_s = 20;
    request.seed = 7;
    const auto made = synth::synthesize(request);
    ASSERT_TRUE(made && synth::writeRecord(*made, folder.string(), "old"));
    fs::copy(kFixtures / "old.triptych", folder / "old.triptych");
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, (folder / "old.hea").string()));
    std::map<std::uint8_t, int> codes;
    for (std::size_t beat = 0; beat < window->state().beats().all().size(); ++beat) {
        if (!window->state().beats().all()[beat].relabelled) continue;
        ++codes[window->state().beats().all()[beat].code];
        EXPECT_TRUE(window->session().labels().provenanceOf(beat).endsWith(" ann"));
    }
    EXPECT_EQ(codes, (std::map<std::uint8_t, int>{{kPvc, 1}, {kFusion, 1}, {kUnknownBeat, 1}}));
    for (const store::EventGroup& group : window->session().labels().journal().groups()) {
        EXPECT_EQ(group.kind, store::EventKind::taken_over);
        EXPECT_EQ(group.reader, "ann");
        EXPECT_EQ(store::utcText(group.time).substr(0, 10), "2026-11-29");
    }
    // Taken over once: the next window knows them from its log.
    ASSERT_TRUE(window->session().labels().flush(std::chrono::seconds(20)));
    const auto again = test::shownWindow();
    ASSERT_TRUE(test::opened(*again, (folder / "old.hea").string()));
    EXPECT_EQ(again->session().labels().journal().groups().size(),
              window->session().labels().journal().groups().size());
}

}  // namespace
}  // namespace triptych::ui
