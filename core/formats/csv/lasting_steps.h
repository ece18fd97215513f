// Which long steps of an uneven clock are gaps. A stamp that came late is made good by those behind it, so that the
// clock is where it would have been; what a gap adds lasts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace triptych::formats {

// Told the moments at which a clock moved, one after the other, it compares the moments before and behind a step with
// the rows between them. Holds a few moments at a time. One thread.
class LastingSteps {
public:
    // At `row` the clock shows `time_s`. `is_long`: the step to it may be a gap's, and is judged.
    void add(double time_s, std::int64_t row, bool is_long);
    // Behind the last moment; what follows is known from then on.
    void finish();

    // What a row usually takes: the middle of all windows, which gaps and late stamps do not move. 0: fewer than four
    // moments.
    [[nodiscard]] double period_s() const { return period_s_; }
    // By how much windows without a gap usually seem to step (a robust standard deviation).
    [[nodiscard]] double noise_s() const { return noise_s_; }

    // Of the steps that were long, in their order.
    struct Step {
        double lasting_s = 0;
        double noise_s = 0;  // of that, where the window is shorter than usual more than noise_s()
    };
    [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }

private:
    struct Moment {
        double time_s = 0;
        double row = 0;
        bool is_long = false;
    };
    // Means of the moments on both sides of a step.
    struct Window {
        double span_s = 0;
        double rows = 0;
        double share = 0;  // of the moments of two full sides, 1/n summed: its noise goes with the root
    };
    [[nodiscard]] Window windowAt(std::int64_t step) const;
    void look(std::int64_t step);

    std::deque<Moment> moments_;
    std::int64_t first_ = 0;  // number of moments_.front()
    std::int64_t count_ = 0;
    std::int64_t next_ = 1;  // the step that is looked at next: to that moment
    std::int64_t stride_ = 1;
    double origin_s_ = 0;
    std::vector<Window> usual_;
    std::vector<Window> long_;
    std::vector<Step> steps_;
    double period_s_ = 0;
    double noise_s_ = 0;
};

}  // namespace triptych::formats
