// Readers of one recording in the real window: each under a name of their own, the second blinded, an adjudicator, and
// what comes next.
#include "core/domain/beat_class.h"
#include "core/pipeline/reader_agreement.h"
#include "core/review/readers.h"
#include "core/store/project.h"
#include "tests/ui/dialog_driver.h"
#include "tests/ui/window_support.h"
#include "ui/panels/conflicts_dialog.h"
#include "ui/window/work_list_dialog.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStatusBar>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>

namespace triptych::ui {
namespace {

namespace fs = std::filesystem;

using test::saved;

class WindowReaders : public testing::Test {
protected:
    WindowReaders() {
        header = test::recordOnDisk();
        project = (test::scratchFolder("readers") / "study.triptych-project").string();
        window = test::shownWindow();
        window->setProject(QString::fromStdString(project));
        EXPECT_TRUE(test::opened(*window, header));
    }
    // By the menu and its dialog, as a reader does.
    void reads(const QString& name, ActionId mode) {
        test::DialogDriver driver({[&](QWidget& dialog) {
            auto* edit = dialog.findChild<QLineEdit*>();
            if (edit == nullptr) return false;
            edit->setText(name);
            return test::click(dialog, QDialogButtonBox::Ok);
        }});
        window->action(ActionId::reader_name).trigger();
        EXPECT_TRUE(driver.done());
        window->action(mode).trigger();
        EXPECT_TRUE(test::waitUntil([&] { return window->session().labels().isReady() && !window->isBusy(); }, 20'000));
        EXPECT_EQ(window->session().labels().reader(), name.toStdString());
    }
    [[nodiscard]] const LabelledBeat& beat(std::size_t i) const { return window->state().beats().all()[i]; }
    [[nodiscard]] std::vector<store::EventGroup> log() const {
        auto opened = store::Project::openForReading(project);
        EXPECT_TRUE(opened);
        return *opened->groupsOf(1, 0);
    }

    std::string header, project;
    std::unique_ptr<MainWindow> window;
};

TEST_F(WindowReaders, TheSecondReaderIsBlindedAndAnAdjudicatorDecides) {
    reads(QStringLiteral("ann"), ActionId::reading_open);
    window->state().selectBeat(2);
    window->action(ActionId::label_v).trigger();
    window->action(ActionId::label_f).trigger();
    ASSERT_TRUE(saved(*window));
    EXPECT_TRUE(beat(2).relabelled);

    reads(QStringLiteral("bob"), ActionId::reading_blinded_to_all);
    const auto* button = window->findChild<QToolButton*>(QStringLiteral("reader"));
    EXPECT_TRUE(button->text().startsWith(QStringLiteral("bob · blinded"))) << button->text().toStdString();
    EXPECT_FALSE(beat(2).relabelled) << "what ann said is not shown";
    EXPECT_FALSE(beat(3).relabelled);
    EXPECT_EQ(window->session().labels().labelsByReader(), 0U);
    window->action(ActionId::ai_layer).trigger();
    EXPECT_FALSE(window->state().model().aiVisible()) << "nor is the model, whatever is pressed";
    EXPECT_FALSE(window->session().labels().save()) << "ann's labels may lie beside the record";
    window->state().selectBeat(2);
    window->action(ActionId::label_s).trigger();
    window->action(ActionId::label_f).trigger();
    ASSERT_TRUE(saved(*window));
    window->action(ActionId::sign_off).trigger();
    ASSERT_TRUE(saved(*window));
    const auto readings = review::readingsOf(log(), 360);
    ASSERT_EQ(readings.size(), 2U);
    EXPECT_FALSE(readings[0].blinded);
    EXPECT_TRUE(readings[1].blinded);
    EXPECT_TRUE(readings[1].signed_off);

    reads(QStringLiteral("eve"), ActionId::reading_open);
    EXPECT_TRUE(window->state().model().aiVisible()) << "what was withheld is shown again";
    window->state().model().setAiVisible(false);
    window->action(ActionId::conflicts).trigger();
    auto* dialog = window->findChild<ConflictsDialog*>();
    ASSERT_NE(dialog, nullptr);
    auto* table = dialog->findChild<QTableWidget*>();
    ASSERT_EQ(table->rowCount(), 1) << "of two beats that both labelled they differ on one";
    EXPECT_EQ(table->item(0, 1)->text(), QStringLiteral("V"));
    EXPECT_EQ(table->item(0, 2)->text(), QStringLiteral("S"));
    EXPECT_EQ(window->state().beats().selected(), 2U) << "the window stands at the beat";
    dialog->findChild<QPushButton*>(QStringLiteral("decide_F"))->click();
    ASSERT_TRUE(saved(*window));
    EXPECT_EQ(beat(2).code, kFusion);
    EXPECT_TRUE(table->item(0, 3)->text().contains(QStringLiteral("eve")));
    dialog->close();
    const auto all = review::readingsOf(log(), 360);
    const auto beats = review::sideBySide(all, log(), 360);
    ASSERT_FALSE(beats.empty());
    EXPECT_EQ(beats[0].decided, kFusion);
    EXPECT_EQ(beats[0].adjudicator, "eve");
}

// Ten beats each, of which they name two differently: they agree on .8, chance on .2·.1 + .2·.1 + .6·.8 = .52, κ is
// .28 / .48.
TEST_F(WindowReaders, BlindedReadersSeeNoBeatsOrNotesOfOthersAndKappaIsAsWorkedOutByHand) {
    const auto labels = [&](std::initializer_list<ActionId> letters) {
        window->state().selectBeat(2);
        for (const ActionId letter : letters) window->action(letter).trigger();
        ASSERT_TRUE(saved(*window));
    };
    using enum ActionId;
    const std::size_t found = window->state().beats().all().size();
    ASSERT_GT(found, 26U);
    const double moved_s = beat(20).time_s;
    reads(QStringLiteral("ann"), reading_blinded);
    labels({label_v, label_v, label_n, label_n, label_n, label_n, label_s, label_s, label_n, label_n});
    ASSERT_TRUE(window->session().beatDesk().add((beat(15).time_s + beat(16).time_s) / 2, "key"));
    ASSERT_TRUE(window->session().beatDesk().move(21, moved_s + 0.06, "drag"));
    const std::size_t gone = 24;
    ASSERT_TRUE(window->session().beatDesk().remove(std::span(&gone, 1), "key"));
    ASSERT_TRUE(window->session().notes().write(3, QStringLiteral("V, or not?"), "key"));
    ASSERT_TRUE(saved(*window));
    EXPECT_EQ(window->state().beats().all().size(), found);
    const auto told = [&] {
        return layerOf(window->state().record().layers(), LayerKind::notes, LayerMaker::reader) != nullptr;
    };
    EXPECT_TRUE(told());

    reads(QStringLiteral("bob"), reading_blinded_to_all);
    EXPECT_EQ(window->state().beats().all().size(), found) << "as they were found";
    EXPECT_DOUBLE_EQ(beat(20).time_s, moved_s) << "where it was found";
    EXPECT_TRUE(window->session().beatDesk().journal().edits().empty());
    EXPECT_FALSE(told()) << "no note of hers";
    EXPECT_EQ(window->session().labels().labelsByReader(), 0U);
    labels({label_v, label_n, label_n, label_n, label_n, label_n, label_s, label_n, label_n, label_n});

    reads(QStringLiteral("eve"), reading_open);
    EXPECT_EQ(window->session().beatDesk().journal().edits().size(), 3U);
    EXPECT_TRUE(told());
    const auto differ = window->session().labels().conflicts();
    ASSERT_EQ(differ.beats.size(), 2U);
    for (const review::DoublyRead& one : differ.beats) window->session().labels().adjudicate(one.sample, kPvc);
    ASSERT_TRUE(saved(*window));
    pipeline::AgreementTally tally;
    const auto readings = review::readingsOf(log(), 360);
    tally.add(readings, review::sideBySide(readings, log(), 360));
    const auto agreement = tally.result();
    EXPECT_EQ(agreement.conflicts, 2);
    EXPECT_EQ(agreement.decided, 2);
    const auto pair = std::ranges::find_if(
        agreement.pairs, [](const pipeline::PairAgreement& one) { return one.first == "ann" && one.second == "bob"; });
    ASSERT_NE(pair, agreement.pairs.end());
    EXPECT_EQ(pair->kappa.of_all.items, 10);
    EXPECT_DOUBLE_EQ(pair->kappa.of_all.observed, 0.8);
    EXPECT_NEAR(pair->kappa.of_all.expected, 0.52, 1e-12);
    EXPECT_NEAR(pair->kappa.of_all.kappa, 0.28 / 0.48, 1e-12);
    // V: both once, ann once more; by chance .2·.1 + .8·.9 = .74.
    const auto& of_v = pair->kappa.of_class[static_cast<std::size_t>(BeatClass::ventricular)];
    EXPECT_NEAR(of_v.kappa, (0.9 - 0.74) / (1 - 0.74), 1e-12);
}

TEST_F(WindowReaders, TheNameAndTheModeAreRememberedAndSigningOffEndsWithTheNextLabel) {
    reads(QStringLiteral("ann"), ActionId::reading_blinded);
    window->action(ActionId::label_v).trigger();
    window->action(ActionId::sign_off).trigger();
    EXPECT_TRUE(window->action(ActionId::sign_off).isChecked());
    window->action(ActionId::label_v).trigger();
    EXPECT_FALSE(window->session().labels().isSignedOff());
    ASSERT_TRUE(saved(*window));
    window->close();
    MainWindow again;
    EXPECT_EQ(again.session().labels().reader(), "ann");
    EXPECT_EQ(again.session().labels().readingMode(), ReadingMode::blinded_to_readers);
}

TEST_F(WindowReaders, TheWorkListShowsWhatComesNextAndOpensIt) {
    reads(QStringLiteral("ann"), ActionId::reading_open);
    window->action(ActionId::label_v).trigger();
    window->action(ActionId::sign_off).trigger();
    ASSERT_TRUE(saved(*window));
    const auto folder = fs::path(header).parent_path();
    WorkListDialog dialog(QString::fromStdString(project), "ann", QString::fromStdString(folder.string()),
                          window.get());
    auto* table = dialog.findChild<QTableWidget*>();
    ASSERT_TRUE(test::waitUntil([&] { return table->rowCount() > 0; }, 20'000));
    bool signed_off = false;
    for (int row = 0; row < table->rowCount(); ++row) {
        signed_off = signed_off || table->item(row, 3)->text().contains(QStringLiteral("signed off"));
    }
    EXPECT_TRUE(signed_off);
    Q_EMIT table->cellDoubleClicked(0, 0);
    EXPECT_EQ(dialog.result(), QDialog::Accepted);
    EXPECT_TRUE(fs::exists(dialog.chosen().toStdString()));
    WorkListDialog none(QString::fromStdString(project + ".none"), "ann", {}, window.get());
    auto* says = none.findChild<QLabel*>(QStringLiteral("work_list_says"));
    ASSERT_TRUE(test::waitUntil([&] { return says->text().contains(QStringLiteral("no such project")); }, 20'000))
        << says->text().toStdString();
}

}  // namespace
}  // namespace triptych::ui
