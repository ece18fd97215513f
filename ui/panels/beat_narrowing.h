// What narrows the list of beats further than its filter: the reason for a second look, the time, the tile, the
// lead, the reader.
// All that is given must hold.
#pragma once

#include "core/pipeline/borderline.h"
#include "ui/state/view_state.h"

#include <QString>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace triptych::ui {

// [beats] 1: cannot be read on the lead (core/pipeline/readable_beats.h).
using UnreadableBeats = std::shared_ptr<const std::vector<std::uint8_t>>;

struct LeadNarrowing {
    std::size_t lead = 0;   // of the recording
    bool readable = false;  // those that can be read on it; else those that cannot
    UnreadableBeats unreadable;
    friend bool operator==(const LeadNarrowing&, const LeadNarrowing&) = default;
};

struct BeatNarrowing {
    std::optional<pipeline::Reason> reason;
    std::optional<Stretch> time;
    std::optional<std::size_t> tile;
    std::optional<LeadNarrowing> lead;
    QString reader;  // empty: whoever; of a beat without a reader's label nobody

    [[nodiscard]] bool isOn() const { return reason || time || tile || lead || !reader.isEmpty(); }
    friend bool operator==(const BeatNarrowing&, const BeatNarrowing&) = default;
};

// Who labelled a beat; empty: no reader did.
using ReaderOf = std::function<QString(std::size_t beat)>;

[[nodiscard]] bool passes(const ViewState& state, const BeatNarrowing& narrowing, std::size_t beat,
                          const ReaderOf& reader_of);
// "the branches disagree · tile 3 · 10:00 to 11:00"; empty where nothing narrows.
[[nodiscard]] QString inWords(const ViewState& state, const BeatNarrowing& narrowing);

}  // namespace triptych::ui
