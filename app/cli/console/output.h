// Standard output as the commands see it: buffered, and it knows when its reader has gone.
#pragma once

#include "core/domain/error.h"

#include <string>
#include <string_view>

namespace triptych::cli {

// Writes to a file descriptor that it does not own. A reader that closes the pipe (`... | head`) is no failure: the
// rest is dropped and gone() tells the command to stop early. Needs SIGPIPE ignored. One thread.
class Output {
public:
    explicit Output(int descriptor);
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    void write(std::string_view text);
    // Writes what is buffered: before something is said elsewhere that belongs after it.
    void flush();
    // Nobody reads any more, or writing failed: what is written from now on is dropped.
    [[nodiscard]] bool gone() const { return gone_; }
    // Writes what is buffered. Errors: io_failed (disk full, ...), never for a closed pipe.
    [[nodiscard]] Result<void> finish();

private:
    int descriptor_;
    bool gone_ = false;
    int error_number_ = 0;  // of the write that failed; 0 while all is well and for a closed pipe
    std::string buffer_;
};

}  // namespace triptych::cli
