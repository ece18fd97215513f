#include "core/pipeline/job_lane.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <memory>
#include <new>
#include <stdexcept>
#include <thread>
#include <vector>

namespace triptych::pipeline {
namespace {

void untilStopped(const Job& job) {
    while (!job.stopRequested()) std::this_thread::sleep_for(std::chrono::microseconds(100));
}

TEST(JobLane, MayGoWithoutEverHavingWorked) {
    JobLane lane;
    lane.stop();
    lane.waitUntilIdle();
    EXPECT_FALSE(lane.busy());
}

TEST(JobLane, RunsAJobOnAThreadOfItsOwn) {
    JobLane lane;
    std::thread::id worker;
    lane.run([&](const Job&) { worker = std::this_thread::get_id(); });
    lane.waitUntilIdle();
    EXPECT_NE(worker, std::thread::id());
    EXPECT_NE(worker, std::this_thread::get_id());
    EXPECT_FALSE(lane.busy());
}

int nicenessHere() {
    return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
}

TEST(JobLane, WorksBehindTheThreadThatAskedForIt) {
    constexpr int kLast = 19;
    const int own = nicenessHere();
    JobLane lane;
    int of_lane = own, of_helper = own;
    lane.run([&](const Job&) {
        of_lane = nicenessHere();
        std::jthread([&] { of_helper = nicenessHere(); }).join();
    });
    lane.waitUntilIdle();
    EXPECT_EQ(nicenessHere(), own);
    EXPECT_TRUE(of_lane > own || own == kLast) << own << " " << of_lane;
    EXPECT_EQ(of_helper, of_lane);
}

TEST(JobLane, TheNewestJobStopsTheRunningOneAndReplacesTheWaitingOne) {
    JobLane lane;
    std::latch started(1);
    std::latch queued(1);
    std::atomic<int> waiting_ran = 0, newest_ran = 0;
    std::atomic<bool> first_was_stopped = false;
    lane.run([&](const Job& job) {
        started.count_down();
        queued.wait();
        first_was_stopped = job.stopRequested();
    });
    started.wait();
    for (int i = 0; i < 20; ++i) lane.run([&](const Job&) { ++waiting_ran; });
    lane.run([&](const Job& job) { newest_ran += job.stopRequested() ? 100 : 1; });
    queued.count_down();
    lane.waitUntilIdle();
    EXPECT_TRUE(first_was_stopped);
    EXPECT_EQ(newest_ran, 1) << "the newest runs once and is not told to stop";
    EXPECT_EQ(waiting_ran, 0);
}

TEST(JobLane, StopEndsTheRunningJobAndDropsTheWaitingOne) {
    JobLane lane;
    std::latch started(1), let_go(1);
    std::atomic<bool> was_told = false, second_ran = false, later_ran = false;
    lane.run([&](const Job& job) {
        started.count_down();
        let_go.wait();
        was_told = job.stopRequested();
    });
    started.wait();
    lane.run([&](const Job&) { second_ran = true; });
    EXPECT_TRUE(lane.busy());
    lane.stop();
    let_go.count_down();
    lane.waitUntilIdle();
    EXPECT_TRUE(was_told);
    EXPECT_FALSE(second_ran);
    lane.run([&](const Job&) { later_ran = true; });
    lane.waitUntilIdle();
    EXPECT_TRUE(later_ran) << "a stopped lane takes new work";
}

TEST(JobLane, GoingAwayStopsAndJoinsTheRunningJob) {
    std::atomic<bool> ended = false;
    std::latch started(1);
    {
        JobLane lane;
        lane.run([&](const Job& job) {
            started.count_down();
            untilStopped(job);
            ended = true;
        });
        started.wait();
    }
    EXPECT_TRUE(ended);
}

TEST(JobLane, AJobsClosureIsReleasedBeforeTheLaneIsIdle) {
    JobLane lane;
    auto held = std::make_shared<int>(1);
    const std::weak_ptr<int> watched = held;
    lane.run([held = std::move(held)](const Job&) {});
    lane.waitUntilIdle();
    EXPECT_TRUE(watched.expired());
}

TEST(JobLane, ProgressReachesItsListener) {
    JobLane lane;
    double last = 0;
    lane.run([](const Job& job) { job.progress(0.5, "half"); },
             [&](double fraction, std::string_view) { last = fraction; });
    lane.waitUntilIdle();
    EXPECT_DOUBLE_EQ(last, 0.5);
}

TEST(JobLane, AnExceptionBecomesAnErrorAndTheLaneGoesOn) {
    std::vector<Error> errors;
    JobLane lane([&](const Error& error) { errors.push_back(error); });
    lane.run([](const Job&) { throw std::runtime_error("the wavelet is cross"); });
    lane.waitUntilIdle();
    lane.run([](const Job&) { throw std::bad_alloc(); });
    lane.waitUntilIdle();
    bool ran = false;
    lane.run([&](const Job&) { ran = true; });
    lane.waitUntilIdle();
    ASSERT_EQ(errors.size(), 2U);
    EXPECT_EQ(errors[0].what, "the wavelet is cross");
    EXPECT_EQ(errors[1].code, ErrorCode::internal);
    EXPECT_TRUE(ran);
}

}  // namespace
}  // namespace triptych::pipeline
