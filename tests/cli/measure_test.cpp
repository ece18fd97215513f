// What `measure` writes, on a made-up ECG whose waves are known, and where there is nothing to measure.
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <numbers>

namespace triptych::test {
namespace {

using Json = nlohmann::json;

Json parsed(const Finished& finished) {
    EXPECT_EQ(finished.status, 0) << finished.err;
    return Json::parse(finished.out, nullptr, false);
}

// Half a minute of twelve leads without ectopic beats; once per process.
const std::filesystem::path& twelveLeadRecord() {
    static const std::filesystem::path header = [] {
        const auto folder = scratchFolder("measure");
        const auto made = cli({"synth", "--out", folder.string(), "--name", "twelve", "--leads", "12", "--duration",
                               "30", "--rate", "500", "--pvc", "0", "--apc", "0", "--seed", "3"});
        EXPECT_EQ(made.status, 0) << made.err;
        return folder / "twelve.hea";
    }();
    return header;
}

// A table of numbers as a recording of one lead.
std::filesystem::path table(const std::string& name, double duration_s, double rate_hz, bool flat) {
    const auto path = scratchFolder("measure_" + name) / (name + ".csv");
    std::ofstream out(path);
    out << "time,II\n";
    for (int i = 0; i < static_cast<int>(duration_s * rate_hz); ++i) {
        const double t = i / rate_hz, since = std::fmod(t, 0.8) - 0.4;
        const auto bell = [&](double at, double width, double height) {
            return height * std::exp(-0.5 * std::pow((since - at) / width, 2));
        };
        const double value =
            flat ? 0 : bell(-0.16, 0.022, 0.12) + bell(0, 0.010, 1.2) + bell(0.03, 0.01, -0.2) + bell(0.27, 0.045, 0.3);
        out << t << ',' << value << '\n';
    }
    return path;
}

TEST(CliMeasure, HasTheShapeThatProgramsRelyOn) {
    const Json all = parsed(cli({"measure", twelveLeadRecord().string(), "--json"}));
    const Json& global = all.at("global");
    for (const char* figure : {"hr_bpm", "pr_ms", "qrs_ms", "qt_ms", "p_ms"}) {
        EXPECT_TRUE(global.at(figure).is_number()) << figure;
    }
    for (const char* formula : {"bazett", "fridericia", "framingham", "hodges"}) {
        EXPECT_TRUE(global.at("qtc_ms").at(formula).is_number()) << formula;
    }
    for (const char* wave : {"p", "qrs", "t"}) EXPECT_TRUE(global.at("axis_deg").at(wave).is_number()) << wave;
    ASSERT_EQ(all.at("leads").size(), 12U);
    const Json& v2 = all.at("leads").at("V2");
    for (const char* figure : {"r_mv", "s_mv", "q_mv", "t_mv", "p_mv", "st_slope_mv_s"}) {
        EXPECT_TRUE(v2.at(figure).is_number() || v2.at(figure).is_null()) << figure;
    }
    for (const char* level : {"j", "j60", "j80"}) EXPECT_TRUE(v2.at("st_mv").at(level).is_number()) << level;
    EXPECT_GT(all.at("beats").size(), 25U);
    EXPECT_TRUE(all.at("beats").at(0).at("rr_ms").is_null());
    EXPECT_TRUE(all.at("beats").at(1).at("rr_ms").is_number());
    EXPECT_TRUE(all.at("device").is_object());
    EXPECT_TRUE(all.at("device").empty()) << "a made-up recording has no device";
}

TEST(CliMeasure, MeasuresWhatTheGeneratorMade) {
    const Json all = parsed(cli({"measure", twelveLeadRecord().string(), "--json"}));
    const Json& global = all.at("global");
    EXPECT_NEAR(global.at("hr_bpm").get<double>(), 68, 3);
    // Heights of the generator's table: I 0.80, V1 0.20 and -0.90, V5 1.25.
    EXPECT_NEAR(all.at("leads").at("I").at("r_mv").get<double>(), 0.80, 0.08);
    EXPECT_NEAR(all.at("leads").at("V1").at("s_mv").get<double>(), -0.90, 0.15);
    EXPECT_NEAR(all.at("leads").at("V5").at("r_mv").get<double>(), 1.25, 0.12);
    EXPECT_NEAR(all.at("leads").at("V3").at("t_mv").get<double>(), 0.45, 0.06);
    EXPECT_NEAR(all.at("leads").at("V5").at("st_mv").at("j80").get<double>(), 0, 0.08);
    // QTc follows from QT and RR by hand.
    const double qt_s = global.at("qt_ms").get<double>() / 1000, rr_s = global.at("rr_ms").get<double>() / 1000;
    EXPECT_NEAR(global.at("qtc_ms").at("bazett").get<double>(), 1000 * qt_s / std::sqrt(rr_s), 0.01);
    EXPECT_NEAR(global.at("qtc_ms").at("fridericia").get<double>(), 1000 * qt_s / std::cbrt(rr_s), 0.01);
    EXPECT_NEAR(global.at("qtc_ms").at("framingham").get<double>(), 1000 * (qt_s + 0.154 * (1 - rr_s)), 0.01);
    EXPECT_NEAR(global.at("qtc_ms").at("hodges").get<double>(), 1000 * qt_s + 1.75 * (60 / rr_s - 60), 0.01);
}

TEST(CliMeasure, TellsPeopleTheSame) {
    const auto text = cli({"measure", twelveLeadRecord().string()});
    EXPECT_EQ(text.status, 0) << text.err;
    for (const char* word : {"heart rate /min", "QTc ms, Fridericia", "QRS axis", "ours", "device", "V6", "ST J mV"}) {
        EXPECT_NE(text.out.find(word), std::string::npos) << word << '\n' << text.out;
    }
}

TEST(CliMeasure, TwoRecordingsDifferByWhatTheirFiguresSay) {
    const auto folder = scratchFolder("measure_beside");
    const auto made = cli({"synth", "--out", folder.string(), "--name", "fast", "--leads", "12", "--duration", "30",
                           "--rate", "500", "--pvc", "0", "--apc", "0", "--heart-rate", "90", "--seed", "4"});
    ASSERT_EQ(made.status, 0) << made.err;
    const std::string slow = twelveLeadRecord().string(), fast = (folder / "fast.hea").string();
    const Json one = parsed(cli({"measure", slow, "--json"})), other = parsed(cli({"measure", fast, "--json"}));
    const Json both = parsed(cli({"measure", slow, "--beside", fast, "--json"}));
    const Json& rate = both.at("figures").at("hr_bpm");
    EXPECT_EQ(rate.at("first"), one.at("global").at("hr_bpm"));
    EXPECT_EQ(rate.at("second"), other.at("global").at("hr_bpm"));
    EXPECT_NEAR(rate.at("difference").get<double>(), 22, 5);
    EXPECT_EQ(both.at("figures").size(), 13U);
    ASSERT_EQ(both.at("leads").size(), 12U);
    const Json& r = both.at("leads").at("V5").at("r_mv");
    EXPECT_EQ(r.at("first"), one.at("leads").at("V5").at("r_mv"));
    EXPECT_NEAR(r.at("difference").get<double>(), r.at("second").get<double>() - r.at("first").get<double>(), 1.5e-4);
    const Json back = parsed(cli({"measure", fast, "--beside", slow, "--json"}));
    EXPECT_NEAR(back.at("figures").at("qt_ms").at("difference").get<double>(),
                -both.at("figures").at("qt_ms").at("difference").get<double>(), 1e-9);
    const auto text = cli({"measure", slow, "--beside", fast});
    EXPECT_EQ(text.status, 0) << text.err;
    for (const char* word : {"heart rate", "difference", "QTc Fridericia", "V6", "+2"}) {
        EXPECT_NE(text.out.find(word), std::string::npos) << word << '\n' << text.out;
    }
    const auto csv = cli({"measure", slow, "--beside", fast, "--csv"});
    EXPECT_EQ(csv.out.rfind("lead,figure,first,second,difference\n,hr_bpm,", 0), 0U) << csv.out;
}

TEST(CliMeasure, RefusesWhatTwoRecordingsCannotBeAskedFor) {
    const std::string file = twelveLeadRecord().string();
    EXPECT_EQ(cli({"measure", file, "--beside", file, "--json", "--beat-leads"}).status, 2);
    EXPECT_EQ(cli({"measure", file, "--beside", file + ".not_there"}).status, 1);
}

TEST(CliMeasure, GivesEveryLeadOfEveryBeatWhereAsked) {
    const Json all = parsed(cli({"measure", twelveLeadRecord().string(), "--json", "--beat-leads"}));
    const Json& beat = all.at("beats").at(5);
    EXPECT_EQ(beat.at("leads").size(), 12U);
    EXPECT_TRUE(beat.at("leads").at("I").at("r_mv").is_number());
    EXPECT_TRUE(beat.at("qtc_ms").at("hodges").is_number());
}

TEST(CliMeasure, TrendsHaveTheStepThatWasAskedFor) {
    const Json all = parsed(cli({"measure", twelveLeadRecord().string(), "--json", "--step", "6"}));
    const Json& trends = all.at("trends");
    EXPECT_EQ(trends.at("step_s"), 6.0);
    EXPECT_EQ(trends.at("hr_bpm").size(), 5U);
    EXPECT_EQ(trends.at("leads").at("V5").at("st_mv").at("j60").size(), 5U);
    for (const char* formula : {"bazett", "fridericia", "framingham", "hodges"}) {
        const Json& qtc = trends.at("qtc_ms").at(formula);
        ASSERT_EQ(qtc.size(), 5U) << formula;
        EXPECT_NEAR(qtc.at(2).get<double>(), all.at("global").at("qtc_ms").at(formula).get<double>(), 12) << formula;
    }
    EXPECT_EQ(cli({"measure", twelveLeadRecord().string(), "--step", "-1"}).status, 2);
}

TEST(CliMeasure, AFlatLeadIsSaidAndHasNothing) {
    const Json all = parsed(cli({"measure", table("flat", 10, 250, true).string(), "--json"}));
    EXPECT_TRUE(all.at("global").at("hr_bpm").is_null());
    EXPECT_TRUE(all.at("global").at("qt_ms").is_null());
    EXPECT_TRUE(all.at("global").at("axis_deg").at("qrs").is_null());
    EXPECT_TRUE(all.at("beats").empty());
    EXPECT_FALSE(all.at("said").empty());
}

TEST(CliMeasure, OneLeadAtAHundredHertzSaysWhatIsLost) {
    const Json all = parsed(cli({"measure", table("slow", 10, 100, false).string(), "--json"}));
    EXPECT_NEAR(all.at("global").at("hr_bpm").get<double>(), 75, 1);
    EXPECT_TRUE(all.at("global").at("axis_deg").at("qrs").is_null());
    EXPECT_NE(all.at("leads").at("II").at("said").dump().find("100 Hz"), std::string::npos);
}

TEST(CliMeasure, ASecondOfSignalIsNoFailure) {
    const auto second = cli({"measure", table("second", 1, 500, false).string(), "--json"});
    const Json all = parsed(second);
    EXPECT_TRUE(all.at("global").at("hr_bpm").is_null());
    EXPECT_TRUE(all.at("global").at("qtc_ms").at("bazett").is_null());
}

}  // namespace
}  // namespace triptych::test
