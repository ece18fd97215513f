#include "core/formats/csv/dialect.h"

#include "core/formats/csv/cells.h"
#include "core/formats/csv/days.h"
#include "core/formats/csv/stamps.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace triptych::formats {
namespace {

constexpr std::size_t kVoting_lines = 200;
constexpr std::size_t kWordyRows = 10;  // so many rows make a table of one that has as many words as numbers

struct Kind {
    char delimiter;
    bool decimal_comma;
};

using Looks = std::vector<CsvLook>;

Looks looksOf(std::string_view line, const Kind& kind) {
    Looks looks;
    for (const std::string_view field : csvFieldsOf(line, kind.delimiter)) {
        looks.push_back(csvLookOf(field, kind.decimal_comma));
    }
    return looks;
}

bool isMeasured(CsvLook look) {
    return look == CsvLook::number || look == CsvLook::stamp || look == CsvLook::day;
}

std::size_t measuredIn(const Looks& looks) {
    return static_cast<std::size_t>(std::count_if(looks.begin(), looks.end(), &isMeasured));
}

std::size_t wordsIn(const Looks& looks) {
    return static_cast<std::size_t>(std::count(looks.begin(), looks.end(), CsvLook::word));
}

// The lines that vote on the columns: the last of the beginning, which are rows if any are.
std::vector<std::string_view> votersOf(const TableBeginning& beginning) {
    std::vector<std::string_view> voters;
    for (auto line = beginning.lines.rbegin(); line != beginning.lines.rend() && voters.size() < kVoting_lines;
         ++line) {
        if (!text::trimmed(*line).empty() && !saysNothing(*line)) voters.push_back(*line);
    }
    return voters;
}

struct Candidate {
    Kind kind{};
    Looks columns;
    double score = 0;
};

Candidate candidateOf(const std::vector<std::string_view>& voters, const Kind& kind) {
    std::vector<Looks> rows;
    std::vector<Looks> wordy;
    for (const std::string_view line : voters) {
        Looks looks = looksOf(line, kind);
        const std::size_t measured = measuredIn(looks);
        if (measured == 0) continue;
        (measured > wordsIn(looks) ? rows : wordy).push_back(std::move(looks));
    }
    if (rows.size() < wordy.size() && wordy.size() >= kWordyRows) rows.swap(wordy);
    std::map<std::size_t, std::size_t> widths;
    for (const Looks& row : rows) ++widths[row.size()];
    std::size_t width = 0;
    std::size_t votes = 0;
    for (const auto& [size, count] : widths) {
        if (count >= votes) {
            width = size;
            votes = count;
        }
    }
    Candidate candidate{kind, Looks(width, CsvLook::empty), 0};
    double measured = 0;
    double words = 0;
    for (std::size_t i = 0; i < width; ++i) {
        std::array<std::size_t, 5> count{};
        for (const Looks& row : rows) {
            if (row.size() == width) ++count[static_cast<std::size_t>(row[i])];
        }
        std::size_t best = 0;
        for (std::size_t look = 1; look < count.size(); ++look) {
            if (count[look] > 0 && (best == 0 || count[look] > count[best])) best = look;
        }
        candidate.columns[i] = static_cast<CsvLook>(best);
        if (isMeasured(candidate.columns[i])) ++measured;
        if (candidate.columns[i] == CsvLook::word) ++words;
    }
    const double share = static_cast<double>(votes) / static_cast<double>(std::max<std::size_t>(voters.size(), 1));
    candidate.score = measured == 0 ? 0 : (measured - words / 2) * share;
    return candidate;
}

// "0,125" between commas looks like two whole numbers; but no number begins with a zero that another digit follows, and
// none is "-0" in one row and "0" in the next.
bool isCommaOfDecimals(const std::vector<std::string_view>& voters) {
    bool has_evidence = false;
    for (const std::string_view line : voters) {
        const auto fields = csvFieldsOf(line, ',');
        if (fields.size() > 2 || line.find('"') != std::string_view::npos) return false;
        if (fields.size() < 2) continue;
        CsvNumber number;
        if (csvCellOf(fields[0], false, number) != CsvCell::number) continue;  // a line above the rows
        if (number.decimals > 0) return false;
        if (fields[1].empty() || fields[1].find_first_not_of("0123456789") != std::string_view::npos) {
            // Behind "Softwareversion" anything may stand; behind a number only decimals.
            return false;
        }
        has_evidence = has_evidence || (fields[1].size() > 1 && fields[1].front() == '0') || fields[0] == "-0";
    }
    return has_evidence;
}

std::optional<char> statedDelimiter(const TableBeginning& beginning) {
    for (const std::string_view line : beginning.lines) {
        if (text::trimmed(line).empty()) continue;
        std::string_view stated = line;
        while (stated.starts_with('"') || stated.starts_with(' ')) stated.remove_prefix(1);
        if (text::lowered(stated.substr(0, 4)) != "sep=" || stated.size() < 5) return std::nullopt;
        return stated[4];
    }
    return std::nullopt;
}

Candidate chosenOf(const TableBeginning& beginning) {
    const auto voters = votersOf(beginning);
    const auto stated = statedDelimiter(beginning);
    Candidate best;
    if (!stated && isCommaOfDecimals(voters)) {
        best = candidateOf(voters, {';', true});
        if (best.score > 0) return best;
    }
    for (const char delimiter : {'\t', ';', ',', '|', ' '}) {
        if (stated && delimiter != *stated) continue;
        // Blanks also stand within times and names: they are tried where nothing else parts the fields.
        if (delimiter == ' ' && best.columns.size() > 1 && best.score > 0.5) {
            const bool has_words =
                std::find(best.columns.begin(), best.columns.end(), CsvLook::word) != best.columns.end();
            if (!has_words) continue;
        }
        for (const bool decimal_comma : {false, true}) {
            Candidate candidate = candidateOf(voters, {delimiter, decimal_comma});
            if (candidate.score > best.score + 1e-9) best = std::move(candidate);
        }
    }
    return best;
}

// Rows of numbers alone with more fields than the table has, two of which follow each other above it.
std::size_t raggedAbove(const TableBeginning& beginning, const CsvDialect& dialect) {
    for (const char delimiter : {'\t', ';', ',', '|'}) {
        // What parts the fields of a sole column is not known.
        if (delimiter != dialect.delimiter && dialect.columns.size() > 1) continue;
        std::size_t last_width = 0;
        for (std::size_t i = 0; i < dialect.first_row; ++i) {
            const Looks looks = looksOf(beginning.lines[i], {delimiter, dialect.decimal_comma});
            const bool are_numbers = looks.size() > dialect.columns.size() && measuredIn(looks) == looks.size();
            if (are_numbers && looks.size() == last_width) return i;
            last_width = are_numbers ? looks.size() : 0;
        }
    }
    return 0;
}

// Where the line ends that begins at `at` and whose quotation mark is open at the line break `end`; npos where it is
// the last.
std::size_t endOfQuoted(std::string_view bytes, std::size_t at, std::size_t end, char line_end) {
    std::size_t close = end;
    for (int lines = 1; lines < kMostQuoted_lines && close - at < kMostQuoted_bytes; ++lines) {
        if (close + 1 >= bytes.size()) return end;
        close = bytes.find(line_end, close + 1);
        const std::string_view line = bytes.substr(at, std::min(close, bytes.size()) - at);
        if (!hasOpenQuote(line)) return close;
        if (close == std::string_view::npos) break;
    }
    return end;
}

// A line of words has more fields than the rows below it: those have columns of that many.
void widenToNames(const TableBeginning& beginning, CsvDialect& dialect) {
    if (dialect.columns.size() < 2 || dialect.delimiter == ' ' || dialect.first_row == 0) return;
    const std::string_view line = beginning.lines[dialect.first_row - 1];
    if (line.starts_with('#') || line.starts_with('%') || line.find_first_of(":=") != std::string_view::npos) return;
    const auto names = csvFieldsOf(line, dialect.delimiter);
    std::size_t size = names.size();
    while (size > dialect.columns.size() && names[size - 1].empty()) --size;
    if (size <= dialect.columns.size()) return;
    for (std::size_t i = 0; i < size; ++i) {
        if (isMeasured(csvLookOf(names[i], dialect.decimal_comma))) return;
    }
    // What the few longer rows have there.
    Looks looks(size, CsvLook::empty);
    std::copy(dialect.columns.begin(), dialect.columns.end(), looks.begin());
    for (std::size_t i = dialect.first_row; i < beginning.lines.size(); ++i) {
        const Looks row = looksOf(beginning.lines[i], {dialect.delimiter, dialect.decimal_comma});
        for (std::size_t k = dialect.columns.size(); k < std::min(row.size(), size); ++k) {
            if (looks[k] == CsvLook::empty) looks[k] = row[k];
        }
    }
    dialect.columns = std::move(looks);
}

// Rows directly above the first one that has words, or a field too many, where others have numbers: "0.000,missing".
// They begin as rows do, with a smaller number or an earlier time.
std::size_t firstWithWords(const TableBeginning& beginning, const CsvDialect& dialect) {
    if (dialect.columns.size() < 2 || !isMeasured(dialect.columns.front())) return dialect.first_row;
    const auto beginOf = [&](std::size_t line) -> std::optional<double> {
        std::string_view row = beginning.lines[line];
        const std::string_view field = takeCsvField(row, dialect.delimiter);
        if (row.empty() || csvLookOf(field, dialect.decimal_comma) != dialect.columns.front()) return std::nullopt;
        CsvNumber number;
        if (csvCellOf(field, dialect.decimal_comma, number) == CsvCell::number) return number.value;
        return clockTime(field);
    };
    std::size_t first = dialect.first_row;
    auto last = beginOf(first);
    while (first > 0 && last) {
        const auto above = beginOf(first - 1);
        if (!above || !(*above < *last)) break;
        last = above;
        --first;
    }
    return first;
}

bool isDash(std::string_view line) {
    line = text::trimmed(line);
    return line == "-" || line == "--";
}

// The first of two rows that follow each other.
std::optional<std::size_t> firstOfTwo(const TableBeginning& beginning, const CsvDialect& dialect, bool over_blanks) {
    std::optional<std::size_t> last;  // the row before, where there is one
    for (std::size_t i = 0; i < beginning.lines.size(); ++i) {
        if (over_blanks && text::trimmed(beginning.lines[i]).empty()) continue;
        // A row whose samples are missing; a dash is one between rows alone, for it may also underline names.
        if (saysNothing(beginning.lines[i]) || (last && isDash(beginning.lines[i]))) continue;
        if (!isCsvRow(dialect, beginning.lines[i])) {
            last.reset();
        } else if (last) {
            return last;
        } else {
            last = i;
        }
    }
    return std::nullopt;
}

}  // namespace

