#include "tests/house/number_forms.h"

#include "tests/house/source_code.h"

#include <cctype>
#include <map>
#include <regex>
#include <set>

namespace triptych::house {
namespace {

// Words that are offences wherever code says them, called or handed on.
const std::map<std::string, NumberForm> kWords = {
    {"strtod", NumberForm::parsed},
    {"strtof", NumberForm::parsed},
    {"strtold", NumberForm::parsed},
    {"wcstod", NumberForm::parsed},
    {"stod", NumberForm::parsed},
    {"stof", NumberForm::parsed},
    {"stold", NumberForm::parsed},
    {"atof", NumberForm::parsed},
    {"atoi", NumberForm::parsed},
    {"atol", NumberForm::parsed},
    {"atoll", NumberForm::parsed},
    {"as_double", NumberForm::parsed},
    {"as_float", NumberForm::parsed},
    {"ostream", NumberForm::streamed},
    {"ostringstream", NumberForm::streamed},
    {"stringstream", NumberForm::streamed},
    {"istringstream", NumberForm::streamed},
    {"ofstream", NumberForm::streamed},
    {"setprecision", NumberForm::streamed},
    {"hexfloat", NumberForm::streamed},
    {"defaultfloat", NumberForm::streamed},
    {"QTextStream", NumberForm::streamed},
    {"to_chars", NumberForm::converted},
    {"from_chars", NumberForm::converted},
    {"toDouble", NumberForm::of_qt},
    {"toFloat", NumberForm::of_qt},
    {"toReal", NumberForm::of_qt},
    {"setNum", NumberForm::of_qt},
    {"QLocale", NumberForm::of_qt},
    {"setlocale", NumberForm::locale},
    {"localeconv", NumberForm::locale},
    {"newlocale", NumberForm::locale},
    {"uselocale", NumberForm::locale},
    {"imbue", NumberForm::locale},
};

// Words that mean something else without what stands before them.
const std::map<std::string, NumberForm> kQualified = {
    {"std::fixed", NumberForm::streamed},   {"std::scientific", NumberForm::streamed},
    {"std::cout", NumberForm::streamed},    {"std::cerr", NumberForm::streamed},
    {"std::clog", NumberForm::streamed},    {"std::locale", NumberForm::locale},
    {"QString::number", NumberForm::of_qt}, {"QByteArray::number", NumberForm::of_qt},
};

const std::set<std::string> kOthersThatFormat = {"qDebug", "qInfo", "qWarning", "qCritical", "qFatal", "syslog"};

bool isWord(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

std::size_t skipBlanks(const std::string& text, std::size_t at) {
    while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at])) != 0) ++at;
    return at;
}

// The conversions of a floating value in a format, as written: "%.4f", "%+g", "%*.*e".
std::vector<std::string> floatingConversions(const std::string& format) {
    std::vector<std::string> found;
    for (std::size_t at = format.find('%'); at < format.size(); at = format.find('%', at + 1)) {
        const std::size_t letter = format.find_first_not_of("-+ #0'*.123456789hlLqjzt", at + 1);
        if (letter == std::string::npos) break;
        if (std::string("aAeEfFgG").find(format[letter]) != std::string::npos) {
            found.push_back(format.substr(at, letter + 1 - at));
        }
        at = letter;  // of "%%" the second
    }
    return found;
}

// What the literals among the arguments say, as the compiler joins them; false in `any` where there is none.
std::string literalsIn(const SourceCode& code, const Range& arguments, bool& any) {
    std::string said;
    any = false;
    for (std::size_t at = code.bare.find('"', arguments.first); at < arguments.last;) {
        const std::size_t end = std::min(code.bare.find('"', at + 1), arguments.last);
        any = true;
        said += code.text.substr(at + 1, end - at - 1);
        at = code.bare.find('"', end + 1);
    }
    return said;
}

std::string trimmed(std::string text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.pop_back();
    return text.erase(0, skipBlanks(text, 0));
}

