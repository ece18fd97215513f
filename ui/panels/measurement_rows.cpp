#include "ui/panels/measurement_rows.h"

#include "core/beats/qtc.h"
#include "core/measure/global_marks.h"
#include "core/measure/marks.h"
#include "core/measure/qtc_words.h"
#include "core/measure/remarks.h"
#include "core/text/said.h"
#include "ui/panels/readable.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

namespace triptych::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("triptych::ui::Measurements", text);
}

FigureCell unsaid(const QString& why) {
    return {QString(QChar(kUnsaid)), why};
}

QString whole(double value) {
    const long rounded = std::lround(value);
    return rounded < 0 ? QChar(0x2212) + QString::number(-rounded) : QString::number(rounded);
}

QString leadsText(const Recording& recording, const std::vector<std::size_t>& leads) {
    QStringList names;
    for (const std::size_t lead : leads) {
        if (lead < recording.leads.size()) names << QString::fromStdString(recording.leads[lead].name);
    }
    return names.join(QStringLiteral(", "));
}

QString restsOn(const measure::Figure& figure, const Recording& recording) {
    QStringList parts;
    if (figure.beats > 0) parts << (figure.beats == 1 ? tr("of 1 beat") : tr("of %1 beats").arg(figure.beats));
    if (!figure.leads.empty()) parts << tr("from %1").arg(leadsText(recording, figure.leads));
    return parts.join(QStringLiteral(", "));
}

FigureCell said(const measure::Said& figure, const Recording& recording, const QString& why) {
    if (!figure) return unsaid(why);
    return {whole(figure->value), restsOn(*figure, recording)};
}

FigureCell said(const measure::Reading& reading, const QString& why) {
    return reading ? FigureCell{whole(*reading), {}} : unsaid(why);
}

// As the device has it: with a decimal only where it states one.
FigureCell deviceCell(const Recording& recording, std::string_view name) {
    const auto& all = recording.header.measurements;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const DeviceMeasurement& one) { return one.name == name; });
    if (found == all.end()) return unsaid(tr("the file does not state it"));
    const bool is_whole = std::abs(found->value - std::round(found->value)) < 1e-9;
    const QString number = is_whole ? whole(found->value) : signedText(found->value, 1).remove(QLatin1Char('+'));
    return {number, tr("as the file states it")};
}

// Each formula is held against the same limits; where they do not agree a sign says so, and the tip how. Beside it
// stands what a broad QRS adds to it.
FigureCell qtcCell(const beats::CorrectedQt& qtc, const measure::QtcFormula& formula, beats::QtcSex sex,
                   const measure::Reading& qrs_ms, double rr_ms) {
    const double qtc_s = qtc.*formula.value_s;
    const beats::QtcSize size = beats::qtcSize(qtc_s, sex);
    QString text = whole(qtc_s * 1000);
    const bool is_broad = qrs_ms && *qrs_ms >= beats::kBroadQrs_s * 1000;
    const auto disagreement = measure::qtcDisagreement(qtc, sex, rr_ms);
    if (size != beats::QtcSize::normal) {
        text += QLatin1Char(' ') + QString::fromStdString(triptych::text::translated(beats::name(size)));
        if (is_broad && size != beats::QtcSize::shortened) text += tr(", QRS broad");
    }
    if (disagreement) text += QStringLiteral(" ≠");
    const QString limit = whole(beats::prolongedQtc_s(sex) * 1000);
    const QString whose = sex == beats::QtcSex::male     ? tr("in men")
                          : sex == beats::QtcSex::female ? tr("in women")
                                                         : tr("(sex not stated: the higher limit)");
    QString tip = tr("short up to %1 ms, prolonged from %2 ms %3, long from %4 ms")
                      .arg(whole(beats::kShortQtc_s * 1000), limit, whose, whole(beats::kLongQtc_s * 1000));
    if (disagreement) tip += QStringLiteral("; ≠: ") + QString::fromStdString(disagreement->text());
    return {text, tip};
}

QString sentence(QString text) {
    if (text.isEmpty()) return text;
    text[0] = text[0].toUpper();
    return text + QLatin1Char('.');
}

// Why PR and P cannot be said of the recording.
QString whyNoP(const measure::Measurements& measured) {
    const bool wander = std::any_of(measured.leads.begin(), measured.leads.end(), [](const auto& lead) {
        return lead.median.p_share >= 0.5 && !lead.median.marks.has_p;
    });
    if (wander) return tr("the P waves keep no distance from the QRS");
    return tr("no P wave is sure in half of the beats, on enough leads");
}

FigureCell millivolts(const measure::Reading& reading) {
    if (!reading) return unsaid(tr("not there, not sure, or the lead is no voltage"));
    return {signedText(*reading, 2), {}};
}

