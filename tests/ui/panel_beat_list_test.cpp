// The list of beats: order, filters, selection, and a day's beats at once.
#include "core/pipeline/review_queue.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "ui/panels/beat_list_panel.h"
#include "ui/panels/beat_panel.h"
#include "ui/panels/readable.h"

#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QTableView>

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

namespace triptych::ui {
namespace {

std::vector<LabelledBeat> madeBeats(std::size_t count) {
    std::vector<LabelledBeat> beats(count);
    for (std::size_t i = 0; i < count; ++i) {
        beats[i].sample = static_cast<std::int64_t>(i * 250);
        beats[i].time_s = static_cast<double>(i) * (i % 2 == 0 ? 1.0 : 1.0001);
        beats[i].code = i % 5 == 0 ? kPvc : kNormal;
        beats[i].relabelled = i % 7 == 0;
        beats[i].borderline = i % 3 == 0;
    }
    return beats;
}

class BeatList : public testing::Test {
protected:
    void fill(std::size_t count) {
        state.setRecording(test::madeRecording({{"II", 250, test::flat}}, static_cast<double>(count) + 1));
        state.setBeats(madeBeats(count));
    }
    ViewState state;
};

TEST_F(BeatList, FiltersLetThroughExactlyWhatTheyName) {
    BeatTableModel model(state);
    fill(105);
    EXPECT_EQ(model.rowCount(), 105);
    EXPECT_EQ(model.count(BeatFilter::class_v), 21U);
    EXPECT_EQ(model.count(BeatFilter::relabelled), 15U);
    EXPECT_EQ(model.count(BeatFilter::borderline), 35U);
    model.setFilter(BeatFilter::class_v);
    ASSERT_EQ(model.rowCount(), 21);
    for (int row = 0; row < model.rowCount(); ++row) EXPECT_EQ(model.beatAt(row) % 5, 0U);
    EXPECT_FALSE(model.rowOf(1).has_value());
    EXPECT_EQ(model.rowOf(5), 1);
}

TEST_F(BeatList, TimesAreByTheClockWhereTheRecordingHasOne) {
    BeatTableModel model(state);
    fill(10);
    EXPECT_EQ(model.data(model.index(2, BeatTableModel::kTime), Qt::DisplayRole).toString(), "0:02.00");
    EXPECT_TRUE(model.data(model.index(2, BeatTableModel::kTime), Qt::ToolTipRole).toString().isEmpty());
    auto made = std::make_shared<Recording>(*test::madeRecording({{"II", 250, test::flat}}, 11));
    made->start = "2002-03-02T23:59:58";
    state.setRecording(made);
    state.setBeats(madeBeats(10));
    EXPECT_EQ(model.data(model.index(0, BeatTableModel::kTime), Qt::DisplayRole).toString(), "23:59:58.00");
    EXPECT_EQ(model.data(model.index(2, BeatTableModel::kTime), Qt::DisplayRole).toString(), "day 2 00:00:00.00");
    EXPECT_EQ(model.data(model.index(2, BeatTableModel::kTime), Qt::ToolTipRole).toString(),
              "0:02.00 since the beginning");
    BeatPanel panel(state, {});
    panel.show();
    state.selectBeat(0);
    EXPECT_TRUE(test::waitUntil([&] {
        const auto labels = panel.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [](const QLabel* label) { return label->text().contains("23:59:58.00"); });
    }));
}

TEST_F(BeatList, ATableThatSortsByTimeOnceMoreWalksNoDayOfBeats) {
    BeatTableModel model(state);
    fill(105);
    int resets = 0;
    QObject::connect(&model, &QAbstractItemModel::modelReset, [&] { ++resets; });
    model.sort(BeatTableModel::kNumber, Qt::AscendingOrder);
    EXPECT_EQ(resets, 0);
    model.sort(BeatTableModel::kNumber, Qt::DescendingOrder);
    EXPECT_EQ(resets, 1);
    EXPECT_EQ(model.beatAt(0), 104U);
}

TEST_F(BeatList, ABeatWithoutAClassSaysWhyAndEndsNoInterval) {
    BeatTableModel model(state);
    state.setRecording(test::madeRecording({{"II", 250, test::flat}}, 11));
    auto beats = madeBeats(10);
    beats[4].silence = Silence::motion;
    beats[4].code = kArtifact;
    beats[4].no_interval = beats[5].no_interval = true;
    state.setBeats(std::move(beats));
    EXPECT_EQ(model.count(BeatFilter::no_class), 1U);
    const auto text = [&](int row, int column, int role) { return model.index(row, column).data(role).toString(); };
    EXPECT_EQ(text(4, BeatTableModel::kLabel, Qt::DisplayRole), "|");
    EXPECT_TRUE(text(4, BeatTableModel::kNotes, Qt::DisplayRole).contains(QChar(0x2205)));
    EXPECT_TRUE(text(4, BeatTableModel::kNotes, Qt::ToolTipRole).contains("cannot be read: motion"));
    EXPECT_TRUE(text(5, BeatTableModel::kRr, Qt::DisplayRole).isEmpty());
    EXPECT_FALSE(text(6, BeatTableModel::kRr, Qt::DisplayRole).isEmpty());
}

TEST_F(BeatList, SortsByAnyColumnAndKeepsTimeAmongEquals) {
    BeatTableModel model(state);
    fill(50);
    model.sort(BeatTableModel::kLabel, Qt::DescendingOrder);
    for (int row = 1; row < model.rowCount(); ++row) {
        const auto& above = state.beats().all()[model.beatAt(row - 1)];
        const auto& here = state.beats().all()[model.beatAt(row)];
        EXPECT_TRUE(above.code > here.code || (above.code == here.code && above.time_s < here.time_s));
    }
    model.sort(BeatTableModel::kNumber, Qt::DescendingOrder);
    EXPECT_EQ(model.beatAt(0), 49U);
}

TEST_F(BeatList, SelectionFollowsTheStateThroughFilterAndOrder) {
    BeatListPanel panel(state);
    fill(100);
    state.selectBeat(10);
    EXPECT_EQ(panel.table().currentIndex().row(), 10);
    panel.setFilter(BeatFilter::class_v);
    EXPECT_EQ(panel.table().currentIndex().row(), 0) << "a filter goes to its first beat";
    EXPECT_EQ(state.beats().selected(), 0U);
    state.selectBeat(10);
    EXPECT_EQ(panel.table().currentIndex().row(), 2);
    state.selectBeat(11);
    EXPECT_FALSE(panel.table().currentIndex().isValid()) << "a beat that the filter hides is not shown as selected";
    EXPECT_EQ(state.beats().selected(), 11U);
    panel.table().selectRow(0);
    EXPECT_EQ(state.beats().selected(), 0U);
}

TEST_F(BeatList, EditedBeatKeepsItsRowUntilTheFilterIsSetAgain) {
    BeatTableModel model(state);
    fill(20);
    model.setFilter(BeatFilter::class_v);
    LabelledBeat beat = state.beats().all()[5];
    beat.code = kNormal;
    state.updateBeat(5, beat);
    EXPECT_EQ(model.rowCount(), 4);
    EXPECT_EQ(model.index(1, BeatTableModel::kLabel).data().toString(), QStringLiteral("N"));
    model.setFilter(BeatFilter::class_v);
    EXPECT_EQ(model.rowCount(), 3);
}

TEST_F(BeatList, ADaysBeatsAreListedSortedAndFiltered) {
    BeatListPanel panel(state);
    panel.resize(320, 400);
    panel.show();
    fill(100'000);
    EXPECT_EQ(panel.model().rowCount(), 100'000);
    panel.table().sortByColumn(BeatTableModel::kRr, Qt::DescendingOrder);
    panel.setFilter(BeatFilter::class_v);
    EXPECT_EQ(panel.model().rowCount(), 20'000);
    panel.setFilter(BeatFilter::all);
    state.selectBeat(99'999);
    EXPECT_TRUE(panel.table().currentIndex().isValid());
}

// Every beat's texts lie within their cells, and every column that is shown within the list.
void expectAllReadable(BeatListPanel& panel, const char* when) {
    QTableView& table = panel.table();
    EXPECT_EQ(table.horizontalScrollBar()->maximum(), 0) << when;
    EXPECT_FALSE(table.isColumnHidden(BeatTableModel::kNotes)) << when;
    const int right = table.columnViewportPosition(BeatTableModel::kNotes) + table.columnWidth(BeatTableModel::kNotes);
    EXPECT_LE(right, table.viewport()->width()) << when;
    EXPECT_GE(table.columnWidth(BeatTableModel::kNotes), table.fontMetrics().horizontalAdvance(QStringLiteral("✎ ≠")));
    for (int column = 0; column < BeatTableModel::kColumns; ++column) {
        if (table.isColumnHidden(column)) continue;
        for (const int row : {0, 1, panel.model().rowCount() / 2, panel.model().rowCount() - 1}) {
            const QString text = panel.model().index(row, column).data().toString();
            EXPECT_LE(table.fontMetrics().horizontalAdvance(text) + 6, table.columnWidth(column))
                << when << ", column " << column << ": " << text.toStdString();
        }
        const QString title = panel.model().headerData(column, Qt::Horizontal).toString();
        EXPECT_LE(table.horizontalHeader()->fontMetrics().horizontalAdvance(title) + 6, table.columnWidth(column));
    }
}

TEST_F(BeatList, ColumnsAreAsWideAsADaysBeatsNeedAndTheNotesStayInSight) {
    BeatListPanel panel(state);
    panel.resize(376, 400);  // as the window's column is at first
    panel.show();
    fill(100'000);
    test::letQueuedHappen();
    expectAllReadable(panel, "a day");
    panel.table().sortByColumn(BeatTableModel::kRr, Qt::DescendingOrder);
    test::letQueuedHappen();
    EXPECT_FALSE(panel.table().isColumnHidden(BeatTableModel::kRr)) << "it is what the list is sorted by";
    panel.table().sortByColumn(BeatTableModel::kNumber, Qt::AscendingOrder);
    state.model().setAiVisible(false);
    test::letQueuedHappen();
    expectAllReadable(panel, "a day without a model");
    EXPECT_FALSE(panel.table().isColumnHidden(BeatTableModel::kRr)) << "the model's columns left it room";
    state.model().setAiVisible(true);
    fill(100);
    test::letQueuedHappen();
    expectAllReadable(panel, "some beats");
    panel.resize(800, 400);
    test::letQueuedHappen();
    for (int column = 0; column < BeatTableModel::kColumns; ++column)
        EXPECT_FALSE(panel.table().isColumnHidden(column)) << column;
    EXPECT_LE(panel.minimumSizeHint().width(), 376);
}

// Four beats with answers: likely classes and doubt as a calibrated model gives them.
std::shared_ptr<const Classification> calibratedAnswers() {
    auto said = std::make_shared<Classification>();
    said->model.classes = {"N", "V"};
    said->model.branches = {"time"};
    said->model.attention = {1, 1};
    said->model.borderline_margin = 0.2;
    said->model.conformal_thresholds = {0.5F, 0.5F};
    Predictions& predictions = said->predictions;
    predictions.classes = 2;
    predictions.branches = 1;
    predictions.probability = {0.9F, 0.1F, 0.9F, 0.1F, 0.8F, 0.2F, 0.9F, 0.1F};
    predictions.branch_probability = predictions.probability;
    predictions.contribution.assign(8, 1.0F);
    predictions.usable.assign(4, 1);
    predictions.set = {0b11, 0b01, 0b11, 0b01};
    predictions.strangeness = {0.2F, 0.3F, 1.7F, 0.4F};
    predictions.poor_signal = {0, 0, 0, 1};
    predictions.doubt = {0.2F, 0.01F, 0.6F, 0.4F};
    return said;
}

TEST_F(BeatList, BorderlineBeatsAreAQueueTheMostDoubtfulFirst) {
    BeatListPanel panel(state);
    state.setRecording(test::madeRecording({{"II", 250, test::flat}}, 5));
    auto beats = madeBeats(4);
    for (std::size_t i = 0; i < 4; ++i) {
        beats[i].relabelled = false;
        beats[i].borderline = i != 1;
    }
    state.setBeats(beats);
    state.model().setClassification(calibratedAnswers());
    panel.setFilter(BeatFilter::borderline);
    BeatTableModel& model = panel.model();
    ASSERT_EQ(model.rowCount(), 3);
    EXPECT_EQ(model.beatAt(0), 2U);
    EXPECT_EQ(model.beatAt(1), 3U);
    EXPECT_EQ(model.beatAt(2), 0U);
    EXPECT_EQ(model.index(0, BeatTableModel::kNotes).data(Qt::ToolTipRole).toString(),
              QStringLiteral("several classes are likely, unlike the training beats"));
    panel.setFilter(BeatFilter::all);
    EXPECT_EQ(model.beatAt(0), 0U) << "back in order of time";
}

TEST_F(BeatList, QueueSaysHowFarTheReaderHasCome) {
    BeatListPanel panel(state);
    state.setRecording(test::madeRecording({{"II", 250, test::flat}}, 5));
    auto beats = madeBeats(4);
    for (std::size_t i = 0; i < 4; ++i) beats[i].relabelled = false, beats[i].borderline = i != 1;
    state.setBeats(beats);
    const auto said = calibratedAnswers();
    state.model().setQueue(
        std::make_shared<pipeline::ReviewQueue>(pipeline::makeReviewQueue(said->predictions, 0.2, {1, 100})));
    state.model().setClassification(said);
    panel.setFilter(BeatFilter::borderline);
    EXPECT_EQ(state.beats().selected(), 2U) << "a filter goes to its first beat";
    const auto says = [&](const QString& words) {
        const auto labels = panel.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) { return label->text() == words; });
    };
    EXPECT_TRUE(says(QStringLiteral("0 of 3")));
    const auto decide = [&](std::size_t beat) {
        LabelledBeat row = state.beats().all()[beat];
        row.relabelled = true;
        state.updateBeat(beat, row);
    };
    decide(2);
    EXPECT_TRUE(says(QStringLiteral("1 of 3")));
    decide(3);
    decide(0);
    EXPECT_TRUE(says(QStringLiteral("all 3 done")));
}

TEST_F(BeatList, PanelSaysTheLikelyClassesAndWhyABeatIsBorderline) {
    BeatPanel panel(state, {});
    state.setRecording(test::madeRecording({{"II", 250, test::flat}}, 5));
    state.setBeats(madeBeats(4));
    state.model().setClassification(calibratedAnswers());
    const auto says = [&](const QString& words) {
        for (const QLabel* label : panel.findChildren<QLabel*>()) {
            if (label->text().contains(words)) return true;
        }
        return false;
    };
    state.selectBeat(2);
    EXPECT_TRUE(says(QStringLiteral("Likely classes: N, V.")));
    EXPECT_TRUE(says(QStringLiteral("Doubts: several classes are likely; unlike the training beats.")))
        << "beyond the queue";
    EXPECT_FALSE(says(QStringLiteral("Borderline")));
    state.selectBeat(3);
    EXPECT_TRUE(says(QStringLiteral("Borderline: the signal is poor.")));
    state.selectBeat(1);
    EXPECT_TRUE(says(QStringLiteral("Likely classes: N.")));
    EXPECT_FALSE(says(QStringLiteral("Borderline")));
}

TEST_F(BeatList, PanelDoesNotLetOneLikelyClassOfLittleProbabilityReadAsCertain) {
    BeatPanel panel(state, {});
    state.setRecording(test::madeRecording({{"II", 250, test::flat}}, 5));
    state.setBeats(madeBeats(4));
    auto answers = std::make_shared<Classification>(*calibratedAnswers());
    answers->model.classes = {"N", "S", "V"};
    answers->model.attention = {1, 1, 1};
    Predictions& predictions = answers->predictions;
    predictions.classes = 3;
    predictions.probability.clear();
    for (int i = 0; i < 4; ++i) predictions.probability.insert(predictions.probability.end(), {0.33F, 0.35F, 0.32F});
    predictions.branch_probability = predictions.probability;
    predictions.contribution.assign(12, 1.0F);
    predictions.set.assign(4, 0b010);
    state.model().setClassification(answers);
    state.selectBeat(1);
    bool said = false;
    for (const QLabel* label : panel.findChildren<QLabel*>()) {
        said |= label->text().contains(
            QStringLiteral("Likely classes: S alone, by what is usual of beats answered S; its own 0.35 is little"));
    }
    EXPECT_TRUE(said);
}

TEST_F(BeatList, PanelSaysWhoseTheBeatsAreAndHowManyAReaderEdited) {
    auto recording = std::make_shared<Recording>(*test::madeRecording({{"II", 250, test::flat}}, 9));
    recording->annotation_sets.push_back({"atr", 250, {}});
    BeatListPanel panel(state);
    const auto* count = panel.findChild<QLabel*>(QStringLiteral("beat_count"));
    state.setRecording(recording);
    state.setBeats(madeBeats(8), BeatOrigin::detected);
    EXPECT_EQ(count->text(), QStringLiteral("8 beats, detected"));
    EXPECT_TRUE(count->toolTip().contains(QStringLiteral("the detector found. A reader edited 2 of them.")))
        << count->toolTip().toStdString();
    auto beats = madeBeats(8);
    for (LabelledBeat& beat : beats) beat.relabelled = false;
    state.setBeats(beats, BeatOrigin::reference);
    EXPECT_EQ(count->text(), QStringLiteral("8 beats, from .atr"));
    EXPECT_FALSE(count->toolTip().contains(QStringLiteral("edited"))) << count->toolTip().toStdString();
}

TEST_F(BeatList, AnswersThatChangeNothingLeaveTheViewWhereItIs) {
    BeatTableModel model(state);
    fill(100);
    int resets = 0, changes = 0;
    QObject::connect(&model, &QAbstractItemModel::modelReset, &model, [&] { ++resets; });
    QObject::connect(&model, &QAbstractItemModel::dataChanged, &model, [&] { ++changes; });
    state.setBeats(madeBeats(100));
    EXPECT_EQ(resets, 0);
    EXPECT_EQ(changes, 1);
}

TEST(Readable, TimesProbabilitiesAndNumbers) {
    EXPECT_EQ(clockText(603.42), QStringLiteral("10:03.42"));
    EXPECT_EQ(clockText(0), QStringLiteral("0:00.00"));
    EXPECT_EQ(clockText(59.996), QStringLiteral("1:00.00"));
    EXPECT_EQ(clockText(4203.1), QStringLiteral("1:10:03.10"));
    EXPECT_EQ(clockText(std::numeric_limits<double>::quiet_NaN()), QStringLiteral("–"));
    EXPECT_EQ(probabilityText(0.714), QStringLiteral("0.71"));
    EXPECT_EQ(probabilityText(0.9999), QStringLiteral(">0.99"));
    EXPECT_EQ(probabilityText(0.0001), QStringLiteral("<0.01"));
    EXPECT_EQ(probabilityText(1), QStringLiteral("1.00"));
    EXPECT_EQ(probabilityText(0), QStringLiteral("<0.01")) << "no model knows that something cannot be";
    EXPECT_EQ(groupedNumber(1204).size(), 5);
    EXPECT_EQ(groupedNumber(999), QStringLiteral("999"));
    EXPECT_EQ(signedText(-0.123, 2), QStringLiteral("−0.12"));
    EXPECT_EQ(signedText(-0.001, 2), QStringLiteral("0.00"));
    EXPECT_EQ(labelText(0), QStringLiteral("–"));
}

}  // namespace
}  // namespace triptych::ui
