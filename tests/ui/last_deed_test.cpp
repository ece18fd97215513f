// What was done last, of labels, of waves' marks and of words on the rhythm.
#include "ui/window/last_deed.h"

#include <gtest/gtest.h>

namespace triptych::ui {
namespace {

class LastDeed : public ::testing::Test {
protected:
    store::EventGroup group(std::string_view layer, store::EventKind kind, std::string target = {}) {
        store::EventGroup made;
        made.key = "key-" + std::to_string(++count_);
        made.layer = std::string(layer);
        made.kind = kind;
        made.target = std::move(target);
        made.time = std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(1000 + count_));
        return made;
    }
    std::string label() {
        store::EventGroup made = group(store::kLabelLayer, store::EventKind::edit);
        made.marks.resize(1);
        made.marks[0].sample = made.marks[0].end_sample = 360;
        made.marks[0].rate_hz = 360;
        made.marks[0].to = "V";
        labels.take(made, true);
        return made.key;
    }
    std::string wave() {
        store::EventGroup made = group(store::kWaveLayer, store::EventKind::edit);
        made.marks = {review::waveMark({"II", 360, review::WavePoint::p_onset}, 360, 0.8, 0.8 + 0.001 * count_)};
        waves.take(made, true);
        return made.key;
    }
    std::string word() {
        store::EventGroup made = group(store::kRhythmLayer, store::EventKind::edit);
        made.marks = {review::rhythmMark({0, 360 * count_}, 360, "sinus", {"af", false})};
        rhythm.take(made, true);
        return made.key;
    }
    void turn(std::string_view layer, const std::string& key, store::EventKind kind) {
        store::EventGroup made = group(layer, kind, key);
        if (layer == store::kWaveLayer) {
            waves.take(made, true);
        } else if (layer == store::kRhythmLayer) {
            rhythm.take(made, true);
        } else {
            labels.take(made, true);
        }
    }
    void undo() {
        const bool is_wave = lastToUndo({labels, waves, rhythm, beats, notes}) == Deed::wave;
        turn(is_wave ? store::kWaveLayer : store::kLabelLayer, is_wave ? *waves.toUndo() : *labels.toUndo(),
             store::EventKind::undo);
    }
    [[nodiscard]] Deed toRedo() const {
        return lastToRedo({labels, waves, rhythm, beats, notes}, [](const store::EventGroup&) { return true; });
    }

    review::LabelJournal labels{360, "ann", {}};
    review::BeatJournal beats{360, "ann", {}};
    review::NoteJournal notes{360, "ann", {}};
    review::WaveJournal waves{360, "ann", {}};
    review::RhythmJournal rhythm{360, "ann", {}};

private:
    int count_ = 0;
};

TEST_F(LastDeed, IsNoneBeforeAnything) {
    EXPECT_EQ(lastToUndo({labels, waves, rhythm, beats, notes}), Deed::none);
    EXPECT_EQ(toRedo(), Deed::none);
}

TEST_F(LastDeed, GoesBackThroughBothAndForwardTheSameWay) {
    label();
    wave();
    label();
    const std::vector<Deed> order = {Deed::label, Deed::wave, Deed::label};
    for (const Deed deed : order) {
        EXPECT_EQ(lastToUndo({labels, waves, rhythm, beats, notes}), deed);
        undo();
    }
    EXPECT_EQ(lastToUndo({labels, waves, rhythm, beats, notes}), Deed::none);
    for (const Deed deed : order) {
        ASSERT_EQ(toRedo(), deed);
        turn(deed == Deed::wave ? store::kWaveLayer : store::kLabelLayer,
             deed == Deed::wave ? *waves.toRedo() : *labels.toRedo(), store::EventKind::redo);
    }
    EXPECT_EQ(toRedo(), Deed::none);
    EXPECT_EQ(lastToUndo({labels, waves, rhythm, beats, notes}), Deed::label) << "done again last";
}

TEST_F(LastDeed, WordsOnTheRhythmStandInTheSameOrder) {
    label();
    const std::string said = word();
    EXPECT_EQ(lastToUndo({labels, waves, rhythm, beats, notes}), Deed::rhythm);
    wave();
    EXPECT_EQ(lastToUndo({labels, waves, rhythm, beats, notes}), Deed::wave);
    turn(store::kWaveLayer, *waves.toUndo(), store::EventKind::undo);
    turn(store::kRhythmLayer, said, store::EventKind::undo);
    EXPECT_EQ(lastToUndo({labels, waves, rhythm, beats, notes}), Deed::label);
    EXPECT_EQ(toRedo(), Deed::rhythm);
    label();
    EXPECT_EQ(toRedo(), Deed::none) << "something new came after it";
}

TEST_F(LastDeed, SomethingNewOfTheOtherKindEndsWhatCouldBeDoneAgain) {
    wave();
    undo();
    EXPECT_EQ(toRedo(), Deed::wave);
    label();
    EXPECT_EQ(toRedo(), Deed::none);
    // Another window's deed does not.
    EXPECT_EQ(lastToRedo({labels, waves, rhythm, beats, notes}, [](const store::EventGroup&) { return false; }),
              Deed::wave);
}

}  // namespace
}  // namespace triptych::ui
