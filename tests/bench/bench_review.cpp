// What the review of a day costs: the queue, a log of ten thousand events, the page of an hour, a lasso of five
// thousand beats, one of the list's filters, and the tiles of shapes.
#include "core/pipeline/beat_labels.h"
#include "core/pipeline/review_queue.h"
#include "core/pipeline/shape_tiles.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "ui/panels/batch_bar.h"
#include "ui/panels/beat_map_plot.h"
#include "ui/panels/beat_table_model.h"
#include "ui/panes/hour_page.h"

#include <benchmark/benchmark.h>

#include <QCoreApplication>
#include <QImage>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace triptych::ui {
namespace {

constexpr double kDay_s = 24 * 3600;
constexpr std::size_t kBeats = 100'000;
constexpr double kRr_s = kDay_s / static_cast<double>(kBeats);

float heart(double time_s) {
    const double t = std::fmod(time_s, kRr_s) - 0.3;
    return static_cast<float>(1.2 * std::exp(-std::pow(t / 0.012, 2)) +
                              0.3 * std::exp(-std::pow((t - 0.25) / 0.05, 2)));
}

std::vector<LabelledBeat> beatsOfADay() {
    std::vector<LabelledBeat> beats(kBeats);
    for (std::size_t i = 0; i < kBeats; ++i) {
        beats[i].time_s = static_cast<double>(i) * kRr_s + 0.3;
        beats[i].sample = static_cast<std::int64_t>(beats[i].time_s * 125);
        beats[i].code = i % 29 == 0 ? kPvc : i % 41 == 0 ? kAtrialPremature : kNormal;
    }
    return beats;
}

// A page that is painted anew, as after a label or a turn of the page whose hour was read.
void PageOfAnHour(benchmark::State& bench) {
    ViewState state;
    HourPage page(state);
    state.setRecording(test::madeRecording({{"II", 125, heart}}, kDay_s));
    state.setBeats(beatsOfADay());
    test::settle(page, {1600, 900});
    test::waitUntil([&] { return !page.isBusy(); }, 120'000);
    QImage screen(page.size(), QImage::Format_RGB32);
    std::size_t beat = 0;
    for (auto _ : bench) {
        state.updateBeat(beat, state.beats().all()[beat]);  // which paints the page anew
        beat = (beat + 1) % 4000;
        page.render(&screen);
    }
}
BENCHMARK(PageOfAnHour)->Unit(benchmark::kMillisecond)->MinTime(0.3);

// From the set that a lasso found to the bar that says what a letter would change.
void FiveThousandBeatsChosen(benchmark::State& bench) {
    ViewState state;
    state.setRecording(test::madeRecording({{"II", 125, heart}}, kDay_s));
    state.setBeats(beatsOfADay());
    BatchBar bar(state.beats(), state.review(),
                 [](std::span<const std::size_t> beats, std::optional<std::uint8_t>) { return beats.size(); });
    std::vector<std::size_t> many(5000);
    std::iota(many.begin(), many.end(), std::size_t{20'000});
    bool odd = false;
    for (auto _ : bench) {
        odd = !odd;
        state.review().choose(many, ChosenBy::lasso, odd ? QStringLiteral("one") : QStringLiteral("other"));
    }
}
BENCHMARK(FiveThousandBeatsChosen)->Unit(benchmark::kMillisecond);

void FilterOfTheList(benchmark::State& bench) {
    ViewState state;
    state.setRecording(test::madeRecording({{"II", 125, heart}}, kDay_s));
    state.setBeats(beatsOfADay());
    BeatTableModel model(state);
    bool odd = false;
    for (auto _ : bench) {
        odd = !odd;
        model.setFilter(odd ? BeatFilter::class_v : BeatFilter::class_n);
    }
}
BENCHMARK(FilterOfTheList)->Unit(benchmark::kMillisecond);

// What a model said of a day in order of worth, as after its last word and after each change of the budget.
void QueueOfADay(benchmark::State& bench) {
    Predictions said;
    said.classes = 5;
    said.branches = 3;
    said.usable.assign(kBeats, 1);
    said.set.assign(kBeats, 3);  // there is a reason to look at every one
    said.probability.resize(kBeats * said.classes);
    said.doubt.resize(kBeats);
    for (std::size_t beat = 0; beat < kBeats; ++beat) {
        const float doubt = static_cast<float>((beat * 7919) % 1000) / 2000;
        said.probability[beat * said.classes] = 1 - doubt;
        said.probability[beat * said.classes + 1 + beat % 4] = doubt;
        said.doubt[beat] = doubt;
    }
    said.branch_probability.resize(kBeats * said.branches * said.classes);
    for (std::size_t row = 0; row < kBeats * said.branches; ++row) {
        for (std::size_t k = 0; k < said.classes; ++k) {
            said.branch_probability[row * said.classes + k] = said.probability[row / said.branches * said.classes + k];
        }
    }
    for (auto _ : bench) benchmark::DoNotOptimize(pipeline::makeReviewQueue(said, 0.2));
}
BENCHMARK(QueueOfADay)->Unit(benchmark::kMillisecond);

// Ten thousand deeds of a reader replayed, and every beat labelled anew by them, as when a recording is opened.
void TenThousandEvents(benchmark::State& bench) {
    std::vector<store::EventGroup> log;
    BeatList beats;
    beats.rate_hz = 125;
    for (const LabelledBeat& beat : beatsOfADay()) beats.beats.push_back({beat.sample, kNormal});
    for (std::size_t i = 0; i < 10'000; ++i) {
        store::EventGroup group;
        group.key = "w-" + std::to_string(i);
        group.order = static_cast<std::int64_t>(i) + 1;
        group.reader = "ann";
        group.tool = "key";
        store::EventMark mark;
        mark.sample = mark.end_sample = beats.beats[i * 10].sample;
        mark.rate_hz = 125;
        mark.to = i % 3 == 0 ? "V" : "S";
        group.marks = {mark};
        log.push_back(std::move(group));
    }
    pipeline::LabelSources sources;
    sources.beats = &beats;
    std::size_t own = 0;
    for (auto _ : bench) {
        const review::LabelJournal journal(125, "ann", log);
        const auto labels = pipeline::labelBeats(sources, journal.labels());
        own = static_cast<std::size_t>(std::ranges::count_if(labels, &pipeline::BeatLabel::by_reader));
        benchmark::DoNotOptimize(labels);
    }
    bench.counters["own"] = static_cast<double>(own);
}
BENCHMARK(TenThousandEvents)->Unit(benchmark::kMillisecond);

// A lasso drawn around five thousand of a day's hundred thousand points on the map of the beats, from the press to the
// bar that says what a letter would change and the points painted as chosen.
void LassoOfFiveThousand(benchmark::State& bench) {
    ViewState state;
    state.setRecording(test::madeRecording({{"II", 125, heart}}, kDay_s));
    state.setBeats(beatsOfADay());
    BeatMapPlot plot(state);
    BatchBar bar(state.beats(), state.review(),
                 [](std::span<const std::size_t> beats, std::optional<std::uint8_t>) { return beats.size(); });
    auto map = std::make_shared<BeatMap>();
    for (std::size_t beat = 0; beat < kBeats; ++beat) {  // an even square
        map->x.push_back(static_cast<float>(beat % 316));
        map->y.push_back(static_cast<float>(beat / 316));
    }
    map->share = 1;
    map->of = 2;
    plot.setMap(std::move(map));
    plot.resize(400, 420);
    plot.show();
    QImage screen(plot.size(), QImage::Format_RGB32);
    plot.render(&screen);
    const QPointF from = *plot.placeOf(316 * 100 + 100), to = *plot.placeOf(316 * 170 + 171);
    std::size_t chosen = 0;
    const auto mouse = [&](QEvent::Type type, const QPointF& at) {
        QMouseEvent event(type, at, plot.mapToGlobal(at), Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&plot, &event);
    };
    for (auto _ : bench) {
        mouse(QEvent::MouseButtonPress, from);
        for (const QPointF& corner : {QPointF(to.x(), from.y()), to, QPointF(from.x(), to.y())}) {
            mouse(QEvent::MouseMove, corner);
        }
        mouse(QEvent::MouseButtonRelease, QPointF(from.x(), to.y()));
        chosen = state.review().chosen().size();
        plot.render(&screen);
        state.review().letGo();
    }
    bench.counters["chosen"] = static_cast<double>(chosen);
}
BENCHMARK(LassoOfFiveThousand)->Unit(benchmark::kMillisecond);

// A day of one lead, or two, read, filtered and grouped.
void ShapesOfADay(benchmark::State& bench) {
    const auto recording = test::madeRecording({{"II", 125, heart}, {"V1", 125, heart}}, kDay_s);
    BeatList beats;
    beats.rate_hz = 125;
    for (const LabelledBeat& beat : beatsOfADay()) beats.beats.push_back({beat.sample, kNormal});
    std::vector<std::size_t> leads(static_cast<std::size_t>(bench.range(0)));
    std::iota(leads.begin(), leads.end(), std::size_t{0});
    for (auto _ : bench) benchmark::DoNotOptimize(pipeline::findShapeTiles(*recording, beats, leads));
}
BENCHMARK(ShapesOfADay)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->Iterations(2);

}  // namespace
}  // namespace triptych::ui
