#include "app/cli/review/said_of_beats.h"

#include "core/review/corrected_labels.h"
#include "core/review/readers.h"
#include "core/text/said.h"

#include <array>

namespace triptych::cli {
namespace {

double timeOf(std::int64_t sample, double rate_hz) {
    return rate_hz > 0 ? static_cast<double>(sample) / rate_hz : 0;
}

std::string nameOf(review::BeatEdit edit) {
    constexpr std::array kNames = {"added", "moved", "removed"};
    return kNames[static_cast<std::size_t>(edit)];
}

}  // namespace

review::ReaderLabels SaidOfBeats::inPlace() const {
    return review::correctedLabels(labels.labels(), edits);
}

SaidOfBeats saidIn(const std::vector<store::EventGroup>& log, double rate_hz,
                   const std::optional<std::string>& reader) {
    const auto own = reader ? review::ofReader(log, *reader) : log;
    return {review::LabelJournal(rate_hz, {}, own), review::BeatJournal(rate_hz, {}, own),
            review::NoteJournal(rate_hz, {}, own)};
}

Json editsJson(const SaidOfBeats& said) {
    Json list = Json::array();
    for (const auto& [place, edit] : said.edits.edits()) {
        const bool gone = edit.value.edit == review::BeatEdit::removed;
        list.push_back({{"edit", nameOf(edit.value.edit)},
                        {"place", place},
                        {"sample", gone ? Json(nullptr) : Json(edit.value.at)},
                        {"time_s", jsonNumber(timeOf(gone ? place : edit.value.at, said.edits.rate_hz()))}});
    }
    return list;
}

Json notesJson(const SaidOfBeats& said) {
    Json list = Json::array();
    for (const auto& [sample, note] : said.notes.notes()) {
        list.push_back({{"sample", sample},
                        {"time_s", jsonNumber(timeOf(sample, said.notes.rate_hz()))},
                        {"text", note.text},
                        {"reader", note.reader}});
    }
    return list;
}

std::string editsText(const SaidOfBeats& said) {
    std::array<std::size_t, 3> count{};
    for (const auto& [place, edit] : said.edits.edits()) ++count[static_cast<std::size_t>(edit.value.edit)];
    if (said.edits.edits().empty()) return "0";
    return text::say("{1} added, {2} moved, {3} taken away", count[0], count[1], count[2]).text();
}

}  // namespace triptych::cli
