// Dragging paper and letting it glide: follows the hand while it holds, and slows down by itself when thrown.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace triptych::ui {

class KineticPan : public QObject {
    Q_OBJECT
public:
    explicit KineticPan(QObject* parent = nullptr);

    void grab(double x_px);  // the hand takes the paper: a glide ends at once
    void drag(double x_px);  // emits panned() by the distance moved since the last call
    void release();          // glides on when the hand was still moving
    void halt();
    [[nodiscard]] bool held() const { return held_; }
    [[nodiscard]] bool gliding() const { return glide_.isActive(); }

Q_SIGNALS:
    void panned(double dx_px);  // the paper moved right by dx

private:
    void glideOn();

    bool held_ = false;
    double last_x_px_ = 0;
    double velocity_px_per_s_ = 0;
    QElapsedTimer since_move_;
    QTimer glide_;
};

}  // namespace triptych::ui
