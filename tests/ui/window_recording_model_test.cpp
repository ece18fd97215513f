// A model of whole recordings in the window: trusted, run, shown in the side panel, explained over the traces.
#include "core/inference/default_method.h"
#include "core/inference/engine.h"
#include "tests/support/twelve_leads.h"
#include "tests/ui/dialog_driver.h"
#include "tests/ui/window_support.h"
#include "ui/panels/reason_strip.h"
#include "ui/panels/recording_panel.h"

#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QProcess>
#include <QTreeWidget>

#include <gtest/gtest.h>

namespace triptych::ui {
namespace {

struct Made {
    std::string model = test::scratchFolder("five-labels").string();
    std::string recording = (test::scratchFolder("twelve") / "ecg.csv").string();
    QString hash;

    explicit Made(int seconds = 25) {
        EXPECT_EQ(QProcess::execute(QStringLiteral(TRIPTYCH_MAKE_RECORDING_MODEL), {QString::fromStdString(model)}), 0);
        test::writeTwelveLeads(recording, seconds);
        const auto info = inference::readCard(model);
        EXPECT_TRUE(info);
        if (info) hash = QString::fromStdString(info->hash);
    }
};

using test::DialogDriver;

std::unique_ptr<MainWindow> windowOn(const Made& made, bool trusted = true) {
    auto window = test::shownWindow(true);
    if (trusted) window->session().trustCode({made.hash});
    window->setModel(QString::fromStdString(made.model));
    window->open({made.recording});
    return window;
}

bool settled(MainWindow& window) {
    return test::waitUntil([&] { return !window.isBusy() && window.state().model().explanation(); }, 300'000);
}

#define TRIPTYCH_NEEDS_MODULE() \
    if (!inference::loadEngine()) GTEST_SKIP() << "needs the inference module beside the test program"

TEST(WindowRecordingModel, ShowsItsLabelsAndExplainsTheLikeliestOverTheTraces) {
    TRIPTYCH_NEEDS_MODULE();
    const Made made;
    const auto window = windowOn(made);
    ASSERT_TRUE(settled(*window));
    const auto& answer = window->session().recordingAnswer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->window_start_s.size(), 3U);
    RecordingPanel& panel = window->recordingPanel();
    EXPECT_TRUE(panel.isVisible());
    const auto* labels = panel.findChild<QTreeWidget*>();
    ASSERT_NE(labels, nullptr);
    ASSERT_EQ(labels->topLevelItemCount(), 5);
    EXPECT_EQ(labels->topLevelItem(0)->text(0).toStdString(), answer->model.classes[answer->winner()]);
    EXPECT_EQ(labels->topLevelItem(0)->text(1).toDouble() >= labels->topLevelItem(1)->text(1).toDouble(), true);
    bool said = false;
    for (const QLabel* label : panel.findChildren<QLabel*>())
        said |= label->text().contains(QStringLiteral("3 stretches of 10 s"));
    EXPECT_TRUE(said) << "how the labels came about";
    const Explanation& why = *window->state().model().explanation();
    EXPECT_TRUE(why.of_recording);
    EXPECT_EQ(why.method, inference::defaultMethodFor(Task::recording).id) << "nobody chose another";
    EXPECT_EQ(why.class_name, answer->model.classes[answer->winner()]);
    EXPECT_EQ(window->state().model().classification(), nullptr) << "beats have no class by this model";
}

TEST(WindowRecordingModel, AnotherLabelAndAnotherStretchAreExplainedWhenTheReaderChoosesThem) {
    TRIPTYCH_NEEDS_MODULE();
    const Made made;
    const auto window = windowOn(made);
    ASSERT_TRUE(settled(*window));
    auto* labels = window->recordingPanel().findChild<QTreeWidget*>();
    const std::string other = labels->topLevelItem(2)->text(0).toStdString();
    labels->setCurrentItem(labels->topLevelItem(2));
    ASSERT_TRUE(test::waitUntil(
        [&] {
            return window->state().model().explanation() && window->state().model().explanation()->class_name == other;
        },
        120'000));
    window->state().view().setViewport({19, 4});
    ASSERT_TRUE(test::waitUntil(
        [&] {
            const auto& why = window->state().model().explanation();
            return why && why->inputs[0].axes[1].values.front() == 15;
        },
        120'000));
}

TEST(WindowRecordingModel, GoesWithTheLayerAndWithTheModel) {
    TRIPTYCH_NEEDS_MODULE();
    const Made made(10);
    const auto window = windowOn(made);
    ASSERT_TRUE(settled(*window));
    window->action(ActionId::ai_layer).trigger();
    EXPECT_FALSE(window->recordingPanel().isVisible());
    window->action(ActionId::ai_layer).trigger();
    EXPECT_TRUE(window->recordingPanel().isVisible());
    window->session().close();
    EXPECT_FALSE(window->recordingPanel().isVisible());
    EXPECT_EQ(window->session().recordingAnswer(), nullptr);
}

// The first method of beats gives way to that of recordings and comes back; what a reader chose stays.
TEST(WindowRecordingModel, TheMethodGoesWithTheKindOfModelUnlessItWasChosen) {
    TRIPTYCH_NEEDS_MODULE();
    if (inference::listModels().empty()) GTEST_SKIP() << "needs an installed model of beats";
    const std::string of_beats(inference::defaultMethod().id),
        of_recordings(inference::defaultMethodFor(Task::recording).id);
    const Made made(10);
    const auto window = windowOn(made);
    ASSERT_TRUE(settled(*window));
    const auto isIn = [&](const std::string& method) {
        const auto* menu = window->findChild<QMenu*>(QStringLiteral("explain_by"));
        for (const QAction* entry : menu->actions())
            if (entry->isChecked()) return entry->data().toString().toStdString() == method;
        return false;
    };
    EXPECT_TRUE(isIn(of_recordings));
    window->setModel(QStringLiteral("product"));
    ASSERT_TRUE(test::waitUntil([&] { return isIn(of_beats); }, 120'000));
    window->setMethod("saliency");
    window->setModel(QString::fromStdString(made.model));
    ASSERT_TRUE(test::waitUntil([&] { return window->session().recordingAnswer() != nullptr; }, 120'000));
    EXPECT_TRUE(isIn("saliency"));
}

TEST(WindowRecordingModel, UntrustedIsASentence) {
    TRIPTYCH_NEEDS_MODULE();
    const Made made(10);
    const auto window = windowOn(made, false);
    ASSERT_TRUE(test::waitUntil(
        [&] {
            for (const Reason& reason : window->reasons().reasons())
                if (reason.sentence.contains(QStringLiteral("runs code"))) return true;
            return false;
        },
        120'000));
    EXPECT_FALSE(window->recordingPanel().isVisible());
}

TEST(WindowRecordingModel, NamedOnTheCommandLineItIsAskedAboutAsInTheMenu) {
    const Made made(10);
    const auto window = test::shownWindow(true);
    const QString folder = QString::fromStdString(made.model);
    const auto says = [](QDialogButtonBox::StandardButton button) -> DialogDriver::Answer {
        return [button](QWidget& dialog) {
            return qobject_cast<QMessageBox*>(&dialog) != nullptr && test::click(dialog, button);
        };
    };
    {
        DialogDriver driver({says(QDialogButtonBox::No)});
        window->chooseModel(folder);
        EXPECT_TRUE(driver.done());
        EXPECT_NE(window->session().classifier().modelName(), folder) << "after a no nothing changes";
    }
    {
        DialogDriver driver({says(QDialogButtonBox::Yes)});
        window->chooseModel(folder);
        EXPECT_TRUE(driver.done());
        EXPECT_EQ(window->session().classifier().modelName(), folder);
    }
    DialogDriver nobody({});
    window->chooseModel(folder);
    EXPECT_TRUE(nobody.done()) << "asked once for every file";
}

TEST(WindowRecordingModel, RunsItsCodeUnaskedWhereTheCommandLineTrustsIt) {
    TRIPTYCH_NEEDS_MODULE();
    const Made made(10);
    const auto window = test::shownWindow(true);
    window->trustModel(QString::fromStdString(made.model));
    window->setModel(QString::fromStdString(made.model));
    window->open({made.recording});
    ASSERT_TRUE(settled(*window));
    EXPECT_TRUE(window->recordingPanel().isVisible());
}

TEST(MethodMenu, HasEveryMethodAndFollowsTheChoice) {
    const auto window = test::shownWindow();
    const auto* menu = window->findChild<QMenu*>(QStringLiteral("explain_by"));
    ASSERT_NE(menu, nullptr);
    const auto methods = inference::explanationMethods();
    ASSERT_EQ(static_cast<std::size_t>(menu->actions().size()), methods.size());
    const auto checked = [&] {
        QStringList out;
        for (const QAction* entry : menu->actions())
            if (entry->isChecked()) out << entry->data().toString();
        return out;
    };
    EXPECT_EQ(checked(), QStringList{QString::fromStdString(std::string(methods[0].id))});
    window->action(ActionId::next_method).trigger();
    EXPECT_EQ(checked(), QStringList{QString::fromStdString(std::string(methods[1].id))});
    menu->actions().constFirst()->trigger();
    EXPECT_EQ(checked(), QStringList{QString::fromStdString(std::string(methods[0].id))});
}

}  // namespace
}  // namespace triptych::ui
