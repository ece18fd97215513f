#include "core/measure/qtc_words.h"
#include "core/measure/remarks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace triptych::measure {
namespace {

using beats::QtcSex;

TEST(QtcWords, EachFormulaIsHeldAgainstTheSameLimitsAndDisagreementIsSaid) {
    // QT 300 ms at 150 per minute: Bazett 474, Fridericia 407, Framingham 392, Hodges 458 ms.
    const auto fast = beats::correctedQt(0.3, 0.4);
    ASSERT_TRUE(fast);
    EXPECT_TRUE(formulaeDisagree(*fast, QtcSex::unknown));
    EXPECT_EQ(
        qtcDisagreement(*fast, QtcSex::unknown, 400)->text(),
        "at 150 per minute the formulae of QTc disagree: Bazett 474 ms is prolonged, Fridericia 407 ms is normal, "
        "Framingham 392 ms is normal, Hodges 458 ms is normal; Bazett overcorrects at so high a rate");
    const std::string of_men = qtcDisagreement(*fast, QtcSex::male, 400)->text();
    EXPECT_NE(of_men.find("Hodges 458 ms is prolonged"), std::string::npos) << of_men;
    const auto usual = beats::correctedQt(0.42, 1);
    EXPECT_FALSE(qtcDisagreement(*usual, QtcSex::female, 1000));
    const auto slow = beats::correctedQt(0.5, 1.5);
    const std::string of_slow = qtcDisagreement(*slow, QtcSex::unknown, 1500)->text();
    const auto slowest = beats::correctedQt(0.435, 3.0);
    EXPECT_NE(qtcDisagreement(*slowest, QtcSex::unknown, 3000)->text().find("no formula"), std::string::npos);
    EXPECT_NE(of_slow.find("undercorrects"), std::string::npos) << of_slow;
}

TEST(QtcWords, ProlongedAndLongAgree) {
    // QT 460 ms at 80 per minute: Bazett 531 ms is long, Fridericia 506 ms, too; at 75 per minute Hodges is prolonged.
    const auto both = beats::correctedQt(0.455, 0.8);
    ASSERT_TRUE(both);
    ASSERT_GE(both->bazett_s, beats::kLongQtc_s);
    ASSERT_LT(both->hodges_s, beats::kLongQtc_s);
    EXPECT_FALSE(formulaeDisagree(*both, QtcSex::unknown));
}

TEST(QtcWords, TheRemarksOfARecordingSayItAndSoTheyDoOfALongPr) {
    Measurements measured;
    measured.beats.resize(5);
    measured.global.rr_ms = Figure{400, {}, 5};
    measured.global.qtc = beats::correctedQt(0.3, 0.4);
    const auto says = [&](std::string_view part) {
        return std::ranges::any_of(remarksOnAll(measured),
                                   [&](const text::Said& one) { return one.text().find(part) != std::string::npos; });
    };
    EXPECT_TRUE(says("formulae of QTc disagree"));
    measured.global.pr_ms = Figure{200, {}, 5};
    EXPECT_FALSE(says("first-degree AV block"));
    measured.global.pr_ms = Figure{255, {}, 5};
    EXPECT_TRUE(says("PR is over 200 ms: a first-degree AV block where every P wave is conducted"));
}

}  // namespace
}  // namespace triptych::measure
