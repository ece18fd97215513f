// Work that a pane wants done off the GUI thread: the newest request wins, and its result, and no older one, comes back
// to the pane on the GUI thread.
#pragma once

#include "core/pipeline/job_lane.h"
#include "ui/panes/doorbell.h"

#include <QObject>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
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

    Latest(QObject& owner, Deliver deliver) : deliver_(std::move(deliver)), bell_(owner, [this] { collect(); }) {}

    void start(Work work) {
        busy_ = true;
        const std::uint64_t serial = ++newest_;
        lane_.run([this, serial, work = std::move(work)](const Job& job) {
            try {
                post(serial, work(job));
            } catch (...) {
                post(serial, std::nullopt);  // a pane must not stay busy for ever
                throw;
            }
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
    struct Mail {
        std::uint64_t serial = 0;
        std::optional<T> result;
    };

    // On the lane's thread. The result waits under a lock of our own; the bell only says that it is there.
    void post(std::uint64_t serial, std::optional<T> result) {
        {
            const std::scoped_lock lock(mutex_);
            mail_ = std::make_unique<Mail>(serial, std::move(result));
        }
        bell_.ring();
    }
    void collect() {
        std::unique_ptr<Mail> mail;
        {
            const std::scoped_lock lock(mutex_);
            mail = std::move(mail_);
        }
        if (mail == nullptr || mail->serial != newest_) return;  // collected already, or stale
        busy_ = false;
        deliver_(std::move(mail->result));
    }

    Deliver deliver_;
    std::uint64_t newest_ = 0;
    bool busy_ = false;
    std::mutex mutex_;
    std::unique_ptr<Mail> mail_;  // guarded by mutex_: the newest result that nobody collected yet
    Doorbell bell_;
    pipeline::JobLane lane_;  // last: joined first
};

}  // namespace triptych::ui
