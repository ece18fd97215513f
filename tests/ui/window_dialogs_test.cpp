// What the window asks before it opens or exports, answered as a reader would answer it.
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "tests/ui/dialog_driver.h"
#include "tests/ui/window_support.h"
#include "ui/panels/reason_strip.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QStatusBar>
#include <QTest>

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace triptych::ui {
namespace {

namespace fs = std::filesystem;
using test::DialogDriver;

// Two columns of numbers, a beat a second at 100 Hz; nothing in them says so.
std::string tableWithoutRate(const std::string& name = "table") {
    const auto file = test::scratchFolder("table") / (name + ".csv");
    std::ofstream out(file);
    out << "II,V1\n";
    for (int sample = 0; sample < 2000; ++sample) {
        const double beat = sample % 100 < 4 ? 1.0 : 0.0;
        out << beat << ',' << -0.5 * beat << '\n';
    }
    return file.string();
}

std::string contents(const fs::path& file) {
    std::ostringstream all;
    all << std::ifstream(file, std::ios::binary).rdbuf();
    return all.str();
}

std::vector<Reason> errorsOf(MainWindow& window) {
    std::vector<Reason> errors = window.reasons().reasons();
    std::erase_if(errors, [](const Reason& reason) { return reason.gravity != Gravity::error; });
    return errors;
}

bool settled(MainWindow& window, const DialogDriver& driver) {
    return test::waitUntil([&] { return driver.done() && !window.isBusy(); }, 60'000);
}

DialogDriver::Answer typesRate(const QString& typed, QDialogButtonBox::StandardButton button) {
    return [=](QWidget& dialog) {
        auto* rate = dialog.findChild<QDoubleSpinBox*>();
        if (rate == nullptr) return false;
        rate->selectAll();
        QTest::keyClicks(rate, typed);
        return test::click(dialog, button);
    };
}

TEST(WindowRate, ATableWithoutOneIsAskedForAndOpensWithWhatIsTyped) {
    const auto window = test::shownWindow();
    DialogDriver driver({typesRate(QStringLiteral("100"), QDialogButtonBox::Ok)});
    window->open({tableWithoutRate()});
    ASSERT_TRUE(settled(*window, driver));
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy() && window->state().record().recording(); }, 60'000));
    EXPECT_EQ(window->state().record().recording()->leads.at(0).rate_hz, 100);
    EXPECT_NEAR(window->state().record().recording()->duration_s, 20, 1e-9);
    EXPECT_FALSE(window->session().opening().hasFailed());
    EXPECT_TRUE(errorsOf(*window).empty()) << "what was missing has been given";
}

TEST(WindowRate, UnitAndColumnsAreAskedForInTheSameQuestion) {
    const auto window = test::shownWindow();
    DialogDriver driver({[](QWidget& dialog) {
        auto* unit = dialog.findChild<QComboBox*>();
        auto* columns = dialog.findChild<QLineEdit*>(QStringLiteral("columns"));
        if (unit == nullptr || columns == nullptr) return false;
        unit->setCurrentIndex(unit->findText(QStringLiteral("mV")));
        QTest::keyClicks(columns, QStringLiteral("1"));
        return test::click(dialog, QDialogButtonBox::Ok);
    }});
    window->open({tableWithoutRate()});
    ASSERT_TRUE(settled(*window, driver));
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy() && window->state().record().recording(); }, 60'000));
    ASSERT_EQ(window->state().record().recording()->leads.size(), 1U);
    EXPECT_EQ(window->state().record().recording()->leads.at(0).unit, "mV");
    EXPECT_EQ(window->state().record().recording()->leads.at(0).rate_hz, 360);
}

TEST(WindowRate, CancelledItChangesNothing) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("good")));
    const auto beats = window->state().beats().all().size();
    DialogDriver driver({typesRate(QStringLiteral("100"), QDialogButtonBox::Cancel)});
    window->open({tableWithoutRate()});
    ASSERT_TRUE(settled(*window, driver));
    EXPECT_EQ(window->state().record().recording()->name, "good");
    EXPECT_EQ(window->state().beats().all().size(), beats);
    EXPECT_EQ(errorsOf(*window).size(), 1U) << "why the table is not there stays to be read";
    EXPECT_FALSE(loadSettings().recent.contains(RecordingRef{"table.csv"}));
}

TEST(WindowRate, TheQuestionStaysOnTheScreenHoweverLongTheName) {
    const auto window = test::shownWindow();
    int width = 0;
    QString asked;
    DialogDriver driver({[&](QWidget& dialog) {
        if (dialog.findChild<QDoubleSpinBox*>() == nullptr) return false;
        width = dialog.minimumSizeHint().width();
        asked = dialog.findChild<QLabel*>()->text();
        return test::click(dialog, QDialogButtonBox::Cancel);
    }});
    window->open({tableWithoutRate(std::string(180, 'W'))});
    ASSERT_TRUE(settled(*window, driver));
    EXPECT_LE(width, 1000);
    EXPECT_TRUE(asked.contains(QStringLiteral(".csv"))) << asked.toStdString();
}

