#include "tests/formats/page/page_files.h"

#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <jpeglib.h>

namespace triptych::test {

std::string coloursOf(const MadePage& page) {
    std::string out(static_cast<std::size_t>(page.width_px) * static_cast<std::size_t>(page.height_px) * 3, '\xff');
    const auto put = [&](int x, int y, int red, int green, int blue) {
        if (x < 0 || y < 0 || x >= page.width_px || y >= page.height_px) return;
        const std::size_t at =
            3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width_px) + static_cast<std::size_t>(x));
        out[at] = static_cast<char>(red);
        out[at + 1] = static_cast<char>(green);
        out[at + 2] = static_cast<char>(blue);
    };
    if (page.grid) {
        for (int y = page.top_px; y < page.bottom_px; ++y) {
            for (int x = page.left_px; x < page.right_px; ++x) {
                if ((x - page.left_px) % 8 == 0 || (y - page.top_px) % 8 == 0) put(x, y, 230, 160, 160);
            }
        }
    }
    if (page.words) {
        for (int y = 40; y < 60; ++y) {
            for (int x = 100; x < 300; ++x) {
                if (x / 6 % 2 == 0) put(x, y, 0, 0, 0);
            }
        }
    }
    for (int x = page.left_px; x < page.right_px; ++x) {
        const int middle = static_cast<int>(std::lround(page.row(x)));
        for (int y = middle - 1; y <= middle + 1; ++y) put(x, y, 20, 20, 20);
    }
    return out;
}

formats::PageImage imageOf(const MadePage& page) {
    const std::string colours = coloursOf(page);
    formats::PageImage image{page.width_px, page.height_px, {}, false};
    const auto level = [&](std::size_t at) { return static_cast<std::uint8_t>(colours[at]); };
    for (std::size_t i = 0; i < colours.size(); i += 3) {
        image.lightness.push_back(std::max({level(i), level(i + 1), level(i + 2)}));
    }
    return image;
}

std::string pngOf(const std::string& colours, int width_px, int height_px) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width_px);
    image.height = static_cast<png_uint_32>(height_px);
    image.format = PNG_FORMAT_RGB;
    png_alloc_size_t bytes = 0;
    png_image_write_to_memory(&image, nullptr, &bytes, 0, colours.data(), 0, nullptr);
    std::string out(bytes, '\0');
    png_image_write_to_memory(&image, out.data(), &bytes, 0, colours.data(), 0, nullptr);
    out.resize(bytes);
    return out;
}

std::string jpegOf(const std::string& colours, int width_px, int height_px, bool progressive, int components) {
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&jpeg, &bytes, &size);
    jpeg.image_width = static_cast<JDIMENSION>(width_px);
    jpeg.image_height = static_cast<JDIMENSION>(height_px);
    jpeg.input_components = components;
    jpeg.in_color_space = components == 3 ? JCS_RGB : components == 4 ? JCS_CMYK : JCS_GRAYSCALE;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 90, TRUE);
    if (progressive) jpeg_simple_progression(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    std::vector<unsigned char> row(static_cast<std::size_t>(width_px * components));
    for (int y = 0; y < height_px; ++y) {
        std::copy_n(colours.data() + static_cast<std::ptrdiff_t>(y) * width_px * components, row.size(), row.begin());
        JSAMPROW out = row.data();
        jpeg_write_scanlines(&jpeg, &out, 1);
    }
    jpeg_finish_compress(&jpeg);
    std::string out(reinterpret_cast<const char*>(bytes), size);
    jpeg_destroy_compress(&jpeg);
    std::free(bytes);
    return out;
}

}  // namespace triptych::test
