// A picture of vectors: what is painted on it becomes SVG, texts as their outlines, so that it looks the same wherever
// it is opened. Lines, areas, curves, clips and transformations; no gradients and no pixels, for nothing here draws
// any.
#pragma once

#include <QByteArray>
#include <QPaintDevice>
#include <QSize>

#include <memory>

namespace triptych::ui {

// 96 dots an inch, so that a document's millimetres are the screen's.
class SvgDevice final : public QPaintDevice {
public:
    explicit SvgDevice(const QSize& size_px);
    ~SvgDevice() override;

    [[nodiscard]] QPaintEngine* paintEngine() const override;
    // Of what was painted, once the painter has ended.
    [[nodiscard]] QByteArray document() const;

protected:
    [[nodiscard]] int metric(PaintDeviceMetric metric) const override;

private:
    class Engine;
    QSize size_px_;
    std::unique_ptr<Engine> engine_;
};

}  // namespace triptych::ui
