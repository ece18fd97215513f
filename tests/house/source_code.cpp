#include "tests/house/source_code.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace triptych::house {
namespace {

bool isWord(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

// Walks a source once, from one comment or literal to the next.
class Cleaner {
public:
    explicit Cleaner(std::string source) : source_(std::move(source)), code_{source_, source_} {}

    SourceCode clean() {
        while (at_ < source_.size()) {
            const char letter = source_[at_];
            if (source_.compare(at_, 2, "//") == 0) {
                comment(source_.find('\n', at_));
            } else if (source_.compare(at_, 2, "/*") == 0) {
                const auto end = source_.find("*/", at_ + 2);
                comment(end == std::string::npos ? end : end + 2);
            } else if (letter == '"') {
                isRaw() ? raw() : literal('"');
            } else if (letter == '\'' && !separatesDigits()) {
                literal('\'');
            } else {
                ++at_;
            }
        }
        return code_;
    }

private:
    void blank(std::string& text, std::size_t first, std::size_t last) const {
        std::replace_if(
            text.begin() + static_cast<std::ptrdiff_t>(first), text.begin() + static_cast<std::ptrdiff_t>(last),
            [](char c) { return c != '\n'; }, ' ');
    }

    void comment(std::size_t end) {
        const std::size_t last = std::min(end, source_.size());
        blank(code_.text, at_, last);
        blank(code_.bare, at_, last);
        at_ = last;
    }

    // The quotation marks stay: they say that something stood there.
    void literal(char mark) {
        const std::size_t first = ++at_;
        while (at_ < source_.size() && source_[at_] != mark && source_[at_] != '\n')
            at_ += source_[at_] == '\\' ? 2 : 1;
        at_ = std::min(at_, source_.size());
        blank(code_.bare, first, at_);
        if (at_ < source_.size()) ++at_;
    }

    void raw() {
        const std::size_t first = ++at_;
        const std::size_t open = std::min(source_.find('(', at_), source_.size());
        const std::string close = ')' + source_.substr(first, open - first) + '"';
        const std::size_t end = source_.find(close, open);
        const std::size_t last = end == std::string::npos ? source_.size() : end + close.size() - 1;
        blank(code_.bare, first, last);
        at_ = std::min(last + 1, source_.size());
    }

    // The word that ends before this place.
    [[nodiscard]] std::string wordBefore(const char* also = "") const {
        std::size_t first = at_;
        const std::string others = also;
        while (first > 0 && (isWord(source_[first - 1]) || others.find(source_[first - 1]) != std::string::npos))
            --first;
        return source_.substr(first, at_ - first);
    }

    [[nodiscard]] bool isRaw() const {
        static const std::set<std::string> kPrefixes = {"R", "LR", "uR", "UR", "u8R"};
        return kPrefixes.contains(wordBefore());
    }

    // 1'000'000
    [[nodiscard]] bool separatesDigits() const {
        const std::string before = wordBefore("'.");
        return !before.empty() && std::isdigit(static_cast<unsigned char>(before.front())) != 0;
    }

    std::string source_;
    SourceCode code_;
    std::size_t at_ = 0;
};

}  // namespace

SourceCode codeOf(const std::vector<std::string>& lines) {
    std::string source;
    for (const auto& line : lines) source += line + '\n';
    return Cleaner(std::move(source)).clean();
}

int lineOf(const SourceCode& code, std::size_t at) {
    const auto end = code.bare.begin() + static_cast<std::ptrdiff_t>(std::min(at, code.bare.size()));
    return 1 + static_cast<int>(std::count(code.bare.begin(), end, '\n'));
}

Range argumentsAt(const SourceCode& code, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < code.bare.size(); ++i) {
        if (code.bare[i] == '(') ++depth;
        if (code.bare[i] == ')' && --depth == 0) return {open + 1, i};
    }
    return {std::min(open + 1, code.bare.size()), code.bare.size()};
}

}  // namespace triptych::house
