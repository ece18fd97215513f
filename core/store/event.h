// What a reader did, as it is kept: one event group for each key that was pressed, with every label that it touched.
// Groups are only ever added; what is in force follows from all of them (core/review/label_journal.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::store {

enum class EventKind : std::uint8_t {
    edit,       // labels were given or taken away
    undo,       // the group `target` counts no more
    redo,       // the group `target` counts again
    taken_over  // labels that lay in a file beside the recording; in force only where nothing later is
};
[[nodiscard]] std::string_view name(EventKind kind);  // "edit", "undo", "redo", "taken over"
[[nodiscard]] std::optional<EventKind> eventKindOf(std::string_view kind_name);

// What a model said of a beat when the reader decided, and whether the reader could see it.
struct ModelWord {
    std::string model_name;
    std::string model_hash;  // SHA-256 of the weights, hex; from a file taken over its first digits
    std::string class_name;  // the fused winner
    float probability = 0;
    bool visible = true;  // false: the AI layer was hidden

    friend bool operator==(const ModelWord&, const ModelWord&) = default;
};

// One mark of a layer that changed. Values are WFDB's symbols ("V") in the layer "labels".
struct EventMark {
    std::int64_t sample = 0;          // on the clock of `rate_hz`
    std::int64_t end_sample = 0;      // == sample: a moment
    double rate_hz = 0;               // ticks per second of the samples
    std::string lead;                 // by name; empty: of no lead in particular
    std::optional<std::string> from;  // in force before, whoever said so; nullopt: nothing
    std::optional<std::string> to;    // nullopt: taken away
    std::optional<ModelWord> model;   // nullopt: no model had spoken of it
    std::string provenance;           // as a file taken over had it; empty: made from the fields

    friend bool operator==(const EventMark&, const EventMark&) = default;
};

// Can it lie in a recording? A log may come from anywhere.
[[nodiscard]] bool isPossible(const EventMark& mark);

inline constexpr std::string_view kLabelLayer = "labels";
inline constexpr std::string_view kWaveLayer = "waves";     // values: core/review/wave_journal.h
inline constexpr std::string_view kRhythmLayer = "rhythm";  // values: core/review/rhythm_journal.h

struct EventGroup {
    std::string key;         // its own, in every project for ever: a writer's name and a number
    std::int64_t order = 0;  // place in the log, ascending; 0: not written yet
    EventKind kind = EventKind::edit;
    std::string target;  // of undo and redo: the key of a group
    std::string layer = std::string(kLabelLayer);
    std::string reader;  // who; empty: not known
    std::chrono::sys_time<std::chrono::milliseconds> time{};
    std::string tool;              // by what means: "key", "palette", "triptych file"
    std::string reason;            // in the reader's words; empty: none given
    std::vector<EventMark> marks;  // none in undo and redo

    friend bool operator==(const EventGroup&, const EventGroup&) = default;
};

// "2026-11-20T11:40:12.345Z", and back; nullopt where the text is no such moment. Milliseconds may be missing.
[[nodiscard]] std::string utcText(std::chrono::sys_time<std::chrono::milliseconds> time);
[[nodiscard]] std::optional<std::chrono::sys_time<std::chrono::milliseconds>> utcOf(std::string_view text);

// Keys of groups that no other writer in the world makes: a random name for this object, and a running number.
class EventKeys {
public:
    EventKeys();
    [[nodiscard]] std::string next();
    // Was the key made by this object?
    [[nodiscard]] bool isOwn(std::string_view key) const;

private:
    std::string writer_;
    std::uint64_t count_ = 0;
};

}  // namespace triptych::store
