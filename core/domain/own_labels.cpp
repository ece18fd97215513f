#include "core/domain/own_labels.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <mutex>

namespace triptych {
namespace {

constexpr std::size_t kLongestLetter = 4;
constexpr std::size_t kLongestText_bytes = 255;  // of a mark in WFDB's files

bool isPlain(char character) {
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z') ||
           (character >= '0' && character <= '9');
}

// Read without a lock wherever a label is painted; written when a vocabulary or an unknown letter comes. What was
// handed out is never freed: views of letters and names are kept all over.
class Known {
public:
    const OwnLabel* at(std::size_t index) const {
        return index < kMostOwnLetters ? labels_[index].load(std::memory_order_acquire) : nullptr;
    }

    std::optional<std::uint8_t> codeOf(std::string_view letter) const {
        for (std::size_t i = 0; i < count_.load(std::memory_order_acquire); ++i) {
            if (at(i)->letter == letter) return static_cast<std::uint8_t>(kFirstOwnCode + i);
        }
        return std::nullopt;
    }

    // The place of the letter, which it is given where it has none.
    std::optional<std::uint8_t> put(const OwnLabel& label, bool replace) {
        const std::lock_guard lock(writing_);
        return putLocked(label, replace);
    }

    std::size_t set(const std::vector<OwnLabel>& labels) {
        const std::lock_guard lock(writing_);
        // A letter of both vocabularies goes from one meaning to the other, never by way of none.
        for (std::size_t i = 0; i < count_; ++i) {
            const std::string letter = at(i)->letter;
            if (std::ranges::find(labels, letter, &OwnLabel::letter) == labels.end())
                putLocked({letter, {}, {}, 0}, true);
        }
        offered_.clear();
        std::size_t left_out = 0;
        for (const OwnLabel& label : labels) {
            const auto code = putLocked(label, true);
            if (!code) {
                ++left_out;
            } else if (std::ranges::find(offered_, *code) == offered_.end()) {
                offered_.push_back(*code);
            }
        }
        return left_out;
    }

    std::vector<std::uint8_t> offered() const {
        const std::lock_guard lock(writing_);
        return offered_;
    }

private:
    std::optional<std::uint8_t> putLocked(const OwnLabel& label, bool replace) {
        if (!isOwnLetter(label.letter)) return std::nullopt;
        auto code = codeOf(label.letter);
        const std::size_t index = code ? *code - kFirstOwnCode : count_.load();
        if (index >= kMostOwnLetters) return std::nullopt;
        if (!code || (replace && *at(index) != label)) {
            kept_.push_back(label);
            labels_[index].store(&kept_.back(), std::memory_order_release);
            if (!code) count_.store(index + 1, std::memory_order_release);
        }
        return static_cast<std::uint8_t>(kFirstOwnCode + index);
    }

    std::array<std::atomic<const OwnLabel*>, kMostOwnLetters> labels_{};
    std::atomic<std::size_t> count_ = 0;
    mutable std::mutex writing_;
    std::deque<OwnLabel> kept_;
    std::vector<std::uint8_t> offered_;
};

Known& known() {
    static Known all;
    return all;
}

}  // namespace

bool isOwnLetter(std::string_view letter) {
    if (letter.empty() || letter.size() > kLongestLetter || !std::ranges::all_of(letter, isPlain)) return false;
    const auto code = codeOfSymbol(letter);
    return !code || isOwn(*code);
}

std::size_t setOwnLabels(const std::vector<OwnLabel>& labels) {
    return known().set(labels);
}

std::vector<std::uint8_t> offeredOwnLabels() {
    return known().offered();
}

const OwnLabel* ownLabelOf(std::uint8_t code) {
    return isOwn(code) ? known().at(code - kFirstOwnCode) : nullptr;
}

std::optional<std::uint8_t> ownCodeOf(std::string_view letter) {
    return known().codeOf(letter);
}

std::optional<std::uint8_t> knowOwnLetter(std::string_view letter) {
    if (const auto code = ownCodeOf(letter)) return code;
    return known().put({std::string(letter), {}, {}, 0}, false);
}

std::uint8_t wfdbCodeOf(std::uint8_t code) {
    if (!isOwn(code)) return code;
    const OwnLabel* label = ownLabelOf(code);
    return label != nullptr && label->wfdb != 0 ? label->wfdb : static_cast<std::uint8_t>(kNote);
}

Annotation inWfdb(const Annotation& mark) {
    const OwnLabel* label = ownLabelOf(mark.code);
    if (label == nullptr) return mark;
    Annotation plain = mark;
    plain.code = wfdbCodeOf(mark.code);
    if (!plain.aux.starts_with("reader: ")) {
        const std::string own = label->name.empty() ? label->letter : label->letter + ' ' + label->name;
        plain.aux = plain.aux.empty() ? own : own + " | " + plain.aux;
    }
    if (plain.aux.size() > kLongestText_bytes) {
        std::size_t end = kLongestText_bytes;
        while (end > 0 && (static_cast<unsigned char>(plain.aux[end]) & 0xC0) == 0x80) --end;
        plain.aux.resize(end);
    }
    return plain;
}

}  // namespace triptych
