// What readers do in their first hour, in the real window and from outside.
#include "core/store/project.h"
#include "core/synth/synthesize.h"
#include "tests/stories/reader.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

namespace triptych::stories {
namespace {

namespace fs = std::filesystem;

class ReaderStory : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_FALSE(display.name().empty()) << "Xvfb cannot be started: install the packages xvfb and xdotool";
        synth::SynthRequest request;
        request.duration_s = 60;
        request.seed = 7;
        const auto made = synth::synthesize(request);
        ASSERT_TRUE(made && synth::writeRecord(*made, records.string(), "made"));
    }
    bool readsTheRecord() {
        return Reader::sees([this] { return reader.seesTitle("^made.*Triptych$") && reader.told().begun; });
    }
    bool paints(const std::string& label) {
        return Reader::sees([&] { return reader.lastPainted() == label; });
    }
    bool leaves() {
        return Reader::sees([this] {
            reader.presses({"ctrl+q"});  // again, where the first came before the window had the focus
            return !reader.isAtWork();
        });
    }

    fs::path home = test::scratchFolder("reader"), records = test::scratchFolder("records");
    fs::path record = records / "made.hea";
    Display display{"1280x800"};
    Reader reader{display, TRIPTYCH_PROGRAM, home};
};

TEST_F(ReaderStory, OpensLooksLabelsUndoesSavesAndFindsItAgain) {
    reader.starts({"--no-ai"});
    reader.opens(record);
    ASSERT_TRUE(readsTheRecord());
    reader.presses({"Next", "Prior", "plus", "minus", "Home", "r", "r", "t", "t", "c", "m", "c"});  // looks around

    reader.presses({"v"});
    ASSERT_TRUE(paints("V"));
    reader.presses({"s"});  // on the next beat
    ASSERT_TRUE(paints("S"));
    reader.presses({"ctrl+z"});
    ASSERT_TRUE(paints("-"));

    reader.presses({"ctrl+s"});
    EXPECT_TRUE(Reader::sees([this] { return fs::exists(records / "made.triptych"); }));
    const auto labelled = reader.told().painted.front();
    ASSERT_TRUE(leaves());

    reader.starts({"--no-ai", record.string()});
    ASSERT_TRUE(readsTheRecord());
    const auto kept = reader.told().kept;
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(*kept.begin(), (std::pair<const std::int64_t, std::string>(labelled)));
    EXPECT_TRUE(leaves());
}

// A Holter is read by its episodes: the first is gone to and made the reader's own, the next is denied and that undone.
TEST_F(ReaderStory, GoesFromEpisodeToEpisodeAndSaysWhatTheyAre) {
    synth::SynthRequest request;
    request.duration_s = 300;
    request.seed = 8;
    request.rhythms = {{synth::MadeRhythm::af, 60, 120}, {synth::MadeRhythm::paced, 200, 240}};
    const auto made = synth::synthesize(request);
    ASSERT_TRUE(made && synth::writeRecord(*made, records.string(), "made_rhythms"));
    reader.starts({"--no-ai", (records / "made_rhythms.hea").string()});
    ASSERT_TRUE(readsTheRecord());
    const auto said = [this] {
        std::vector<store::EventGroup> words;
        auto project = store::Project::openForReading(reader.project().string());
        if (!project) return words;
        auto groups = project->groupsOf(1, 0);
        if (!groups) return words;
        for (store::EventGroup& group : *groups) {
            if (group.layer == store::kRhythmLayer) words.push_back(std::move(group));
        }
        return words;
    };
    // The rhythm is known some moments after the beats; keys that come before it do nothing.
    ASSERT_TRUE(Reader::sees([&] {
        reader.presses({"j", "ctrl+space"});
        return !said().empty();
    }));
    reader.presses({"a", "ctrl+Delete", "ctrl+z"});
    ASSERT_TRUE(Reader::sees([&] { return said().back().kind == store::EventKind::undo; }));
    const auto words = said();
    EXPECT_EQ(words.front().marks.front().to, words.front().marks.front().from) << "accepted as it was found";
    EXPECT_FALSE(words.front().reader.empty());
    EXPECT_TRUE(leaves());
}

TEST_F(ReaderStory, ReadsWithAModelOfTheirOwn) {
    const fs::path shipped = fs::path(TRIPTYCH_SOURCE_DIR) / "models" / "parity", own = home / "mine";
    fs::copy(shipped, own, fs::copy_options::recursive);
    reader.starts({record.string(), "--beats", "detected", "--model", own.string()});
    ASSERT_TRUE(readsTheRecord());
    // Beats that were detected have no label but the model's: once it has spoken, it can be accepted.
    const std::set<std::string> letters = {"N", "S", "V", "F", "Q"};
    EXPECT_TRUE(Reader::sees([&] {
        reader.presses({"space"});
        return letters.contains(reader.lastPainted());
    }));
    EXPECT_TRUE(leaves());
}

TEST_F(ReaderStory, FilesThatAreNoRecordingLeaveTheWindowReadyForOneThatIs) {
    const fs::path empty = records / "empty.hea", text = records / "letter.edf", cut = records / "cut.hea";
    std::ofstream(empty).close();
    std::ofstream(text) << "Dear colleague, the recording is attached.\n";
    std::ofstream(cut) << "cut 2 360 10000\ncut.dat 212 200\n";
    reader.starts({"--no-ai"});
    for (const fs::path& wrong : {empty, text, cut}) {
        reader.opens(wrong);
        EXPECT_TRUE(reader.isAtWork()) << wrong;
        EXPECT_FALSE(reader.seesTitle("^(empty|letter|cut).*Triptych$")) << wrong;
    }
    reader.opens(record);
    EXPECT_TRUE(readsTheRecord());
    reader.opens(empty);  // and what is in view stays
    EXPECT_TRUE(reader.seesTitle("^made.*Triptych$"));
    EXPECT_TRUE(leaves());
}

}  // namespace
}  // namespace triptych::stories
