// Every action of the window in one table: where its menu entry stands, what it is called, its keys and what it does in
// words. Menus, tooltips, the page of keys and the action finder are all made from it.
#pragma once

#include <span>

namespace triptych::ui {

struct ActionSpec {
    const char* id;    // objectName; "-" for a separator
    const char* menu;  // "&View" or "&View>Paper &speed"
    const char* text;
    const char* keys;        // portable text; alternatives separated by " | "
    const char* tip;         // one clause; the keys are added to it, and "{id}" becomes the key of that action
    const char* group = "";  // checkable; actions of one group exclude each other, "alone" has no rivals
};

// In the order of the menus.
[[nodiscard]] std::span<const ActionSpec> actionTable();

}  // namespace triptych::ui
