#include "core/beats/qtc.h"

#include <cmath>

namespace triptych::beats {

std::optional<CorrectedQt> correctedQt(double qt_s, double rr_s) {
    if (!(qt_s > 0) || !(rr_s > 0) || !std::isfinite(qt_s) || !std::isfinite(rr_s)) return std::nullopt;
    return CorrectedQt{.bazett_s = qt_s / std::sqrt(rr_s),
                       .fridericia_s = qt_s / std::cbrt(rr_s),
                       .framingham_s = qt_s + 0.154 * (1 - rr_s),
                       .hodges_s = qt_s + 0.00175 * (60 / rr_s - 60)};
}

}  // namespace triptych::beats
