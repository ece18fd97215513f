#include "core/review/label_journal.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace triptych::review {
namespace {

constexpr std::size_t kReaderBytes = 40;
constexpr std::size_t kHashDigits = 8;

// ".62"; a probability that rounds to one is "1.0", so that the text never claims ".100".
std::string shortProbability(float probability) {
    const int percent = std::clamp(static_cast<int>(std::lround(probability * 100)), 0, 100);
    if (percent == 100) return "1.0";
    char text[8];
    std::snprintf(text, sizeof text, ".%02d", percent);
    return text;
}

std::string utcText(std::chrono::sys_seconds time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text;
}

// One printable word group, cut between UTF-8 characters.
std::string printableName(const std::string& name) {
    std::string out;
    for (const char character : name) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte >= 0x20 && byte != 0x7f) out += character;
    }
    if (out.size() <= kReaderBytes) return out;
    std::size_t end = kReaderBytes;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
    return out.substr(0, end);
}

std::string modelText(const ModelOpinion& model) {
    if (!model.visible) return "AI hidden";
    std::string text = "model " + printableName(model.class_name) + ' ' + shortProbability(model.probability);
    if (!model.model_hash.empty()) text += " by " + printableName(model.model_hash.substr(0, kHashDigits));
    return text;
}

}  // namespace

std::string provenanceOf(const LabelRequest& request) {
    std::string text = "reader: " + std::string(symbolOf(request.code.value_or(kUnknownBeat)));
    std::string context;
    if (request.code_before != 0) context = "was " + std::string(symbolOf(request.code_before));
    if (request.model) context += (context.empty() ? "" : ", ") + modelText(*request.model);
    if (!context.empty()) text += " (" + context + ')';
    text += ' ' + utcText(request.time);
    const std::string reader = printableName(request.reader);
    if (!reader.empty()) text += ' ' + reader;
    return text;
}

void LabelJournal::put(std::int64_t sample, const std::optional<ReaderLabel>& label) {
    if (label) {
        labels_[sample] = *label;
    } else {
        labels_.erase(sample);
    }
}

void LabelJournal::apply(LabelRequest request) {
    if (saved_position_ && *saved_position_ > position_) saved_position_.reset();
    history_.resize(position_);
    LabelEdit edit;
    if (const auto found = labels_.find(request.sample); found != labels_.end()) edit.before = found->second;
    if (request.code) edit.after = ReaderLabel{*request.code, provenanceOf(request)};
    edit.request = std::move(request);
    put(edit.request.sample, edit.after);
    history_.push_back(std::move(edit));
    ++position_;
}

std::optional<std::int64_t> LabelJournal::undo() {
    if (!canUndo()) return std::nullopt;
    const LabelEdit& edit = history_[--position_];
    put(edit.request.sample, edit.before);
    return edit.request.sample;
}

std::optional<std::int64_t> LabelJournal::redo() {
    if (!canRedo()) return std::nullopt;
    const LabelEdit& edit = history_[position_++];
    put(edit.request.sample, edit.after);
    return edit.request.sample;
}

}  // namespace triptych::review
