#include "core/formats/mfer/notes.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace triptych::formats {
namespace {

constexpr std::size_t kMostComments = 200;

}  // namespace

void MferNotes::take(const MferFrame& frame, bool is_little_endian, const std::string& characters) {
    is_little_endian_ = is_little_endian;
    characters_ = characters;
    switch (frame.tag) {
        case kMferPatientName:
            return comment("patient", text(frame.value));
        case kMferPatientId:
            return comment("identification", text(frame.value));
        case kMferMaker:
            return comment("recorder", text(frame.value));
        case kMferNote:
            return comment("note", text(frame.value));
        case kMferFilter:
            return comment("filter", text(frame.value));
        case kMferInformation:
            // Laid out as an event is.
            return comment("information", frame.value.size() > 10 ? text(frame.value.substr(10)) : "");
        case kMferSex:
            if (integer(frame.value) == 1) comment("sex", "male");
            if (integer(frame.value) == 2) comment("sex", "female");
            return;
        case kMferAge:
            return age(frame.value);
        case kMferTime:
            return time(frame.value);
        case kMferEvent:
            return event(frame.value);
        default:
            return;
    }
}

std::vector<Annotation> MferNotes::takeEvents() {
    std::stable_sort(events_.begin(), events_.end(),
                     [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
    return std::move(events_);
}

// Code, first sample, duration in samples, text.
void MferNotes::event(std::string_view value) {
    if (value.size() < 2) return;
    Annotation annotation;
    annotation.code = kNote;
    if (value.size() >= 6) annotation.sample = integer(value.substr(2, 4));
    if (value.size() >= 10) annotation.duration = integer(value.substr(6, 4));
    if (value.size() > 10) annotation.aux = text(value.substr(10));
    if (annotation.aux.empty()) annotation.aux = "event " + std::to_string(integer(value.substr(0, 2)));
    events_.push_back(std::move(annotation));
}

// Years, days, and the date of birth; all ones where it is not known.
void MferNotes::age(std::string_view value) {
    if (value.size() >= 7) comment("born", dateOf(value.substr(3)));
    if (value.empty() || byteOf(value, 0) == 0 || byteOf(value, 0) == 0xff) return;
    comment("age", std::to_string(byteOf(value, 0)) + " years");
}

// Date, hour, minute, second; then, in two bytes each, milliseconds and microseconds.
void MferNotes::time(std::string_view value) {
    if (value.size() < 7 || byteOf(value, 4) > 23 || byteOf(value, 5) > 59 || byteOf(value, 6) > 59) return;
    const std::string date = dateOf(value);
    if (date.empty()) return;
    std::array<char, 64> clock{};
    std::snprintf(clock.data(), clock.size(), "T%02u:%02u:%02u", byteOf(value, 4), byteOf(value, 5), byteOf(value, 6));
    start_ = date + clock.data();
    const auto milliseconds = static_cast<unsigned>(value.size() >= 9 ? integer(value.substr(7, 2)) : 0);
    if (milliseconds == 0 || milliseconds > 999) return;
    std::snprintf(clock.data(), clock.size(), ".%03u", milliseconds);
    *start_ += clock.data();
}

void MferNotes::comment(const std::string& name, const std::string& text) {
    if (!text.empty() && comments_.size() < kMostComments) comments_.push_back(name + ": " + text);
}

// "2019-06-19" of a year in two bytes, month and day; "" where they are no date.
std::string MferNotes::dateOf(std::string_view value) const {
    const auto year = static_cast<int>(integer(value.substr(0, 2)));
    const std::chrono::year_month_day civil(std::chrono::year(year), std::chrono::month(byteOf(value, 2)),
                                            std::chrono::day(byteOf(value, 3)));
    if (!civil.ok() || year < 1850 || year > 9999) return {};
    std::array<char, 64> date{};
    std::snprintf(date.data(), date.size(), "%04d-%02u-%02u", year, byteOf(value, 2), byteOf(value, 3));
    return date.data();
}

unsigned MferNotes::byteOf(std::string_view value, std::size_t at) const {
    return static_cast<unsigned>(integer(value.substr(at, 1)));
}

std::int64_t MferNotes::integer(std::string_view value) const {
    return mferInteger(value, is_little_endian_, false);
}

std::string MferNotes::text(std::string_view value) const {
    return mferText(value, characters_);
}

}  // namespace triptych::formats
