#include "app/cli/console/text.h"
#include "core/text/visible.h"

namespace triptych::cli {
std::string printable(std::string_view text) {
    return text::visible(text);
}

std::size_t width(std::string_view text) {
    std::size_t count = 0;
    for (const char character : text) count += (static_cast<unsigned char>(character) & 0xc0U) != 0x80U ? 1 : 0;
    return count;
}

std::string fileName(std::string_view path) {
    const auto slash = path.find_last_of('/');
    return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

}  // namespace triptych::cli
