#include "ui/window/settings.h"

#include "core/text/numbers.h"

#include <QSettings>

#include <algorithm>
#include <array>
#include <optional>

namespace triptych::ui {
namespace {

template <class T>
std::optional<T> stored(const QSettings& store, const char* key) {
    return text::wholeNumber<T>(store.value(QLatin1String(key)).toString().toStdString());
}

template <class Enum, std::size_t n>
Enum chosen(const QSettings& store, const char* key, Enum fallback, const std::array<Enum, n>& known) {
    const auto value = stored<int>(store, key);
    const auto found =
        std::find_if(known.begin(), known.end(), [&](Enum one) { return static_cast<int>(one) == value; });
    return found != known.end() ? *found : fallback;
}

double number(const QSettings& store, const char* key, double fallback, double least, double most) {
    const auto value = stored<double>(store, key);
    return value && *value >= least && *value <= most ? *value : fallback;
}

// Recordings are written down as readers see them, as earlier versions wrote their paths.
QList<RecordingRef> recordingsIn(const QSettings& store, const char* key, qsizetype most) {
    QList<RecordingRef> recordings;
    for (const QString& text : store.value(QLatin1String(key)).toStringList().mid(0, most)) {
        recordings << RecordingRef{text.toStdString()};
    }
    return recordings;
}

QStringList textsOf(const QList<RecordingRef>& recordings) {
    QStringList texts;
    for (const RecordingRef& recording : recordings) texts << QString::fromStdString(recording.text());
    return texts;
}

}  // namespace

Arrangement shownIn(const Settings& s) {
    return s.rhythm_page    ? Arrangement::rhythm
           : s.review_page  ? Arrangement::review
           : s.hour_page    ? Arrangement::hour
           : s.explain_page ? Arrangement::explain
           : s.measurements ? Arrangement::measure
                            : Arrangement::read;
}

Settings loadSettings() {
    const QSettings store(QStringLiteral("Triptych"), QStringLiteral("triptych"));
    Settings s;
    s.geometry = store.value(QStringLiteral("window/geometry")).toByteArray();
    s.columns = store.value(QStringLiteral("window/columns")).toByteArray();
    s.rows = store.value(QStringLiteral("window/rows")).toByteArray();
    s.side = store.value(QStringLiteral("window/side")).toByteArray();
    s.triptych = store.value(QStringLiteral("window/triptych")).toByteArray();
    s.side_panels = store.value(QStringLiteral("window/side_panels"), true).toBool();
    s.header_line = store.value(QStringLiteral("window/header_line"), true).toBool();
    s.measurements = store.value(QStringLiteral("window/measurements"), false).toBool();
    s.rows_by_hand = store.value(QStringLiteral("window/rows_by_hand"), false).toBool();
    s.rhythm_page = store.value(QStringLiteral("window/rhythm_page"), false).toBool();
    s.review_page = store.value(QStringLiteral("window/review_page"), false).toBool();
    s.explain_page = store.value(QStringLiteral("window/explain_page"), false).toBool();
    s.absolute_maps = store.value(QStringLiteral("window/absolute_maps"), false).toBool();
    s.hour_page = store.value(QStringLiteral("window/hour_page"), false).toBool();
    s.rhythm_rows = store.value(QStringLiteral("window/rhythm_rows"), false).toBool();
    constexpr std::array kAll = {Arrangement::read,   Arrangement::measure, Arrangement::rhythm,
                                 Arrangement::review, Arrangement::hour,    Arrangement::explain};
    s.arrangement = chosen(store, "window/arrangement", shownIn(s), kAll);
    s.resting_arrangement = chosen(store, "window/resting_arrangement", s.resting_arrangement, kAll);
    s.hours_arrangement = chosen(store, "window/hours_arrangement", s.hours_arrangement, kAll);
    s.waves = store.value(QStringLiteral("view/waves"), false).toBool();
    s.theme =
        chosen(store, "view/theme", s.theme, std::array{ThemeChoice::light, ThemeChoice::dark, ThemeChoice::as_system});
    s.last_folder = store.value(QStringLiteral("files/last_folder")).toString();
    s.project = store.value(QStringLiteral("files/project")).toString();
    s.recent = recordingsIn(store, "files/recent", kRecentKept);
    s.all_leads = recordingsIn(store, "files/all_leads", kAllLeadsKept);
    s.speed_mm_per_s = number(store, "view/speed_mm_per_s", s.speed_mm_per_s, 1, 400);
    s.gain_mm_per_mv = number(store, "view/gain_mm_per_mv", s.gain_mm_per_mv, 0.1, 400);
    constexpr std::array kFilters = {DisplayFilter::raw, DisplayFilter::diagnostic, DisplayFilter::monitor,
                                     DisplayFilter::st};
    constexpr std::array kLayouts = {LeadLayout::stacked, LeadLayout::three_by_four_plus_one, LeadLayout::three_by_four,
                                     LeadLayout::six_by_two, LeadLayout::twelve_by_one};
    s.filter = chosen(store, "view/filter", s.filter, kFilters);
    s.resting_filter = chosen(store, "view/resting_filter", s.resting_filter, kFilters);
    s.mains = chosen(store, "view/mains", s.mains, std::array{MainsFilter::off, MainsFilter::hz50, MainsFilter::hz60});
    s.layout = chosen(store, "view/layout", s.layout, kLayouts);
    s.resting_layout = chosen(store, "view/resting_layout", s.resting_layout, kLayouts);
    s.scalogram.wavelet.kind =
        chosen(store, "scalogram/wavelet", s.scalogram.wavelet.kind,
               std::array{dsp::WaveletKind::morlet, dsp::WaveletKind::morse, dsp::WaveletKind::mexican_hat});
    s.scalogram.wavelet.w0 = number(store, "scalogram/w0", s.scalogram.wavelet.w0, 4, 40);
    if (store.value(QStringLiteral("scalogram/fine_voices"), false).toBool()) s.scalogram.rows *= 2;
    s.scalogram.ridge = store.value(QStringLiteral("scalogram/ridge"), false).toBool();
    s.cabrera = store.value(QStringLiteral("view/cabrera"), false).toBool();
    s.log_frequency = store.value(QStringLiteral("view/log_frequency"), true).toBool();
    s.frequencies = chosen(store, "view/frequencies", s.frequencies,
                           std::array{FrequencyRange::usual, FrequencyRange::diagnostic, FrequencyRange::complexes,
                                      FrequencyRange::slow, FrequencyRange::whole});
    s.overlay_opacity = number(store, "view/overlay_opacity", s.overlay_opacity, 0, 1);
    s.budget.share = number(store, "review/budget_share", s.budget.share, 0, 1);
    s.budget.most = stored<std::size_t>(store, "review/budget_most").value_or(s.budget.most);
    s.reader = store.value(QStringLiteral("review/reader")).toString();
    s.reading = chosen(store, "review/reading", s.reading, kReadingModes);
    s.work_folder = store.value(QStringLiteral("review/work_folder")).toString();
    s.calibration = number(store, "view/calibration", s.calibration, 0.25, 4);
    s.model = store.value(QStringLiteral("model/name")).toString();
    s.trusted_code = store.value(QStringLiteral("model/trusted_code")).toStringList();
    s.method = store.value(QStringLiteral("model/method")).toString();
    return s;
}

void saveSettings(const Settings& s) {
    QSettings store(QStringLiteral("Triptych"), QStringLiteral("triptych"));
    store.setValue(QStringLiteral("window/geometry"), s.geometry);
    store.setValue(QStringLiteral("window/columns"), s.columns);
    store.setValue(QStringLiteral("window/rows"), s.rows);
    store.setValue(QStringLiteral("window/side"), s.side);
    store.setValue(QStringLiteral("window/triptych"), s.triptych);
    store.setValue(QStringLiteral("window/rows_by_hand"), s.rows_by_hand);
    store.setValue(QStringLiteral("window/side_panels"), s.side_panels);
    store.setValue(QStringLiteral("window/header_line"), s.header_line);
    store.setValue(QStringLiteral("window/measurements"), s.measurements);
    store.setValue(QStringLiteral("window/rhythm_page"), s.rhythm_page);
    store.setValue(QStringLiteral("window/review_page"), s.review_page);
    store.setValue(QStringLiteral("window/explain_page"), s.explain_page);
    store.setValue(QStringLiteral("window/absolute_maps"), s.absolute_maps);
    store.setValue(QStringLiteral("window/hour_page"), s.hour_page);
    store.setValue(QStringLiteral("window/rhythm_rows"), s.rhythm_rows);
    store.setValue(QStringLiteral("window/arrangement"), static_cast<int>(s.arrangement));
    store.setValue(QStringLiteral("window/resting_arrangement"), static_cast<int>(s.resting_arrangement));
    store.setValue(QStringLiteral("window/hours_arrangement"), static_cast<int>(s.hours_arrangement));
    store.setValue(QStringLiteral("view/waves"), s.waves);
    store.setValue(QStringLiteral("view/theme"), static_cast<int>(s.theme));
    store.setValue(QStringLiteral("files/last_folder"), s.last_folder);
    store.setValue(QStringLiteral("files/recent"), textsOf(s.recent));
    store.setValue(QStringLiteral("files/all_leads"), textsOf(s.all_leads));
    store.setValue(QStringLiteral("files/project"), s.project);
    store.setValue(QStringLiteral("view/speed_mm_per_s"), s.speed_mm_per_s);
    store.setValue(QStringLiteral("view/gain_mm_per_mv"), s.gain_mm_per_mv);
    store.setValue(QStringLiteral("view/filter"), static_cast<int>(s.filter));
    store.setValue(QStringLiteral("view/mains"), static_cast<int>(s.mains));
    store.setValue(QStringLiteral("view/layout"), static_cast<int>(s.layout));
    store.setValue(QStringLiteral("view/resting_filter"), static_cast<int>(s.resting_filter));
    store.setValue(QStringLiteral("view/resting_layout"), static_cast<int>(s.resting_layout));
    store.setValue(QStringLiteral("scalogram/wavelet"), static_cast<int>(s.scalogram.wavelet.kind));
    store.setValue(QStringLiteral("scalogram/w0"), s.scalogram.wavelet.w0);
    store.setValue(QStringLiteral("scalogram/fine_voices"), s.scalogram.rows > ScalogramLook().rows);
    store.setValue(QStringLiteral("scalogram/ridge"), s.scalogram.ridge);
    store.setValue(QStringLiteral("view/cabrera"), s.cabrera);
    store.setValue(QStringLiteral("view/log_frequency"), s.log_frequency);
    store.setValue(QStringLiteral("view/frequencies"), static_cast<int>(s.frequencies));
    store.setValue(QStringLiteral("view/overlay_opacity"), s.overlay_opacity);
    store.setValue(QStringLiteral("review/budget_share"), s.budget.share);
    store.setValue(QStringLiteral("review/budget_most"), static_cast<qulonglong>(s.budget.most));
    store.setValue(QStringLiteral("review/reader"), s.reader);
    store.setValue(QStringLiteral("review/reading"), static_cast<int>(s.reading));
    store.setValue(QStringLiteral("review/work_folder"), s.work_folder);
    store.setValue(QStringLiteral("view/calibration"), s.calibration);
    store.setValue(QStringLiteral("model/name"), s.model);
    store.setValue(QStringLiteral("model/trusted_code"), s.trusted_code);
    store.setValue(QStringLiteral("model/method"), s.method);
}

QList<RecordingRef> withRecent(QList<RecordingRef> recent, const RecordingRef& recording) {
    recent.removeAll(recording);
    recent.prepend(recording);
    return recent.mid(0, kRecentKept);
}

}  // namespace triptych::ui
