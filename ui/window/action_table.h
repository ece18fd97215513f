// Every action of the window in one table: where its menu entry stands, what it is called, its keys, what it does in
// words, when it can be done and when it has a tick. Menus, tooltips, the page of keys and the action finder are all
// made from it; what it does is said where its like is (`Actions::on`).
#pragma once

#include "ui/window/action_id.h"
#include "ui/window/window_facts.h"

#include <optional>
#include <span>

namespace triptych::ui {

// One of the facts; kAlways (kNever, for ticks) where it hangs on none.
using Condition = bool WindowFacts::*;
inline constexpr Condition kAlways = nullptr;
inline constexpr Condition kNever = nullptr;

struct ActionSpec {
    std::optional<ActionId> id;  // none: a line between those above and below
    Menu menu = Menu::file;
    const char* text = "";
    const char* keys = "";  // portable text; alternatives separated by " | "
    const char* tip = "";   // one clause; the keys are added to it, and "{id}" becomes the key of that action
    Condition enabled_when = kAlways;
    Condition ticked_when = kNever;  // given: the action is on or off by itself
    Choice choice = {};              // given: its actions exclude each other, and the one that is set has the tick
};

struct MenuSpec {
    Menu menu = Menu::file;
    std::optional<Menu> within;  // none: in the menu bar
    const char* title = "";
};

// In the order of the menus.
[[nodiscard]] std::span<const ActionSpec> actionTable();
[[nodiscard]] std::span<const MenuSpec> menuTable();

}  // namespace triptych::ui
