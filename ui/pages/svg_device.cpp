#include "ui/pages/svg_device.h"

#include "core/text/numbers.h"

#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr int kDotsPerInch = 96;
constexpr double kMmPerInch = 25.4;

// Hundredths of a pixel are finer than anybody prints.
QByteArray number(double value) {
    return QByteArray::fromStdString(text::decimalText(value, 2));
}

QByteArray pathData(const QPainterPath& path, const QTransform& transform) {
    QByteArray data;
    const auto add = [&](const char* command, const QPointF& at) {
        const QPointF mapped = transform.map(at);
        data += command + number(mapped.x()) + ' ' + number(mapped.y());
    };
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        switch (element.type) {
            case QPainterPath::MoveToElement:
                add("M", element);
                break;
            case QPainterPath::LineToElement:
                add("L", element);
                break;
            case QPainterPath::CurveToElement:
                add("C", element);
                break;
            case QPainterPath::CurveToDataElement:
                add(" ", element);
                break;
        }
    }
    return data;
}

QByteArray paint(const char* what, const QColor& colour, double opacity) {
    QByteArray text = QByteArray(" ") + what + "=\"" + colour.name().toLatin1() + '"';
    const double alpha = colour.alphaF() * opacity;
    if (alpha < 1) text += QByteArray(" ") + what + "-opacity=\"" + number(alpha) + '"';
    return text;
}

}  // namespace

class SvgDevice::Engine final : public QPaintEngine {
public:
    // What it does not claim the painter breaks up into what it draws.
    Engine() : QPaintEngine(PrimitiveTransform | PainterPaths | AlphaBlend | ConstantOpacity | Antialiasing) {}

    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    [[nodiscard]] Type type() const override { return User; }
    void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}

    void updateState(const QPaintEngineState& changed) override {
        const auto dirty = changed.state();
        if (dirty & (DirtyClipPath | DirtyClipRegion | DirtyClipEnabled | DirtyTransform)) clip_is_known_ = false;
    }

    void drawPath(const QPainterPath& path) override { add(path, painter()->brush(), painter()->pen()); }

    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override {
        if (count < 1) return;
        QPainterPath path(points[0]);
        for (int i = 1; i < count; ++i) path.lineTo(points[i]);
        if (mode != PolylineMode) path.closeSubpath();
        path.setFillRule(mode == OddEvenMode ? Qt::OddEvenFill : Qt::WindingFill);
        add(path, mode == PolylineMode ? QBrush(Qt::NoBrush) : painter()->brush(), painter()->pen());
    }
    using QPaintEngine::drawPolygon;

    QByteArray definitions, drawing;

private:
    void add(const QPainterPath& path, const QBrush& brush, const QPen& pen) {
        const QTransform transform = painter()->combinedTransform();
        const double opacity = painter()->opacity();
        QByteArray element = "<path d=\"" + pathData(path, transform) + '"';
        if (brush.style() == Qt::NoBrush) {
            element += " fill=\"none\"";
        } else {
            // A hatch is a tint here.
            const double tint = brush.style() == Qt::SolidPattern ? 1 : 0.4;
            element += paint("fill", brush.color(), opacity * tint);
            if (path.fillRule() == Qt::OddEvenFill) element += " fill-rule=\"evenodd\"";
        }
        if (pen.style() != Qt::NoPen) {
            const double scale = pen.isCosmetic() ? 1 : std::sqrt(std::abs(transform.determinant()));
            const double width = std::max(pen.widthF(), pen.isCosmetic() ? 1.0 : 0.0) * scale;
            element += paint("stroke", pen.color(), opacity) + " stroke-width=\"" + number(width > 0 ? width : 1) + '"';
            if (pen.capStyle() == Qt::RoundCap) element += " stroke-linecap=\"round\"";
            if (pen.joinStyle() == Qt::RoundJoin) element += " stroke-linejoin=\"round\"";
            if (pen.style() != Qt::SolidLine) {
                QByteArray dashes;
                for (const double dash : pen.dashPattern()) dashes += number(dash * width) + ' ';
                element += " stroke-dasharray=\"" + dashes.trimmed() + '"';
            }
        }
        drawing += element + clip(transform) + "/>\n";
    }

    QByteArray clip(const QTransform& transform) {
        if (!painter()->hasClipping()) return {};
        if (!clip_is_known_) {
            const QByteArray data = pathData(painter()->clipPath(), transform);
            if (data != clip_data_) {
                clip_data_ = data;
                definitions += "<clipPath id=\"c" + number(++clips_) + "\"><path d=\"" + data + "\"/></clipPath>\n";
            }
            clip_is_known_ = true;
        }
        return " clip-path=\"url(#c" + number(clips_) + ")\"";
    }

    QByteArray clip_data_;
    int clips_ = 0;
    bool clip_is_known_ = false;
};

SvgDevice::SvgDevice(const QSize& size_px) : size_px_(size_px), engine_(std::make_unique<Engine>()) {}
SvgDevice::~SvgDevice() = default;

QPaintEngine* SvgDevice::paintEngine() const {
    return engine_.get();
}

QByteArray SvgDevice::document() const {
    const auto millimetres = [](int px) { return number(px * kMmPerInch / kDotsPerInch) + "mm"; };
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" +
           millimetres(size_px_.width()) + "\" height=\"" + millimetres(size_px_.height()) + "\" viewBox=\"0 0 " +
           number(size_px_.width()) + ' ' + number(size_px_.height()) + "\">\n<defs>\n" + engine_->definitions +
           "</defs>\n" + engine_->drawing + "</svg>\n";
}

int SvgDevice::metric(PaintDeviceMetric metric) const {
    switch (metric) {
        case PdmWidth:
            return size_px_.width();
        case PdmHeight:
            return size_px_.height();
        case PdmWidthMM:
            return static_cast<int>(std::lround(size_px_.width() * kMmPerInch / kDotsPerInch));
        case PdmHeightMM:
            return static_cast<int>(std::lround(size_px_.height() * kMmPerInch / kDotsPerInch));
        case PdmDpiX:
        case PdmDpiY:
        case PdmPhysicalDpiX:
        case PdmPhysicalDpiY:
            return kDotsPerInch;
        case PdmNumColors:
            return 0x7FFFFFFF;
        case PdmDepth:
            return 32;
        case PdmDevicePixelRatio:
            return 1;
        default:
            return QPaintDevice::metric(metric);
    }
}

}  // namespace triptych::ui
