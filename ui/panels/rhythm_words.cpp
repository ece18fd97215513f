#include "ui/panels/rhythm_words.h"

#include "ui/panels/readable.h"

#include <QCoreApplication>

#include <array>
#include <cmath>

namespace triptych::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("triptych::ui::RhythmWords", text);
}

constexpr std::array<const char*, rhythm::kRhythms> kRhythmNames = {
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Unreadable"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "VF or ventricular flutter"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Ventricular tachycardia"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Paced"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Atrial fibrillation"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Atrial flutter"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Supraventricular tachycardia"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "AV block suspected"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "First-degree AV block"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Bigeminy"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Trigeminy"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Bradycardia"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Tachycardia"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Sinus rhythm"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Another rhythm")};

constexpr std::array<const char*, kRhythmEventKinds> kKindNames = {
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "All events"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Runs"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Couplets"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Pauses"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Fastest, slowest, longest"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "First and last of each rhythm"),
    QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Marks of the file")};

struct NamedEvent {
    std::string_view name;
    const char* words;
};
constexpr NamedEvent kEvents[] = {
    {"vt run", QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Run of V")},
    {"svt run", QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Run of S")},
    {"couplet", QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Couplet of V")},
    {"s couplet", QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Couplet of S")},
    {"pause", QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Pause")},
    {"pause in af", QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Pause in fibrillation")},
    {"fastest", QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Fastest")},
    {"slowest", QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Slowest")},
    {"longest rr", QT_TRANSLATE_NOOP("triptych::ui::RhythmWords", "Longest interval")}};
constexpr std::string_view kMark = "mark: ", kFirst = "first ", kLast = "last ";

QString figure(double value, int decimals) {
    return std::isfinite(value) ? QString::number(value, 'f', decimals) : QStringLiteral("–");
}

}  // namespace

QString rhythmName(rhythm::Rhythm rhythm) {
    return tr(kRhythmNames[static_cast<std::size_t>(rhythm)]);
}

QString rhythmValueText(std::string_view value) {
    constexpr std::string_view kNot = "not ";
    const bool denied = value.starts_with(kNot);
    const auto named = rhythm::rhythmNamed(denied ? value.substr(kNot.size()) : value);
    if (!named) return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
    return denied ? tr("not: %1").arg(rhythmName(*named)) : rhythmName(*named);
}

QString evidenceText(const rhythm::Episode& episode, const ReaderSaying* saying) {
    QString text = QString::fromStdString(rhythm::sentence(episode).text());
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    text += QLatin1Char('.');
    if (!episode.by_reader) {
        text += QLatin1Char(' ') + tr("Probability %1.").arg(probabilityText(episode.probability));
    } else if (saying != nullptr) {
        const QString who = saying->reader.isEmpty() ? tr("a reader") : saying->reader;
        text += QLatin1Char(' ') +
                (saying->pending ? tr("Said by %1, %2 UTC, not on the disk yet.") : tr("Said by %1, %2 UTC."))
                    .arg(who, saying->when);
    }
    return text;
}

QString eventName(const rhythm::RhythmEvent& event) {
    const std::string_view name = event.name;
    for (const NamedEvent& known : kEvents) {
        if (known.name == name) return tr(known.words);
    }
    const auto after = [&](std::string_view prefix) {
        const std::string_view rest = name.substr(prefix.size());
        return QString::fromUtf8(rest.data(), static_cast<qsizetype>(rest.size()));
    };
    if (name.starts_with(kMark)) return tr("Mark: %1").arg(after(kMark).simplified());
    if (name.starts_with(kFirst)) return tr("First: %1").arg(rhythmValueText(name.substr(kFirst.size())));
    if (name.starts_with(kLast)) return tr("Last: %1").arg(rhythmValueText(name.substr(kLast.size())));
    return after({});
}

QString eventValue(const rhythm::RhythmEvent& event) {
    switch (kindOf(event)) {
        case RhythmEventKind::runs:
        case RhythmEventKind::couplets:
            return tr("%1 beats").arg(static_cast<int>(event.value));
        case RhythmEventKind::pauses:
            return tr("%1 s").arg(figure(event.value, 2));
        case RhythmEventKind::first_and_last:
            return lengthText(event.value);
        case RhythmEventKind::extremes:
            return event.name == "longest rr" ? tr("%1 s").arg(figure(event.value, 2))
                                              : tr("%1 /min").arg(figure(event.value, 0));
        case RhythmEventKind::marks:
        case RhythmEventKind::all:
            break;
    }
    return {};
}

QString kindName(RhythmEventKind kind) {
    return tr(kKindNames[static_cast<std::size_t>(kind)]);
}

QString lengthText(double length_s) {
    if (!(length_s >= 0)) return QStringLiteral("–");
    if (length_s < 60) return tr("%1 s").arg(figure(length_s, 1));
    const auto whole = std::llround(length_s);
    const QString seconds = QStringLiteral("%1").arg(whole % 60, 2, 10, QLatin1Char('0'));
    if (whole < 3600) return tr("%1 min").arg(QStringLiteral("%1:%2").arg(whole / 60).arg(seconds));
    return tr("%1 h").arg(
        QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(whole / 60 % 60, 2, 10, QLatin1Char('0')).arg(seconds));
}

QString shareText(double share) {
    if (!(share > 0)) return QStringLiteral("–");
    if (share < 0.0005) return tr("<0.1 %");
    return tr("%1 %").arg(figure(100 * share, share >= 0.9995 ? 0 : 1));
}

QString momentText(std::chrono::sys_time<std::chrono::milliseconds> time) {
    return QString::fromStdString(store::utcText(time)).replace(QLatin1Char('T'), QLatin1Char(' ')).left(19);
}

std::vector<HrvRow> hrvRows(const rhythm::Hrv& hrv, const rhythm::FiveMinutes* five) {
    std::vector<HrvRow> out;
    const rhythm::TimeFigures none;
    const rhythm::BandPowers no_power;
    const rhythm::TimeFigures& part = five != nullptr ? five->time : none;
    const rhythm::BandPowers& power = five != nullptr ? five->power : no_power;
    const auto count = [](std::size_t number) { return groupedNumber(number); };
    const auto add = [&](const QString& name, const QString& unit, double whole, double of_five, int decimals,
                         const QString& tip) {
        out.push_back({name, unit, figure(whole, decimals), figure(of_five, decimals), tip});
    };
    const QString ms = tr("ms"), ms2 = tr("ms²");
    out.push_back({tr("NN intervals"),
                   {},
                   count(hrv.time.intervals),
                   five != nullptr ? count(part.intervals) : figure(rhythm::kNoFigure, 0),
                   tr("From one sinus beat to the next; what was left out stands below")});
    add(tr("Mean NN"), ms, hrv.time.mean_nn_ms, part.mean_nn_ms, 0, tr("Mean of the NN intervals"));
    add(tr("Rate"), tr("/min"), hrv.time.mean_rate_bpm, part.mean_rate_bpm, 1, tr("60,000 over the mean NN interval"));
    add(tr("SDNN"), ms, hrv.time.sdnn_ms, part.sdnn_ms, 1, tr("Standard deviation of all NN intervals"));
    add(tr("SDANN"), ms, hrv.sdann_ms, rhythm::kNoFigure, 1,
        tr("Standard deviation of the mean NN intervals of each five minutes"));
    add(tr("SDNN index"), ms, hrv.sdnn_index_ms, rhythm::kNoFigure, 1,
        tr("Mean of the standard deviations of each five minutes"));
    add(tr("RMSSD"), ms, hrv.time.rmssd_ms, part.rmssd_ms, 1,
        tr("Root of the mean square of differences of neighbouring NN intervals"));
    add(tr("pNN50"), tr("%"), 100 * hrv.time.pnn50, 100 * part.pnn50, 1, tr("Share of differences of more than 50 ms"));
    add(tr("Triangular index"), {}, hrv.time.triangular_index, part.triangular_index, 1,
        tr("Number of NN intervals over the most in one bin of 1/128 s"));
    add(tr("SD1"), ms, hrv.time.sd1_ms, part.sd1_ms, 1, tr("Across the line of identity of the Poincaré plot"));
    add(tr("SD2"), ms, hrv.time.sd2_ms, part.sd2_ms, 1, tr("Along the line of identity of the Poincaré plot"));
    add(tr("ULF"), ms2, hrv.ulf_ms2, rhythm::kNoFigure, 0, tr("Power up to 0.003 Hz"));
    add(tr("VLF"), ms2, hrv.power.vlf_ms2, power.vlf_ms2, 0, tr("Power of 0.003 to 0.04 Hz, by Lomb"));
    add(tr("LF"), ms2, hrv.power.lf_ms2, power.lf_ms2, 0, tr("Power of 0.04 to 0.15 Hz, by Lomb"));
    add(tr("HF"), ms2, hrv.power.hf_ms2, power.hf_ms2, 0, tr("Power of 0.15 to 0.4 Hz, by Lomb"));
    add(tr("LF/HF"), {}, hrv.power.ratio(), power.ratio(), 2, tr("Of the two powers"));
    add(tr("DFA α1"), {}, hrv.dfa_alpha1, five != nullptr ? five->dfa_alpha1 : rhythm::kNoFigure, 2,
        tr("Detrended fluctuation analysis over 4 to 16 intervals"));
    return out;
}

QStringList hrvRemarks(const rhythm::Hrv& hrv) {
    const std::array<QString, rhythm::kLeftOutReasons> because = {
        tr("samples are missing between the beats"), tr("they reach into what cannot be read"),
        tr("a beat is not of the sinus node"), tr("they reach into a rhythm that the sinus node does not lead"),
        tr("they are shorter than 0.3 s or longer than 2 s")};
    QStringList out;
    for (std::size_t i = 0; i < because.size(); ++i) {
        const std::size_t count = hrv.series.left_out[i];
        if (count == 0) continue;
        out << tr("Left out, %1 (%2): %3.")
                   .arg(count == 1 ? tr("1 interval") : tr("%1 intervals").arg(groupedNumber(count)),
                        lengthText(hrv.series.left_out_s[i]), because[i]);
    }
    for (const std::string& sentence : hrv.unsaid) {
        QString text = QString::fromStdString(sentence);
        if (!text.isEmpty()) text[0] = text[0].toUpper();
        out << text + QLatin1Char('.');
    }
    return out;
}

}  // namespace triptych::ui
