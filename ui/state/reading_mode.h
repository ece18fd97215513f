// What a reader is shown of what others say.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace triptych::ui {

enum class ReadingMode {
    open,
    blinded_to_readers,  // other readers' labels, marks and words of rhythm are not shown
    blinded_to_all       // nor is the model, which is heard in silence for the log
};
inline constexpr std::array kReadingModes = {ReadingMode::open, ReadingMode::blinded_to_readers,
                                             ReadingMode::blinded_to_all};

[[nodiscard]] constexpr bool isBlinded(ReadingMode mode) {
    return mode != ReadingMode::open;
}

}  // namespace triptych::ui
