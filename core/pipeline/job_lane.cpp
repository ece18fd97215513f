#include "core/pipeline/job_lane.h"

#include "core/text/said.h"

#include <sys/resource.h>
#include <unistd.h>

#include <exception>
#include <new>
#include <utility>

namespace triptych::pipeline {
namespace {

// Three parts of a processor in four are the window's where both want it: five steps make a factor of three.
constexpr int kBehindTheWindow = 5;

// A niceness is a thread's own on Linux, and threads that it starts have it, too. Best effort: a thread may always step
// back, and where it cannot, it works as before.
void stepBehindTheWindow() {
    const auto self = static_cast<id_t>(::gettid());
    (void)::setpriority(PRIO_PROCESS, self, ::getpriority(PRIO_PROCESS, self) + kBehindTheWindow);
}

}  // namespace

JobLane::JobLane(Failure on_failure) : on_failure_(std::move(on_failure)) {}

JobLane::~JobLane() {
    stop();
    if (!thread_.joinable()) return;
    thread_.request_stop();
    thread_.join();
}

void JobLane::run(Work work, Progress on_progress) {
    auto entry = std::make_unique<Entry>();
    entry->work = std::move(work);
    entry->job = Job{entry->stop.get_token(), std::move(on_progress)};
    std::unique_ptr<Entry> replaced;  // destroyed outside the lock: its closure may own anything
    {
        const std::scoped_lock lock(mutex_);
        if (!thread_.joinable()) thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
        replaced = std::exchange(waiting_, std::move(entry));
        if (running_) running_stop_.request_stop();
    }
    changed_.notify_all();
}

void JobLane::stop() {
    std::unique_ptr<Entry> dropped;
    {
        const std::scoped_lock lock(mutex_);
        dropped = std::move(waiting_);
        if (running_) running_stop_.request_stop();
    }
    changed_.notify_all();
}

bool JobLane::busy() const {
    const std::scoped_lock lock(mutex_);
    return running_ || waiting_ != nullptr;
}

void JobLane::waitUntilIdle() const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !running_ && waiting_ == nullptr; });
}

void JobLane::serve(const std::stop_token& lane_stop) {
    stepBehindTheWindow();
    while (true) {
        std::unique_ptr<Entry> entry;
        {
            std::unique_lock lock(mutex_);
            if (!changed_.wait(lock, lane_stop, [this] { return waiting_ != nullptr; })) return;
            entry = std::move(waiting_);
            running_stop_ = entry->stop;
            running_ = true;
        }
        perform(*entry);
        entry.reset();  // what the closure owns is released before the lane calls itself idle
        {
            const std::scoped_lock lock(mutex_);
            running_ = false;
        }
        changed_.notify_all();
    }
}

void JobLane::perform(const Entry& entry) const {
    Error error;
    try {
        entry.work(entry.job);
        return;
    } catch (const std::bad_alloc&) {
        error = {ErrorCode::internal, "there is not enough memory for this work", {}, "close other programs"};
    } catch (const std::exception& exception) {
        error = {ErrorCode::internal, text::foreign(exception.what()), text::Said("background work"),
                 "please report this"};
    }
    if (on_failure_) on_failure_(error);
}

}  // namespace triptych::pipeline
