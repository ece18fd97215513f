#include "ui/window/report_desk.h"

#include "core/rhythm/hrv.h"
#include "core/store/recording_identity.h"
#include "ui/panels/header_line.h"
#include "ui/panels/readable.h"
#include "ui/panels/rhythm_words.h"
#include "ui/panes/display_signal.h"
#include "ui/window/report_tables.h"
#include "ui/window/session.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr std::size_t kMostLeads = 2;  // of a strip
constexpr std::size_t kHashDigits = 12;
constexpr double kSame_s = 0.005;  // two strips, shown in hundredths

QString count(std::size_t n) {
    return QString::fromStdString(std::to_string(n));
}

}  // namespace

ReportDesk::ReportDesk(ViewState& state, Session& session, QObject* parent)
    : QObject(parent), state_(state), session_(session) {
    connect(&session_, &Session::opened, this, &ReportDesk::forget);
    connect(&session_, &Session::closed, this, &ReportDesk::forget);
}

void ReportDesk::forget() {
    strips_.clear();
    beats_.clear();
    Q_EMIT changed();
}

// The analysed lead, and one more that is ECG.
std::vector<std::size_t> ReportDesk::leadsShown() const {
    const auto& recording = state_.record().recording();
    std::vector<std::size_t> leads = {state_.record().analysisLead()};
    for (std::size_t lead = 0; lead < recording->leads.size() && leads.size() < kMostLeads; ++lead) {
        const bool is_ecg = lead >= state_.record().ecgLeads().size() || state_.record().ecgLeads()[lead];
        if (lead != leads.front() && is_ecg) leads.push_back(lead);
    }
    return leads;
}

std::optional<Stretch> ReportDesk::keepStrip() {
    const auto& recording = state_.record().recording();
    if (!recording) return std::nullopt;
    const Viewport& view = state_.view().viewport();
    Stretch stretch = state_.view().selection().value_or(Stretch{view.start_s, view.end_s()});
    stretch.from_s = std::max(stretch.from_s, 0.0);
    stretch.to_s = std::min({stretch.to_s, recording->duration_s, stretch.from_s + kLongest_s});
    if (stretch.length_s() <= 0) return std::nullopt;
    // Once, however often it is asked for.
    const auto kept = std::ranges::find_if(strips_, [&](const ReportStrip& strip) {
        return std::abs(strip.stretch.from_s - stretch.from_s) < kSame_s &&
               std::abs(strip.stretch.to_s - stretch.to_s) < kSame_s && strip.leads == leadsShown();
    });
    if (kept != strips_.end()) return stretch;
    strips_.push_back({stretch, leadsShown()});
    std::ranges::stable_sort(strips_, {}, [](const ReportStrip& strip) { return strip.stretch.from_s; });
    Q_EMIT changed();
    return stretch;
}

bool ReportDesk::keepBeat(const QImage& picture) {
    const auto selected = state_.beats().selected();
    if (!state_.record().recording() || !selected) return false;
    const LabelledBeat& beat = state_.beats().all()[*selected];
    ReportBeat kept;
    kept.time_s = beat.time_s;
    kept.lead = state_.record().analysisLead();
    kept.picture = picture;
    if (beat.code != 0) {
        kept.says << tr("%1: %2").arg(QString::fromUtf8(symbolOf(beat.code).data()),
                                      QString::fromUtf8(meaningOf(beat.code).data()));
    }
    if (const QString provenance = session_.labels().provenanceOf(*selected); !provenance.isEmpty()) {
        kept.says << provenance;
    } else if (const auto& said = state_.model().classification();
               said && beat.predicted_class >= 0 && state_.model().beatAiVisible()) {
        kept.says << tr("%1 says %2 with probability %3")
                         .arg(QString::fromStdString(said->model.name),
                              QString::fromStdString(
                                  said->model.classes[static_cast<std::size_t>(beat.predicted_class)]))
                         .arg(static_cast<double>(beat.predicted_probability), 0, 'f', 2);
    }
    beats_.push_back(std::move(kept));
    std::ranges::stable_sort(beats_, {}, &ReportBeat::time_s);
    Q_EMIT changed();
    return true;
}

