#include "core/formats/page/page_image.h"

#include "core/text/said.h"

#include <png.h>

#include <algorithm>

namespace triptych::formats {
namespace {

constexpr std::string_view kMagic = "\x89PNG\r\n\x1a\n";

struct Freed {
    png_image& image;
    ~Freed() { png_image_free(&image); }
};

Result<PageImage> refused(const png_image& image, const std::string& path) {
    return fail(ErrorCode::malformed, text::say("the picture cannot be read ({1})", text::foreign(image.message)), path,
                "scan the page again, or save it anew as PNG");
}

}  // namespace

bool sniffPng(std::string_view beginning) {
    return beginning.starts_with(kMagic);
}

Result<PageImage> readPng(std::string_view bytes, const std::string& path) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    const Freed freed{image};
    if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0) return refused(image, path);
    const std::int64_t pixels = static_cast<std::int64_t>(image.width) * image.height;
    if (pixels > kMostPagePixels) {
        return fail(ErrorCode::unsupported,
                    text::say("the picture has {1} pixels, more than the 40 million of a page", pixels), path,
                    "save it at 300 dots per inch");
    }
    image.format = PNG_FORMAT_RGB;  // what shines through is laid on white
    const png_color white{255, 255, 255};
    std::vector<std::uint8_t> colours(PNG_IMAGE_SIZE(image));
    if (png_image_finish_read(&image, &white, colours.data(), 0, nullptr) == 0) return refused(image, path);

    PageImage page{static_cast<int>(image.width), static_cast<int>(image.height), {}, false};
    page.lightness.resize(static_cast<std::size_t>(pixels));
    for (std::size_t i = 0; i < page.lightness.size(); ++i) {
        page.lightness[i] = std::max({colours[3 * i], colours[3 * i + 1], colours[3 * i + 2]});
    }
    return page;
}

}  // namespace triptych::formats
