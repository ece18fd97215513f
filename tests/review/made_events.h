// Events for tests of what follows from the log.
#pragma once

#include "core/domain/annotation.h"
#include "core/store/event.h"

#include <chrono>
#include <optional>
#include <string>

namespace triptych::test {

inline const auto kMoment = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20) + std::chrono::hours(11);

inline store::EventMark madeMark(std::int64_t sample, std::optional<std::string> to, double rate_hz = 360) {
    store::EventMark mark;
    mark.sample = mark.end_sample = sample;
    mark.rate_hz = rate_hz;
    mark.from = "N";
    mark.to = std::move(to);
    mark.model = store::ModelWord{"product-tf-late", std::string(64, 'a'), "N", 0.62F, true};
    return mark;
}

inline store::EventGroup madeEdit(std::string key, std::int64_t sample, std::optional<std::string> to) {
    store::EventGroup group;
    group.key = std::move(key);
    group.reader = "ann";
    group.time = kMoment;
    group.tool = "key";
    group.marks = {madeMark(sample, std::move(to))};
    return group;
}

inline store::EventGroup madeTurn(std::string key, std::string target, store::EventKind kind) {
    store::EventGroup group;
    group.key = std::move(key);
    group.kind = kind;
    group.target = std::move(target);
    group.reader = "ann";
    group.time = kMoment;
    return group;
}

}  // namespace triptych::test
