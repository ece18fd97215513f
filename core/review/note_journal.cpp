#include "core/review/note_journal.h"

#include "core/review/label_matching.h"

#include <utility>

namespace triptych::review {

std::string noteText(std::string_view typed) {
    std::string out;
    for (const char letter : typed) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool is_blank = byte <= 0x20 || byte == 0x7F;
        if (!is_blank) {
            out += letter;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    if (out.size() > kLongestNote) {
        std::size_t end = kLongestNote;
        while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
        out.resize(end);
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

store::EventMark noteMark(std::int64_t sample, double rate_hz, std::optional<std::string> from, std::string_view to) {
    store::EventMark mark;
    mark.sample = mark.end_sample = sample;
    mark.rate_hz = rate_hz;
    mark.from = std::move(from);
    if (!to.empty()) mark.to = std::string(to);
    return mark;
}

NoteJournal::NoteJournal(double rate_hz, std::string reader, std::vector<store::EventGroup> log)
    : ReplayedLayer({std::string(kNoteLayer), std::move(reader),
                     [rate_hz](const store::EventMark& mark) -> std::optional<std::int64_t> {
                         if (!store::isPossible(mark)) return std::nullopt;
                         return onClock(mark.sample, mark.rate_hz, rate_hz);
                     }}),
      rate_hz_(rate_hz) {
    replay_.takeLog(std::move(log));
    settle(replay_.places());
}

const NoteJournal::Places& NoteJournal::settle(const Places& places) {
    for (const std::int64_t place : places) {
        const auto in_force = replay_.at(place);
        notes_.erase(place);
        if (in_force.mark == nullptr || !in_force.mark->to) continue;
        std::string text = noteText(*in_force.mark->to);
        if (!text.empty()) notes_[place] = {std::move(text), in_force.group->reader, in_force.saved};
    }
    return places;
}

NoteJournal::Places NoteJournal::take(store::EventGroup group, bool own) {
    return settle(replay_.take(std::move(group), own));
}

NoteJournal::Places NoteJournal::keep(std::string_view key, std::int64_t order) {
    return settle(replay_.keep(key, order));
}

LayerPtr noteLayer(const NoteJournal& journal, const std::string& reader) {
    if (journal.notes().empty()) return nullptr;
    auto layer = std::make_shared<Layer>();
    layer->kind = LayerKind::notes;
    layer->source = {LayerMaker::reader, reader, {}};
    layer->rate_hz = journal.rate_hz();
    for (const auto& [sample, note] : journal.notes()) {
        Annotation mark;
        mark.sample = sample;
        mark.code = kNote;
        mark.aux = note.text;
        layer->marks.push_back(std::move(mark));
    }
    return layer;
}

}  // namespace triptych::review
