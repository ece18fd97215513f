#include "core/formats/page/page.h"

#include "core/files/mapped_file.h"
#include "core/formats/decoded_recording.h"
#include "core/formats/page/page_image.h"
#include "core/formats/page/page_trace.h"
#include "core/formats/quantised.h"
#include "core/text/said.h"

#include <cmath>

namespace triptych::formats {
namespace {

constexpr std::int64_t kMostBytes = 64 << 20;
constexpr double kPaper_s = 10;      // by convention: four columns of 2.5 s
constexpr double kManyEmpty = 0.25;  // of the columns: more than pauses between traces
constexpr double kRate_hz = static_cast<double>(kPageSamples) / kPaper_s;

}  // namespace

Result<RecordingPtr> openPage(const std::string& path, const Job& job) {
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path);
    const auto bytes = files::readWhole(path, kMostBytes, "picture of a page");
    if (!bytes) return std::unexpected(bytes.error());
    const bool png = sniffPng(*bytes);
    const auto image = png ? readPng(*bytes, path) : readJpeg(*bytes, path);
    if (!image) return std::unexpected(image.error());
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path);
    const auto trace = traceOfPage(*image, path);
    if (!trace) return std::unexpected(trace.error());

    DecodedRecording made(path, png ? "PNG page" : "JPEG page");
    made.recording.format_detail =
        std::to_string(image->width_px) + " × " + std::to_string(image->height_px) + " pixels";
    const Quantised stored = quantised(trace->samples);
    Lead lead;
    lead.original_name = "mean row of the page";
    lead.name = lead.original_name;
    lead.unit = "SD";
    lead.rate_hz = kRate_hz;
    lead.gain = stored.gain;
    made.add(std::move(lead), stored.values);
    made.warn(
        "a picture has no leads, no scale and no clock: all traces of the page are averaged into one line, in standard "
        "deviations, and its width counts as ten seconds");
    if (image->damaged) made.warn("the picture is damaged or ends too early: a part of it is not what was scanned");
    if (!trace->found_grid) {
        made.warn("no grid was found on the page, so printed words are averaged with the traces");
    }
    if (trace->empty_share > kManyEmpty) {
        made.warn(text::say("{1} % of the page's width has no ink and is bridged by straight lines",
                            std::lround(100 * trace->empty_share)));
    }
    return made.finish();
}

}  // namespace triptych::formats
