// The rhythm of a day of 100,000 beats: what is told once they are known, what follows a label, a jump, and the bands.
#include "core/inference/recording_analysis.h"
#include "core/pipeline/find_beats.h"
#include "core/pipeline/rhythm_report.h"
#include "core/synth/synthesize.h"
#include "tests/ui/qt_test.h"
#include "ui/panels/rhythm_bands.h"
#include "ui/panels/rhythm_panel.h"
#include "ui/panels/rhythm_pictures.h"
#include "ui/panes/trace_pane.h"
#include "ui/state/rhythm_deeds.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>

namespace triptych::ui {
namespace {

constexpr double kDay_s = 24 * 3600;

struct Day {
    RecordingPtr recording;
    std::unique_ptr<inference::RecordingAnalysis> analysis;
    std::shared_ptr<const BeatList> beats;
    pipeline::ClassedBeats classed;
    pipeline::RhythmBasisPtr basis;
    pipeline::RhythmReportPtr report;
};

const Day& day() {
    static const Day made = [] {
        synth::SynthRequest request;
        request.duration_s = kDay_s;
        request.rate_hz = 250;
        request.seed = 3;
        using M = synth::MadeRhythm;
        request.rhythms = {{M::af, 10'000, 14'000},   {M::vt, 30'000, 30'012},       {M::pause, 40'000, 40'010},
                           {M::af, 50'000, 50'600},   {M::bigeminy, 60'000, 60'400}, {M::svt, 70'000, 70'060},
                           {M::paced, 75'000, 75'600}};
        auto record = synth::synthesize(request);
        if (!record) std::abort();
        Day out;
        out.recording = record->recording;
        out.analysis = std::make_unique<inference::RecordingAnalysis>(out.recording);
        out.beats = *pipeline::findBeats(*out.analysis, 0, pipeline::BeatChoice::reference);
        out.classed = pipeline::classedBy(out.beats, "atr");
        (void)out.analysis->lead(0).quality({});  // known with the beats
        (void)out.analysis->lead(0).gaps({});
        out.basis = *pipeline::rhythmBasis(*out.analysis, out.beats);
        out.report = *pipeline::reportRhythm(out.basis, out.classed);
        return out;
    }();
    return made;
}

void show(ViewState& state) {
    state.setRecording(day().recording);
    std::vector<LabelledBeat> rows;
    for (const Beat& beat : day().beats->beats) {
        LabelledBeat row;
        row.sample = beat.sample;
        row.time_s = static_cast<double>(beat.sample) / day().beats->rate_hz;
        row.code = beat.code;
        rows.push_back(row);
    }
    state.setBeats(std::move(rows));
    state.rhythm().setReport(day().report);
}

void RhythmOfADay(benchmark::State& bench) {
    const Day& of = day();
    for (auto _ : bench) {
        auto basis = pipeline::rhythmBasis(*of.analysis, of.beats);
        benchmark::DoNotOptimize(pipeline::reportRhythm(*basis, of.classed));
    }
    bench.counters["beats"] = static_cast<double>(of.beats->beats.size());
    bench.counters["episodes"] = static_cast<double>(of.report->found.findings.episodes.size());
}
BENCHMARK(RhythmOfADay)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);

// Every figure after one label: what runs on the lane between the key and the report.
void RhythmAfterALabel(benchmark::State& bench) {
    const Day& of = day();
    pipeline::ClassedBeats classed = of.classed;
    std::size_t beat = 20'000;
    auto before = of.report;
    for (auto _ : bench) {
        classed.classes[beat] = BeatClass::ventricular;
        classed.sinus[beat] = 0;
        beat += 37;
        before = *pipeline::reportRhythm(of.basis, classed, {}, before.get());
    }
}
BENCHMARK(RhythmAfterALabel)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(50);

void RhythmAfterANoiseSpan(benchmark::State& bench) {
    const Day& of = day();
    double from_s = 20'000;
    auto before = of.report;
    for (auto _ : bench) {
        const std::vector<rhythm::ReaderWord> words = {{{from_s, from_s + 120}, rhythm::Rhythm::unreadable, false}};
        from_s += 200;
        before = *pipeline::reportRhythm(of.basis, of.classed, words, before.get());
    }
}
BENCHMARK(RhythmAfterANoiseSpan)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(50);

// From the key to the painted paper, bands, pictures and lists.
void EpisodeJump(benchmark::State& bench) {
    ViewState state;
    show(state);
    TracePane trace(state);
    RhythmBands bands(state);
    RhythmPanel panel(state);
    RhythmPictures pictures(state);
    test::settle(trace, {1400, 420});
    bands.resize(1400, bands.sizeHint().height());
    panel.resize(430, 800);
    pictures.resize(1400, 240);
    QImage screen(1600, 1600, QImage::Format_RGB32);
    for (QWidget* widget :
         {static_cast<QWidget*>(&bands), static_cast<QWidget*>(&panel), static_cast<QWidget*>(&pictures)}) {
        widget->show();
        widget->render(&screen);
    }
    state.view().setViewport({0, 10});
    for (auto _ : bench) {
        auto next = state.rhythm().nextEpisode(1, 0);
        if (!next) {
            state.rhythm().chooseEpisode(std::nullopt);
            next = state.rhythm().nextEpisode(1, 0);
        }
        goToEpisode(state, *next);
        bands.render(&screen);
        pictures.render(&screen);
        panel.render(&screen);
        test::waitUntil([&] { return !trace.isBusy(); });
        trace.render(&screen);
    }
}
BENCHMARK(EpisodeJump)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(100);

// Anew after a label (0), or the picture with another frame (1).
void BandsRepaint(benchmark::State& bench) {
    ViewState state;
    show(state);
    RhythmBands bands(state);
    bands.resize(1900, bands.sizeHint().height());
    QImage screen(1900, 300, QImage::Format_RGB32);
    bands.show();
    bands.render(&screen);
    double from_s = 0;
    for (auto _ : bench) {
        if (bench.range(0) == 0) {
            Q_EMIT state.rhythm().reportChanged();
        } else {
            state.view().setViewport({from_s += 10, 10});
        }
        bands.render(&screen);
    }
}
BENCHMARK(BandsRepaint)->Unit(benchmark::kMillisecond)->UseRealTime()->Arg(0)->Arg(1)->Iterations(100);

void PicturesRepaint(benchmark::State& bench) {
    ViewState state;
    show(state);
    RhythmPictures pictures(state);
    pictures.resize(1400, 240);
    QImage screen(1400, 300, QImage::Format_RGB32);
    pictures.show();
    pictures.render(&screen);
    for (auto _ : bench) {
        Q_EMIT state.rhythm().reportChanged();
        pictures.render(&screen);
    }
}
BENCHMARK(PicturesRepaint)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(50);

}  // namespace
}  // namespace triptych::ui
