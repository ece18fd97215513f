#include "app/cli/commands/device_figures.h"

namespace triptych::cli {

DeviceFigures deviceFigures(const std::vector<DeviceMeasurement>& measurements) {
    DeviceFigures figures;
    for (const DeviceMeasurement& measurement : measurements) figures.emplace(measurement.name, measurement.value);
    return figures;
}

Json deviceJson(const std::vector<DeviceMeasurement>& measurements) {
    const DeviceFigures figures = deviceFigures(measurements);
    if (figures.empty()) return Json::object();
    const auto of = [&](const char* name) {
        const auto found = figures.find(name);
        return found == figures.end() ? Json(nullptr) : jsonNumber(found->second);
    };
    return {{"hr_bpm", of("hr")},
            {"atrial_rate_bpm", of("atrial_rate")},
            {"rr_ms", of("rr")},
            {"pp_ms", of("pp")},
            {"pr_ms", of("pr")},
            {"qrs_ms", of("qrs")},
            {"qt_ms", of("qt")},
            {"qtc_ms",
             {{"bazett", of("qtc_bazett")},
              {"fridericia", of("qtc_fridericia")},
              {"framingham", of("qtc_framingham")},
              {"hodges", of("qtc_hodges")},
              {"unnamed", of("qtc")}}},
            {"p_ms", of("p_duration")},
            {"axis_deg", {{"p", of("p_axis")}, {"qrs", of("qrs_axis")}, {"t", of("t_axis")}}}};
}

}  // namespace triptych::cli