// A bundle of two observations, each half a minute of beats at 100 Hz.
std::string bundleOfTwo() {
    const auto file = test::scratchFolder("bundle") / "bundle.json";
    const auto observation = [](const std::string& id, int height) {
        std::string data;
        for (int sample = 0; sample < 3000; ++sample) data += std::to_string(sample % 100 < 4 ? height : 0) + ' ';
        return R"({"resource": {"resourceType": "Observation", "id": ")" + id +
               R"(", "code": {"text": "II"}, "valueSampledData": {"origin": {"value": 0, "code": "uV"}, "period": 10,
               "dimensions": 1, "data": ")" +
               data + "\"}}}";
    };
    std::ofstream(file) << R"({"resourceType": "Bundle", "entry": [)" << observation("night", 1000) << ','
                        << observation("day", 1500) << "]}";
    return file.string();
}

DialogDriver::Answer picks(const QString& name, QDialogButtonBox::StandardButton button) {
    return [=](QWidget& dialog) {
        auto* input = qobject_cast<QInputDialog*>(&dialog);
        auto* names = input != nullptr ? input->findChild<QComboBox*>() : nullptr;
        if (names == nullptr || names->count() != 2) return false;
        names->setCurrentText(name);
        return test::click(dialog, button);
    };
}

TEST(WindowRecords, AFileOfSeveralIsAskedForAndTheOneThatIsPickedOpens) {
    const auto window = test::shownWindow();
    const std::string file = bundleOfTwo();
    DialogDriver driver({picks(QStringLiteral("day"), QDialogButtonBox::Ok)});
    window->open({file});
    ASSERT_TRUE(settled(*window, driver));
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy() && window->state().record().recording(); }, 60'000));
    EXPECT_EQ(window->state().record().recording()->name, "day");
    EXPECT_EQ(window->state().record().recording()->path, file + "/day");
    EXPECT_TRUE(errorsOf(*window).empty());
    ASSERT_TRUE(test::opened(*window, file + "/night")) << "as the list of recent files has it";
    EXPECT_EQ(window->state().record().recording()->name, "night");
}

TEST(WindowRecords, CancelledItChangesNothing) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("good")));
    DialogDriver driver({picks(QStringLiteral("day"), QDialogButtonBox::Cancel)});
    window->open({bundleOfTwo()});
    ASSERT_TRUE(settled(*window, driver));
    EXPECT_EQ(window->state().record().recording()->name, "good");
    EXPECT_EQ(errorsOf(*window).size(), 1U);
}

class WindowExport : public testing::Test {
protected:
    void SetUp() override {
        window = test::shownWindow();
        ASSERT_TRUE(test::opened(*window, test::recordOnDisk("source", 10)));
        folder = test::scratchFolder("export");
    }
    // The file dialog: a format chosen, a name typed, Save pressed.
    [[nodiscard]] DialogDriver::Answer saves(const QString& filter, const std::string& name) const {
        return [=, this](QWidget& dialog) {
            auto* files = qobject_cast<QFileDialog*>(&dialog);
            if (files == nullptr) return false;
            auto* types = files->findChild<QComboBox*>(QStringLiteral("fileTypeCombo"));
            auto* line = files->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
            if (types == nullptr || line == nullptr) return false;
            types->setCurrentText(filter);
            Q_EMIT types->activated(types->currentIndex());
            line->setText(QString::fromStdString((folder / name).string()));
            return test::click(dialog, QDialogButtonBox::Save);
        };
    }
    static DialogDriver::Answer says(QDialogButtonBox::StandardButton button) {
        return [=](QWidget& dialog) {
            return qobject_cast<QMessageBox*>(&dialog) != nullptr && test::click(dialog, button);
        };
    }
    static DialogDriver::Answer givesUp() {
        return [](QWidget& dialog) {
            return qobject_cast<QFileDialog*>(&dialog) != nullptr && test::click(dialog, QDialogButtonBox::Cancel);
        };
    }
    void exportBy(std::vector<DialogDriver::Answer> answers, ActionId action = ActionId::export_recording) {
        DialogDriver driver(std::move(answers));
        window->action(action).trigger();
        ASSERT_TRUE(settled(*window, driver));
    }
    [[nodiscard]] std::size_t files() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    }

    std::unique_ptr<MainWindow> window;
    fs::path folder;
};