LeadRow leadRow(const measure::LeadMeasurements& lead, const OneBeatOnLead* beat) {
    const measure::Amplitudes& a = beat != nullptr ? beat->figures.amplitudes : lead.of_median.amplitudes;
    const std::string& shape = beat != nullptr ? beat->qrs_shape : lead.qrs_shape;
    LeadRow row;
    row.cells.push_back({QString::fromStdString(lead.name), {}});
    const QString tip = beat != nullptr ? tr("shape of this beat's QRS; large letters from 0.5 mV on")
                                        : tr("shape of the median QRS; large letters from 0.5 mV on");
    row.cells.push_back(shape.empty() ? unsaid(tr("its QRS cannot be read"))
                                      : FigureCell{QString::fromStdString(shape), tip});
    for (const measure::Reading& reading :
         {a.p_mv, a.q_mv, a.r_mv, a.s_mv, a.t_mv, a.st_j_mv, a.st_j60_mv, a.st_j80_mv}) {
        row.cells.push_back(millivolts(reading));
    }
    row.cells.push_back(a.st_slope_mv_s ? FigureCell{signedText(*a.st_slope_mv_s, 1), {}}
                                        : unsaid(tr("the 80 ms behind the QRS cannot be read")));
    return row;
}

}  // namespace

measure::BeatOverLeads beatOverLeads(const std::vector<LeadWavesPtr>& waves, std::size_t beat,
                                     std::optional<double> rr_s) {
    std::vector<measure::Marks> marks;
    for (const LeadWavesPtr& lead : waves) {
        if (lead && beat < lead->beats.size()) marks.push_back(measure::marksOf(lead->beats[beat], lead->rate_hz));
    }
    const measure::GlobalMarks global = measure::globalMarks(marks);
    measure::BeatOverLeads out;
    out.intervals = measure::intervalsOf(global.marks);
    out.is_readable = global.marks.readable;
    if (rr_s) out.rr_ms = *rr_s * 1000;
    return out;
}

