#include "app/cli/console/progress.h"

#include "app/cli/console/numbers.h"
#include "app/cli/console/text.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace triptych::cli {
namespace {

using namespace std::chrono_literals;
constexpr auto kRedrawInterval = 100ms;

void writeError(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
}

}  // namespace

ProgressLine::ProgressLine() : watched_(::isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
    clear();
}

void ProgressLine::update(double fraction, std::string_view stage) {
    if (!watched_) return;
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (drawn_ && now - last_drawn_ < kRedrawInterval) return;
    last_drawn_ = now;
    drawn_ = true;
    writeError("\r\x1b[K" + printable(stage) + ' ' + fixed(std::clamp(fraction, 0.0, 1.0) * 100, 0) + " %");
}

void ProgressLine::log(std::string_view line) {
    const std::lock_guard lock(mutex_);
    clearLocked();
    writeError(printable(line) + '\n');
}

void ProgressLine::clear() {
    const std::lock_guard lock(mutex_);
    clearLocked();
}

void ProgressLine::clearLocked() {
    if (drawn_) writeError("\r\x1b[K");
    drawn_ = false;
}

}  // namespace triptych::cli
