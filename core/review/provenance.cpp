#include "core/review/provenance.h"

#include "core/text/numbers.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace triptych::review {
namespace {

constexpr std::size_t kReaderBytes = 40;
constexpr std::size_t kHashDigits = 8;
constexpr std::string_view kStart = "reader: ";
constexpr std::string_view kHidden = "AI hidden";
constexpr std::string_view kMomentForm = "2026-11-20T11:40:12Z";

// ".62"; a probability that rounds to one is "1.0", so that the text never claims ".100".
std::string shortProbability(float probability) {
    const int percent = std::clamp(static_cast<int>(std::lround(probability * 100)), 0, 100);
    if (percent == 100) return "1.0";
    char text[8];
    std::snprintf(text, sizeof text, ".%02d", percent);
    return text;
}

// Whole seconds: an aux string has little room.
std::string momentText(std::chrono::sys_time<std::chrono::milliseconds> time) {
    std::string text = store::utcText(time);
    text.erase(text.find('.'), 4);
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

std::string modelText(const store::ModelWord& model) {
    if (!model.visible) return std::string(kHidden);
    std::string text = "model " + printableName(model.class_name) + ' ' + shortProbability(model.probability);
    if (!model.model_hash.empty()) text += " by " + printableName(model.model_hash.substr(0, kHashDigits));
    return text;
}

// "model N .62 by 3fa9c21b", "AI hidden".
std::optional<store::ModelWord> modelOf(std::string_view text) {
    store::ModelWord word;
    if (text == kHidden) {
        word.visible = false;
        return word;
    }
    if (!text.starts_with("model ")) return std::nullopt;
    text.remove_prefix(6);
    if (const std::size_t by = text.rfind(" by "); by != std::string_view::npos) {
        word.model_hash = text.substr(by + 4);
        text = text.substr(0, by);
    }
    const std::size_t space = text.rfind(' ');
    if (space == std::string_view::npos) return std::nullopt;
    word.class_name = text.substr(0, space);
    word.probability = text::wholeNumber<float>(text.substr(space + 1)).value_or(0);
    return word;
}

}  // namespace

std::string provenanceOf(const store::EventGroup& group, const store::EventMark& mark) {
    if (!mark.provenance.empty()) return mark.provenance;
    std::string text = std::string(kStart) + mark.to.value_or("Q");
    std::string context;
    if (mark.from) context = "was " + *mark.from;
    if (mark.model) context += (context.empty() ? "" : ", ") + modelText(*mark.model);
    if (!context.empty()) text += " (" + context + ')';
    text += ' ' + momentText(group.time);
    const std::string reader = printableName(group.reader);
    if (!reader.empty()) text += ' ' + reader;
    return text;
}

ToldOf toldBy(std::string_view provenance) {
    ToldOf told;
    if (!provenance.starts_with(kStart)) return told;
    provenance.remove_prefix(kStart.size());
    // Names of readers and classes may hold anything: the moment is the first text that is one.
    for (std::size_t at = provenance.find(' '); at != std::string_view::npos; at = provenance.find(' ', at + 1)) {
        const auto time = store::utcOf(provenance.substr(at + 1, kMomentForm.size()));
        if (!time) continue;
        told.time = *time;
        if (const std::size_t past = at + 1 + kMomentForm.size(); past + 1 < provenance.size()) {
            told.reader = provenance.substr(past + 1);
        }
        provenance = provenance.substr(0, at);
        break;
    }
    const std::size_t open = provenance.find(" (");
    if (open == std::string_view::npos || !provenance.ends_with(')')) return told;
    std::string_view context = provenance.substr(open + 2, provenance.size() - open - 3);
    if (context.starts_with("was ")) {
        const std::size_t comma = std::min(context.find(", "), context.size());
        told.from = std::string(context.substr(4, comma - 4));
        context.remove_prefix(std::min(comma + 2, context.size()));
    }
    told.model = modelOf(context);
    return told;
}

}  // namespace triptych::review
