// Numbers are written and read in one way that no locale bends, core/text/numbers.h. Under a German reader's locale C's
// printf writes "257,5" into a file's header, and strtod reads "257.5" as 257.
#include "tests/house/number_forms.h"
#include "tests/house/source_code.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace triptych::house {
namespace {

// Where Qt may write a number: it is painted or shown there and read by nobody but the reader. What is kept or handed
// on (settings, options, state, exports) stands elsewhere.
const std::vector<std::string> kDisplay = {
    "ui/panes/",               // axes, legends, calipers
    "ui/panels/",              // tables and read-outs
    "ui/window/tool_bar.cpp",  // speed and gain on their buttons
    "ui/window/language.cpp",  // no number: whose language is sought
};

bool isOneOf(const std::vector<std::string>& places, const std::string& path) {
    return std::any_of(places.begin(), places.end(), [&](const auto& place) { return path.starts_with(place); });
}

bool isAllowed(NumberForm form, const std::string& path) {
    const bool is_test = path.starts_with("tests/");
    switch (form) {
        case NumberForm::printed:
        case NumberForm::parsed:
            return false;
        // A test may count in hertz. Its words are its own; C++ streams keep the classic locale, for nobody may set
        // another.
        case NumberForm::named:
        case NumberForm::streamed:
            return is_test || path == "core/text/said.h";  // finished text, for tests that say why they failed
        case NumberForm::converted:
            return is_test || path.starts_with("core/text/numbers.");
        case NumberForm::of_qt:
            return is_test || isOneOf(kDisplay, path);
        // The window gives C its point back after Qt took the reader's locale; the tests put a comma in force.
        case NumberForm::locale:
            return is_test || path == "app/gui/main.cpp";
    }
    return false;
}

std::vector<std::string> found(const std::vector<std::string>& lines) {
    std::vector<std::string> out;
    for (const NumberFinding& one : numberFormsIn({"x.cpp", lines, {}})) {
        out.push_back(std::to_string(one.line) + ": " + one.what);
    }
    return out;
}

using Findings = std::vector<std::string>;

TEST(NumberRules, NoSourceWritesOrReadsANumberThatALocaleBends) {
    const SourceTree tree = readSources({"core", "ui", "app", "tests"});
    ASSERT_TRUE(tree.contains("core/text/numbers.cpp"));
    std::string offences;
    for (const auto& [path, file] : tree) {
        for (const NumberFinding& one : numberFormsIn(file)) {
            if (!isAllowed(one.form, path))
                offences += "\n  " + path + ':' + std::to_string(one.line) + ": " + one.what;
        }
    }
    EXPECT_EQ(offences, "") << "use core/text/numbers.h";
}

TEST(NumberRules, TheWindowGivesCItsPointBackBeforeAnythingIsWritten) {
    const SourceTree tree = readSources({"app/gui"});
    const std::string main = codeOf(tree.at("app/gui/main.cpp").lines).text;
    const auto taken = main.find("QApplication application(");
    const auto given_back = main.find("setlocale(LC_NUMERIC, \"C\")");
    const auto window = main.find("MainWindow window(");
    ASSERT_NE(given_back, std::string::npos);
    EXPECT_LT(taken, given_back);
    EXPECT_LT(given_back, window);
}

TEST(NumberRules, TheDisplayIsWhereItIsSaidToBe) {
    const SourceTree tree = readSources({"ui"});
    for (const std::string& place : kDisplay) {
        EXPECT_TRUE(std::any_of(tree.begin(), tree.end(), [&](const auto& of) { return of.first.starts_with(place); }))
            << place;
    }
}

TEST(NumberRules, FormatsOfFloatingValuesAreSeenInEveryCallThatPrints) {
    EXPECT_EQ(found({R"(std::snprintf(text, n, "%.4f", x);)"}), Findings{"1: snprintf with %.4f"});
    EXPECT_EQ(found({R"(fprintf(stderr, "%d %s %+.7f", a, b, x);)"}), Findings{"1: fprintf with %+.7f"});
    EXPECT_EQ(found({R"(printf("%-8s %*.*e", name, w, p, x);)"}), Findings{"1: printf with %*.*e"});
    EXPECT_EQ(found({R"(QString::asprintf("%Lg", x);)"}), Findings{"1: asprintf with %Lg"});
    EXPECT_EQ(found({R"(qWarning("%a", x);)"}), Findings{"1: qWarning with %a"});
    EXPECT_EQ(found({"std::printf(", "    \"%d \"", "    \"%.\" \"3f\", a, x);"}), Findings{"1: printf with %.3f"});
    EXPECT_EQ(found({"std::snprintf(text, n, kFormat, x);"}),
              Findings{"1: snprintf with a format that is not written there"});
}

TEST(NumberRules, FormatsOfEverythingElseAreNoOffence) {
    EXPECT_EQ(found({R"(std::snprintf(text, n, "%04d-%02u %x %zu %s %c %p %lld 100 %% full", a);)"}), Findings{});
    EXPECT_EQ(found({R"(std::printf("%%f is no conversion, nor is 50 %%, %d", a);)"}), Findings{});
    EXPECT_EQ(found({R"x(std::fprintf(stderr, "triptych: %s\n", words(")").c_str());)x"}), Findings{});
    EXPECT_EQ(found({R"(out = "Record  % F   % N" + text;)", R"(values->setLabelFormat(QStringLiteral("%.1f"));)"}),
              Findings{});
    EXPECT_EQ(found({"qDebug() << text;"}), Findings{});
}