TableBeginning tableBeginningOf(std::string_view bytes, bool is_whole) {
    TableBeginning beginning;
    beginning.is_whole = is_whole;
    if (bytes.find('\n') == std::string_view::npos && bytes.find('\r') != std::string_view::npos) {
        beginning.line_end = '\r';
    }
    for (std::size_t at = 0; at < bytes.size();) {
        std::size_t end = bytes.find(beginning.line_end, at);
        if (end == std::string_view::npos && !is_whole && !beginning.lines.empty()) break;
        // Within quotation marks that are closed in time a line break is a letter.
        if (end != std::string_view::npos && hasOpenQuote(bytes.substr(at, end - at))) {
            const std::size_t closed = endOfQuoted(bytes, at, end, beginning.line_end);
            if (closed != end && (closed != std::string_view::npos || is_whole)) end = closed;
        }
        std::string_view line = bytes.substr(at, std::min(end, bytes.size()) - at);
        while (line.ends_with('\r')) line.remove_suffix(1);
        beginning.lines.push_back(line);
        beginning.offsets.push_back(at);
        if (end == std::string_view::npos) break;
        at = end + 1;
    }
    return beginning;
}

CsvLook csvLookOf(std::string_view field, bool decimal_comma) {
    CsvNumber number;
    switch (csvCellOf(field, decimal_comma, number)) {
        case CsvCell::empty:
            return CsvLook::empty;
        case CsvCell::number:
            // Which mark the decimals have is not known from "1,234"; fourteen digits may be a date and a time.
            if (number.is_perhaps_grouped) return CsvLook::word;
            return field.size() >= 14 && number.value >= 1e13 && stampOf(field) ? CsvLook::stamp : CsvLook::number;
        case CsvCell::word:
            break;
    }
    if (stampOf(field)) return CsvLook::stamp;
    return dayOf(field) ? CsvLook::day : CsvLook::word;
}

