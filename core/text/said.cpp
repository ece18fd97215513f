#include "core/text/said.h"

namespace triptych::text {
namespace {

Catalogue& theCatalogue() {
    static Catalogue the_one;
    return the_one;
}

// A place that has no words (a translation's own mistake) stays as it is written: seen, and nothing is lost.
std::string filled(std::string_view pattern, std::initializer_list<Words> words) {
    std::string out;
    out.reserve(pattern.size() + 16 * words.size());
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] == '{' && at + 2 < pattern.size() && pattern[at + 2] == '}' && pattern[at + 1] >= '1' &&
            pattern[at + 1] <= '9') {
            const auto place = static_cast<std::size_t>(pattern[at + 1] - '1');
            if (place < words.size()) {
                out += words.begin()[place].text();
                at += 2;
                continue;
            }
        }
        out += pattern[at];
    }
    return out;
}

}  // namespace

const Catalogue& catalogue() {
    return theCatalogue();
}

void setCatalogue(Catalogue wanted) {
    theCatalogue() = std::move(wanted);
}

std::string translated(std::string_view id) {
    if (catalogue() && !id.empty()) {
        if (auto found = catalogue()(id, std::nullopt)) return *std::move(found);
    }
    return std::string(id);
}

Said Sentence::of(std::string_view id, std::initializer_list<Words> words) {
    return foreign(filled(translated(id), words));
}

Said Sentence::counted(std::int64_t count, std::string_view one, std::string_view many,
                       std::initializer_list<Words> words) {
    if (catalogue()) {
        if (const auto found = catalogue()(many, count)) return foreign(filled(*found, words));
    }
    return foreign(filled(count == 1 ? one : many, words));
}

}  // namespace triptych::text
