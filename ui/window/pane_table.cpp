#include "ui/window/pane_table.h"

#include "ui/panels/beat_list_panel.h"
#include "ui/panels/explanation_panel.h"
#include "ui/panels/review_panel.h"
#include "ui/panels/rhythm_panel.h"
#include "ui/panels/shape_tiles_pane.h"
#include "ui/window/action_keys.h"
#include "ui/window/beat_map_desk.h"
#include "ui/window/lead_quality_desk.h"
#include "ui/window/pane_list.h"
#include "ui/window/session.h"

#include <QCoreApplication>

#include <triptych/panes.h>

#include <algorithm>

namespace triptych::ui {
namespace {

// Most need nothing but what is looked at.
template <class Kind>
QWidget* made(const PaneContext& context) {
    return new Kind(context.state);
}

QWidget* madeBeatPanel(const PaneContext& context) {
    Session& session = context.session;
    auto* panel =
        new BeatPanel(context.state, [&session](std::size_t beat) { return session.labels().provenanceOf(beat); });
    ExplanationPanel& why = panel->explanation();
    why.setKeys(keyOf(ActionId::next_method), keyOf(ActionId::less_opacity), keyOf(ActionId::more_opacity),
                keyOf(ActionId::what_if));
    QObject::connect(&session, &Session::busyChanged, panel, [panel, &why, &session] {
        panel->setClassifying(session.isClassifying());
        why.setBusy(session.explanations().isBusy());
    });
    QObject::connect(&session.explanations(), &ExplanationDesk::failed, &why, &ExplanationPanel::setTrouble);
    QObject::connect(&why, &ExplanationPanel::requestChanged, &session, [&why, &session] {
        session.explanations().choose(why.method(), why.chosenClass(), why.chosenAgainst());
    });
    return panel;
}

QWidget* madeRecordingPanel(const PaneContext& context) {
    Session& session = context.session;
    auto* panel = new RecordingPanel(context.state);
    QObject::connect(&session, &Session::recordingAnswerChanged, panel,
                     [panel, &session] { panel->setAnswer(session.recordingAnswer()); });
    QObject::connect(&session.explanations(), &ExplanationDesk::failed, panel, &RecordingPanel::setTrouble);
    QObject::connect(panel, &RecordingPanel::labelChosen, &session,
                     [panel, &session] { session.explanations().chooseLabel(panel->chosenLabel()); });
    return panel;
}

QWidget* madeMeasurements(const PaneContext& context) {
    Session& session = context.session;
    auto* panel = new MeasurementsPanel(context.state);
    const auto follow = [panel, &session] { panel->setWorking(session.waves().isBusy()); };
    follow();
    QObject::connect(&session.waves(), &WaveDesk::busyChanged, panel, follow);
    QObject::connect(panel, &MeasurementsPanel::copied, panel, [say = context.say] {
        say(QCoreApplication::translate("MainWindow", "The measurements were copied as text."));
    });
    return panel;
}

QWidget* madeRhythm(const PaneContext& context) {
    Session& session = context.session;
    auto* panel = new RhythmPanel(context.state);
    const auto follow = [panel, &session] { panel->setWorking(session.rhythm().isBusy()); };
    follow();
    QObject::connect(&session.rhythm(), &RhythmDesk::busyChanged, panel, follow);
    QObject::connect(panel, &RhythmPanel::copied, panel, [say = context.say] {
        say(QCoreApplication::translate("MainWindow", "The page was copied as text."));
    });
    return panel;
}

void tellReaders(BeatListPanel& list, const PaneContext& context) {
    Session& session = context.session;
    auto* desk = new LeadQualityDesk(list, session, context.state);
    QObject::connect(desk, &LeadQualityDesk::failed, &list, [say = context.say](const QString& text) { say(text); });
    list.model().setReaderOf([&session](std::size_t beat) { return session.labels().readerOf(beat); });
}

QWidget* madeBeatList(const PaneContext& context) {
    auto* panel = new BeatListPanel(context.state);
    tellReaders(*panel, context);
    return panel;
}

QWidget* madeCompare(const PaneContext& context) {
    auto* pane = new ComparePane(context.state);
    pane->setKeys(keyOf(ActionId::keep_map), keyOf(ActionId::save_figure));
    QObject::connect(pane, &ComparePane::keepWanted, &context.session,
                     [&session = context.session] { session.compare().keep(); });
    QObject::connect(pane, &ComparePane::saveWanted, &context.session.compare(), &CompareDesk::saveWanted);
    return pane;
}

QWidget* madeShapes(const PaneContext& context) {
    auto* pane = new ShapeTilesPane(context.state);
    new BeatMapDesk(pane->map(), context.session);
    return pane;
}

QWidget* madeReview(const PaneContext& context) {
    auto* panel = new ReviewPanel(context.state);
    tellReaders(panel->list(), context);
    return panel;
}

template <class Kind>
constexpr PaneSpec pane(const char* id, const char* title, PanePlace place, ArrangementSet shown_in,
                        QWidget* (*make)(const PaneContext&) = made<Kind>) {
    return {id, title, place, shown_in, &Kind::staticMetaObject, make};
}

constexpr ArrangementSet kRead = only(Arrangement::read);
constexpr ArrangementSet kMeasure = only(Arrangement::measure);
constexpr ArrangementSet kRhythm = only(Arrangement::rhythm);
constexpr ArrangementSet kReview = only(Arrangement::review);
constexpr ArrangementSet kHour = only(Arrangement::hour);
constexpr ArrangementSet kExplain = only(Arrangement::explain);
constexpr ArrangementSet kReason = kRead | kExplain;  // of the side
constexpr ArrangementSet kTriptych = kRead | kMeasure | kExplain;
constexpr ArrangementSet kPaged = kTriptych | kReview | kHour;
constexpr ArrangementSet kPaper = kRead | kMeasure | kReview | kRhythm;

constexpr ArrangementSpec kArrangementTable[kArrangements] = {
    {Arrangement::read, "Read", 376},        // all columns of half an hour's beats
    {Arrangement::measure, "Measure", 490},  // all columns of twelve leads
    {Arrangement::rhythm, "Rhythm", 430},    // all columns of a day's hours
    {Arrangement::review, "Review", 376},    // as wide as where one reads
    {Arrangement::hour, "Hour", 0},         {Arrangement::explain, "Explain", 376},  // its column is that of reading
};

#define TRIPTYCH_PANE(file, kind, ...) pane<kind>(__VA_ARGS__),
const PaneSpec kTable[] = {TRIPTYCH_PANES(TRIPTYCH_PANE)};
#undef TRIPTYCH_PANE

}  // namespace

std::span<const PaneSpec> paneTable() {
    return kTable;
}

const ArrangementSpec& specOf(Arrangement arrangement) {
    return kArrangementTable[static_cast<std::size_t>(arrangement)];
}

}  // namespace triptych::ui
