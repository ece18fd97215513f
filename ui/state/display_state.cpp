#include "ui/state/display_state.h"

#include "ui/state/change.h"

#include <cmath>

namespace triptych::ui {
namespace {

bool isScale(double value) {
    return value > 0 && std::isfinite(value);
}

}  // namespace

void DisplayState::setTheme(Theme theme) {
    if (change(theme_, theme)) Q_EMIT displayChanged();
}

void DisplayState::setFilter(DisplayFilter filter) {
    if (change(filter_, filter)) Q_EMIT displayChanged();
}

void DisplayState::setMains(MainsFilter mains) {
    if (change(mains_, mains)) Q_EMIT displayChanged();
}

void DisplayState::setSpeedMmPerS(double speed) {
    if (!isScale(speed)) return;
    const bool is_new = change(speed_mm_per_s_, speed);
    Q_EMIT speedChosen(is_new);
    if (is_new) Q_EMIT displayChanged();
}

void DisplayState::setGainMmPerMv(double gain) {
    if (isScale(gain) && change(gain_mm_per_mv_, gain)) Q_EMIT displayChanged();
}

void DisplayState::setPixelsPerMm(double pixels_per_mm) {
    if (!isScale(pixels_per_mm) || !change(pixels_per_mm_, pixels_per_mm)) return;
    Q_EMIT millimetreChanged();
    Q_EMIT displayChanged();
}

void DisplayState::setLayout(LeadLayout layout) {
    if (change(layout_, layout)) Q_EMIT displayChanged();
}

void DisplayState::setCabrera(bool cabrera) {
    if (change(cabrera_, cabrera)) Q_EMIT displayChanged();
}

void DisplayState::setOwnScales(bool own) {
    if (change(own_scales_, own)) Q_EMIT displayChanged();
}

void DisplayState::setScope(TriptychScope scope) {
    if (!change(scope_, scope)) return;
    Q_EMIT scopeChanged();
    Q_EMIT displayChanged();
}

void DisplayState::setScalogramContent(ScalogramContent content) {
    if (change(scalogram_content_, content)) Q_EMIT displayChanged();
}

void DisplayState::setLogFrequency(bool log_frequency) {
    if (change(log_frequency_, log_frequency)) Q_EMIT displayChanged();
}

}  // namespace triptych::ui
