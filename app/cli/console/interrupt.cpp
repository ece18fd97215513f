#include "app/cli/console/interrupt.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace triptych::cli {
namespace {

// A signal handler may only write: it wakes the listener through this pipe, and the listener asks for the stop.
std::array<int, 2> g_pipe = {-1, -1};
constexpr char kStop = 's';
constexpr char kQuit = 'q';

void wake(char why) {
    const int saved = errno;
    [[maybe_unused]] const auto written = ::write(g_pipe[1], &why, 1);
    errno = saved;
}

extern "C" void onTriptychSignal(int) {
    wake(kStop);
}

void handle(int signal_number, void (*handler)(int), int flags) {
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    sigaction(signal_number, &action, nullptr);
}

}  // namespace

Interrupt::Interrupt(std::stop_source stop) {
    if (::pipe2(g_pipe.data(), O_CLOEXEC) != 0) return;  // no descriptors left: the default action remains
    listener_ = std::jthread([stop = std::move(stop)]() mutable {
        char why = kQuit;
        while (::read(g_pipe[0], &why, 1) < 0 && errno == EINTR) {
        }
        if (why == kStop) stop.request_stop();
    });
    // SA_RESETHAND: the second signal has its default action again.
    handle(SIGINT, onTriptychSignal, SA_RESTART | SA_RESETHAND);
    handle(SIGTERM, onTriptychSignal, SA_RESTART | SA_RESETHAND);
}

Interrupt::~Interrupt() {
    if (g_pipe[1] < 0) return;
    handle(SIGINT, SIG_DFL, 0);
    handle(SIGTERM, SIG_DFL, 0);
    wake(kQuit);
    if (listener_.joinable()) listener_.join();
    ::close(g_pipe[0]);
    ::close(g_pipe[1]);
    g_pipe = {-1, -1};
}

}  // namespace triptych::cli
