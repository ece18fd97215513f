#include "core/formats/wfdb/person.h"

#include "core/text/numbers.h"
#include "core/text/words.h"

#include <algorithm>

namespace triptych::formats {
namespace {

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The word behind "name", '>' and ':' or '=' in a line; "" where the name is not there as a word of its own.
std::string_view valueOf(std::string_view line, std::string_view name) {
    const std::string low = text::lowered(line);
    for (std::size_t at = low.find(name); at != std::string::npos; at = low.find(name, at + 1)) {
        if (at > 0 && isLetter(line[at - 1])) continue;
        std::string_view rest = line.substr(at + name.size());
        if (rest.starts_with('>')) rest.remove_prefix(1);
        rest = text::trimmed(rest);
        if (!rest.starts_with(':') && !rest.starts_with('=')) continue;
        rest.remove_prefix(1);
        return text::takeWord(rest);
    }
    return {};
}

std::string ageOf(std::string_view word) {
    const auto years = text::takeNumber<double>(word);
    if (!years || *years <= 0 || *years > 130) return {};
    while (word.starts_with(',') || word.starts_with(';') || word.starts_with('.')) word.remove_prefix(1);
    const std::string unit = text::lowered(word);
    if (!unit.empty() && unit != "y" && unit != "yr" && unit != "yrs" && unit != "years") return {};
    return text::shortestText(*years) + " years";
}

std::string sexOf(std::string_view word) {
    while (!word.empty() && !isLetter(word.back())) word.remove_suffix(1);
    const std::string low = text::lowered(word);
    if (low == "m" || low == "male" || low == "man") return "male";
    if (low == "f" || low == "female" || low == "woman") return "female";
    return {};
}

}  // namespace

Person wfdbPerson(const std::vector<std::string>& comments) {
    Person person;
    for (const std::string& line : comments) {
        if (person.age.empty()) person.age = ageOf(valueOf(line, "age"));
        for (const char* name : {"sex", "gender"}) {
            if (person.sex.empty()) person.sex = sexOf(valueOf(line, name));
        }
    }
    if (!comments.empty() && person.age.empty() && person.sex.empty()) {
        std::string_view rest = comments.front();
        const std::string_view age = text::takeWord(rest);
        const std::string_view sex = text::takeWord(rest);
        if ((sex == "M" || sex == "F") && text::wholeNumber<int>(age)) {
            person.age = ageOf(age);
            person.sex = sexOf(sex);
        }
    }
    return person;
}

}  // namespace triptych::formats
