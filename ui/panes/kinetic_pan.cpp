#include "ui/panes/kinetic_pan.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace triptych::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kFrame = 16ms;
constexpr double kDecay_s = 0.35;  // the glide's speed falls to 1/e in this time
constexpr double kLeastSpeed_px_per_s = 40;
constexpr double kMostSpeed_px_per_s = 6000;
constexpr double kSmoothing = 0.5;     // weight of the newest move in the hand's speed
constexpr double kHeldStill_s = 0.08;  // a hand that rested this long before letting go does not throw

}  // namespace

KineticPan::KineticPan(QObject* parent) : QObject(parent) {
    glide_.setTimerType(Qt::PreciseTimer);
    glide_.setInterval(kFrame);
    connect(&glide_, &QTimer::timeout, this, &KineticPan::glideOn);
}

void KineticPan::grab(double x_px) {
    halt();
    held_ = true;
    last_x_px_ = x_px;
    since_move_.start();
}

void KineticPan::drag(double x_px) {
    if (!held_) return;
    const double dx = x_px - last_x_px_;
    if (dx == 0) return;
    const double elapsed_s = std::max(1e-3, static_cast<double>(since_move_.nsecsElapsed()) * 1e-9);
    velocity_px_per_s_ += kSmoothing * (dx / elapsed_s - velocity_px_per_s_);
    last_x_px_ = x_px;
    since_move_.start();
    Q_EMIT panned(dx);
}

void KineticPan::release() {
    if (!held_) return;
    held_ = false;
    const bool thrown = static_cast<double>(since_move_.nsecsElapsed()) * 1e-9 < kHeldStill_s &&
                        std::abs(velocity_px_per_s_) > kLeastSpeed_px_per_s;
    if (!thrown) return halt();
    velocity_px_per_s_ = std::clamp(velocity_px_per_s_, -kMostSpeed_px_per_s, kMostSpeed_px_per_s);
    since_move_.start();
    glide_.start();
}

void KineticPan::halt() {
    held_ = false;
    velocity_px_per_s_ = 0;
    glide_.stop();
}

void KineticPan::glideOn() {
    // By the time that really passed: a late frame moves further, and the glide looks the same on a busy machine.
    const double elapsed_s = std::min(0.1, static_cast<double>(since_move_.nsecsElapsed()) * 1e-9);
    since_move_.start();
    const double kept = std::exp(-elapsed_s / kDecay_s);
    const double dx = velocity_px_per_s_ * kDecay_s * (1 - kept);
    velocity_px_per_s_ *= kept;
    if (std::abs(velocity_px_per_s_) < kLeastSpeed_px_per_s) return halt();
    Q_EMIT panned(dx);
}

}  // namespace triptych::ui
