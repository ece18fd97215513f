#include "ui/window/progress_relay.h"

#include <QMetaObject>

#include <chrono>
#include <memory>
#include <utility>

namespace triptych::ui {
namespace {

constexpr auto kPause = std::chrono::milliseconds(30);

}  // namespace

Job relayed(const Job& job, QObject& receiver, std::function<void(double, const QString&)> show) {
    using Clock = std::chrono::steady_clock;
    auto last = std::make_shared<Clock::time_point>();  // touched by the lane's thread alone
    Job out = job;
    out.on_progress = [&receiver, show = std::move(show), last](double fraction, std::string_view stage) {
        const auto now = Clock::now();
        if (fraction < 1 && now - *last < kPause) return;
        *last = now;
        const QString text = QString::fromUtf8(stage.data(), static_cast<qsizetype>(stage.size()));
        QMetaObject::invokeMethod(
            &receiver, [show, fraction, text] { show(fraction, text); }, Qt::QueuedConnection);
    };
    return out;
}

}  // namespace triptych::ui
