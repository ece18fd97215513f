#include "tests/support/comma_locale.h"

#include <gtest/gtest.h>

#include <clocale>
#include <cstdlib>

namespace triptych::test {

void tellCommaLocale() {
    ::setenv("LOCPATH", TRIPTYCH_LOCALES, 1);
    ::setenv("LC_ALL", TRIPTYCH_COMMA_LOCALE, 1);
}

CommaLocale::CommaLocale() : before_(std::setlocale(LC_ALL, nullptr)) {
    ::setenv("LOCPATH", TRIPTYCH_LOCALES, 1);
    EXPECT_NE(std::setlocale(LC_ALL, TRIPTYCH_COMMA_LOCALE), nullptr) << "the build's locale was not found";
    EXPECT_STREQ(std::localeconv()->decimal_point, ",");
}

CommaLocale::~CommaLocale() {
    std::setlocale(LC_ALL, before_.c_str());
}

}  // namespace triptych::test
