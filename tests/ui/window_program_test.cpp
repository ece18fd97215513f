// The program as a shell sees it: its options, its pictures, its exit codes.
#include "app/gui/options.h"
#include "tests/ui/window_support.h"

#include <QFile>
#include <QImage>
#include <QProcess>
#include <QSet>

#include <gtest/gtest.h>

namespace triptych::app {
namespace {

struct Ended {
    int code = -1;
    QString errors;
};

Ended run(const QStringList& arguments) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("QT_QPA_PLATFORM"));
    environment.remove(QStringLiteral("DISPLAY"));
    environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(TRIPTYCH_PROGRAM), arguments);
    if (!process.waitForFinished(120'000)) return {};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardError())};
}

std::size_t coloursOf(const QImage& image) {
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); x += 3) colours.insert(image.pixel(x, y));
    }
    return static_cast<std::size_t>(colours.size());
}

ParsedOptions parsed(const QStringList& arguments) {
    return parseOptions(QStringList{"triptych"} + arguments);
}

TEST(Options, AreReadAsTheyAreMeant) {
    const auto all = parsed({"208.hea", "--at", "603.5", "--size", "1600x900", "--theme", "dark", "--model", "parity",
                             "--beat", "7", "--no-ai", "--beats", "detected", "--method", "grad-cam"});
    ASSERT_EQ(all.error, QString());
    EXPECT_EQ(all.options.recording, RecordingRef{"208.hea"});
    EXPECT_EQ(all.options.place.time_s, 603.5);
    EXPECT_EQ(all.options.place.beat, 7U);
    EXPECT_EQ(all.options.size, QSize(1600, 900));
    EXPECT_EQ(all.options.theme, ui::ThemeChoice::dark);
    EXPECT_EQ(all.options.model, QStringLiteral("parity"));
    EXPECT_EQ(all.options.beats, pipeline::BeatChoice::detected);
    EXPECT_EQ(all.options.method, "grad_cam");
    EXPECT_FALSE(all.options.ai);
}

TEST(Options, NonsenseIsNamedInOneLine) {
    const QList<QStringList> wrong = {
        {"--at", "soon"},   {"--at", "-1"},        {"--at", "nan"},      {"--at", "12,5"},    {"--at", "12 s"},
        {"--size", "big"},  {"--size", "10x10"},   {"--size", "1600"},   {"--theme", "pink"}, {"--beat", "-3"},
        {"--beats", "all"}, {"--method", "magic"}, {"--screenshot", ""}, {"--unknown"},       {"a.hea", "b.hea"},
        {"--at"},           {"a.hea", "--sample"}, {"--trust-code"}};
    for (const QStringList& arguments : wrong) {
        const auto result = parsed(arguments);
        EXPECT_FALSE(result.error.isEmpty()) << arguments.join(' ').toStdString();
        EXPECT_FALSE(result.error.contains('\n')) << arguments.join(' ').toStdString();
    }
}

TEST(Program, DrawsTheWindowWithoutADisplayAfterItsWorkIsDone) {
    const auto folder = test::scratchFolder("picture");
    const QString picture = QString::fromStdString((folder / "window.png").string());
    const Ended ended = run({QString::fromStdString(test::recordOnDisk()), "--no-ai", "--at", "12", "--size",
                             "1000x700", "--screenshot", picture});
    EXPECT_EQ(ended.code, 0) << ended.errors.toStdString();
    EXPECT_EQ(ended.errors, QString());
    const QImage image(picture);
    EXPECT_EQ(image.size(), QSize(1000, 700));
    EXPECT_GT(coloursOf(image), 100U) << "a scalogram alone has more";
}

TEST(Program, BadFileIsOneSentenceAndAPictureOfItAndExitOne) {
    const auto folder = test::scratchFolder("picture");
    const QString picture = QString::fromStdString((folder / "window.png").string());
    const Ended ended = run({"/nowhere/at/all.hea", "--size", "800x500", "--screenshot", picture});
    EXPECT_EQ(ended.code, 1);
    EXPECT_EQ(ended.errors.count('\n'), 1) << ended.errors.toStdString();
    EXPECT_TRUE(ended.errors.contains(QStringLiteral("/nowhere/at/all.hea"))) << ended.errors.toStdString();
    EXPECT_TRUE(QFile::exists(picture));
}

TEST(Program, WrongUseIsExitTwo) {
    EXPECT_EQ(run({"--size", "huge", "--screenshot", "x.png"}).code, 2);
    EXPECT_EQ(run({"--help"}).code, 0);
    EXPECT_EQ(run({"--version"}).code, 0);
}

TEST(Program, WithoutADisplayItSaysWhatToDo) {
    const Ended ended = run({});
    EXPECT_EQ(ended.code, 1);
    EXPECT_TRUE(ended.errors.contains(QStringLiteral("--screenshot"))) << ended.errors.toStdString();
}

TEST(Program, PictureThatCannotBeWrittenIsExitOne) {
    const Ended ended = run({"--size", "800x500", "--screenshot", "/nowhere/at/all.png"});
    EXPECT_EQ(ended.code, 1);
    EXPECT_TRUE(ended.errors.contains(QStringLiteral("/nowhere/at/all.png"))) << ended.errors.toStdString();
}

}  // namespace
}  // namespace triptych::app
