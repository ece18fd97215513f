// Where tests find real recordings, and a place of their own to write to.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>

namespace triptych::test {

// ECG_DATA, else shared/data beside or above the checkout; nullopt where neither exists.
std::optional<std::filesystem::path> ecgData();

// A fresh folder under the system's temporary one, removed at the end of the process.
std::filesystem::path scratchFolder(const std::string& name);

}  // namespace triptych::test

// Binds `folder` to ecgData()/NAME or skips the test with a sentence.
#define TRIPTYCH_NEEDS_DATA(folder, name)                                                              \
    const auto folder##_root = ::triptych::test::ecgData();                                            \
    if (!folder##_root || !std::filesystem::exists(*folder##_root / (name)))                           \
        GTEST_SKIP() << "needs the real recordings of " << (name) << ": set ECG_DATA to their folder"; \
    const std::filesystem::path folder = *folder##_root / (name)
