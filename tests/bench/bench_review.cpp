// What the review of a day costs: the page of an hour, a lasso of five thousand beats, and one of the list's filters.
#include "core/pipeline/shape_tiles.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "ui/panels/batch_bar.h"
#include "ui/panels/beat_table_model.h"
#include "ui/panes/hour_page.h"

#include <benchmark/benchmark.h>

#include <QImage>

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

// A day of one lead, read, filtered and grouped.
void ShapesOfADay(benchmark::State& bench) {
    const auto recording = test::madeRecording({{"II", 125, heart}}, kDay_s);
    BeatList beats;
    beats.rate_hz = 125;
    for (const LabelledBeat& beat : beatsOfADay()) beats.beats.push_back({beat.sample, kNormal});
    const std::vector<std::size_t> leads = {0};
    for (auto _ : bench) benchmark::DoNotOptimize(pipeline::findShapeTiles(*recording, beats, leads));
}
BENCHMARK(ShapesOfADay)->Unit(benchmark::kMillisecond)->Iterations(2);

}  // namespace
}  // namespace triptych::ui
