// Pages of an ECG in true millimetres: planned from a request, drawn one by one on whatever holds a page (a PDF, a
// printer, a picture to look at first).
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/pages/page_request.h"
#include "ui/pages/page_plan.h"

#include <QPageLayout>

#include <cstddef>
#include <memory>
#include <string>

class QPainter;

namespace triptych::ui {

class TraceSource;

// One thread at a time, which need not be the GUI's; a QGuiApplication must be there, for its fonts.
class PageBook {
public:
    // Reads what it needs to plan. Errors: those of planPages(), cancelled.
    [[nodiscard]] static Result<PageBook> made(RecordingPtr recording, pages::PageRequest request, const Job& job = {});
    ~PageBook();
    PageBook(PageBook&& other) noexcept;
    PageBook& operator=(PageBook&& other) noexcept;

    [[nodiscard]] std::size_t pages() const { return plan_.pages.size(); }
    [[nodiscard]] const PagePlan& plan() const { return plan_; }
    [[nodiscard]] double mmPerMv() const { return mm_per_mv_; }
    [[nodiscard]] QPageLayout pageLayout() const;
    // On a device of 96 dots an inch, or scaled so; the page's upper left corner is the painter's origin.
    void paint(QPainter& painter, std::size_t page, const Job& job = {});

private:
    PageBook(RecordingPtr recording, pages::PageRequest request, PagePlan plan);
    void fitGain(const Job& job);
    void paintSystem(QPainter& painter, const PageSystem& system, const Job& job);
    void paintHour(QPainter& painter, const PlannedPage& page, const Job& job);
    void paintHead(QPainter& painter, std::size_t page) const;
    void paintFoot(QPainter& painter, const PlannedPage& page) const;

    RecordingPtr recording_;
    pages::PageRequest request_;
    PagePlan plan_;
    double mm_per_mv_ = 10;
    std::unique_ptr<TraceSource> source_;
};

// All pages as a PDF, whole or not at all; see pages::PagePrinter::writePdf(). Any thread.
[[nodiscard]] Result<pages::PagesWritten> writePdf(const RecordingPtr& recording, const pages::PageRequest& request,
                                                   const std::string& path, bool replace, const Job& job = {});

}  // namespace triptych::ui
