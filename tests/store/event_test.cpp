// Moments and keys of events.
#include "core/store/event.h"

#include <gtest/gtest.h>

#include <set>

namespace triptych::store {
namespace {

TEST(EventTime, IsWrittenAndReadBackToTheMillisecond) {
    const auto time = std::chrono::sys_days(std::chrono::year(2026) / 2 / 28) + std::chrono::milliseconds(86'399'007);
    EXPECT_EQ(utcText(time), "2026-02-28T23:59:59.007Z");
    EXPECT_EQ(utcOf(utcText(time)), time);
    EXPECT_EQ(utcOf("2026-02-28T23:59:59Z"), time - std::chrono::milliseconds(7));
}

TEST(EventTime, WhatIsNoMomentIsNone) {
    for (const char* text :
         {"", "2026-02-30T00:00:00Z", "2026-02-28 00:00:00Z", "2026-02-28T24:00:00Z", "2026-02-28T00:00:00",
          "2026-02-28T00:00:00.1Z", "+026-02-28T00:00:00Z", "2026-02-28T00:00:00Z "}) {
        EXPECT_FALSE(utcOf(text)) << text;
    }
}

TEST(EventKind, NamesAreReadBack) {
    for (const EventKind kind : {EventKind::edit, EventKind::undo, EventKind::redo, EventKind::taken_over}) {
        EXPECT_EQ(eventKindOf(name(kind)), kind);
    }
    EXPECT_FALSE(eventKindOf("erase"));
}

TEST(EventKeys, NoTwoWritersMakeTheSame) {
    EventKeys a, b;
    std::set<std::string> keys;
    for (int i = 0; i < 100; ++i) {
        keys.insert(a.next());
        keys.insert(b.next());
    }
    EXPECT_EQ(keys.size(), 200U);
    EXPECT_TRUE(a.isOwn(a.next()));
    EXPECT_FALSE(a.isOwn(b.next()));
}

}  // namespace
}  // namespace triptych::store
