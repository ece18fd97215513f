#include "ui/panes/trace_layout.h"

#include "ui/state/resting.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kLeastRow_px = 24;

// Of the standard twelve: aVL I −aVR II aVF III, then the chest.
constexpr std::array<std::size_t, 12> kCabrera = {4, 0, 3, 1, 5, 2, 6, 7, 8, 9, 10, 11};
constexpr std::size_t kAvr = 3;

// The heavy line nearest to `y`, lines standing every `heavy_px` from `top` on.
double onHeavyLine(double y, double top, double heavy_px) {
    return heavy_px > 0 ? top + std::round((y - top) / heavy_px) * heavy_px : y;
}

// Zero `lift` below the middle, and on a heavy line where one is so near.
TraceCell liftedCell(std::size_t lead, const QRectF& rect, const TraceLayoutRequest& request, double lift, bool negated,
                     double near_px) {
    TraceCell made;
    made.lead = lead;
    made.rect = rect;
    made.negated = negated;
    const double wanted = rect.center().y() + lift;
    const double snapped = onHeavyLine(wanted, request.plot.top(), request.heavy_px);
    // Rows shorter than a box would all share one line: they keep their places.
    const bool stays = std::abs(snapped - rect.center().y()) <= rect.height() / 3;
    made.baseline_y = stays && std::abs(snapped - wanted) <= near_px ? snapped : wanted;
    return made;
}

TraceCell cell(std::size_t lead, const QRectF& rect, const TraceLayoutRequest& request, bool negated = false) {
    const double most = rect.height() / 4;
    const double swings = lead < request.lift_px.size() ? request.lift_px[lead] : 0;
    return liftedCell(lead, rect, request, std::clamp(negated ? -swings : swings, -most, most), negated, rect.height());
}

// Of `all`, rows that need more than their equal share get what they need and the others share the rest, half of an
// equal share at least: one lead that runs away takes no other's place. Where there is not enough for all needs, a
// tenth is shared equally, so that no row vanishes, and the rest by need.
std::vector<double> rowHeights(std::span<const LeadReach> rows, double all) {
    constexpr double kEqual = 0.1, kLeast = 0.5;
    const auto count = static_cast<double>(rows.size());
    std::vector<double> heights(rows.size(), 0);
    const double most = all * (1 - kLeast * (count - 1) / count);
    const auto need = [&](std::size_t row) { return std::min(rows[row].up_px + rows[row].down_px, most); };
    double needed = 0;
    for (std::size_t row = 0; row < rows.size(); ++row) needed += need(row);
    if (needed > all + 1e-6) {
        for (std::size_t row = 0; row < rows.size(); ++row) {
            heights[row] = all * (kEqual / count + (1 - kEqual) * need(row) / needed);
        }
        return heights;
    }
    double rest = all, open = count;
    for (bool gave = true; gave;) {
        gave = false;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (heights[row] > 0 || need(row) <= rest / open + 1e-9) continue;
            heights[row] = need(row);
            rest -= need(row);
            open -= 1;
            gave = true;
        }
    }
    for (double& height : heights) {
        if (height <= 0) height = rest / open;
    }
    return heights;
}

void layOutTwelve(TraceLayout& made, const std::array<std::size_t, 12>& twelve, const TraceLayoutRequest& request) {
    const QRectF& plot = request.plot;
    const auto columns = static_cast<std::size_t>(columnsOf(request.layout));
    const std::size_t rows = twelve.size() / columns;
    const bool has_rhythm = request.layout == LeadLayout::three_by_four_plus_one;
    made.layout = request.layout;
    made.rows = static_cast<int>(rows) + (has_rhythm ? 1 : 0);
    const double shared =
        request.columns_px > 0 && columns > 1 ? std::min(request.columns_px, plot.width()) : plot.width();
    const double width = shared / static_cast<double>(columns);
    // A row has one baseline, as on paper: between what its leads would have.
    std::vector<double> lift_px(request.lift_px.begin(), request.lift_px.end());
    const auto lead_at = [&](std::size_t row, std::size_t column) {
        const std::size_t place = column * rows + row;
        return request.cabrera ? kCabrera[place] : place;
    };
    for (std::size_t row = 0; row < rows && !lift_px.empty(); ++row) {
        double sum = 0;
        const auto lift_of = [&](std::size_t column) -> double& { return lift_px[twelve[lead_at(row, column)]]; };
        const auto sign_of = [&](std::size_t column) {
            return request.cabrera && lead_at(row, column) == kAvr ? -1.0 : 1.0;
        };
        for (std::size_t column = 0; column < columns; ++column) sum += sign_of(column) * lift_of(column);
        for (std::size_t column = 0; column < columns; ++column) {
            lift_of(column) = sign_of(column) * sum / static_cast<double>(columns);
        }
    }
    std::vector<LeadReach> reaches(static_cast<std::size_t>(made.rows));
    const auto widen = [&](LeadReach& row, std::size_t lead, bool negated) {
        if (lead >= request.reach.size()) return;
        const LeadReach& of = request.reach[lead];
        row.up_px = std::max(row.up_px, negated ? of.down_px : of.up_px);
        row.down_px = std::max(row.down_px, negated ? of.up_px : of.down_px);
    };
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column) {
            const std::size_t of_twelve = lead_at(row, column);
            widen(reaches[row], twelve[of_twelve], request.cabrera && of_twelve == kAvr);
        }
    }
    if (has_rhythm) widen(reaches[rows], request.rhythm_lead, false);
    const std::vector<double> heights = rowHeights(reaches, plot.height());
    double top = plot.top();
    TraceLayoutRequest shared_lift = request;
    shared_lift.lift_px = lift_px;
    for (std::size_t row = 0; row < rows; ++row) {
        const double height = heights[row];
        const double needed = reaches[row].up_px + reaches[row].down_px;
        const bool is_known = needed > 0;
        const double spare = std::max(0.0, (height - needed) / 2);
        const double known_lift =
            is_known ? (reaches[row].up_px - reaches[row].down_px) / 2 * std::min(1.0, height / needed) : 0;
        for (std::size_t column = 0; column < columns; ++column) {
            const std::size_t of_twelve = lead_at(row, column);
            const std::size_t lead = twelve[of_twelve];
            if (!request.shown.empty() && std::ranges::find(request.shown, lead) == request.shown.end()) continue;
            const QRectF rect(plot.left() + static_cast<double>(column) * width, top, width, height);
            const bool negated = request.cabrera && of_twelve == kAvr;
            // Zero stands where both ends of what the row sweeps have their room.
            made.cells.push_back(is_known ? liftedCell(lead, rect, request, known_lift, negated, spare)
                                          : cell(lead, rect, shared_lift, negated));
        }
        top += height;
    }
    if (!has_rhythm) return;
    const QRectF rhythm(plot.left(), top, plot.width(), heights[rows]);
    made.cells.push_back(cell(request.rhythm_lead, rhythm, request));
    made.cells.back().rhythm = true;
}

}  // namespace

