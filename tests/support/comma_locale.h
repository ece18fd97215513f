// The locale that writes numbers with a comma, which the build compiled: for a whole test program, or for one test.
#pragma once

#include <string>

namespace triptych::test {

// Set to anything, this variable of the environment asks a test program for the comma locale.
inline constexpr const char* kAsksForComma = "TRIPTYCH_COMMA_LOCALE";

// Tells this process and those that it starts, by the environment alone, that their reader's locale is the comma
// locale. Before threads begin.
void tellCommaLocale();

// While it lives, C's locale of this process is the comma locale, as Qt makes it for a German reader; a failure of the
// test where it is not. Not for two threads.
class CommaLocale {
public:
    CommaLocale();
    ~CommaLocale();
    CommaLocale(const CommaLocale&) = delete;
    CommaLocale& operator=(const CommaLocale&) = delete;

private:
    std::string before_;
};

}  // namespace triptych::test
