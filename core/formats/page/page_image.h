// A picture of a page as levels of lightness: PNG and JPEG, whatever their depth and colours.
#pragma once

#include "core/domain/error.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

inline constexpr std::int64_t kMostPagePixels = 40'000'000;  // A4 at 600 dots per inch, and a little more

struct PageImage {
    int width_px = 0, height_px = 0;
    // Row by row from the top, 0 black to 255 white: the largest of red, green and blue, so that a grid in pale red is
    // as light as the paper, and ink is dark in any colour.
    std::vector<std::uint8_t> lightness;
    bool damaged = false;  // a part of it was wrong or missing, and is not what was scanned

    [[nodiscard]] std::uint8_t at(int x, int y) const {
        return lightness[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_px) +
                         static_cast<std::size_t>(x)];
    }
};

[[nodiscard]] bool sniffPng(std::string_view beginning);
[[nodiscard]] bool sniffJpeg(std::string_view beginning);

// Errors: malformed, unsupported (more pixels than kMostPagePixels, four inks).
// `path` is for the errors alone.
[[nodiscard]] Result<PageImage> readPng(std::string_view bytes, const std::string& path);
[[nodiscard]] Result<PageImage> readJpeg(std::string_view bytes, const std::string& path);

}  // namespace triptych::formats
