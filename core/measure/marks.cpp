#include "core/measure/marks.h"

#include <cmath>

namespace triptych::measure {
namespace {

constexpr double kFarthest_s = 1e8;  // three years: no recording has a mark beyond

struct Placed {
    std::optional<double> on, peak, off;
};

Placed placed(const Wave& wave, double rate_hz, double origin_s) {
    const auto at = [&](const std::optional<Fiducial>& mark) -> std::optional<double> {
        if (!mark || !(mark->sure >= kSureEnough)) return std::nullopt;
        const double at_s = mark->sample / rate_hz - origin_s;
        return std::abs(at_s) <= kFarthest_s ? std::optional(at_s) : std::nullopt;
    };
    return {at(wave.onset), at(wave.peak), at(wave.offset)};
}

bool isThere(const std::optional<Wave>& wave) {
    return wave && wave->certain();
}

std::optional<Fiducial> fiducial(const std::optional<double>& at_s, double rate_hz) {
    if (!at_s) return std::nullopt;
    return Fiducial{*at_s * rate_hz, 1};
}

}  // namespace

Marks marksOf(const BeatWaves& waves, double rate_hz, double origin_s) {
    Marks marks;
    if (!(rate_hz > 0) || !isThere(waves.qrs)) return marks;
    marks.readable = true;
    const Placed qrs = placed(*waves.qrs, rate_hz, origin_s);
    marks.qrs_on = qrs.on, marks.qrs_peak = qrs.peak, marks.qrs_off = qrs.off;
    if (isThere(waves.p)) {
        const Placed p = placed(*waves.p, rate_hz, origin_s);
        marks.has_p = true;
        marks.p_on = p.on, marks.p_peak = p.peak, marks.p_off = p.off;
    }
    if (isThere(waves.t)) {
        const Placed t = placed(*waves.t, rate_hz, origin_s);
        marks.has_t = true;
        marks.t_on = t.on, marks.t_peak = t.peak, marks.t_off = t.off;
    }
    return marks;
}

Marks movedBy(Marks marks, double by_s) {
    for (auto* mark : {&marks.p_on, &marks.p_peak, &marks.p_off, &marks.qrs_on, &marks.qrs_peak, &marks.qrs_off,
                       &marks.t_on, &marks.t_peak, &marks.t_off}) {
        if (*mark) **mark += by_s;
    }
    return marks;
}

BeatWaves wavesOf(const Marks& marks, double rate_hz, double p_sure, double t_sure) {
    BeatWaves waves;
    if (!marks.readable) return waves;
    waves.qrs =
        Wave{fiducial(marks.qrs_on, rate_hz), fiducial(marks.qrs_peak, rate_hz), fiducial(marks.qrs_off, rate_hz), 1};
    if (marks.has_p) {
        waves.p = Wave{fiducial(marks.p_on, rate_hz), fiducial(marks.p_peak, rate_hz), fiducial(marks.p_off, rate_hz),
                       static_cast<float>(p_sure)};
    }
    if (marks.has_t) {
        waves.t = Wave{fiducial(marks.t_on, rate_hz), fiducial(marks.t_peak, rate_hz), fiducial(marks.t_off, rate_hz),
                       static_cast<float>(t_sure)};
    }
    return waves;
}

std::optional<double> between_ms(const std::optional<double>& from, const std::optional<double>& to) {
    if (!from || !to || !(*to > *from)) return std::nullopt;
    return 1000 * (*to - *from);
}

}  // namespace triptych::measure
