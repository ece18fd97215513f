// How the parts of the view state store what they are given: nothing is announced that did not change.
#pragma once

#include <utility>

namespace triptych::ui {

// Stores `value`; false when it was there already.
template <class T>
bool change(T& field, T value) {
    if (field == value) return false;
    field = std::move(value);
    return true;
}

}  // namespace triptych::ui
