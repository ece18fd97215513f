// The time of computing that trainings and studies state: what else the machine did meanwhile is not in it, nor a
// pause.
#pragma once

#include <time.h>

namespace triptych::inference {

// That the calling thread has computed so far, s.
[[nodiscard]] inline double computedSeconds() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace triptych::inference