TEST_F(WindowExport, ANameWithoutAnEndingGetsThatOfTheChosenFormat) {
    const std::pair<const char*, const char*> formats[] = {{"EDF+ (*.edf)", "edf"}, {"WFDB (*.hea)", "hea"},
                                                           {"BDF+ (*.bdf)", "bdf"}, {"DICOM (*.dcm)", "dcm"},
                                                           {"CSV (*.csv)", "csv"},  {"JSON (*.json)", "json"}};
    for (const auto& [filter, ending] : formats) {
        exportBy({saves(QString::fromLatin1(filter), std::string("of_") + ending)});
        const fs::path file = folder / (std::string("of_") + ending + '.' + ending);
        EXPECT_TRUE(fs::exists(file)) << file;
        EXPECT_TRUE(errorsOf(*window).empty()) << filter;
        EXPECT_TRUE(window->statusBar()->currentMessage().contains(QStringLiteral("Exported to "))) << filter;
    }
    ASSERT_TRUE(test::opened(*window, (folder / "of_edf.edf").string()));
    EXPECT_NEAR(window->state().record().recording()->duration_s, 10, 1e-6);
}

TEST_F(WindowExport, AnEndingThatIsTypedDecidesTheFormat) {
    exportBy({saves(QStringLiteral("WFDB (*.hea)"), "typed.csv")});
    EXPECT_TRUE(fs::exists(folder / "typed.csv"));
    EXPECT_FALSE(fs::exists(folder / "typed.hea"));
}

TEST_F(WindowExport, AFileThatIsThereIsReplacedOnlyWhenTheReaderSaysSo) {
    const fs::path file = folder / "there.edf";
    std::ofstream(file, std::ios::binary) << "mine";
    exportBy({saves(QStringLiteral("EDF+ (*.edf)"), "there.edf"), says(QDialogButtonBox::No), givesUp()});
    EXPECT_EQ(contents(file), "mine");
    EXPECT_TRUE(errorsOf(*window).empty()) << "a change of mind is no fault";
    exportBy({saves(QStringLiteral("EDF+ (*.edf)"), "there.edf"), says(QDialogButtonBox::Yes)});
    EXPECT_GT(fs::file_size(file), 4U);
    EXPECT_TRUE(errorsOf(*window).empty());
}

TEST_F(WindowExport, ACompletedNameNeverReplacesAFileThatNobodyWasAskedAbout) {
    const fs::path file = folder / "there.edf";
    std::ofstream(file, std::ios::binary) << "mine";
    exportBy({saves(QStringLiteral("EDF+ (*.edf)"), "there")});
    EXPECT_EQ(contents(file), "mine");
    const auto errors = errorsOf(*window);
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_TRUE(errors[0].sentence.contains(QStringLiteral("there.edf"))) << errors[0].sentence.toStdString();
    EXPECT_FALSE(errors[0].sentence.contains('\n'));
    exportBy({saves(QStringLiteral("EDF+ (*.edf)"), "elsewhere")});
    EXPECT_TRUE(errorsOf(*window).empty()) << "the next export takes the old sentence away";
}

TEST_F(WindowExport, WhatFailsIsOneSentenceInTheStrip) {
    exportBy({saves(QStringLiteral("EDF+ (*.edf)"), "what.xyz")});
    EXPECT_EQ(files(), 0U);
    auto errors = errorsOf(*window);
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_TRUE(errors[0].sentence.contains(QStringLiteral(".edf"))) << "it says which endings there are";
    EXPECT_TRUE(window->reasons().isVisible());
    exportBy({givesUp()});
    EXPECT_EQ(errorsOf(*window).size(), 1U) << "giving up says nothing new";
    // The recording that is read is never written over, even where the reader says yes.
    const fs::path source = window->state().record().recording()->path;
    const std::string before = contents(source);
    folder = source.parent_path();
    exportBy({saves(QStringLiteral("WFDB (*.hea)"), source.filename().string()), says(QDialogButtonBox::Yes)});
    EXPECT_EQ(contents(source), before);
    errors = errorsOf(*window);
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_TRUE(errors[0].sentence.contains(QStringLiteral("never changed"))) << errors[0].sentence.toStdString();
}

TEST_F(WindowExport, TheReadersLabelsGoAlong) {
    const std::size_t beat = *window->state().beats().selected();
    const std::int64_t sample = window->state().beats().all()[beat].sample;
    window->action(ActionId::label_f).trigger();
    exportBy({saves(QStringLiteral("WFDB (*.hea)"), "labelled")});
    ASSERT_TRUE(fs::exists(folder / "labelled.triptych"));
    const auto written = formats::readAnnotations((folder / "labelled.triptych").string(), 360);
    ASSERT_TRUE(written) << sentence(written.error());
    const auto found = std::find_if(written->annotations.begin(), written->annotations.end(),
                                    [&](const Annotation& annotation) { return annotation.sample == sample; });
    ASSERT_NE(found, written->annotations.end());
    EXPECT_EQ(found->code, kFusion);
    window->action(ActionId::undo).trigger();
}

TEST_F(WindowExport, AnonymisedItIsAskedForAlike) {
    exportBy({saves(QStringLiteral("JSON (*.json)"), "nobody")}, ActionId::export_anonymous);
    EXPECT_TRUE(fs::exists(folder / "nobody.json"));
}

}  // namespace
}  // namespace triptych::ui
