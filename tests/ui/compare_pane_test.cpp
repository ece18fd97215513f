// Maps side by side: what can be chosen, what is said where there is no other map, and that nobody is asked in vain.
#include "ui/panels/compare_pane.h"

#include "tests/ui/made_explanation.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "ui/state/map_state.h"
#include "ui/state/why_state.h"

#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>

#include <gtest/gtest.h>

namespace triptych::ui {
namespace {

struct Compared : testing::Test {
    ViewState state;
    std::unique_ptr<ComparePane> pane;
    QComboBox *with = nullptr, *which = nullptr;

    void SetUp() override {
        pane = std::make_unique<ComparePane>(state);
        pane->resize(900, 320);
        const auto boxes = pane->findChildren<QComboBox*>();
        ASSERT_EQ(boxes.size(), 2);
        with = boxes[0];
        which = boxes[1];
    }
    CompareState& compare() { return state.why().compare(); }
    void choose(CompareWith kind) { with->setCurrentIndex(with->findData(static_cast<int>(kind))); }
    std::shared_ptr<pages::FigureRequest> figure() const {
        const auto recording = test::madeRecording({{"MLII", 250, test::spikes(1, 250, 1), "mV"}}, 10);
        auto out = std::make_shared<pages::FigureRequest>();
        out->maps = {pages::figureMap(*recording, 0, *test::madeExplanation(3), 3.0)};
        out->maps[0].heading = "V, score 0.98, by Integrated Gradients";
        return out;
    }
};

TEST_F(Compared, NothingIsMadeForNobody) {
    EXPECT_FALSE(compare().isWanted());
    pane->show();
    EXPECT_TRUE(compare().isWanted());
    pane->hide();
    EXPECT_FALSE(compare().isWanted());
}

TEST_F(Compared, EveryKindOffersWhatThereIs) {
    compare().setOffer({QStringLiteral("N"), QStringLiteral("V")}, {QStringLiteral("parity")}, false);
    choose(CompareWith::method);
    EXPECT_GT(which->count(), 5);
    EXPECT_EQ(which->findData(QStringLiteral("contribution")), -1) << "it draws no map";
    EXPECT_EQ(compare().choice().with, CompareWith::method);
    EXPECT_EQ(compare().choice().which, which->currentData().toString());
    choose(CompareWith::other_class);
    EXPECT_EQ(which->count(), 2);
    choose(CompareWith::beat);
    EXPECT_EQ(which->count(), 4) << "before, after, the nearest of each class";
    choose(CompareWith::model);
    EXPECT_EQ(compare().choice().which, QStringLiteral("parity"));
    choose(CompareWith::mean);
    which->setCurrentIndex(1);
    EXPECT_EQ(compare().choice(), (CompareChoice{CompareWith::mean, QStringLiteral("V")}));
    choose(CompareWith::kept);
    EXPECT_EQ(which->count(), 0);
    compare().setChoice({CompareWith::other_class, QStringLiteral("V")});
    EXPECT_EQ(which->currentData().toString(), QStringLiteral("V")) << "the boxes follow who else chooses";
}

TEST_F(Compared, AFigureIsPaintedSaidAndMayBeSaved) {
    auto* save = pane->findChildren<QPushButton*>().constLast();
    EXPECT_FALSE(save->isEnabled());
    pane->show();
    const QImage without = test::pictureOf(*pane);
    compare().setFigure(figure());
    test::letQueuedHappen();
    EXPECT_TRUE(save->isEnabled());
    const QImage shown = test::pictureOf(*pane);
    EXPECT_NE(shown, without);
    state.why().map().setAbsolute(true);
    test::letQueuedHappen();
    EXPECT_NE(test::pictureOf(*pane), shown) << "sizes alone are of another colour";
    state.why().map().setAbsolute(false);
    state.display().setTheme(Theme::dark);
    test::letQueuedHappen();
    EXPECT_NE(test::pictureOf(*pane), shown);
    QSignalSpy saves(pane.get(), &ComparePane::saveWanted);
    save->click();
    EXPECT_EQ(saves.count(), 1);
    bool said = false;
    for (const QWidget* child : pane->findChildren<QWidget*>())
        said |= child->accessibleDescription().contains(QStringLiteral("Integrated Gradients"));
    EXPECT_TRUE(said);
}

TEST_F(Compared, NothingOfTheModelIsSeenWhileItsLayerIsHidden) {
    pane->show();
    compare().setFigure(figure());
    test::letQueuedHappen();
    const QImage shown = test::pictureOf(*pane);
    state.model().setAiVisible(false);
    test::letQueuedHappen();
    EXPECT_NE(test::pictureOf(*pane), shown);
}

}  // namespace
}  // namespace triptych::ui