bool isCsvRow(const CsvDialect& dialect, std::string_view line) {
    const Looks looks = looksOf(line, {dialect.delimiter, dialect.decimal_comma});
    std::size_t measured = 0;
    for (std::size_t i = 0; i < looks.size(); ++i) {
        if (i >= dialect.columns.size()) {
            if (looks[i] != CsvLook::empty && looks[i] != CsvLook::word) return false;
            continue;
        }
        const CsvLook wanted = dialect.columns[i];
        if (looks[i] == CsvLook::empty || wanted == CsvLook::empty || wanted == CsvLook::word) continue;
        if (looks[i] != wanted) return false;
        ++measured;
    }
    return measured > 0 && looks.size() >= std::min<std::size_t>(dialect.columns.size(), 2);
}

std::optional<CsvDialect> csvDialectOf(const TableBeginning& beginning) {
    Candidate chosen = chosenOf(beginning);
    if (!(chosen.score > 0)) return std::nullopt;
    CsvDialect dialect{.delimiter = chosen.kind.delimiter,
                       .decimal_comma = chosen.kind.decimal_comma,
                       .columns = std::move(chosen.columns)};
    dialect.usual = dialect.columns.size();
    // Blank lines end what stands above a table, unless every row has one behind it.
    auto first = firstOfTwo(beginning, dialect, dialect.columns.size() <= 1);
    if (!first) first = firstOfTwo(beginning, dialect, true);
    if (!first) return std::nullopt;
    dialect.first_row = *first;
    dialect.first_row = firstWithWords(beginning, dialect);
    // What is missing at the beginning takes its time, too.
    while (dialect.first_row > 0 && saysNothing(beginning.lines[dialect.first_row - 1])) --dialect.first_row;
    widenToNames(beginning, dialect);
    dialect.ragged = raggedAbove(beginning, dialect);
    return dialect;
}

}  // namespace triptych::formats
