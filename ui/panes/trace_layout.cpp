#include "ui/panes/trace_layout.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace triptych::ui {
namespace {

constexpr double kLeastRow_px = 24;
constexpr int kColumns = 4;

// The heavy line nearest to `y`, lines standing every `heavy_px` from `top` on.
double onHeavyLine(double y, double top, double heavy_px) {
    return heavy_px > 0 ? top + std::round((y - top) / heavy_px) * heavy_px : y;
}

TraceCell cell(std::size_t lead, const QRectF& rect, const TraceLayoutRequest& request) {
    TraceCell made;
    made.lead = lead;
    made.rect = rect;
    const double most = rect.height() / 4;
    const double lift = lead < request.lift_px.size() ? std::clamp(request.lift_px[lead], -most, most) : 0;
    const double wanted = rect.center().y() + lift;
    const double snapped = onHeavyLine(wanted, request.plot.top(), request.heavy_px);
    // Rows shorter than a box would all share one line: they keep their places.
    made.baseline_y = std::abs(snapped - rect.center().y()) <= rect.height() / 3 ? snapped : wanted;
    return made;
}

}  // namespace

std::optional<std::array<std::size_t, 12>> standardTwelve(const Recording& recording) {
    static constexpr std::array<std::string_view, 12> kNames = {"I",  "aVR", "V1",  "V4",  "II", "aVL",
                                                                "V2", "V5",  "III", "aVF", "V3", "V6"};
    std::array<std::size_t, 12> leads{};
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        const auto found = findLead(recording, kNames[i]);
        if (!found) return std::nullopt;
        leads[i] = *found;
    }
    return leads;
}

TraceLayout layOutTraces(const Recording& recording, const TraceLayoutRequest& request) {
    TraceLayout made;
    const QRectF& plot = request.plot;
    if (recording.leads.empty() || plot.isEmpty()) return made;
    if (request.layout == LeadLayout::three_by_four_plus_one) {
        if (const auto twelve = standardTwelve(recording)) {
            made.layout = request.layout;
            made.rows = 4;
            const double shared = request.columns_px > 0 ? std::min(request.columns_px, plot.width()) : plot.width();
            const double height = plot.height() / made.rows, width = shared / kColumns;
            for (int i = 0; i < 12; ++i) {
                const QRectF rect(plot.left() + (i % kColumns) * width, plot.top() + (i / kColumns) * height, width,
                                  height);
                made.cells.push_back(cell((*twelve)[static_cast<std::size_t>(i)], rect, request));
            }
            const QRectF rhythm(plot.left(), plot.top() + 3 * height, plot.width(), height);
            made.cells.push_back(cell(std::min(request.rhythm_lead, recording.leads.size() - 1), rhythm, request));
            made.cells.back().rhythm = true;
            return made;
        }
    }
    const int leads = static_cast<int>(request.shown.empty() ? recording.leads.size() : request.shown.size());
    made.rows = std::clamp(static_cast<int>(plot.height() / kLeastRow_px), 1, leads);
    made.hidden_leads = leads - made.rows;
    const int first_row = std::clamp(request.first_row, 0, made.hidden_leads);
    const double height = plot.height() / made.rows;
    for (int row = 0; row < made.rows; ++row) {
        const QRectF rect(plot.left(), plot.top() + row * height, plot.width(), height);
        const auto index = static_cast<std::size_t>(first_row + row);
        made.cells.push_back(cell(request.shown.empty() ? index : request.shown[index], rect, request));
    }
    return made;
}

}  // namespace triptych::ui
