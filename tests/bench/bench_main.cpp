// Runs the benchmarks of every room; those of the panes need an application to paint in, without a display.
#include "core/inference/library_settings.h"
#include "tests/bench/gui_watch.h"

#include <benchmark/benchmark.h>

#include <cstdlib>

int main(int argc, char** argv) {
    triptych::inference::settleLibraries();
    setenv("QT_QPA_PLATFORM", "offscreen", 0);  // a display that was chosen by hand stays
    const triptych::ui::GuiWatch application(argc, argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
