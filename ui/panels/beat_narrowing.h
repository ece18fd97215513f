// What narrows the list of beats further than its filter: the reason for a second look, the time, the tile, the reader.
// All that is given must hold.
#pragma once

#include "core/pipeline/borderline.h"
#include "ui/state/view_state.h"

#include <QString>

#include <cstddef>
#include <functional>
#include <optional>

namespace triptych::ui {

struct BeatNarrowing {
    std::optional<pipeline::Reason> reason;
    std::optional<Stretch> time;
    std::optional<std::size_t> tile;
    QString reader;  // empty: whoever; of a beat without a reader's label nobody

    [[nodiscard]] bool isOn() const { return reason || time || tile || !reader.isEmpty(); }
    friend bool operator==(const BeatNarrowing&, const BeatNarrowing&) = default;
};

// Who labelled a beat; empty: no reader did.
using ReaderOf = std::function<QString(std::size_t beat)>;

[[nodiscard]] bool passes(const ViewState& state, const BeatNarrowing& narrowing, std::size_t beat,
                          const ReaderOf& reader_of);
// "the branches disagree · tile 3 · 10:00 to 11:00"; empty where nothing narrows.
[[nodiscard]] QString inWords(const ViewState& state, const BeatNarrowing& narrowing);

}  // namespace triptych::ui