// What std::to_string is given is computed as a floating value: a figure with a point, a cast, a function that gives
// none but such. Not where the whole of it is rounded or cast to an integer.
bool isComputedFloating(const std::string& argument) {
    static const std::regex kWhole(
        R"(^(std::)?(ll?round|ll?rint|static_cast<(std::)?u?int|static_cast<(std::)?size_t))");
    static const std::regex kFloating(
        R"(\b\d+\.\d|\b(static_cast<)?(double|float)\b|\b(exp|log|log2|log10|sqrt|pow|sin|cos|hypot|floor|ceil)\s*\()");
    return !std::regex_search(argument, kWhole) && std::regex_search(argument, kFloating);
}

// A name says so: units are suffixes here, and a time, rate or voltage is seldom a whole number.
bool isNamedFloating(const std::string& argument) {
    static const std::regex kNamed(R"(^[\w.\[\]>:-]*_(hz|s|mv|mm)_?$)");
    return std::regex_search(argument, kNamed);
}

class Finder {
public:
    explicit Finder(const SourceFile& file) : code_(codeOf(file.lines)) {}

    std::vector<NumberFinding> find() {
        const std::string& bare = code_.bare;
        for (std::size_t at = 0; at < bare.size();) {
            if (!isWord(bare[at])) {
                ++at;
                continue;
            }
            std::size_t end = at;
            while (end < bare.size() && isWord(bare[end])) ++end;
            if (!isInclude(at)) look(at, bare.substr(at, end - at), skipBlanks(bare, end));
            at = end;
        }
        return std::move(found_);
    }

private:
    void note(NumberForm form, std::size_t at, std::string what) {
        found_.push_back({form, lineOf(code_, at), std::move(what)});
    }

    [[nodiscard]] bool isInclude(std::size_t at) const {
        const std::size_t line = code_.bare.rfind('\n', at) + 1;  // npos + 1 is 0
        return code_.bare[skipBlanks(code_.bare, line)] == '#';
    }

    [[nodiscard]] std::string qualified(std::size_t at, const std::string& word) const {
        if (at < 2 || code_.bare.compare(at - 2, 2, "::") != 0) return word;
        std::size_t first = at - 2;
        while (first > 0 && isWord(code_.bare[first - 1])) --first;
        return code_.bare.substr(first, at - first) + word;
    }

    void look(std::size_t at, const std::string& word, std::size_t next) {
        const bool is_call = next < code_.bare.size() && code_.bare[next] == '(';
        const std::string name = qualified(at, word);
        if (const auto known = kWords.find(word); known != kWords.end()) {
            note(known->second, at, word);
        } else if (const auto bent = kQualified.find(name); bent != kQualified.end()) {
            note(bent->second, at, name);
        } else if (word.ends_with("scanf")) {
            note(NumberForm::parsed, at, word);
        } else if (is_call && (word.ends_with("printf") || kOthersThatFormat.contains(word))) {
            lookAtFormat(at, word, argumentsAt(code_, next));
        } else if (is_call && name == "std::to_string") {
            const Range given = argumentsAt(code_, next);
            const std::string argument = trimmed(code_.bare.substr(given.first, given.last - given.first));
            if (isComputedFloating(argument)) note(NumberForm::printed, at, name + '(' + argument + ')');
            if (isNamedFloating(argument)) note(NumberForm::named, at, name + '(' + argument + ')');
        }
    }

    void lookAtFormat(std::size_t at, const std::string& word, const Range& arguments) {
        if (skipBlanks(code_.bare, arguments.first) >= arguments.last) return;  // qDebug() << ...
        bool any = false;
        const std::string format = literalsIn(code_, arguments, any);
        if (!any) note(NumberForm::printed, at, word + " with a format that is not written there");
        for (const std::string& conversion : floatingConversions(format)) {
            note(NumberForm::printed, at, word + " with " + conversion);
        }
    }

    SourceCode code_;
    std::vector<NumberFinding> found_;
};

}  // namespace

std::vector<NumberFinding> numberFormsIn(const SourceFile& file) {
    return Finder(file).find();
}

}  // namespace triptych::house
