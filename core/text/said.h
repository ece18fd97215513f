// The one door through which every sentence passes that a person reads: its id is its English pattern with numbered
// places, as in gettext and Qt, so that a catalogue can say it in another language. A text glued together from pieces
// does not fit through: Said is made from a literal, from say(), or by foreign(), which names what is not ours.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace triptych::text {

// The translation of an id, its places still in it; nullopt where there is none, and English is shown. `count` is given
// for what is counted: the answer is then the form that belongs to that number. Asked from any thread.
using Catalogue = std::function<std::optional<std::string>(std::string_view id, std::optional<std::int64_t> count)>;

// For the whole process, once in main, before there is another thread; an empty one means English again.
void setCatalogue(Catalogue catalogue);
// What was set: for a library that has a copy of this room, as the inference module has.
[[nodiscard]] const Catalogue& catalogue();

// The catalogue's words for an id that is only known at run time: a table's, a library's that took ours. Whoever calls
// it sees to it that the id stands in the list of packaging/sentences.sh. As it is where the catalogue has none.
[[nodiscard]] std::string translated(std::string_view id);

// An id that stands in a table and is said by translated() when it is shown: where it is written, it is listed.
template <std::size_t N>
[[nodiscard]] consteval const char* idOf(const char (&literal)[N]) {
    return literal;
}

// A finished text in the reader's language. Nothing can be added to it and it cannot be told apart by its words: what
// control flow needs stands beside it (Error::code, Error::wants).
class Said {
public:
    Said() = default;

    // A literal without places is its own id. A named `constexpr char kId[]` will do, a pointer will not.
    template <std::size_t N>
    Said(const char (&id)[N])  // NOLINT(google-explicit-constructor)
        : text_(translated(std::string_view(id, N - 1))) {}
    template <std::size_t N>
    Said(char (&buffer)[N]) = delete;

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }
    operator const std::string&() const { return text_; }  // NOLINT(google-explicit-constructor)
    operator std::string_view() const { return text_; }    // NOLINT(google-explicit-constructor)

    // Whether the same was said already.
    friend bool operator==(const Said& a, const Said& b) = default;
    template <class T,
              class = std::enable_if_t<std::is_convertible_v<const T&, std::string_view> && !std::is_same_v<T, Said>>>
    friend bool operator==(const Said& a, const T& text) {
        return a.text_ == std::string_view(text);
    }
    friend std::ostream& operator<<(std::ostream& out, const Said& said) { return out << said.text_; }

private:
    struct Finished {};
    Said(Finished, std::string text) : text_(std::move(text)) {}
    friend Said foreign(std::string text);
    friend class Sentence;

    std::string text_;
};

// What was worded elsewhere and is shown as it came: the operating system, a library, a file, a reader.
[[nodiscard]] inline Said foreign(std::string text) {
    return {Said::Finished{}, std::move(text)};
}

// moc, which reads this header with the window's, does not stand <concepts>: traits have to do.

// What stands in a place: a whole number, a name, or something said. A fraction comes as text (core/text/numbers.h),
// for only its sentence knows how many digits mean something; a phrase is a Said of its own.
class Words {
public:
    template <class T, std::enable_if_t<std::is_integral_v<T> && !std::is_same_v<T, bool>, int> = 0>
    Words(T number) : text_(std::to_string(number)) {}   // NOLINT(google-explicit-constructor)
    Words(char letter) : text_(1, letter) {}             // NOLINT(google-explicit-constructor)
    Words(const std::string& name) : text_(name) {}      // NOLINT(google-explicit-constructor)
    Words(std::string_view name) : text_(name) {}        // NOLINT(google-explicit-constructor)
    Words(const Said& phrase) : text_(phrase.text()) {}  // NOLINT(google-explicit-constructor)
    template <class T, std::enable_if_t<std::is_floating_point_v<T> || std::is_same_v<T, bool>, long> = 0>
    Words(T) = delete;
    Words(const char*) = delete;

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

// Whether "{1}" to "{places}" stand in `id`, from `required` on every one of them, and no other.
[[nodiscard]] constexpr bool hasPlaces(std::string_view id, std::size_t places, std::size_t required = 1) {
    std::array<bool, 10> seen{};
    for (std::size_t at = 0; at + 2 < id.size(); ++at) {
        if (id[at] != '{' || id[at + 1] < '0' || id[at + 1] > '9' || id[at + 2] != '}') continue;
        seen[static_cast<std::size_t>(id[at + 1] - '0')] = true;
    }
    for (std::size_t place = 0; place < seen.size(); ++place) {
        const bool exists = place >= 1 && place <= places;
        if (seen[place] ? !exists : exists && place >= required) return false;
    }
    return places < seen.size();
}

// A literal whose places were counted while compiling: does not compile where they are not those of the arguments.
template <std::size_t places, std::size_t required = 1>
struct Pattern {
    template <std::size_t N>
    consteval Pattern(const char (&literal)[N]) : id(literal, N - 1) {  // NOLINT(google-explicit-constructor)
        if (!hasPlaces(id, places, required)) throw "the places of a sentence are not those of its arguments";
    }
    std::string_view id;
};

// The English of an id, or its translation, with the words in their places.
class Sentence {
public:
    [[nodiscard]] static Said of(std::string_view id, std::initializer_list<Words> words);
    [[nodiscard]] static Said counted(std::int64_t count, std::string_view one, std::string_view many,
                                      std::initializer_list<Words> words);
};

// say("the header promises {1} leads and describes {2}", promised, leads.size()).
template <class... Args>
[[nodiscard]] Said say(Pattern<sizeof...(Args)> pattern, const Args&... args) {
    return Sentence::of(pattern.id, {Words(args)...});
}

// sayCount(n, "{1} beat", "{1} beats"): {1} is the number, which may be left out ("one beat"); further words are {2}
// and on. The id is the pattern of many; a language may have more forms than two.
template <class Number, class... Args>
[[nodiscard]] Said sayCount(Number count, Pattern<sizeof...(Args) + 1, 2> one, Pattern<sizeof...(Args) + 1, 2> many,
                            const Args&... args) {
    return Sentence::counted(static_cast<std::int64_t>(count), one.id, many.id, {Words(count), Words(args)...});
}

}  // namespace triptych::text
