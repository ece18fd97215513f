// A lane of background work: one thread on which the newest job replaces the waiting one and stops the running one, so
// that a window which changes its mind sixty times a second never queues up stale work.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string_view>
#include <thread>

namespace triptych::pipeline {

// Every function may be called from any thread; jobs run one at a time on the lane's own thread, which the first of
// them starts: a window has thirty lanes, and few of them work before it is painted. That thread, and those that it
// starts, steps behind the one that paints where processors are few (decision 0113). A job says that it is done, and
// hands over its result, by whatever its closure does (post to a GUI thread, fulfil a promise): the lane knows of no
// event loop. Keep one lane for each kind of work that may interrupt itself but not the others.
class JobLane {
public:
    using Work = std::function<void(const Job&)>;
    using Progress = std::function<void(double fraction, std::string_view stage)>;
    using Failure = std::function<void(const Error&)>;

    // `on_failure` hears, on the lane's thread, of an exception that a job let through; without it such a job simply
    // ends. Jobs are expected to report their own errors.
    explicit JobLane(Failure on_failure = {});
    // Drops the waiting job, asks the running one to stop and waits for it.
    ~JobLane();
    JobLane(const JobLane&) = delete;
    JobLane& operator=(const JobLane&) = delete;

    // Queues `work` in place of whatever waits and asks the running job to stop. Returns at once. A job that was
    // replaced before it began never runs.
    void run(Work work, Progress on_progress = {});
    // Drops the waiting job and asks the running one to stop; returns at once.
    void stop();
    // True from run() until that job, or the one that replaced it, has returned.
    [[nodiscard]] bool busy() const;
    // Blocks until nothing runs and nothing waits. For tests and programs without a window; never on a GUI thread.
    void waitUntilIdle() const;

private:
    struct Entry {
        Work work;
        Job job;
        std::stop_source stop;
    };

    void serve(const std::stop_token& lane_stop);
    void perform(const Entry& entry) const;

    Failure on_failure_;
    mutable std::mutex mutex_;
    mutable std::condition_variable_any changed_;
    std::unique_ptr<Entry> waiting_;  // guarded by mutex_
    std::stop_source running_stop_;   // guarded by mutex_; of the running job
    bool running_ = false;            // guarded by mutex_
    std::jthread thread_;             // made under mutex_, by the first job; last: it uses everything above
};

}  // namespace triptych::pipeline