TEST(NumberRules, ReadersOfNumbersAreSeenCalledOrHandedOn) {
    for (const char* word : {"strtod", "strtof", "strtold", "stod", "stof", "stold", "atof", "atoi"}) {
        EXPECT_EQ(found({std::string("x = std::") + word + " (text);"}), Findings{std::string("1: ") + word});
    }
    EXPECT_EQ(found({"std::transform(a, b, c, ::atof);"}), Findings{"1: atof"});
    EXPECT_EQ(found({"", R"(if (std::sscanf(text, "%zu", &k) != 1) return;)"}), Findings{"2: sscanf"});
    EXPECT_EQ(found({"x = node.attribute(\"v\").as_double();"}), Findings{"1: as_double"});
}

TEST(NumberRules, StreamsQtAndTheLocaleAreSeen) {
    EXPECT_EQ(found({"std::ostringstream out;", "out << std::fixed << std::setprecision(3) << x;"}),
              (Findings{"1: ostringstream", "2: std::fixed", "2: setprecision"}));
    EXPECT_EQ(found({"std::cout << x;", "QTextStream(&file) << x;"}), (Findings{"1: std::cout", "2: QTextStream"}));
    EXPECT_EQ(found({"QString::number(x, 'f', 2);", "text.toDouble(&ok);", "QLocale::system().toString(x);"}),
              (Findings{"1: QString::number", "2: toDouble", "3: QLocale"}));
    EXPECT_EQ(found({"std::setlocale(LC_ALL, \"\");", "stream.imbue(std::locale(\"\"));"}),
              (Findings{"1: setlocale", "2: imbue", "2: std::locale"}));
    EXPECT_EQ(found({"std::from_chars(first, last, value);"}), Findings{"1: from_chars"});
    EXPECT_EQ(found({"double number = fixed(x, 2);", "locale.name();", "model.number();"}), Findings{});
}

TEST(NumberRules, FloatingValuesInToStringAreSeenByWhatMakesThemAndByTheirUnits) {
    EXPECT_EQ(found({"w = std::to_string(0.5) + std::to_string(static_cast<double>(n));"}),
              (Findings{"1: std::to_string(0.5)", "1: std::to_string(static_cast<double>(n))"}));
    EXPECT_EQ(found({"w = std::to_string(level * static_cast<float>(i % 10) / 10);"}),
              Findings{"1: std::to_string(level * static_cast<float>(i % 10) / 10)"});
    EXPECT_EQ(found({"w = std::to_string(std::exp(-d));"}), Findings{"1: std::to_string(std::exp(-d))"});
    EXPECT_EQ(found({"w = std::to_string(lead.rate_hz);"}), Findings{"1: std::to_string(lead.rate_hz)"});
    EXPECT_EQ(found({"w = std::to_string(leads[0]->duration_s );"}),
              Findings{"1: std::to_string(leads[0]->duration_s)"});
    EXPECT_EQ(found({"w = std::to_string(std::lround(1.5 * kLowestRate_hz)) + std::to_string(texts.size() - 1);",
                     "w = std::to_string(total_ms / 1000) + std::to_string(static_cast<int>(x_s));"}),
              Findings{});
}

TEST(NumberRules, CommentsAndLiteralsRaiseNoAlarm) {
    EXPECT_EQ(found({"// strtod(x) and printf(\"%f\")", "/* std::stod", " atof(x) */ int a = 1'000'000;",
                     "const char* text = \"strtod(\\\"%f\\\") // no comment\"; // as C's \"%.*f\"",
                     "const auto raw = R\"x(std::stod(\") printf(\"%f\"))x\";", "const char mark = '\"';",
                     "#include <ostream>", "int atofu = 0, my_stod = 0;"}),
              Findings{});
    // What follows them is code again.
    EXPECT_EQ(found({"/* a */ x = std::stod(\"1\"); const char c = '\\'';", "y = 1'000 + std::stod(R\"(\")\");"}),
              (Findings{"1: stod", "2: stod"}));
}

}  // namespace
}  // namespace triptych::house
