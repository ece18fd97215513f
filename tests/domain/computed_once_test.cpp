#include "core/domain/computed_once.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

namespace triptych {
namespace {

TEST(ComputedOnce, ComputesForTheFirstAskerAlone) {
    ComputedOnce<int> once;
    int computed = 0;
    const auto compute = [&](const Job&) -> Result<int> { return ++computed; };
    EXPECT_EQ(once.ifThere(), nullptr);
    const auto first = once.get({}, compute), second = once.get({}, compute);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(**first, 1);
    EXPECT_EQ(*first, *second);
    EXPECT_EQ(once.ifThere(), *first);
    EXPECT_EQ(computed, 1);
}

TEST(ComputedOnce, AFailureIsNotRemembered) {
    ComputedOnce<int> once;
    bool fails = true;
    const auto compute = [&](const Job&) -> Result<int> {
        if (fails) return fail(ErrorCode::io_failed, "no luck");
        return 7;
    };
    EXPECT_EQ(once.get({}, compute).error().code, ErrorCode::io_failed);
    fails = false;
    EXPECT_EQ(**once.get({}, compute), 7);
}

TEST(ComputedOnce, AnExceptionLeavesItToTheNextAsker) {
    ComputedOnce<int> once;
    EXPECT_THROW((void)once.get({}, [](const Job&) -> Result<int> { throw std::runtime_error("full"); }),
                 std::runtime_error);
    EXPECT_EQ(**once.get({}, [](const Job&) -> Result<int> { return 3; }), 3);
}

TEST(ComputedOnce, WhereTheFirstAskerStopsTheOneThatWaitsComputes) {
    ComputedOnce<int> once;
    std::stop_source stop;
    std::promise<void> began;
    std::atomic<bool> second_computed = false;
    std::jthread first([&] {
        const auto result = once.get({stop.get_token(), {}}, [&](const Job& job) -> Result<int> {
            began.set_value();
            while (!job.stopRequested()) std::this_thread::yield();
            return fail(ErrorCode::cancelled, "stopped");
        });
        EXPECT_EQ(result.error().code, ErrorCode::cancelled);
    });
    began.get_future().wait();
    std::jthread second([&] {
        const auto result = once.get({}, [&](const Job&) -> Result<int> {
            second_computed = true;
            return 5;
        });
        ASSERT_TRUE(result);
        EXPECT_EQ(**result, 5);
    });
    stop.request_stop();
    first.join();
    second.join();
    EXPECT_TRUE(second_computed);
    EXPECT_EQ(*once.ifThere(), 5);
}

TEST(ComputedOnce, WhoeverWaitsMayStopWaiting) {
    ComputedOnce<int> once;
    std::promise<void> began, may_end;
    std::jthread first([&] {
        const auto result = once.get({}, [&](const Job&) -> Result<int> {
            began.set_value();
            may_end.get_future().wait();
            return 9;
        });
        EXPECT_EQ(**result, 9);
    });
    began.get_future().wait();
    std::stop_source stop;
    std::jthread second([&] {
        const auto result = once.get({stop.get_token(), {}}, [](const Job&) -> Result<int> { return 0; });
        EXPECT_EQ(result.error().code, ErrorCode::cancelled);
    });
    stop.request_stop();
    second.join();  // while the first still computes
    may_end.set_value();
    first.join();
    EXPECT_EQ(*once.ifThere(), 9);
}

}  // namespace
}  // namespace triptych
