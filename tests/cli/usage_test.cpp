// How triptych-cli answers wrong use, and how it behaves as a citizen of the shell.
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <thread>

namespace triptych::test {
namespace {

void expectWrongUse(const Finished& finished) {
    EXPECT_EQ(finished.status, 2) << finished.err;
    EXPECT_EQ(finished.out, "");
    EXPECT_EQ(std::ranges::count(finished.err, '\n'), 1) << finished.err;
}

TEST(CliUsage, EveryCommandHasHelpWithExamples) {
    for (const auto& command : commands()) {
        const auto help = cli({command, "--help"});
        EXPECT_EQ(help.status, 0) << command;
        EXPECT_NE(help.out.find("Examples:\n  triptych-cli " + command), std::string::npos) << help.out;
        EXPECT_NE(help.out.find("Exit status"), std::string::npos) << command;
        EXPECT_EQ(help.err, "") << command;
    }
}

TEST(CliUsage, HelpListsEveryCommand) {
    const auto help = cli({"--help"});
    EXPECT_EQ(help.status, 0);
    for (const auto& command : commands()) EXPECT_NE(help.out.find("\n  " + command), std::string::npos) << command;
}

TEST(CliUsage, VersionIsOneLine) {
    const auto version = cli({"--version"});
    EXPECT_EQ(version.status, 0);
    EXPECT_EQ(version.out, "triptych-cli " TRIPTYCH_VERSION "\n");
}

TEST(CliUsage, WrongUseIsOneLineAndStatus2) {
    const auto record = syntheticRecord().string();
    expectWrongUse(cli({}));
    expectWrongUse(cli({"dance"}));
    expectWrongUse(cli({"info"}));
    expectWrongUse(cli({"info", record, "--loud"}));
    expectWrongUse(cli({"info", record, "--json", "--csv"}));
    expectWrongUse(cli({"samples", record, "--from", "nan"}));
    expectWrongUse(cli({"samples", record, "--to", "1e999"}));
    expectWrongUse(cli({"samples", record, "--from", "3", "--to", "2"}));
    expectWrongUse(cli({"samples", record, "--from", "2", "--to", "2"}));
    expectWrongUse(cli({"classify", record, "--beats", "guessed"}));
    expectWrongUse(cli({"explain", record, "--beat", "-1"}));
    expectWrongUse(cli({"explain", record, "--beat", "0", "--method", "tea_leaves"}));
    expectWrongUse(cli({"synth", "--seed", "-1", "--out", record + ".folder"}));
    expectWrongUse(cli({"synth", "--leads", "3", "--out", record + ".folder"}));
    expectWrongUse(cli({"synth", "--duration", "-5", "--out", record + ".folder"}));
    EXPECT_FALSE(std::filesystem::exists(record + ".folder"));
}

TEST(CliUsage, AClosedPipeEndsQuietly) {
    RunOptions head;
    head.read_at_most = 10;
    const auto finished = cli({"samples", syntheticRecord().string(), "--csv"}, head);
    EXPECT_EQ(finished.signal, 0);
    EXPECT_EQ(finished.status, 0);
    EXPECT_EQ(finished.err, "");
}

TEST(CliUsage, AFullDiskIsAFailure) {
    if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "needs /dev/full";
    RunOptions full;
    full.out_file = "/dev/full";
    expectFailure(cli({"samples", syntheticRecord().string(), "--csv"}, full), {"standard output"});
}

TEST(CliUsage, CtrlCStopsWithASentence) {
    const auto folder = scratchFolder("interrupted");
    RunOptions interrupt;
    interrupt.after_start = [](int process) {
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        ::kill(process, SIGINT);
    };
    const auto before = std::chrono::steady_clock::now();
    const auto finished = cli({"synth", "--out", (folder / "new").string(), "--name", "long", "--duration", "86400",
                               "--rate", "1000", "--leads", "12"},
                              interrupt);
    expectFailure(finished, {"stop"});
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(30));
    EXPECT_FALSE(std::filesystem::exists(folder / "new" / "long.hea")) << "half a record was left behind";
    EXPECT_FALSE(std::filesystem::exists(folder / "new" / "long.dat")) << "half a record was left behind";
}

TEST(CliUsage, TheProgramsStartWithoutTorchAndQt5) {
    std::vector<std::string> programs = {TRIPTYCH_CLI};
#ifdef TRIPTYCH_WINDOW
    programs.emplace_back(TRIPTYCH_WINDOW);
#endif
    for (const auto& program : programs) {
        const auto libraries = runProgram({"ldd", program});
        if (libraries.status != 0) GTEST_SKIP() << "needs ldd";
        EXPECT_NE(libraries.out.find("libstdc++"), std::string::npos) << libraries.out;
        for (const char* heavy : {"libtorch", "libc10", "libQt5", "libopencv"}) {
            EXPECT_EQ(libraries.out.find(heavy), std::string::npos) << program << " links " << heavy;
        }
    }
    EXPECT_EQ(runProgram({"ldd", TRIPTYCH_CLI}).out.find("libQt"), std::string::npos) << "the command line links Qt";
}

}  // namespace
}  // namespace triptych::test
