// Draws the panes on a recording, in both themes, into PNG files: to be looked at after a change of how things look.
//   pane_gallery RECORD FOLDER [AT_SECONDS]
#include "core/beats/detect.h"
#include "core/formats/open.h"
#include "core/synth/synthesize.h"
#include "core/text/numbers.h"
#include "tests/ui/made_explanation.h"
#include "tests/ui/three_panes.h"
#include "ui/panes/overview_strip.h"
#include "ui/panes/trace_pane.h"
#include "ui/state/navigation.h"

#include <QApplication>
#include <QEventLoop>
#include <QTimer>

#include <cstdio>

using namespace triptych;
using namespace triptych::ui;

namespace {

RecordingPtr openOrMake(const std::string& what) {
    if (what == "made" || what == "made12") {
        synth::SynthRequest request;
        request.leads = what == "made12" ? 12 : 2;
        auto made = synth::synthesize(request);
        return made ? made->recording : nullptr;
    }
    auto opened = formats::open(what);
    if (!opened) std::fprintf(stderr, "%s\n", sentence(opened.error()).c_str());
    return opened ? *opened : nullptr;
}

template <class T>
void settle(const T& pane) {
    QEventLoop loop;
    QTimer::singleShot(30, &loop, &QEventLoop::quit);
    loop.exec();
    while (pane.isBusy()) {
        QTimer::singleShot(10, &loop, &QEventLoop::quit);
        loop.exec();
    }
}

void save(QWidget& widget, const QString& folder, const QString& name) {
    const QString path = folder + QLatin1Char('/') + name + QStringLiteral(".png");
    widget.grab().save(path);
    std::printf("%s\n", qPrintable(path));
}

}  // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    if (argc < 3) {
        std::fprintf(stderr, "usage: pane_gallery RECORD|made|made12 FOLDER [AT_SECONDS]\n");
        return 2;
    }
    const RecordingPtr recording = openOrMake(argv[1]);
    if (!recording) return 1;
    const QString folder = QString::fromLocal8Bit(argv[2]);
    const double at_s = argc > 3 ? text::wholeNumber<double>(argv[3]).value_or(10) : 10;

    ViewState state;
    TracePane rhythm(state);
    rhythm.resize(1240, 330);
    state.setRecording(recording);
    if (auto found = beats::referenceBeats(*recording, state.record().analysisLead())) {
        std::vector<LabelledBeat> labelled;
        for (const Beat& beat : found->beats) {
            const double time_s = static_cast<double>(beat.sample) / found->rate_hz;
            labelled.push_back(
                {beat.sample, time_s, beat.code, labelled.size() % 17 == 3, labelled.size() % 5 == 2, -1, 0});
        }
        state.setBeats(std::move(labelled));
    }
    OverviewStrip overview(state);
    overview.resize(1240, overview.sizeHint().height());
    test::ThreePanes triptych(state);
    triptych.resize(860, 260);
    triptych.show();
    overview.show();
    rhythm.show();
    for (const Theme theme : {Theme::light, Theme::dark}) {
        applyTheme(application, theme);
        state.display().setTheme(theme);
        const QString suffix = theme == Theme::light ? QStringLiteral("light") : QStringLiteral("dark");
        state.display().setSpeedMmPerS(25);
        state.view().setViewport(centredOn(state.view().viewport(), at_s));
        state.selectBeat(nearestBeat(state.beats().all(), at_s));
        state.view().setCursor({at_s + 1.2, std::nullopt});
        settle(rhythm);
        save(rhythm, folder, QStringLiteral("rhythm-") + suffix);
        settle(overview);
        save(overview, folder, QStringLiteral("overview-") + suffix);
        if (state.beats().selected()) {
            const double beat_s = state.beats().all()[*state.beats().selected()].time_s;
            state.view().setCursor({beat_s + 0.2, 20});
            settle(triptych);
            save(triptych, folder, QStringLiteral("triptych-plain-") + suffix);
            state.model().setExplanation(test::madeExplanation(beat_s));
            settle(triptych);
            save(triptych, folder, QStringLiteral("triptych-signed-") + suffix);
            state.display().setScalogramContent(ScalogramContent::model_input);
            save(triptych, folder, QStringLiteral("triptych-input-") + suffix);
            state.display().setScalogramContent(ScalogramContent::morlet);
            state.display().setLogFrequency(false);
            state.model().setExplanation(test::madeExplanation(beat_s, false));
            settle(triptych);
            save(triptych, folder, QStringLiteral("triptych-linear-") + suffix);
            state.display().setLogFrequency(true);
            state.model().setExplanation(nullptr);
            triptych.resize(900, 520);
            triptych.setMode(TriptychMode::stacked);
            settle(triptych);
            save(triptych, folder, QStringLiteral("triptych-stacked-") + suffix);
            triptych.setMode(TriptychMode::side_by_side);
            triptych.resize(860, 260);
            state.display().setScope(TriptychScope::view);
            settle(triptych);
            save(triptych, folder, QStringLiteral("triptych-view-") + suffix);
            state.display().setScope(TriptychScope::selected_beat);
        }
        state.view().setCursor({});
        state.view().setViewport({at_s, 60});
        settle(rhythm);
        save(rhythm, folder, QStringLiteral("rhythm-60s-") + suffix);
        state.view().setViewport({0, 1e9});
        settle(rhythm);
        save(rhythm, folder, QStringLiteral("rhythm-all-") + suffix);
        state.display().setLayout(LeadLayout::three_by_four_plus_one);
        state.display().setSpeedMmPerS(25);
        state.view().setViewport({at_s, state.view().viewport().span_s});
        settle(rhythm);
        save(rhythm, folder, QStringLiteral("rhythm-3x4-") + suffix);
        state.display().setLayout(LeadLayout::stacked);
        state.view().setViewport({at_s, 1.5});
        settle(rhythm);
        save(rhythm, folder, QStringLiteral("rhythm-1s-") + suffix);
    }
    return 0;
}
