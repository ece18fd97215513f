// A value that is computed when somebody first asks for it and shared from then on: two rooms that need the same thing
// never compute it twice, and whoever stops waiting takes it from nobody else.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

namespace triptych {

// Any thread. The value is immutable and outlives this object for as long as somebody holds it.
template <class T>
class ComputedOnce {
public:
    using Value = std::shared_ptr<const T>;

    // The value; the first asker computes it with `compute`, a Result<T>(const Job&), while others wait. Where the
    // computing asker stops or fails, one of those that wait computes instead; failures are not remembered.
    // Errors: cancelled (`job` was stopped while computing or waiting), and those of `compute`.
    template <class Compute>
    [[nodiscard]] Result<Value> get(const Job& job, const Compute& compute) {
        {
            std::unique_lock lock(mutex_);
            const bool mine_to_give = changed_.wait(lock, job.stop, [this] { return value_ || !computing_; });
            if (value_) return value_;
            if (!mine_to_give || job.stopRequested()) {
                return fail(ErrorCode::cancelled, "the work was stopped", {}, "start it again");
            }
            computing_ = true;
        }
        const Turn turn(*this);  // ends also where `compute` throws
        Result<T> made = compute(job);
        if (!made) return std::unexpected(std::move(made.error()));
        auto value = std::make_shared<const T>(std::move(*made));
        const std::scoped_lock lock(mutex_);
        value_ = value;
        return value;
    }

    // Null where nobody has computed it yet.
    [[nodiscard]] Value ifThere() const {
        const std::scoped_lock lock(mutex_);
        return value_;
    }

private:
    struct Turn {
        explicit Turn(ComputedOnce& whose) : of(whose) {}
        ~Turn() {
            {
                const std::scoped_lock lock(of.mutex_);
                of.computing_ = false;
            }
            of.changed_.notify_all();
        }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ComputedOnce& of;
    };

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    bool computing_ = false;  // guarded by mutex_, as is value_
    Value value_;
};

}  // namespace triptych
