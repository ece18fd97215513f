// Ctrl+C as a stop request: the running command ends by itself, leaves nothing half written and says so.
#pragma once

#include <stop_token>
#include <thread>

namespace triptych::cli {

// While it lives, SIGINT and SIGTERM ask `stop` to stop; a second one ends the program at once. One per process.
class Interrupt {
public:
    explicit Interrupt(std::stop_source stop);
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

private:
    std::jthread listener_;
};

}  // namespace triptych::cli
