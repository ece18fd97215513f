#include "core/explain/side_by_side.h"

#include <ATen/Parallel.h>

#include <atomic>
#include <exception>
#include <future>

namespace triptych::explain {

Result<void> sideBySide(std::size_t count, const std::function<void(std::size_t)>& piece, const Job& job) {
    std::atomic<std::size_t> next{0};
    const auto work = [&](bool tells) {
        at::set_num_threads(1);
        for (std::size_t mine = next++; mine < count && !job.stopRequested(); mine = next++) {
            piece(mine);
            if (tells) job.progress(static_cast<double>(mine + 1) / static_cast<double>(count), "explaining");
        }
    };
    std::future<void> helper;
    if (count > 1) helper = std::async(std::launch::async, work, false);
    std::exception_ptr failure;
    try {
        work(true);
    } catch (...) {
        failure = std::current_exception();
        next = count;
    }
    if (helper.valid()) helper.wait();
    if (failure) std::rethrow_exception(failure);
    if (helper.valid()) helper.get();
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "the explanation was stopped");
    return {};
}

}  // namespace triptych::explain
