#include "app/gui/options.h"

#include "core/text/numbers.h"

#include <QCommandLineParser>

namespace triptych::app {
namespace {

constexpr int kLeastSide_px = 320;
constexpr int kMostSide_px = 16'384;

QString methodNames() {
    QStringList names;
    for (const inference::MethodInfo& method : inference::explanationMethods())
        names << QString::fromStdString(std::string(method.id));
    return names.join(QStringLiteral(", "));
}

QList<QCommandLineOption> known() {
    return {
        {QStringLiteral("at"), QStringLiteral("Look at this time, in seconds from the start."),
         QStringLiteral("seconds")},
        {QStringLiteral("beat"), QStringLiteral("Select this beat, counted from 0."), QStringLiteral("index")},
        {QStringLiteral("lead"), QStringLiteral("Analyse this lead."), QStringLiteral("name")},
        {QStringLiteral("beats"), QStringLiteral("Take beats from \"reference\" or \"detected\"."),
         QStringLiteral("source")},
        {QStringLiteral("beside"), QStringLiteral("Open this recording beside the other."), QStringLiteral("file")},
        {QStringLiteral("model"), QStringLiteral("Classify with this model: a name, or a folder."),
         QStringLiteral("name")},
        {QStringLiteral("trust-code"),
         QStringLiteral("Run the code of that model, a TorchScript file, without asking.")},
        {QStringLiteral("project"), QStringLiteral("Keep labels in this project file."), QStringLiteral("file")},
        {QStringLiteral("method"), QStringLiteral("Explain by this method: %1.").arg(methodNames()),
         QStringLiteral("name")},
        {QStringLiteral("no-ai"), QStringLiteral("Begin with the AI layer hidden.")},
        {QStringLiteral("view"), QStringLiteral("The triptych shows the stretch in view, not one beat.")},
        {QStringLiteral("sample"), QStringLiteral("Open the built-in made-up recording.")},
        {QStringLiteral("size"), QStringLiteral("Size of the window in pixels: 1600x900."), QStringLiteral("WxH")},
        {QStringLiteral("theme"), QStringLiteral("\"light\", \"dark\" or \"auto\"."), QStringLiteral("name")},
        {QStringLiteral("screenshot"),
         QStringLiteral("Draw the window into this PNG file when all its work is done, without a display, and leave."),
         QStringLiteral("file")},
        {QStringLiteral("timing"), QStringLiteral("Tell on standard error when the window and its work were there.")},
        {{QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("This text.")},
        {{QStringLiteral("v"), QStringLiteral("version")}, QStringLiteral("The version.")},
    };
}

template <class T>
std::optional<T> numberIn(const QString& text) {
    return text::wholeNumber<T>(text.toStdString());
}

std::optional<QSize> sizeOf(const QString& text) {
    const QStringList sides = text.toLower().split('x');
    if (sides.size() != 2) return std::nullopt;
    const auto width = numberIn<int>(sides[0]), height = numberIn<int>(sides[1]);
    const auto fits = [](int side) { return side >= kLeastSide_px && side <= kMostSide_px; };
    if (!width || !height || !fits(*width) || !fits(*height)) return std::nullopt;
    return QSize(*width, *height);
}

// Reads the values into `options`; a sentence where one makes no sense.
QString readValues(const QCommandLineParser& parser, Options& options) {
    const auto given = [&parser](const char* name) { return parser.isSet(QLatin1String(name)); };
    const auto value = [&parser](const char* name) { return parser.value(QLatin1String(name)); };
    const auto wrong = [&value](const char* name, const char* wanted) {
        return QStringLiteral("--%1 %2: %3").arg(QLatin1String(name), value(name), QLatin1String(wanted));
    };
    if (given("at")) {
        const auto at_s = numberIn<double>(value("at"));
        if (!at_s || *at_s < 0) return wrong("at", "give seconds from the start, 0 or more, as in 12.5.");
        options.place.time_s = *at_s;
    }
    if (given("beat")) {
        options.place.beat = numberIn<std::size_t>(value("beat"));
        if (!options.place.beat) return wrong("beat", "give a number, counted from 0.");
    }
    if (given("size")) {
        options.size = sizeOf(value("size"));
        if (!options.size) return wrong("size", "give WIDTHxHEIGHT in pixels, 320 to 16384 each.");
    }
    if (given("theme")) {
        if (value("theme") == QLatin1String("light"))
            options.theme = ui::ThemeChoice::light;
        else if (value("theme") == QLatin1String("dark"))
            options.theme = ui::ThemeChoice::dark;
        else if (value("theme") == QLatin1String("auto"))
            options.theme = ui::ThemeChoice::as_system;
        else
            return wrong("theme", "choose light, dark or auto.");
    }
    if (given("beats")) {
        if (value("beats") == QLatin1String("reference"))
            options.beats = pipeline::BeatChoice::reference;
        else if (value("beats") == QLatin1String("detected"))
            options.beats = pipeline::BeatChoice::detected;
        else
            return wrong("beats", "choose reference or detected.");
    }
    if (given("method")) {
        const auto method = inference::methodOf(value("method").toStdString());
        if (!method) return wrong("method", qUtf8Printable(QString::fromStdString(method.error().hint.text() + '.')));
        options.method = (*method)->id;
    }
    if (given("screenshot")) {
        options.screenshot = value("screenshot");
        if (options.screenshot.isEmpty()) return wrong("screenshot", "name the PNG file to write.");
    }
    options.model = value("model");
    options.lead = value("lead");
    options.project = value("project");
    options.ai = !given("no-ai");
    options.view_scope = given("view");
    options.sample = given("sample");
    options.timing = given("timing");
    options.trust_code = given("trust-code");
    if (options.trust_code && options.model.isEmpty())
        return QStringLiteral("--trust-code: say by --model which model may run its code.");
    return {};
}

}  // namespace

ParsedOptions parseOptions(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.addOptions(known());
    ParsedOptions parsed;
    if (!parser.parse(arguments)) {
        parsed.error = parser.errorText();
        return parsed;
    }
    parsed.help = parser.isSet(QStringLiteral("help"));
    parsed.version = parser.isSet(QStringLiteral("version"));
    parsed.error = readValues(parser, parsed.options);
    const QStringList files = parser.positionalArguments();
    if (parsed.error.isEmpty() && files.size() > 1) {
        parsed.error = QStringLiteral("%1: give one recording at a time.").arg(files[1]);
    }
    if (!files.isEmpty()) parsed.options.recording = {files.constFirst().toStdString()};
    if (const QString beside = parser.value(QStringLiteral("beside")); !beside.isEmpty()) {
        parsed.options.beside = {beside.toStdString()};
        if (parsed.error.isEmpty() && parsed.options.recording.empty() && !parsed.options.sample) {
            parsed.error = QStringLiteral("--beside %1: name the recording that it is opened beside, too.").arg(beside);
        }
    }
    if (parsed.error.isEmpty() && !parsed.options.recording.empty() && parsed.options.sample) {
        parsed.error = QStringLiteral("--sample: give a recording or the sample, not both.");
    }
    return parsed;
}

QString helpText() {
    QString text = QStringLiteral(
        "Usage: triptych [options] [FILE]\n"
        "Opens a recording (a WFDB header: 208.hea, or its name: 208) and reads it with a model.\n\n");
    for (const QCommandLineOption& option : known()) {
        QStringList names;
        for (const QString& name : option.names())
            names << (name.size() == 1 ? '-' + name : QStringLiteral("--") + name);
        QString left = QStringLiteral("  ") + names.join(QStringLiteral(", "));
        if (!option.valueName().isEmpty()) left += " <" + option.valueName() + '>';
        text += left.leftJustified(24) + "  " + option.description() + '\n';
    }
    return text + QStringLiteral(
                      "\nExamples:\n"
                      "  triptych mitdb/208.hea\n"
                      "  triptych mitdb/208.hea --at 603 --size 1600x900 --screenshot 208.png\n"
                      "  triptych --sample --theme dark\n\n"
                      "Exit: 0 fine, 1 failed, 2 wrong use. Research use - not for diagnosis.\n");
}

}  // namespace triptych::app
