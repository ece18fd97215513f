#include "core/beats/qtc.h"

#include "core/text/said.h"

#include <cmath>

namespace triptych::beats {

double prolongedQtc_s(QtcSex sex) {
    return sex == QtcSex::male ? kProlongedQtcMen_s : kProlongedQtcWomen_s;
}

QtcSize qtcSize(double qtc_s, QtcSex sex) {
    if (qtc_s >= kLongQtc_s) return QtcSize::very_long;
    if (qtc_s >= prolongedQtc_s(sex)) return QtcSize::prolonged;
    return qtc_s <= kShortQtc_s ? QtcSize::shortened : QtcSize::normal;
}

std::string_view name(QtcSize size) {
    switch (size) {
        case QtcSize::shortened:
            return text::idOf("short");
        case QtcSize::normal:
            break;
        case QtcSize::prolonged:
            return text::idOf("prolonged");
        case QtcSize::very_long:
            return text::idOf("long");
    }
    return text::idOf("normal");
}

QtcSex qtcSexNamed(std::string_view sex) {
    for (const std::string_view word : {"male", "Male", "MALE", "M", "m"}) {
        if (sex == word) return QtcSex::male;
    }
    for (const std::string_view word : {"female", "Female", "FEMALE", "F", "f"}) {
        if (sex == word) return QtcSex::female;
    }
    return QtcSex::unknown;
}

std::optional<CorrectedQt> correctedQt(double qt_s, double rr_s) {
    if (!(qt_s > 0) || !(rr_s > 0) || !std::isfinite(qt_s) || !std::isfinite(rr_s)) return std::nullopt;
    return CorrectedQt{.bazett_s = qt_s / std::sqrt(rr_s),
                       .fridericia_s = qt_s / std::cbrt(rr_s),
                       .framingham_s = qt_s + 0.154 * (1 - rr_s),
                       .hodges_s = qt_s + 0.00175 * (60 / rr_s - 60)};
}

}  // namespace triptych::beats