// Milliseconds for a day: asked once a recording, for a report is made anew with every word of its conclusion.
QString ReportDesk::numberOfRecording() const {
    const RecordingPtr& recording = state_.record().recording();
    if (number_.second.isNull() || number_.first.lock() != recording) {
        number_ = {recording, QString::fromStdString(store::identityOf(*recording)).left(kHashDigits)};
    }
    return number_.second;
}

ReportContent ReportDesk::content(const Wishes& wishes) const {
    ReportContent content;
    content.recording = state_.record().recording();
    content.beats = state_.beats().all();
    content.filter = displayFilter(state_.display());
    content.gain_mm_per_mv = state_.display().gainMmPerMv();
    content.strips = strips_;
    content.kept_beats = beats_;
    content.conclusion = wishes.conclusion;
    content.reader = QString::fromStdString(session_.labels().reader());
    content.title = tr("ECG report");
    const Recording& recording = *content.recording;
    if (wishes.with_patient) {
        content.patient << QString::fromStdString(recording.name);
        const QStringList words = headerWordings(recording);
        if (!words.isEmpty()) content.patient << words.first();
    }
    // Whether the patient is named or not: a file may be called by the patient's name, its content is not.
    if (const QString number = numberOfRecording(); !number.isEmpty()) {
        const std::size_t leads = recording.leads.size();
        const QString of = leads == 1 ? tr("%1 (%2, 1 lead)") : tr("%1 (%2, %3 leads)");
        const QString said = of.arg(number, QString::fromStdString(recording.format));
        content.figures.emplace_back(tr("Recording"), leads == 1 ? said : said.arg(leads));
    }
    content.figures.emplace_back(tr("Duration"), clockText(recording.duration_s));
    content.figures.emplace_back(tr("Beats"), count(content.beats.size()));
    if (const auto& report = state_.rhythm().report()) {
        double least = 0, most = 0, sum = 0;
        std::size_t minutes = 0;
        for (const rhythm::Minute& minute : report->minutes) {
            if (!(minute.mean_bpm > 0)) continue;
            least = minutes == 0 ? minute.mean_bpm : std::min(least, minute.mean_bpm);
            most = std::max(most, minute.mean_bpm);
            sum += minute.mean_bpm;
            ++minutes;
        }
        if (minutes > 0) {
            content.figures.emplace_back(tr("Rate"), tr("%1 /min in the mean; by minute %2 to %3 /min")
                                                         .arg(sum / static_cast<double>(minutes), 0, 'f', 0)
                                                         .arg(least, 0, 'f', 0)
                                                         .arg(most, 0, 'f', 0));
        }
        content.figures.emplace_back(tr("Readable"), shareText(report->found.findings.readable_share));
    }
    if (const auto& measured = state_.waves().measurements()) {
        content.tables.push_back(reportMeasurements(*measured, recording, state_.waves().measurementsAreFresh()));
    }
    if (const auto& report = state_.rhythm().report()) {
        content.tables.push_back(reportBurden(*report));
        content.tables.push_back(reportEpisodes(*report));
    }
    content.tables.push_back(reportCounts(content.beats, recording.duration_s));
    if (const auto& report = state_.rhythm().report()) content.tables.push_back(reportEvents(*report));
    QStringList basis;
    if (!numberOfRecording().isEmpty()) {
        basis << tr(
            "The recording's number is made of its content, whatever its file is called; projects of labels know it by "
            "it.");
    }
    basis << (state_.beats().origin() == BeatOrigin::reference ? tr("Beats: the recording's annotator.")
                                                               : tr("Beats: Triptych's detector."));
    const std::size_t own = session_.labels().labelsByReader();
    if (own > 0) basis << tr("Labelled by readers: %1.").arg(own);
    const std::size_t corrected = session_.beatDesk().journal().edits().size();
    if (corrected > 0) basis << tr("Added, moved or taken away by readers: %1.").arg(corrected);
    if (const auto& said = state_.model().classification(); said && state_.model().aiVisible()) {
        basis << tr("Other classes: model %1, sha256 %2, advisory.")
                     .arg(QString::fromStdString(said->model.name),
                          QString::fromStdString(said->model.hash.substr(0, kHashDigits)));
    }
    content.basis = basis.join(QLatin1Char(' '));
    return content;
}

}  // namespace triptych::ui
