// Which of a device's figures are read first, where a line has no room for all.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace triptych::ui {

[[nodiscard]] inline bool isUsualFigure(std::string_view figure) {
    constexpr std::array<std::string_view, 7> kUsual = {"hr", "pr", "qrs", "qt", "qtc", "qtc_bazett", "qrs_axis"};
    return std::find(kUsual.begin(), kUsual.end(), figure) != kUsual.end();
}

}  // namespace triptych::ui
