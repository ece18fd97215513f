// Labels of one's own in the window: in the menu with a key, in the palette, in the list and in the file, in their
// colour.
#include "core/domain/own_labels.h"
#include "core/formats/wfdb/annotations.h"
#include "tests/ui/dialog_driver.h"
#include "tests/ui/window_support.h"
#include "ui/panels/label_palette.h"
#include "ui/panels/reason_strip.h"
#include "ui/panes/label_colours.h"
#include "ui/window/actions.h"

#include <QAction>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QTest>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace triptych::ui {
namespace {

namespace fs = std::filesystem;
using test::press;

constexpr const char* kWard = R"({"triptych_vocabulary": 1, "labels": [
    {"letter": "X", "name": "Pump & artefact", "colour": "#1b9e77"},
    {"letter": "Vm", "name": "V, multiform", "wfdb": "V"}]})";

class WindowVocabulary : public ::testing::Test {
protected:
    WindowVocabulary() : folder_(test::scratchFolder("window-vocabulary")) {
        if (const char* before = std::getenv("XDG_CONFIG_HOME")) config_before_ = before;
        setenv("XDG_CONFIG_HOME", (folder_ / "config").c_str(), 1);
        fs::create_directories(folder_ / "config" / "Triptych");
    }
    ~WindowVocabulary() override {
        setOwnLabels({});
        if (config_before_.empty()) {
            unsetenv("XDG_CONFIG_HOME");
        } else {
            setenv("XDG_CONFIG_HOME", config_before_.c_str(), 1);
        }
    }
    void install(const std::string& text) const {
        std::ofstream(folder_ / "config" / "Triptych" / "vocabulary.json") << text;
    }
    fs::path folder_;
    std::string config_before_;
};

TEST_F(WindowVocabulary, ItsLabelsAreInTheMenuWithAKeyAndLabelBeats) {
    install(kWard);
    const std::string header = test::recordOnDisk();
    const auto window = test::shownWindow();
    auto* entry = window->findChild<QAction*>(QStringLiteral("own_label_X"));
    ASSERT_NE(entry, nullptr);
    EXPECT_FALSE(entry->isEnabled()) << "there is no beat yet";
    EXPECT_EQ(entry->text(), QStringLiteral("X – Pump && artefact"));
    ASSERT_TRUE(test::opened(*window, header));
    EXPECT_TRUE(entry->isEnabled());
    const std::size_t beat = *window->state().beats().selected();
    press(*window, Qt::Key_L, Qt::ShiftModifier);
    press(*window, Qt::Key_X);
    const LabelledBeat labelled = window->state().beats().all()[beat];
    EXPECT_EQ(symbolOf(labelled.code), "X");
    EXPECT_TRUE(labelled.relabelled);
    EXPECT_EQ(labelColour(labelled.code, Theme::light), QColor(0x1b, 0x9e, 0x77));
    EXPECT_GE(contrastRatio(labelInk(labelled.code, Theme::dark), palette(Theme::dark).paper), 4.5);
    window->findChild<QAction*>(QStringLiteral("own_label_Vm"))->trigger();
    EXPECT_EQ(symbolOf(window->state().beats().all()[beat + 1].code), "Vm");
    EXPECT_EQ(paintedClass(window->state().beats().all()[beat + 1].code), BeatClass::ventricular);
    press(*window, Qt::Key_S, Qt::ControlModifier);
    const auto written = formats::readAnnotations(fs::path(header).replace_extension("triptych").string(), 360);
    ASSERT_TRUE(written);
    EXPECT_EQ(std::ranges::count(written->annotations, kNote, &Annotation::code), 1);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_FALSE(window->state().beats().all()[beat].relabelled);
}

TEST_F(WindowVocabulary, ThePaletteOffersThemByLetter) {
    setOwnLabels({{"X", "Pump artefact", "", 0}});
    LabelPalette palette(Theme::light, nullptr);
    palette.show();
    QTest::keyClicks(&palette, QStringLiteral("X"));
    ASSERT_TRUE(palette.chosen());
    EXPECT_EQ(symbolOf(*palette.chosen()), "X");
    setOwnLabels({});
    LabelPalette without(Theme::light, nullptr);
    without.show();
    QTest::keyClicks(&without, QStringLiteral("X"));
    EXPECT_FALSE(without.chosen()) << "a letter that nobody explains is not offered";
}

// "V" is a label of its own, and how "Vm" begins.
TEST_F(WindowVocabulary, ALongerLabelIsTypedAndItsFirstLetterWaits) {
    setOwnLabels({{"Vm", "V, multiform", "", kPvc}});
    LabelPalette longer(Theme::light, nullptr);
    longer.show();
    QTest::keyClicks(&longer, QStringLiteral("V"));
    EXPECT_FALSE(longer.chosen());
    QTest::keyClicks(&longer, QStringLiteral("m"));
    ASSERT_TRUE(longer.chosen());
    EXPECT_EQ(symbolOf(*longer.chosen()), "Vm");
    LabelPalette alone(Theme::light, nullptr);
    alone.show();
    QTest::keyClicks(&alone, QStringLiteral("V"));
    QTest::keyClick(&alone, Qt::Key_Return);
    EXPECT_EQ(alone.chosen(), kPvc);
    setOwnLabels({});
}

TEST_F(WindowVocabulary, AWrongFileIsSaidAndNothingElseIsHurt) {
    install("{\"triptych_vocabulary\": 1");
    const auto window = test::shownWindow();
    const auto reasons = window->reasons().reasons();
    const auto said = std::ranges::find_if(
        reasons, [](const Reason& reason) { return reason.sentence.contains(QStringLiteral("vocabulary.json")); });
    ASSERT_NE(said, reasons.end());
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    press(*window, Qt::Key_V);
    EXPECT_EQ(window->session().labels().labelsByReader(), 1U);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
}

TEST_F(WindowVocabulary, IsTakenFromAFileBesideTheProjectAndItsBeatsAreToldAgain) {
    std::ofstream(folder_ / "ward.json") << kWard;
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    EXPECT_EQ(window->findChild<QAction*>(QStringLiteral("own_label_X")), nullptr);
    const QString file = QString::fromStdString((folder_ / "ward.json").string());
    test::DialogDriver driver({[&](QWidget& dialog) {
        auto* files = qobject_cast<QFileDialog*>(&dialog);
        if (files == nullptr) return false;
        files->findChild<QLineEdit*>()->setText(file);
        QMetaObject::invokeMethod(files, "accept", Qt::QueuedConnection);
        return true;
    }});
    window->actions()[ActionId::take_vocabulary].trigger();
    EXPECT_TRUE(driver.done());
    EXPECT_NE(window->findChild<QAction*>(QStringLiteral("own_label_X")), nullptr);
    EXPECT_TRUE(fs::exists(folder_ / "config" / "Triptych" / "vocabulary.json"));
}

}  // namespace
}  // namespace triptych::ui
