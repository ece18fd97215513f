// Words of people and files as the window shows them: a character that nobody sees, and that could make a name look
// like another's, is shown as what it is (core/text/visible.h).
#pragma once

#include "core/text/visible.h"

#include <QString>

#include <string>

namespace triptych::ui {

[[nodiscard]] inline QString shownText(const std::string& words) {
    return QString::fromStdString(text::visible(words));
}

}  // namespace triptych::ui
