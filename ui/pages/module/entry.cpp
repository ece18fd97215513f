// The module's two exported symbols: what it was built against, and the printer that it hands out.
#include "core/pages/page_border.h"
#include "core/text/said.h"
#include "ui/pages/map_figure_page.h"
#include "ui/pages/page_book.h"

#include <QGuiApplication>

#include <triptych/page_border.h>

#include <cstdlib>
#include <memory>

namespace triptych::ui {
namespace {

// Fonts want an application, and a printer no screen: Qt draws beside any.
void beginQt() {
    if (QCoreApplication::instance() != nullptr) return;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // What Qt says of the desktop it does not find is no answer of a command's.
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
    static int count = 1;
    static char name[] = "triptych-cli";
    static char* arguments[] = {name, nullptr};
    static const auto* application = new QGuiApplication(count, arguments);  // as long as the process
    (void)application;
}

class PdfPrinter final : public pages::PagePrinter {
public:
    [[nodiscard]] Result<pages::PagesWritten> writePdf(const RecordingPtr& recording, const pages::PageRequest& request,
                                                       const std::string& path, bool replace,
                                                       const Job& job) const override {
        beginQt();
        return ui::writePdf(recording, request, path, replace, job);
    }
    [[nodiscard]] Result<void> writeFigure(const pages::FigureRequest& request, const std::string& path,
                                           bool replace) const override {
        beginQt();
        return ui::writeFigure(request, path, replace);
    }
};

}  // namespace
}  // namespace triptych::ui

extern "C" [[gnu::visibility("default")]] const char* triptychPageBorder() {
    return TRIPTYCH_PAGE_BORDER;
}

extern "C" [[gnu::visibility("default")]] const triptych::pages::PagePrinter* triptychPagePrinter(
    const triptych::text::Catalogue& catalogue) {
    triptych::text::setCatalogue(catalogue);
    static const triptych::ui::PdfPrinter printer;
    return &printer;
}
