// A progress line on standard error, only where a person watches.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

namespace triptych::cli {

// Draws "classifying 43 %" at most ten times a second, and only when standard error is a terminal. update() may be
// called from any thread.
class ProgressLine {
public:
    ProgressLine();
    ~ProgressLine();  // clears the line
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void update(double fraction, std::string_view stage);
    // A whole line of log above the progress line; written even where no progress is drawn.
    void log(std::string_view line);
    void clear();

private:
    void clearLocked();

    const bool watched_;
    std::mutex mutex_;
    bool drawn_ = false;                                  // guarded by mutex_
    std::chrono::steady_clock::time_point last_drawn_{};  // guarded by mutex_
};

}  // namespace triptych::cli
