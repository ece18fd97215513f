// What the loadable module of pages hands out across its border, and under which names. It draws with Qt, which whoever
// prints from the command line thereby loads and nobody else: as with the inference module, <triptych/page_border.h>
// holds the hash of this header and of those that it includes, so that a module that was built against others is
// refused.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/pages/map_figure.h"
#include "core/pages/page_request.h"

#include <string>

namespace triptych::pages {

class PagePrinter {
public:
    virtual ~PagePrinter() = default;
    PagePrinter() = default;
    PagePrinter(const PagePrinter&) = delete;
    PagePrinter& operator=(const PagePrinter&) = delete;

    // Writes the pages as a PDF, whole or not at all. Errors: wrong_use (a stretch or a lead that there is not),
    // refused (the name is taken and may not be replaced), those of files::writeFile(), cancelled. Main thread.
    [[nodiscard]] virtual Result<PagesWritten> writePdf(const RecordingPtr& recording, const PageRequest& request,
                                                        const std::string& path, bool replace,
                                                        const Job& job) const = 0;
    // Writes a figure as what its name ends in (figureFormat()), whole or not at all. Errors: those of figureFormat(),
    // refused, those of files::writeFile(). Main thread.
    [[nodiscard]] virtual Result<void> writeFigure(const FigureRequest& request, const std::string& path,
                                                   bool replace) const = 0;
};

// const char* (): the TRIPTYCH_PAGE_BORDER of its build.
inline constexpr const char* kPageBorderSymbol = "triptychPageBorder";
// const PagePrinter* (const text::Catalogue&): valid until the process ends.
inline constexpr const char* kPagePrinterSymbol = "triptychPagePrinter";

// Loads the module from beside the program, from ../lib/triptych, or from where TRIPTYCH_PAGE_MODULE says. Errors:
// not_found, malformed (it cannot be loaded, or was built from other sources).
[[nodiscard]] Result<const PagePrinter*> loadPagePrinter();

}  // namespace triptych::pages
