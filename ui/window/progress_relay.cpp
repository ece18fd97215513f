#include "ui/window/progress_relay.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

namespace triptych::ui {
namespace {

constexpr auto kPause = std::chrono::milliseconds(100);  // a bar repaints at once, whatever else is due
// Work that is done by then shows no bar: it would only flash, and cost the first paint its layout.
constexpr auto kPatience = std::chrono::milliseconds(150);

}  // namespace

Job relayed(const Job& job, Mailbox& mailbox, std::function<void(double, const QString&)> show) {
    using Clock = std::chrono::steady_clock;
    const auto begun = Clock::now();
    auto last = std::make_shared<Clock::time_point>();  // touched by the lane's thread alone
    Job out = job;
    out.on_progress = [&mailbox, show = std::move(show), begun, last](double fraction, std::string_view stage) {
        const auto now = Clock::now();
        if (now - begun < kPatience || (fraction < 1 && now - *last < kPause)) return;
        *last = now;
        mailbox.post([show, fraction, text = std::string(stage)] { show(fraction, QString::fromStdString(text)); });
    };
    return out;
}

}  // namespace triptych::ui
