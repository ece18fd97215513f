// The real window for a benchmark: made, with a recording of stated length in it, and what its deeds cost.
#pragma once

#include "tests/bench/gui_watch.h"
#include "ui/window/main_window.h"

#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

namespace triptych::ui {

inline constexpr int kWeek_h = 7 * 24;
inline constexpr int kFrame_ms = 16;

// What is open: so many hours of one hour over and over with an annotator's beats, or seconds where there are no hours.
struct Opened {
    int leads = 2, hours = 0;
    double seconds = 0;

    [[nodiscard]] double duration_s() const { return hours > 0 ? hours * 3600.0 : seconds; }
    friend bool operator==(const Opened&, const Opened&) = default;
};

// A WFDB record in a folder of its own, which stays until the program ends.
[[nodiscard]] std::string recordOnDisk(const Opened& what);

// 1900 × 1000, with settings and a project of its own, without a model.
[[nodiscard]] std::unique_ptr<MainWindow> emptyWindow();

// One at a time, since all would be one program's. What takes long over more than a day, episodes and waves, is not
// waited for but stopped: as whoever has just opened a week has it.
[[nodiscard]] MainWindow& windowAt(const Opened& what);

// Until nothing computes; what is stopped in place of being waited for is as above.
void finish(MainWindow& window);

// Collects what frames took, and tells of them. GuiWatch's figures.
class Frames {
public:
    explicit Frames(benchmark::State& bench);

    template <class Deed>
    void frame(const Deed& deed) {
        GuiWatch& watch = GuiWatch::instance();
        watch.begin();
        deed();
        let(kFrame_ms);
        take(watch.busy());
    }
    void take(const GuiWatch::Time& time);
    void report();

private:
    benchmark::State& bench_;
    std::vector<double> clock_ms_, computed_ms_;
};

}  // namespace triptych::ui
