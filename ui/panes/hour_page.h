// Full disclosure: the whole recording as pages of an hour, a minute a row, beats in the colours of their classes. One
// looks, clicks and drags; nothing here waits for the disk.
#pragma once

#include "ui/panes/background.h"
#include "ui/panes/hour_painter.h"
#include "ui/panes/pane.h"

#include <QImage>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>

class QScrollBar;

namespace triptych::ui {

// GUI thread. A click selects the nearest beat and looks there, a drag selects a stretch, a double click asks to read
// there, the wheel goes on by minutes. Memory: the bins of eight hours, 23 MB.
class HourPage : public Pane {
    Q_OBJECT
public:
    explicit HourPage(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] bool isBusy() const override { return isVisible() && reader_.busy(); }
    [[nodiscard]] QSize sizeHint() const override { return {900, 620}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 120}; }
    // By pages.
    void turn(int pages);
    // The page that holds a moment.
    void showTime(double time_s);
    [[nodiscard]] bool shows(double time_s) const;
    [[nodiscard]] std::size_t firstMinute() const;
    [[nodiscard]] std::optional<double> timeUnder(const QPointF& position) const;
    [[nodiscard]] std::optional<QPointF> placeOfTime(double time_s) const;

Q_SIGNALS:
    void readWanted();  // the moment that was double-clicked is in the middle of the view

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void begin();
    void follow();
    void repaintAll();
    void updateScrollBar();
    void readMissing();
    void measure(const HourBins& bins);
    [[nodiscard]] HourScene sceneNow() const;
    void paintOver(QPainter& painter, const HourScene& scene) const;
    void paintStretch(QPainter& painter, const HourScene& scene, const Stretch& stretch, const QColor& ground) const;

    using Bins = std::shared_ptr<const HourBins>;
    struct Read {
        std::size_t hour = 0;
        Bins bins;
    };

    QScrollBar* minutes_;
    std::map<std::size_t, Bins> hours_;
    float centre_ = 0, reach_ = 0;  // of the lead, as the first hour that was read has it; 0: not known yet
    QImage picture_;
    bool picture_valid_ = false;
    std::optional<double> pressed_s_;
    QPointF pressed_at_;
    bool selecting_ = false;
    Latest<Read> reader_;  // last: joined first
};

}  // namespace triptych::ui
