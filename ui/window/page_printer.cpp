#include "ui/window/page_printer.h"

#include "ui/pages/page_book.h"
#include "ui/window/progress_relay.h"

#include <QPainter>
#include <QPrinter>

#include <algorithm>
#include <utility>

namespace triptych::ui {
namespace {

constexpr int kDotsPerInch = 96;
constexpr double kMmPerInch = 25.4;

Result<pages::PagesWritten> printOn(QPrinter& printer, const RecordingPtr& recording, const pages::PageRequest& request,
                                    const Job& job) {
    auto book = PageBook::made(recording, request, job);
    if (!book) return std::unexpected(book.error());
    printer.setResolution(
        kDotsPerInch);  // its vectors are as fine as ever; texts have the size that they are measured with
    printer.setFullPage(true);
    printer.setPageLayout(book->pageLayout());
    QPainter painter;
    if (!painter.begin(&printer)) {
        return fail(ErrorCode::io_failed, "the printer takes no pages", printer.printerName().toStdString(),
                    "see to the printer, or write a PDF");
    }
    for (std::size_t page = 0; page < book->pages(); ++page) {
        if (job.stopRequested()) {
            printer.abort();
            return fail(ErrorCode::cancelled, "stopped");
        }
        job.progress(static_cast<double>(page) / static_cast<double>(book->pages()), "drawing pages");
        if (page > 0) printer.newPage();
        book->paint(painter, page, job);
    }
    return pages::PagesWritten{book->pages(), book->mmPerMv()};
}

}  // namespace

PagePrinter::PagePrinter(QObject* parent)
    : QObject(parent), lane_(*this, [this](auto done) { deliver(std::move(done)); }) {}

void PagePrinter::start(std::function<Done(const Job&)> work) {
    lane_.start([this, work = std::move(work)](const Job& job) {
        return std::optional(work(relayed(job, mailbox_, [this](double fraction, const QString& stage) {
            if (isBusy()) Q_EMIT progressed(fraction, stage);
        })));
    });
    Q_EMIT busyChanged();
}

void PagePrinter::write(RecordingPtr recording, pages::PageRequest request, const QString& path, bool replace) {
    start([recording = std::move(recording), request = std::move(request), path, replace](const Job& job) {
        return Done{writePdf(recording, request, path.toStdString(), replace, job), path};
    });
}

void PagePrinter::print(RecordingPtr recording, pages::PageRequest request, std::shared_ptr<QPrinter> printer) {
    start(
        [recording = std::move(recording), request = std::move(request), printer = std::move(printer)](const Job& job) {
            return Done{printOn(*printer, recording, request, job), printer->printerName()};
        });
}

void PagePrinter::stop() {
    if (!isBusy()) return;
    lane_.cancel();
    Q_EMIT busyChanged();
}

void PagePrinter::deliver(std::optional<Done> done) {
    if (!done) {
        Q_EMIT failed({ErrorCode::internal, "the pages could not be drawn", {}, "try again"});
    } else if (done->written) {
        Q_EMIT finished(*done->written, done->where);
    } else if (done->written.error().code != ErrorCode::cancelled) {
        Q_EMIT failed(done->written.error());
    }
    Q_EMIT busyChanged();
}

PagePreviewer::PagePreviewer(QObject* parent)
    : QObject(parent), lane_(*this, [this](std::optional<PagePreview> preview) {
          if (preview) Q_EMIT shown(*preview);
      }) {}

void PagePreviewer::show(RecordingPtr recording, pages::PageRequest request, std::size_t page, const QSize& most_px) {
    lane_.start([recording = std::move(recording), request = std::move(request), page,
                 most_px](const Job& job) -> std::optional<PagePreview> {
        auto book = PageBook::made(recording, request, job);
        if (job.stopRequested()) return std::nullopt;
        PagePreview preview;
        if (!book) {
            preview.complaint = QString::fromStdString(sentence(book.error()));
            return preview;
        }
        preview.pages = book->pages();
        preview.mm_per_mv = book->mmPerMv();
        const QSizeF page_px = book->plan().page_mm * (kDotsPerInch / kMmPerInch);
        const double scale = std::min(most_px.width() / page_px.width(), most_px.height() / page_px.height());
        preview.picture = QImage((page_px * scale).toSize(), QImage::Format_RGB32);
        const auto dots_per_m = static_cast<int>(kDotsPerInch / kMmPerInch * 1000);
        preview.picture.setDotsPerMeterX(dots_per_m);
        preview.picture.setDotsPerMeterY(dots_per_m);
        preview.picture.fill(Qt::white);
        QPainter painter(&preview.picture);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.scale(scale, scale);
        book->paint(painter, std::min(page, book->pages() - 1), job);
        return preview;
    });
}

}  // namespace triptych::ui