std::vector<FigureRow> figureRows(const measure::Measurements* measured, const Recording& recording,
                                  const measure::BeatOverLeads* beat) {
    const QString not_yet = tr("not measured yet");
    const measure::GlobalMeasurements* global = measured != nullptr ? &measured->global : nullptr;
    std::vector<FigureRow> rows;
    const auto add = [&](const char* name, const char* unit, FigureCell ours, std::string_view device,
                         FigureCell of_beat) {
        rows.push_back(
            {tr(name), QString::fromUtf8(unit), std::move(ours), deviceCell(recording, device), std::move(of_beat)});
    };
    const auto ours = [&](measure::Said measure::GlobalMeasurements::*figure, const QString& why) {
        return global != nullptr ? said(global->*figure, recording, why) : unsaid(not_yet);
    };
    const auto ofBeat = [&](measure::Reading measure::Intervals::*figure, const QString& why) {
        if (beat == nullptr) return unsaid(tr("no beat is selected"));
        if (!beat->is_readable) return unsaid(tr("this beat can be read on no lead"));
        return said(beat->intervals.*figure, why);
    };
    using Global = measure::GlobalMeasurements;
    using Of = measure::Intervals;
    const QString no_rr = tr("no interval between two beats is free of missing samples");
    const QString no_p = measured != nullptr ? whyNoP(*measured) : not_yet;
    const QString no_beat_p = tr("no P wave that is sure belongs to this beat");
    const QString no_qt = tr("no end of T is sure on enough leads");
    const QString no_beat_rr = tr("the first beat, or one behind missing samples, has no interval before it");

    FigureCell beat_hr = unsaid(no_beat_rr), beat_rr = unsaid(no_beat_rr);
    if (beat != nullptr && beat->rr_ms && *beat->rr_ms > 0) {
        beat_hr = {whole(60'000 / *beat->rr_ms), tr("of the interval before it")};
        beat_rr = {whole(*beat->rr_ms), tr("the interval before it")};
    }
    add("HR", "/min", ours(&Global::hr_bpm, no_rr), "hr", beat_hr);
    add("RR", "ms", ours(&Global::rr_ms, no_rr), "rr", beat_rr);
    add("PR", "ms", ours(&Global::pr_ms, no_p), "pr", ofBeat(&Of::pr_ms, no_beat_p));
    const QString no_qrs = tr("its onset and end are sure on no lead");
    add("QRS", "ms", ours(&Global::qrs_ms, no_qrs), "qrs", ofBeat(&Of::qrs_ms, no_qrs));
    add("QT", "ms", ours(&Global::qt_ms, no_qt), "qt", ofBeat(&Of::qt_ms, tr("no end of T is sure in this beat")));
    const auto beat_qtc = beat != nullptr ? beat->qtc() : std::nullopt;
    const beats::QtcSex sex = beats::qtcSexNamed(recording.header.person.sex);
    for (const measure::QtcFormula& formula : measure::kQtcFormulae) {
        const bool has = global != nullptr && global->qtc.has_value();
        const measure::Reading qrs_ms =
            has && global->qrs_ms ? measure::Reading(global->qrs_ms->value) : measure::Reading();
        std::string name("QTc ");
        name += formula.name;
        add(name.c_str(), "ms",
            has ? qtcCell(*global->qtc, formula, sex, qrs_ms, global->rr_ms ? global->rr_ms->value : 0)
                : unsaid(global == nullptr ? not_yet : tr("it needs QT and RR")),
            formula.device,
            beat_qtc ? qtcCell(*beat_qtc, formula, sex, beat->intervals.qrs_ms, *beat->rr_ms)
                     : unsaid(tr("it needs QT and the interval before")));
    }
    const bool has_unnamed = std::any_of(recording.header.measurements.begin(), recording.header.measurements.end(),
                                         [](const DeviceMeasurement& one) { return one.name == "qtc"; });
    if (has_unnamed) {
        const FigureCell named = unsaid(tr("the device does not say by which formula; ours are named above"));
        add("QTc, no formula named", "ms", named, "qtc", named);
    }
    add("P", "ms", ours(&Global::p_ms, no_p), "p_duration", ofBeat(&Of::p_ms, no_beat_p));
    const QString no_axis = tr("it needs two of the leads I, II, III and aVF, and a wave whose area points somewhere");
    const FigureCell no_beat_axis = unsaid(tr("axes are of the median beat alone"));
    add("P axis", "°", ours(&Global::p_axis_deg, no_axis), "p_axis", no_beat_axis);
    add("QRS axis", "°", ours(&Global::qrs_axis_deg, no_axis), "qrs_axis", no_beat_axis);
    add("T axis", "°", ours(&Global::t_axis_deg, no_axis), "t_axis", no_beat_axis);
    return rows;
}

QStringList leadColumns() {
    return {tr("Lead"), tr("QRS"), tr("P"),   tr("Q"),   tr("R"),    tr("S"),
            tr("T"),    tr("J"),   tr("J60"), tr("J80"), tr("slope")};
}

QStringList leadColumnTips() {
    return {tr("Lead"),
            tr("Shape of the QRS"),
            tr("Amplitude of P, mV"),
            tr("Amplitude of Q, mV"),
            tr("Amplitude of R, mV"),
            tr("Amplitude of S, mV"),
            tr("Amplitude of T, mV"),
            tr("ST level at the end of the QRS, mV against the PR segment"),
            tr("ST level 60 ms behind the QRS, mV"),
            tr("ST level 80 ms behind the QRS, mV"),
            tr("Slope of ST over those 80 ms, mV/s")};
}

std::vector<LeadRow> leadRows(const measure::Measurements& measured, const std::vector<OneBeatOnLead>& beats) {
    std::vector<LeadRow> rows;
    for (std::size_t i = 0; i < measured.leads.size(); ++i) {
        const measure::LeadMeasurements& lead = measured.leads[i];
        rows.push_back(leadRow(lead, i < beats.size() ? &beats[i] : nullptr));
    }
    return rows;
}

QString doubtIn(const measure::Measurements& measured) {
    return sentence(QString::fromStdString(measure::doubtOfHeights(measured)));
}

QStringList remarksOf(const measure::Measurements& measured) {
    QStringList remarks;
    for (const text::Said& remark : measured.said) remarks << sentence(QString::fromStdString(remark));
    // What holds of every lead is said once.
    for (std::size_t i = 0; i < measured.leads.size(); ++i) {
        for (const text::Said& remark : measured.leads[i].said) {
            QStringList names;
            bool told = false;
            for (std::size_t k = 0; k < measured.leads.size(); ++k) {
                const auto& said = measured.leads[k].said;
                if (std::find(said.begin(), said.end(), remark) == said.end()) continue;
                told = told || k < i;
                names << QString::fromStdString(measured.leads[k].name);
            }
            if (told) continue;
            const bool all = names.size() > 1 && static_cast<std::size_t>(names.size()) == measured.leads.size();
            remarks << (all ? tr("All leads") : names.join(QStringLiteral(", "))) + QStringLiteral(": ") +
                           QString::fromStdString(remark) + QLatin1Char('.');
        }
    }
    if (!measured.pacing.unsaid.empty()) remarks << sentence(QString::fromStdString(measured.pacing.unsaid));
    return remarks;
}

QString tableText(const std::vector<FigureRow>& figures, bool with_device, const std::vector<LeadRow>& leads,
                  const QStringList& remarks) {
    const QString tab(QLatin1Char('\t'));
    QStringList lines;
    QStringList head{tr("Figure"), tr("Unit"), tr("Triptych")};
    if (with_device) head << tr("Device");
    lines << (head << tr("This beat")).join(tab);
    for (const FigureRow& row : figures) {
        QStringList cells{row.name, row.unit, row.ours.text};
        if (with_device) cells << row.device.text;
        lines << (cells << row.beat.text).join(tab);
    }
    if (!leads.empty()) {
        lines << QString() << leadColumns().join(tab);
        for (const LeadRow& row : leads) {
            QStringList cells;
            std::transform(row.cells.begin(), row.cells.end(), std::back_inserter(cells),
                           [](const FigureCell& cell) { return cell.text; });
            lines << cells.join(tab);
        }
    }
    if (!remarks.isEmpty()) lines << QString() << remarks;
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace triptych::ui
