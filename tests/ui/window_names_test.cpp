// A stranger's names, however long, never make the window larger than a small screen, nor are they read as markup.
#include "tests/ui/made_explanation.h"
#include "tests/ui/window_support.h"
#include "ui/panels/beat_panel.h"
#include "ui/panels/explanation_panel.h"
#include "ui/panels/reason_strip.h"
#include "ui/window/start_page.h"
#include "ui/window/tool_bar.h"

#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QToolButton>

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace triptych::ui {
namespace {

namespace fs = std::filesystem;

constexpr QSize kSmallScreen(1280, 720);
const std::string kLong(180, 'W');  // the widest letter, and nowhere to wrap it

// The made record with names of 180 letters for itself and for its leads.
std::string recordOfLongNames() {
    const fs::path made = test::recordOnDisk("made", 30);
    std::ostringstream text;
    text << std::ifstream(made).rdbuf();
    std::string header = text.str();
    const auto replace = [&](const std::string& from, const std::string& to) {
        for (auto at = header.find(from); at != std::string::npos; at = header.find(from, at + to.size()))
            header.replace(at, from.size(), to);
    };
    replace("MLII", "A" + kLong);
    replace("V5", "B" + kLong);
    replace("made", kLong);
    const fs::path renamed = made.parent_path() / (kLong + ".hea");
    std::ofstream(renamed) << header;
    for (const char* ending : {".dat", ".atr"})
        fs::copy_file(fs::path(made).replace_extension(ending), fs::path(renamed).replace_extension(ending));
    return renamed.string();
}

void expectItFits(MainWindow& window, const char* when) {
    test::letQueuedHappen();
    const QSize least = window.minimumSizeHint();
    EXPECT_LE(least.width(), kSmallScreen.width()) << when;
    EXPECT_LE(least.height(), kSmallScreen.height()) << when;
    window.resize(kSmallScreen);
    test::letQueuedHappen();
    EXPECT_EQ(window.size(), kSmallScreen) << when;
}

// A tip without the places where it may be wrapped.
QString wholeTip(const QWidget& widget) {
    return widget.toolTip().remove(QChar(0x200B));
}

// A model whose card calls everything by long names, and its word on every beat.
std::shared_ptr<const Classification> wordOfALongNamedModel(std::size_t beats) {
    auto said = std::make_shared<Classification>();
    said->model.name = said->model.title = said->model.hash = said->model.class_mapping = kLong;
    said->model.classes = {"N" + kLong, "V" + kLong};
    said->model.branches = {"x" + kLong, "y" + kLong};
    said->model.attention = {0.5F, 0.5F, 0.5F, 0.5F};
    said->model.borderline_margin = 0.2;
    Predictions& predictions = said->predictions;
    predictions.classes = 2;
    predictions.branches = 2;
    for (std::size_t beat = 0; beat < beats; ++beat) {
        for (const float p : {0.55F, 0.45F}) predictions.probability.push_back(p);
        for (const float p : {0.55F, 0.45F, 0.45F, 0.55F}) predictions.branch_probability.push_back(p);
        for (int i = 0; i < 4; ++i) predictions.contribution.push_back(0.5F);
        predictions.usable.push_back(1);
        predictions.set.push_back(0b10);
    }
    return said;
}

TEST(WindowNames, NoNameMakesItWiderThanASmallScreen) {
    const auto window = test::shownWindow(false, kSmallScreen);
    expectItFits(*window, "empty");
    ASSERT_TRUE(test::opened(*window, recordOfLongNames()));
    ASSERT_EQ(window->state().record().recording()->leads.at(0).name.size(), kLong.size() + 1);
    window->state().view().setCursor({1.0, 10.0});
    expectItFits(*window, "recording and leads of long names");

    auto* tool_bar = window->findChild<ToolBar*>();
    ASSERT_NE(tool_bar, nullptr);
    tool_bar->setModel(QString::fromStdString(kLong), QString::fromStdString(kLong));
    window->state().model().setAiVisible(true);
    window->state().model().setClassification(wordOfALongNamedModel(window->state().beats().all().size()));
    window->state().selectBeat(3);
    auto why = std::make_shared<Explanation>(*test::madeExplanation(window->state().beats().all()[3].time_s));
    why->class_name = why->score_name = kLong;
    Attribution rhythm;
    rhythm.input = "rr";
    rhythm.axes = {{"feature", "", {}, {"a" + kLong, "b" + kLong}}};
    rhythm.values = {0.1F, -20.0F};
    why->inputs.push_back(rhythm);
    window->state().model().setExplanation(why);
    expectItFits(*window, "model, classes, branches and features of long names");
    window->resize(1, 1);
    test::letQueuedHappen();
    const auto& panel = window->beatPanel();
    EXPECT_GE(panel.parentWidget()->width(), panel.minimumSizeHint().width()) << "its right edge is never cut";
    window->beatPanel().explanation().setTrouble(QString::fromStdString('/' + kLong + ": not there"));
    expectItFits(*window, "a trouble of the explanation");

    window->action(ActionId::close_recording).trigger();
    expectItFits(*window, "the start page with what was read lately");
}

TEST(WindowNames, NoNumberOfReasonsPushesTheTracesAway) {
    const auto window = test::shownWindow(false, kSmallScreen);
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    std::vector<Reason> many;
    for (int i = 0; i < 60; ++i) {
        many.push_back({QStringLiteral("file"), Gravity::warning,
                        QStringLiteral("/%1%2.dat: the file is missing").arg(QString::fromStdString(kLong)).arg(i)});
    }
    window->reasons().setReasons(QStringLiteral("file"), many);
    expectItFits(*window, "folded");
    for (auto* button : window->reasons().findChildren<QToolButton*>()) {
        if (button->text().contains(QStringLiteral("more"))) button->click();
    }
    expectItFits(*window, "unfolded");
    EXPECT_LT(window->reasons().height(), kSmallScreen.height() / 3);
    const auto* label = window->reasons().findChild<QLabel*>();
    EXPECT_TRUE(label->text().contains(QStringLiteral("59.dat: the file is missing")));
    EXPECT_TRUE(wholeTip(*label).contains(QString::fromStdString(kLong))) << "the whole name is there to be seen";
}

TEST(WindowNames, RecentFilesAreShortenedAndTheirTipIsTheWholePath) {
    const auto folder = test::ownSettings();
    QStringList recent;
    for (int i = 0; i < 10; ++i) {
        recent << QStringLiteral("/%1/R&D %2 <b>%1.hea").arg(QString::fromStdString(kLong)).arg(i);
    }
    QSettings store(QStringLiteral("Triptych"), QStringLiteral("triptych"));
    store.setValue(QStringLiteral("files/recent"), recent);
    store.sync();
    MainWindow window;
    window.show();
    expectItFits(window, "the start page");
    const auto* page = window.findChild<StartPage*>();
    ASSERT_NE(page, nullptr);
    int shown = 0;
    for (const auto* button : page->findChildren<QPushButton*>()) {
        if (!button->accessibleName().contains(QStringLiteral(".hea"))) continue;
        EXPECT_TRUE(button->text().contains(QStringLiteral("R&&D")) || !button->text().contains(QLatin1Char('&')));
        EXPECT_TRUE(wholeTip(*button).contains(QStringLiteral("&lt;b&gt;"))) << "a name is no markup";
        EXPECT_TRUE(wholeTip(*button).contains(QString::fromStdString(kLong)));
        ++shown;
    }
    EXPECT_GT(shown, 0);
    bool found = false;
    for (QMenu* menu : window.findChildren<QMenu*>()) {
        if (menu->title() != QStringLiteral("Open &recent")) continue;
        found = true;
        EXPECT_TRUE(menu->toolTipsVisible());
        EXPECT_EQ(menu->actions().size(), recent.size());
        EXPECT_LT(menu->sizeHint().width(), kSmallScreen.width() / 2);
    }
    EXPECT_TRUE(found);
}

TEST(WindowNames, TheTitleKeepsItsSignForUnsavedLabels) {
    const auto window = test::shownWindow();
    const fs::path table = test::scratchFolder("table") / "a[*]b.csv";
    {
        std::ofstream out(table);
        out << "time,II\n";
        for (int sample = 0; sample < 1000; ++sample) out << sample / 100.0 << ',' << sample % 100 / 100.0 << '\n';
    }
    window->open({table.string()});
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy() && window->state().record().recording(); }, 60'000));
    ASSERT_EQ(window->state().record().recording()->name, "a[*]b");
    EXPECT_EQ(window->windowTitle(), QStringLiteral("a[*][*]b[*] — Triptych"));
    ASSERT_TRUE(test::opened(*window, recordOfLongNames()));
    EXPECT_LT(window->fontMetrics().horizontalAdvance(window->windowTitle()), 720);
    EXPECT_TRUE(window->windowTitle().endsWith(QStringLiteral("W[*] — Triptych")));
}

}  // namespace
}  // namespace triptych::ui
