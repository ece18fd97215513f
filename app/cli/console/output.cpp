#include "app/cli/console/output.h"

#include "core/text/said.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace triptych::cli {
namespace {

constexpr std::size_t kBufferSize = 1U << 16U;

}  // namespace

Output::Output(int descriptor) : descriptor_(descriptor) {
    buffer_.reserve(2 * kBufferSize);
}

Output::~Output() {
    flush();
}

void Output::write(std::string_view text) {
    if (gone_) return;
    buffer_ += text;
    if (buffer_.size() >= kBufferSize) flush();
}

void Output::flush() {
    std::string_view rest = buffer_;
    while (!rest.empty() && !gone_) {
        const auto written = ::write(descriptor_, rest.data(), rest.size());
        if (written > 0) {
            rest.remove_prefix(static_cast<std::size_t>(written));
        } else if (written < 0 && errno != EINTR) {
            gone_ = true;
            if (errno != EPIPE) error_number_ = errno;
        }
    }
    buffer_.clear();
}

Result<void> Output::finish() {
    flush();
    if (error_number_ == 0) return {};
    return fail(ErrorCode::io_failed,
                text::say("the system refused to write ({1})", std::system_category().message(error_number_)),
                "standard output", "make room, or write somewhere else");
}

}  // namespace triptych::cli
