#include "ui/pages/page_words.h"

#include "core/domain/start_time.h"
#include "ui/panes/display_signal.h"
#include "ui/panes/ticks.h"
#include "ui/panes/usual_figures.h"

#include <QCoreApplication>

namespace triptych::ui {
namespace {

QString said(const char* text) {
    return QCoreApplication::translate("Pages", text);
}

QString joined(QStringList parts) {
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

}  // namespace

PageWords pageWords(const Recording& recording, const pages::PageRequest& request, const Stretch& stretch) {
    PageWords words;
    const QString name = QString::fromStdString(recording.name);
    const double length_s = recording.duration_s;
    const double step_s = stretch.length_s() < 600 ? 0.1 : 1;
    // As the ruler below it: the clock says who was where, and stands on a page where the person does.
    const TimeAxis axis(length_s,
                        request.patient_line && recording.start ? parseStart(*recording.start) : std::nullopt);
    const QString when =
        QStringLiteral("%1–%2 %3").arg(axis.text(stretch.from_s, step_s), axis.text(stretch.to_s, step_s), axis.unit());
    if (!request.patient_line) {
        words.title = name;
        words.under_title << when;
        return words;
    }
    QString person, device, figures, brief;
    QStringList statements;
    PatientHeader usual = recording.header;
    std::erase_if(usual.measurements, [](const DeviceMeasurement& figure) { return !isUsualFigure(figure.name); });
    for (const HeaderPart& part : headerParts(usual)) {
        if (part.kind == HeaderPartKind::figures) brief = QString::fromStdString(part.text).simplified();
    }
    for (const HeaderPart& part : headerParts(recording.header)) {
        const QString text = QString::fromStdString(part.text).simplified();
        if (part.kind == HeaderPartKind::person) person = text;
        if (part.kind == HeaderPartKind::device) device = text;
        if (part.kind == HeaderPartKind::figures) figures = text;
        if (part.kind == HeaderPartKind::statement) statements << text;
    }
    QString start = recording.start ? QString::fromStdString(*recording.start) : QString();
    if (start.size() > 19) start.truncate(19);
    start.replace(QLatin1Char('T'), QLatin1Char(' '));
    words.title = joined({person, start});
    if (words.title.isEmpty()) words.title = said("no name in the file");
    words.title = joined({words.title, name});
    words.statement = statements.join(QStringLiteral("; "));
    words.under_title << joined({when, device, figures}) << joined({when, device, brief}) << joined({when, figures})
                      << joined({when, brief}) << joined({when, device}) << when;
    return words;
}

QStringList scalesOfPage(const Recording& recording, const pages::PageRequest& request, double mm_per_s,
                         double mm_per_mv, bool discloses) {
    const QString speed = QStringLiteral("%1 mm/s").arg(mm_per_s, 0, 'g', 3);
    const QString gain = QStringLiteral("%1 mm/mV").arg(mm_per_mv);
    const QString filter = filterText(request.filter, recording.leads[request.rhythm_lead].rate_hz);
    QStringList parts{speed, gain, filter};
    if (discloses) {
        parts.prepend(said("lead %1").arg(QString::fromStdString(recording.leads[request.rhythm_lead].name)));
        parts << said("a minute a line");
    }
    const QString program = QStringLiteral("Triptych " TRIPTYCH_VERSION);
    return {joined(parts + QStringList{program}), joined(parts), joined({speed, gain, filter})};
}

QStringList sourcesOfPage(const pages::PageRequest& request) {
    if (request.beats.empty()) return {};
    const QString by = QString::fromStdString(request.beats_by);
    const QString beats = by.isEmpty() ? QString() : said("beats: %1").arg(by);
    const bool discloses = request.kind == pages::PageKind::full_disclosure;
    const QString normal =
        discloses ? said("N without a mark, ticks where a letter has no room or a beat no class") : said("dot N");
    const QString letters = joined({normal, said("letters as WFDB writes them")});
    if (request.model.empty()) return {joined({beats, letters}), beats};
    const QString model = said("classes by %1, advisory").arg(QString::fromStdString(request.model));
    const QString mapping = said("S supraventricular, V ventricular, F fusion, Q unknown");
    return {joined({beats, model, normal, mapping}), joined({beats, model, normal}), model};
}

}  // namespace triptych::ui