int columnsOf(LeadLayout layout) {
    switch (layout) {
        case LeadLayout::three_by_four_plus_one:
        case LeadLayout::three_by_four:
            return 4;
        case LeadLayout::six_by_two:
            return 2;
        case LeadLayout::stacked:
        case LeadLayout::twelve_by_one:
            break;
    }
    return 1;
}

double sharedByColumns_s(double view_s) {
    constexpr double kSlack = 1e-6;  // of a page: ten seconds are ten after a zoom there and back
    const double pages = std::floor(view_s / kPage_s + kSlack);
    return pages >= 1 ? std::min(pages * kPage_s, view_s) : view_s;
}

TraceLayout layOutTraces(const Recording& recording, const TraceLayoutRequest& request) {
    TraceLayout made;
    const QRectF& plot = request.plot;
    if (recording.leads.empty() || plot.isEmpty()) return made;
    if (request.layout != LeadLayout::stacked) {
        if (const auto twelve = standardTwelve(recording)) {
            TraceLayoutRequest asked = request;
            asked.rhythm_lead = std::min(request.rhythm_lead, recording.leads.size() - 1);
            layOutTwelve(made, *twelve, asked);
            return made;
        }
    }
    const int leads = static_cast<int>(request.shown.empty() ? recording.leads.size() : request.shown.size());
    made.rows = std::clamp(static_cast<int>(plot.height() / kLeastRow_px), 1, leads);
    made.hidden_leads = leads - made.rows;
    const int first_row = std::clamp(request.first_row, 0, made.hidden_leads);
    const double equal = plot.height() / made.rows;
    // A stack that is scrolled keeps rows of one height; a lead of another unit fills whatever row it gets.
    const double least = std::min(kLeastRow_px, equal) / 2;
    std::vector<LeadReach> reaches(static_cast<std::size_t>(made.rows), {least, least});
    std::vector<std::size_t> leads_of;
    for (std::size_t row = 0; row < reaches.size(); ++row) {
        const std::size_t index = static_cast<std::size_t>(first_row) + row;
        const std::size_t lead = leads_of.emplace_back(request.shown.empty() ? index : request.shown[index]);
        if (made.hidden_leads > 0 || lead >= request.reach.size()) continue;
        const LeadReach& reach = request.reach[lead];
        if (reach.up_px + reach.down_px > 0) reaches[row] = reach;
    }
    // Where there is not enough for all of them nobody's R is given up for another's S: rows are of one height.
    double all_px = 0;
    for (const LeadReach& reach : reaches) all_px += reach.up_px + reach.down_px;
    if (all_px > plot.height() + 1e-6) reaches.assign(reaches.size(), {least, least});
    const std::vector<double> heights = rowHeights(reaches, plot.height());
    double top = plot.top();
    for (std::size_t row = 0; row < reaches.size(); ++row) {
        const QRectF rect(plot.left(), top, plot.width(), heights[row]);
        const double needed = reaches[row].up_px + reaches[row].down_px;
        if (needed > equal + 1e-6) {
            const double lift = (reaches[row].up_px - reaches[row].down_px) / 2 * std::min(1.0, heights[row] / needed);
            made.cells.push_back(liftedCell(leads_of[row], rect, request, lift, false, (heights[row] - needed) / 2));
        } else {
            made.cells.push_back(cell(leads_of[row], rect, request));
        }
        top += heights[row];
    }
    return made;
}

QRectF curveReach(const TraceCell& cell, const QRectF& paper) {
    return cell.rect.adjusted(0, -cell.rect.height() / 2, 0, cell.rect.height() / 2).intersected(paper);
}

}  // namespace triptych::ui
