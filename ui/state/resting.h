// What a resting ECG is: a page of twelve leads, which is read otherwise than hours of one or two.
#pragma once

#include "core/domain/recording.h"

#include <array>
#include <cstddef>
#include <optional>

namespace triptych::ui {

inline constexpr double kPage_s = 10;  // of a printed page; four columns of 2.5 s

// I II III aVR aVL aVF V1 ... V6; nullopt unless all of them are there.
[[nodiscard]] std::optional<std::array<std::size_t, 12>> standardTwelve(const Recording& recording);

// At most a minute, with the twelve leads.
[[nodiscard]] bool isRestingEcg(const Recording& recording);

}  // namespace triptych::ui
