#include "ui/pages/map_figure_page.h"

#include "core/files/atomic_file.h"
#include "core/text/said.h"
#include "ui/pages/map_figure_paint.h"
#include "ui/pages/svg_device.h"

#include <QBuffer>
#include <QByteArray>
#include <QCoreApplication>
#include <QImage>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>
#include <cmath>
#include <span>

namespace triptych::ui {
namespace {

constexpr double kPxPerMm = 96 / 25.4;
constexpr int kMargin_px = 6;
constexpr int kMostDots = 1200;

// White, whatever the theme: it is for paper.
Palette onPaper() {
    Palette out = palette(Theme::light);
    out.paper = out.window = Qt::white;
    return out;
}

void paintAll(QPainter& painter, const QRect& area, const pages::FigureRequest& request) {
    const Palette colours = onPaper();
    painter.fillRect(area, colours.window);
    paintMapFigure(painter, area.adjusted(kMargin_px, kMargin_px, -kMargin_px, -kMargin_px), request, {colours, true});
}

QByteArray asSvg(const QRect& area, const pages::FigureRequest& request) {
    SvgDevice device(area.size());
    {
        QPainter painter(&device);
        paintAll(painter, area, request);
    }
    return device.document();
}

QByteArray asPdf(const QRect& area, const pages::FigureSize& size, const pages::FigureRequest& request) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(96);
    const QSizeF held(size.width_mm, size.height_mm);
    const bool upright = held.height() >= held.width();
    QPageLayout layout(QPageSize(upright ? held : held.transposed(), QPageSize::Millimeter, {}, QPageSize::ExactMatch),
                       upright ? QPageLayout::Portrait : QPageLayout::Landscape, {});
    layout.setMode(QPageLayout::FullPageMode);
    writer.setPageLayout(layout);
    writer.setCreator(QStringLiteral("Triptych " TRIPTYCH_VERSION));
    writer.setTitle(QCoreApplication::translate("MapFigure", "Explanation"));
    {
        QPainter painter(&writer);
        paintAll(painter, area, request);
    }
    return bytes;
}

QByteArray asPng(const QRect& area, const pages::FigureRequest& request) {
    const double scale = std::clamp(request.dots_per_inch, 72, kMostDots) / 96.0;
    QImage image((QSizeF(area.size()) * scale).toSize(), QImage::Format_RGB32);
    const auto claim = [&image](double dots_per_inch) {
        image.setDotsPerMeterX(static_cast<int>(std::lround(dots_per_inch / 0.0254)));
        image.setDotsPerMeterY(image.dotsPerMeterX());
    };
    image.fill(Qt::white);
    claim(96);  // fonts are of that; the painter makes them larger
    {
        QPainter painter(&image);
        painter.scale(scale, scale);
        paintAll(painter, area, request);
    }
    claim(96 * scale);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

}  // namespace

Result<void> writeFigure(const pages::FigureRequest& request, const std::string& path, bool replace) {
    const auto format = pages::figureFormat(path);
    if (!format) return std::unexpected(format.error());
    if (request.maps.empty()) {
        return fail(ErrorCode::wrong_use, "there is no map to draw", path, "explain a beat first");
    }
    const pages::FigureSize size = pages::figureSize(request);
    const QRect area(QPoint(0, 0), (QSizeF(size.width_mm, size.height_mm) * kPxPerMm).toSize());
    const QByteArray bytes = *format == pages::FigureFormat::svg   ? asSvg(area, request)
                             : *format == pages::FigureFormat::pdf ? asPdf(area, size, request)
                                                                   : asPng(area, request);
    const auto span = std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    return files::writeFile(path, span, replace ? files::WriteMode::replace : files::WriteMode::create_new);
}

}  // namespace triptych::ui
