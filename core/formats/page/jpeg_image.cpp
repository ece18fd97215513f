#include "core/formats/page/page_image.h"

#include "core/text/said.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio>

#include <jpeglib.h>

namespace triptych::formats {
namespace {

constexpr int kMostScans = 100;  // a progressive picture has about ten; thousands are there to keep us busy

// libjpeg ends what it cannot do by a call that must not return: from here it goes back to setjmp().
struct Decoder {
    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg_progress_mgr progress{};
    std::jmp_buf back{};
    char message[JMSG_LENGTH_MAX] = "";
    bool colours_unknown = false;
    bool too_large = false;
    bool damaged = false;
};

Decoder& decoderOf(j_common_ptr common) {
    return *static_cast<Decoder*>(common->client_data);
}

[[noreturn]] void giveUp(j_common_ptr common) {
    Decoder& decoder = decoderOf(common);
    common->err->format_message(common, decoder.message);
    std::longjmp(decoder.back, 1);
}

// Level −1: the data are wrong, and the library goes on as well as it can.
void note(j_common_ptr common, int level) {
    if (level < 0) decoderOf(common).damaged = true;
}

void countScans(j_common_ptr common) {
    if (!common->is_decompressor) return;
    Decoder& decoder = decoderOf(common);
    if (decoder.jpeg.input_scan_number <= kMostScans) return;
    std::snprintf(decoder.message, sizeof decoder.message, "more than %d scans", kMostScans);
    std::longjmp(decoder.back, 1);
}

// Between setjmp() and longjmp() nothing lives that has a destructor: `page` and `row` belong to the caller.
bool decode(Decoder& decoder, std::string_view bytes, PageImage& page, std::vector<std::uint8_t>& row) {
    jpeg_decompress_struct& jpeg = decoder.jpeg;
    if (setjmp(decoder.back) != 0) return false;
    jpeg_create_decompress(&jpeg);
    jpeg.progress = &decoder.progress;
    jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_read_header(&jpeg, TRUE);
    decoder.colours_unknown = jpeg.num_components != 1 && jpeg.num_components != 3;
    const std::int64_t pixels = static_cast<std::int64_t>(jpeg.image_width) * jpeg.image_height;
    decoder.too_large = pixels > kMostPagePixels;
    if (decoder.colours_unknown || decoder.too_large) return false;
    jpeg.out_color_space = jpeg.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_start_decompress(&jpeg);
    page.width_px = static_cast<int>(jpeg.output_width);
    page.height_px = static_cast<int>(jpeg.output_height);
    page.lightness.assign(static_cast<std::size_t>(pixels), 255);
    const auto colours = static_cast<std::size_t>(jpeg.output_components);
    const std::size_t width = jpeg.output_width;
    row.resize(width * colours);
    std::uint8_t* out = page.lightness.data();
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW into = row.data();
        jpeg_read_scanlines(&jpeg, &into, 1);
        for (std::size_t x = 0; x < width; ++x) {
            const std::uint8_t* pixel = row.data() + x * colours;
            std::uint8_t lightest = pixel[0];
            for (std::size_t c = 1; c < colours; ++c) lightest = std::max(lightest, pixel[c]);
            *out++ = lightest;
        }
    }
    jpeg_finish_decompress(&jpeg);
    return true;
}

}  // namespace

bool sniffJpeg(std::string_view beginning) {
    return beginning.starts_with("\xff\xd8\xff");
}

Result<PageImage> readJpeg(std::string_view bytes, const std::string& path) {
    Decoder decoder;
    decoder.jpeg.err = jpeg_std_error(&decoder.errors);
    decoder.jpeg.client_data = &decoder;
    decoder.errors.error_exit = giveUp;
    decoder.errors.emit_message = note;
    decoder.progress.progress_monitor = countScans;
    PageImage page;
    std::vector<std::uint8_t> row;
    const bool read = decode(decoder, bytes, page, row);
    jpeg_destroy_decompress(&decoder.jpeg);
    if (decoder.colours_unknown) {
        return fail(ErrorCode::unsupported, "the picture is made for a printing press, of four inks", path,
                    "save it in colours of a screen");
    }
    if (decoder.too_large) {
        return fail(ErrorCode::unsupported, "the picture has more than the 40 million pixels of a page", path,
                    "save it at 300 dots per inch");
    }
    if (!read) {
        return fail(ErrorCode::malformed, text::say("the picture cannot be read ({1})", text::foreign(decoder.message)),
                    path, "scan the page again, or save it anew as PNG");
    }
    page.damaged = decoder.damaged;
    return page;
}

}  // namespace triptych::formats
