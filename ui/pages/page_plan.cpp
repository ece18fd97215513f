#include "ui/pages/page_plan.h"

#include "core/text/said.h"
#include "ui/panes/trace_layout.h"
#include "ui/panes/trace_painter.h"
#include "ui/state/resting.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace triptych::ui {
namespace {

using pages::PageKind;
using pages::PageRequest;

constexpr double kRow_mm = 25;  // of a lead of a stack, at least, while a page has the room
constexpr std::size_t kLeadsOfStack = 12;
constexpr double kHighestRow_mm = 60;
constexpr std::size_t kMostPages = 2000;
constexpr double kSlack_s = 1e-6;
constexpr double kLongestOnePage_s = 3600;

QSizeF sizeOf(pages::PageSize size, bool upright) {
    const QSizeF held = size == pages::PageSize::a4 ? QSizeF(297, 210) : QSizeF(279.4, 215.9);
    return upright ? held.transposed() : held;
}

LeadLayout layoutOf(pages::PageLayout layout) {
    static_assert(static_cast<int>(pages::PageLayout::twelve_by_one) == static_cast<int>(LeadLayout::twelve_by_one));
    return static_cast<LeadLayout>(layout);
}

// Systems of the same leads, one below the other, page after page, each `step_s` on.
struct Systems {
    LeadLayout layout = LeadLayout::stacked;
    std::vector<std::size_t> leads;
    double span_s = 10;  // of the paper's width
    double step_s = 10;
    int on_a_page = 1;
    double highest_mm = 1e9;
};

// A page's stretch is what is seen on it: a rhythm strip below columns goes on to the paper's edge.
void addSystems(PagePlan& plan, const Stretch& whole, double recorded_s, const Systems& systems) {
    const QRectF body = bodyOf(plan.page_mm);
    const double height = std::min(body.height() / systems.on_a_page, systems.highest_mm);
    double from_s = whole.from_s;
    int place = 0;
    do {
        if (place == 0) plan.pages.emplace_back();
        PlannedPage& page = plan.pages.back();
        const Stretch stretch{from_s, from_s + systems.span_s};
        page.systems.push_back({stretch, QRectF(body.left(), body.top() + place * height, body.width(), height),
                                systems.layout, systems.leads});
        page.stretch = {page.systems.front().stretch.from_s, std::min(from_s + systems.span_s, recorded_s)};
        place = (place + 1) % systems.on_a_page;
        from_s += systems.step_s;
    } while (from_s < whole.to_s - kSlack_s && plan.pages.size() <= kMostPages);
}

// A page for each group of leads, of the first ten seconds of the stretch.
void addGroups(PagePlan& plan, const Stretch& whole, const std::vector<std::vector<std::size_t>>& groups, double span_s,
               double recorded_s) {
    for (const auto& leads : groups) {
        addSystems(plan, {whole.from_s, whole.from_s + span_s / 2}, recorded_s,
                   {LeadLayout::stacked, leads, span_s, span_s, 1});
    }
}

// Leads that were chosen stand as they were.
std::vector<std::vector<std::size_t>> groupsOfTwelve(const Recording& recording, const PageRequest& request,
                                                     std::size_t groups, bool are_chosen) {
    std::vector<std::size_t> leads;
    if (const auto twelve = standardTwelve(recording); twelve && !are_chosen) {
        leads.assign(twelve->begin(), twelve->end());
    } else {
        leads = request.leads;
    }
    std::vector<std::vector<std::size_t>> made(std::min(groups, leads.size()));
    for (std::size_t i = 0; i < leads.size(); ++i) made[i * made.size() / leads.size()].push_back(leads[i]);
    return made;
}

void addHours(PagePlan& plan, const Stretch& whole) {
    constexpr double kHour_s = kDisclosedLine_s * kDisclosedLines;
    for (double from_s = whole.from_s; from_s < whole.to_s - kSlack_s && plan.pages.size() <= kMostPages;
         from_s += kHour_s) {
        PlannedPage page;
        page.stretch = {from_s, std::min(from_s + kHour_s, whole.to_s)};
        page.discloses = true;
        plan.pages.push_back(std::move(page));
    }
}

Result<void> check(const Recording& recording, const PageRequest& request, const Stretch& whole) {
    if (recording.leads.empty() || !(recording.duration_s > 0)) {
        return fail(ErrorCode::empty, "there is nothing to print", recording.path, "open a recording with samples");
    }
    const auto is_there = [&](std::size_t lead) { return lead < recording.leads.size(); };
    if (!std::ranges::all_of(request.leads, is_there) || !is_there(request.rhythm_lead)) {
        return fail(ErrorCode::out_of_range, "a lead to be printed is not there", recording.path,
                    "name leads of the recording");
    }
    const bool fits = whole.from_s >= 0 && whole.from_s < whole.to_s && whole.from_s < recording.duration_s;
    if (!fits || !(request.mm_per_s > 0) || !(request.mm_per_mv > 0)) {
        return fail(ErrorCode::wrong_use, "the stretch to be printed does not lie in the recording", recording.path,
                    "let it begin before the recording ends, and end after it begins");
    }
    return {};
}

}  // namespace

