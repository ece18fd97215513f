// Part of every test program: it runs under its reader's locale, as a program does that Qt or anyone else told to, and
// not under C's. The second run of the tests (comma.* in ctest) asks for a comma, and gets it or fails.
#include "tests/support/comma_locale.h"

#include <gtest/gtest.h>

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace triptych::test {
namespace {

class LocaleEnvironment : public testing::Environment {
public:
    // Before main(), so that QApplication and the programs that a test starts find the same locale.
    LocaleEnvironment() : wants_comma_(std::getenv(kAsksForComma) != nullptr) {
        if (wants_comma_) tellCommaLocale();
        std::setlocale(LC_ALL, "");
    }
    // Not by an assertion: gtest would skip the tests after it, and ctest takes a skipped test for no failure.
    void SetUp() override {
        if (!wants_comma_ || std::localeconv()->decimal_point == std::string_view(",")) return;
        std::fputs("The locale with a comma, which the build compiled, is not in force: configure the build again.\n",
                   stderr);
        std::exit(EXIT_FAILURE);
    }

private:
    bool wants_comma_;
};

[[maybe_unused]] const testing::Environment* const environment =
    testing::AddGlobalTestEnvironment(new LocaleEnvironment);

}  // namespace
}  // namespace triptych::test
