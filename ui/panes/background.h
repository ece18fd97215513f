// Work that a pane wants done off the GUI thread: the newest request wins, and its result, and no older one, comes back
// to the pane on the GUI thread.
#pragma once

#include "core/pipeline/job_lane.h"

#include <QMetaObject>
#include <QObject>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace triptych::ui {

// A member of the QObject that it serves, declared after everything its work and delivery use: the lane is joined, and
// results still under way are dropped, when the owner goes. All functions on the owner's thread.
template <class T>
class Latest {
public:
    using Work = std::function<std::optional<T>(const Job&)>;  // on the lane's thread; nullopt when stopped
    using Deliver = std::function<void(std::optional<T>)>;     // on the owner's; nullopt: failed or stopped

    Latest(QObject& owner, Deliver deliver) : owner_(owner), deliver_(std::move(deliver)) {}

    void start(Work work) {
        busy_ = true;
        const std::uint64_t serial = ++newest_;
        lane_.run([this, serial, work = std::move(work)](const Job& job) {
            // Posts even when the work throws, so that a pane never stays busy for ever.
            const auto post = [this, serial](std::optional<T>* result) {
                auto box = std::make_shared<std::optional<T>>(std::move(*result));
                delete result;
                QMetaObject::invokeMethod(
                    &owner_, [this, serial, box] { receive(serial, std::move(*box)); }, Qt::QueuedConnection);
            };
            const std::unique_ptr<std::optional<T>, decltype(post)> result(new std::optional<T>, post);
            *result = work(job);
        });
    }
    void cancel() {
        ++newest_;
        busy_ = false;
        lane_.stop();
    }
    // From start() until that result, or a newer one, was delivered.
    [[nodiscard]] bool busy() const { return busy_; }

private:
    void receive(std::uint64_t serial, std::optional<T> result) {
        if (serial != newest_) return;
        busy_ = false;
        deliver_(std::move(result));
    }

    QObject& owner_;
    Deliver deliver_;
    std::uint64_t newest_ = 0;
    bool busy_ = false;
    pipeline::JobLane lane_;  // last: joined first
};

}  // namespace triptych::ui