QRectF bodyOf(const QSizeF& page_mm) {
    return QRectF(QPointF(0, 0), page_mm)
        .adjusted(kPageMargin_mm, kPageMargin_mm + kPageHead_mm, -kPageMargin_mm, -kPageMargin_mm - kPageFoot_mm);
}

Result<PagePlan> planPages(const Recording& recording, const PageRequest& asked) {
    PageRequest request = asked;
    if (request.leads.empty()) {
        request.leads.resize(recording.leads.size());
        std::iota(request.leads.begin(), request.leads.end(), std::size_t{0});
    }
    const bool discloses = request.kind == PageKind::full_disclosure;
    PagePlan plan;
    plan.page_mm = sizeOf(request.size, discloses);
    plan.mm_per_s = request.mm_per_s;
    const QRectF body = bodyOf(plan.page_mm);
    const double paper_mm = body.width() - traceGutter_mm();
    const double page_s = paper_mm / request.mm_per_s;
    const double from_s = request.from_s.value_or(0);
    const double usual_s = discloses ? recording.duration_s : from_s + page_s;
    const Stretch whole{from_s, std::min(request.to_s.value_or(usual_s), recording.duration_s)};
    if (const auto checked = check(recording, request, whole); !checked) return std::unexpected(checked.error());

    const auto twelve = standardTwelve(recording);
    if (discloses) {
        plan.mm_per_s = paper_mm / kDisclosedLine_s;
        plan.at_preset_speed = false;
        addHours(plan, whole);
        return plan;
    }
    if (request.kind == PageKind::two_pages || request.kind == PageKind::four_pages) {
        addGroups(plan, whole,
                  groupsOfTwelve(recording, request, request.kind == PageKind::two_pages ? 2 : 4, !asked.leads.empty()),
                  page_s, recording.duration_s);
        return plan;
    }
    LeadLayout layout = layoutOf(request.layout);
    if (!twelve) layout = LeadLayout::stacked;
    double span_s = page_s;
    if (request.one_page) {
        if (whole.length_s() > kLongestOnePage_s) {
            return fail(ErrorCode::wrong_use, "more than an hour on one page shows no beats", recording.path,
                        "print the full disclosure, an hour a page");
        }
        span_s = whole.length_s();
        plan.mm_per_s = paper_mm / span_s;
        plan.at_preset_speed = std::abs(span_s - page_s) < 1e-6 * page_s;
    }
    if (layout != LeadLayout::stacked) {
        const double step_s = columnsOf(layout) > 1 ? sharedByColumns_s(span_s) : span_s;
        addSystems(plan, whole, recording.duration_s, {layout, asked.leads, span_s, std::max(step_s, kSlack_s), 1});
        if (request.one_page || !request.to_s) plan.pages.resize(1);
    } else {
        for (std::size_t first = 0; first < request.leads.size(); first += kLeadsOfStack) {
            const std::size_t count = std::min(kLeadsOfStack, request.leads.size() - first);
            const auto begin = request.leads.begin() + static_cast<std::ptrdiff_t>(first);
            const std::vector<std::size_t> leads(begin, begin + static_cast<std::ptrdiff_t>(count));
            const double fit = std::floor(body.height() / (kRow_mm * static_cast<double>(count)));
            // A stretch that leaves room on its page has higher rows, and the gain that they hold.
            const double wanted = request.one_page ? 1 : std::ceil((whole.length_s() - kSlack_s) / span_s);
            const int systems = static_cast<int>(std::max(1.0, std::min(fit, wanted)));
            addSystems(plan, whole, recording.duration_s,
                       {layout, leads, span_s, span_s, systems, kHighestRow_mm * static_cast<double>(count)});
        }
    }
    if (plan.pages.size() > kMostPages) {
        return fail(ErrorCode::wrong_use, text::say("more than {1} pages would be printed", kMostPages), recording.path,
                    "print a shorter stretch, or the full disclosure");
    }
    return plan;
}

}  // namespace triptych::ui
