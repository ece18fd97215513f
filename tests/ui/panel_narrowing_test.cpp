// The list narrowed: by reason, time, tile, lead and reader, each with the filter and with each other; a filter goes to
// its first beat.
#include "core/pipeline/shape_tiles.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "ui/panels/beat_list_panel.h"

#include <QMenu>
#include <QToolButton>

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <utility>

namespace triptych::ui {
namespace {

constexpr std::size_t kBeats = 40;

class PanelNarrowing : public testing::Test {
protected:
    void SetUp() override {
        state.setRecording(test::madeRecording({{"II", 250, test::flat}}, 60));
        std::vector<LabelledBeat> rows(kBeats);
        for (std::size_t i = 0; i < kBeats; ++i) {
            rows[i].time_s = static_cast<double>(i) + 0.5;
            rows[i].sample = static_cast<std::int64_t>(rows[i].time_s * 250);
            rows[i].code = i % 4 == 0 ? kPvc : kNormal;
            rows[i].relabelled = i < 10;
        }
        state.setBeats(rows);
        list.model().setReaderOf([](std::size_t beat) {
            return beat >= 10 ? QString() : beat % 2 == 0 ? QStringLiteral("ann") : QStringLiteral("bob");
        });
    }
    std::vector<std::size_t> shown() {
        std::vector<std::size_t> out;
        for (int row = 0; row < list.model().rowCount(); ++row) out.push_back(list.model().beatAt(row));
        return out;
    }
    ViewState state;
    BeatListPanel list{state};
};

TEST_F(PanelNarrowing, TimeAndReaderHoldWithTheFilterAndItGoesToTheFirst) {
    list.setFilter(BeatFilter::class_v);
    EXPECT_EQ(shown().size(), 10U);
    BeatNarrowing narrowing;
    narrowing.time = Stretch{6, 20};
    list.setNarrowing(narrowing);
    EXPECT_EQ(shown(), (std::vector<std::size_t>{8, 12, 16}));
    EXPECT_EQ(state.beats().selected(), 8U);
    narrowing.reader = QStringLiteral("ann");
    list.setNarrowing(narrowing);
    EXPECT_EQ(shown(), std::vector<std::size_t>{8});
    narrowing.reader = QStringLiteral("bob");
    list.setNarrowing(narrowing);
    EXPECT_TRUE(shown().empty());
    list.setNarrowing({});
    EXPECT_EQ(shown().size(), 10U);
}

TEST_F(PanelNarrowing, ReasonIsOneThatTheModelGives) {
    auto said = std::make_shared<Classification>();
    said->model.classes = {"N", "V"};
    said->model.borderline_margin = 0.2;
    said->predictions.classes = 2;
    said->predictions.branches = 1;
    for (std::size_t i = 0; i < kBeats; ++i) {
        const float p = i == 7 ? 0.55F : 0.9F;
        said->predictions.probability.insert(said->predictions.probability.end(), {p, 1 - p});
        said->predictions.usable.push_back(1);
        said->predictions.poor_signal.push_back(i == 9 ? 1 : 0);
    }
    said->predictions.branch_probability = said->predictions.contribution = said->predictions.probability;
    state.model().setClassification(said);
    BeatNarrowing narrowing;
    narrowing.reason = pipeline::Reason::small_margin;
    list.setNarrowing(narrowing);
    EXPECT_EQ(shown(), std::vector<std::size_t>{7});
    narrowing.reason = pipeline::Reason::poor_signal;
    list.setNarrowing(narrowing);
    EXPECT_EQ(shown(), std::vector<std::size_t>{9});
    state.model().setAiVisible(false);
    list.setNarrowing({});
    list.setNarrowing(narrowing);
    EXPECT_TRUE(shown().empty()) << "the model's reasons are hidden with its layer";
}

TEST_F(PanelNarrowing, ATileOfShapesIsOneAndGoesWithTheRecording) {
    auto tiles = std::make_shared<pipeline::ShapeTiles>();
    tiles->tile_of.assign(kBeats, 0);
    tiles->tile_of[3] = tiles->tile_of[33] = 1;
    tiles->tiles.resize(2);
    state.shapes().setTiles(tiles);
    BeatNarrowing narrowing;
    narrowing.tile = 1;
    list.setNarrowing(narrowing);
    EXPECT_EQ(shown(), (std::vector<std::size_t>{3, 33}));
    const auto* chip = list.findChild<QToolButton*>(QStringLiteral("narrowed"));
    ASSERT_NE(chip, nullptr);
    EXPECT_TRUE(chip->text().contains(QLatin1String("2"))) << "tiles are counted from one";
    state.setRecording(test::madeRecording({{"II", 250, test::flat}}, 60));
    EXPECT_FALSE(list.model().narrowing().isOn());
}

TEST_F(PanelNarrowing, TheMenuOffersTheReadersThatThereAre) {
    Q_EMIT list.narrowMenu().aboutToShow();
    QStringList texts;
    for (QMenu* menu : list.narrowMenu().findChildren<QMenu*>()) {
        for (const QAction* action : menu->actions()) texts << action->text();
    }
    EXPECT_TRUE(texts.contains(QStringLiteral("ann")));
    EXPECT_TRUE(texts.contains(QStringLiteral("bob")));
}

TEST_F(PanelNarrowing, ALeadShowsThoseThatCanBeReadOnItOrThoseThatCannot) {
    auto unreadable = std::make_shared<std::vector<std::uint8_t>>(kBeats, std::uint8_t{0});
    for (std::size_t i = 8; i < 12; ++i) (*unreadable)[i] = 1;
    BeatNarrowing narrowing;
    narrowing.lead = LeadNarrowing{0, false, unreadable};
    list.setNarrowing(narrowing);
    EXPECT_EQ(shown(), (std::vector<std::size_t>{8, 9, 10, 11}));
    EXPECT_EQ(inWords(state, narrowing), QStringLiteral("lead II cannot be read"));
    narrowing.lead->readable = true;
    list.setNarrowing(narrowing);
    EXPECT_EQ(shown().size(), kBeats - 4);
    // Whoever judges the lead is asked for it from the menu.
    std::optional<std::pair<std::size_t, bool>> wanted;
    QObject::connect(&list, &BeatListPanel::leadWanted, &list, [&](std::size_t lead, bool readable) {
        wanted = {lead, readable};
    });
    auto* menu = list.findChild<QToolButton*>(QStringLiteral("narrow"))->menu();
    Q_EMIT menu->aboutToShow();
    for (QAction* entry : menu->actions()) {
        if (entry->menu() == nullptr || entry->text() != QStringLiteral("By lead")) continue;
        for (QAction* lead : entry->menu()->actions()) {
            if (lead->text() == QStringLiteral("II cannot be read")) lead->trigger();
        }
    }
    EXPECT_EQ(wanted, (std::pair<std::size_t, bool>{0, false}));
}

}  // namespace
}  // namespace triptych::ui
