#include "app/reader/limits.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>

namespace triptych::reader {
namespace {

constexpr rlim_t kMemory_bytes = rlim_t{6} << 30;
constexpr rlim_t kTime_s = 120;
constexpr rlim_t kFiles = 16;

void limit(int what, rlim_t most) {
    const rlimit both{most, most};
    (void)::setrlimit(static_cast<__rlimit_resource_t>(what), &both);
}

}  // namespace

void limitOurselves() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    limit(RLIMIT_AS, kMemory_bytes);  // sanitizers reserve terabytes
#endif
    limit(RLIMIT_CPU, kTime_s);
    limit(RLIMIT_NOFILE, kFiles);
    limit(RLIMIT_FSIZE, 0);  // nothing is written but to the pipe
    (void)std::signal(SIGXFSZ, SIG_IGN);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NPROC, 0);
    (void)::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

}  // namespace triptych::reader
