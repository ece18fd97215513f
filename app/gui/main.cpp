// `triptych [FILE]`: the window, or a picture of it.
#include "app/gui/options.h"
#include "app/gui/screenshot.h"
#include "app/gui/timing.h"
#include "core/inference/library_settings.h"
#include "ui/panels/reason_strip.h"
#include "ui/panes/theme.h"
#include "ui/window/language.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QFontDatabase>
#include <QIcon>
#include <QPalette>
#include <QSettings>
#include <QTemporaryDir>

#include <chrono>
#include <clocale>
#include <cstdio>
#include <optional>

namespace {

using namespace triptych;

constexpr int kFine = 0, kFailed = 1, kWrongUse = 2;

bool hasDisplay() {
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
}

// The offscreen platform needs fontconfig to know a font; on a bare machine the first one on disk will do.
void makeSureOfFonts() {
    if (!QFontDatabase::families().isEmpty()) return;
    QDirIterator fonts(QStringLiteral("/usr/share/fonts"), {QStringLiteral("*.ttf"), QStringLiteral("*.otf")},
                       QDir::Files, QDirIterator::Subdirectories);
    while (fonts.hasNext()) {
        const int id = QFontDatabase::addApplicationFont(fonts.next());
        const QStringList families = QFontDatabase::applicationFontFamilies(id);
        if (families.isEmpty()) continue;
        QApplication::setFont(QFont(families.constFirst()));
        return;
    }
}

// A picture speaks by its file and, when something failed, by one line: what Qt's offscreen platform murmurs is no
// news.
void onlyGraveMessages(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type == QtCriticalMsg || type == QtFatalMsg) std::fprintf(stderr, "triptych: %s\n", qUtf8Printable(text));
}

// Where a picture's settings and project lie while it is made: in memory where the system has such a folder, for nobody
// waits for a disk to keep them.
QString passingFolder() {
    const QFileInfo memory(QStringLiteral("/dev/shm"));
    return (memory.isDir() && memory.isWritable() ? memory.filePath() : QDir::tempPath()) +
           QStringLiteral("/triptych-XXXXXX");
}

void begin(ui::MainWindow& window, const app::Options& options) {
    if (!options.project.isEmpty()) window.setProject(QFileInfo(options.project).absoluteFilePath());
    if (options.sample || !options.recording.empty()) window.session().labels().prepare();
    if (options.theme) window.setThemeChoice(*options.theme);
    // Without a reader there is nobody to ask: code that is not trusted is refused, and said to be.
    if (options.trust_code) window.trustModel(options.model);
    const bool asks = options.screenshot.isEmpty() && !options.trust_code && !options.model.isEmpty();
    if (!asks && !options.model.isEmpty()) window.setModel(options.model);
    window.state().model().setAiVisible(options.ai);
    if (options.view_scope) window.state().display().setScope(ui::TriptychScope::view);
    if (!options.method.empty()) window.setMethod(options.method);
    window.session().prefer(options.lead, options.beats, !options.model.isEmpty());
    if (options.size) window.resize(*options.size);
    const auto open = [&] {
        if (!options.recording.empty()) window.open(options.recording, options.place);
        if (options.sample) window.openSample(options.place);
    };
    // The file is read while the window is laid out.
    if (!asks) open();
    window.show();
    if (asks) {
        window.chooseModel(options.model);
        open();
    }
    if (!options.beside.empty()) {
        // Once both the recording and its beats are there.
        QObject::connect(
            &window.session(), &ui::Session::beatsChanged, &window,
            [&window, beside = options.beside] { window.openBeside(beside); }, Qt::SingleShotConnection);
    }
}

}  // namespace

int main(int argc, char** argv) {
    const auto began = std::chrono::steady_clock::now();
    inference::settleLibraries();
    QStringList arguments;
    for (int i = 0; i < argc; ++i) arguments << QString::fromLocal8Bit(argv[i]);
    const app::ParsedOptions parsed = app::parseOptions(arguments);
    if (!parsed.error.isEmpty()) {
        std::fprintf(stderr, "triptych: %s See triptych --help.\n", qUtf8Printable(parsed.error));
        return kWrongUse;
    }
    if (parsed.help) {
        std::fputs(qUtf8Printable(app::helpText()), stdout);
        return kFine;
    }
    if (parsed.version) {
        std::puts("triptych " TRIPTYCH_VERSION);
        return kFine;
    }
    const bool picture = !parsed.options.screenshot.isEmpty();
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        if (picture) {
            qputenv("QT_QPA_PLATFORM", "offscreen");
        } else if (!hasDisplay()) {
            std::fputs("triptych: there is no display; draw the window into a file with --screenshot FILE.png.\n",
                       stderr);
            return kFailed;
        }
    }

    if (picture) qInstallMessageHandler(onlyGraveMessages);
    QApplication application(argc, argv);
    // Qt has just taken over the reader's locale for all of C. The libraries below write and read files with it: their
    // numbers keep the point. What is shown to the reader goes through Qt, which knows the locale by itself.
    std::setlocale(LC_NUMERIC, "C");
    QApplication::setApplicationName(QStringLiteral("triptych"));
    QApplication::setApplicationDisplayName(QStringLiteral("Triptych"));
    QApplication::setApplicationVersion(QStringLiteral(TRIPTYCH_VERSION));
    QApplication::setOrganizationName(QStringLiteral("Triptych"));
    QApplication::setDesktopFileName(QStringLiteral("triptych"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/triptych.png")));
    ui::installLanguage(QCoreApplication::applicationDirPath() + QStringLiteral("/../share/triptych/translations"));
    ui::sayThroughQt();
    makeSureOfFonts();
    const bool system_is_dark = QApplication::palette().color(QPalette::Window).lightness() < 128;

    // A picture is the same for everyone: it neither reads nor writes what a reader's window remembers.
    std::optional<QTemporaryDir> no_settings;
    if (picture) {
        no_settings.emplace(passingFolder());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, no_settings->path());
        qputenv("TRIPTYCH_PROJECT", (no_settings->path() + QStringLiteral("/labels.triptych-project")).toUtf8());
    }
    ui::MainWindow window(system_is_dark);
    std::optional<app::Screenshot> screenshot;
    if (picture) screenshot.emplace(window, parsed.options.screenshot);
    std::optional<app::Timing> timing;
    if (parsed.options.timing) timing.emplace(window, began);
    begin(window, parsed.options);
    if (screenshot) screenshot->begin();
    return QApplication::exec();
}
