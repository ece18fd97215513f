#include "ui/window/rhythm_desk.h"

#include "core/pipeline/classed_labels.h"
#include "core/pipeline/rhythm_words.h"
#include "core/review/rhythm_journal.h"
#include "ui/panels/readable.h"
#include "ui/panels/rhythm_words.h"
#include "ui/panels/when_text.h"
#include "ui/state/shown_text.h"
#include "ui/window/label_desk.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

constexpr int kPatience_ms = 1000;  // a model that takes longer to be loaded leaves the processor to others

}  // namespace

RhythmDesk::RhythmDesk(ViewState& state, LabelDesk& labels, QObject* parent)
    : QObject(parent), state_(state), labels_(labels), teller_(*this, [this](auto report) {
          if (report && *report) {
              state_.rhythm().setReport(**report);
          } else if (report && report->error().code != ErrorCode::cancelled) {
              Q_EMIT failed(report->error());
          }
          Q_EMIT busyChanged();
      }) {
    due_.setSingleShot(true);
    due_.setInterval(0);
    connect(&due_, &QTimer::timeout, this, &RhythmDesk::tell);
    patience_.setSingleShot(true);
    patience_.setInterval(kPatience_ms);
    connect(&patience_, &QTimer::timeout, this, &RhythmDesk::seek);
    connect(&state_.beats(), &BeatState::beatsChanged, this, &RhythmDesk::tellAgain);
    connect(&state_.beats(), &BeatState::beatChanged, this, &RhythmDesk::tellAgain);
    connect(&state_.rhythm(), &RhythmState::sayAsked, this,
            [this](const std::vector<rhythm::ReaderWord>& words, const QString& tool) {
                sayThat(words, tool.toStdString());
            });
    connect(&labels_, &LabelDesk::logRead, this, &RhythmDesk::takeLog);
    connect(&labels_, &LabelDesk::groupsArrived, this, [this](const std::vector<store::EventGroup>& groups) {
        bool any = false;
        for (const store::EventGroup& group : groups) any = !journal_.take(group, false).empty() || any;
        if (!any) return;
        showSayings();
        tellAgain();
    });
    connect(&labels_, &LabelDesk::groupsKept, this, [this](const auto& kept) {
        bool any = false;
        for (const auto& [key, order] : kept) any = !journal_.keep(key, order).empty() || any;
        if (any) showSayings();  // the same words, on the disk
    });
}

RhythmDesk::~RhythmDesk() = default;

void RhythmDesk::begin(std::shared_ptr<const inference::RecordingAnalysis> analysis) {
    close();
    analysis_ = std::move(analysis);
}

void RhythmDesk::close() {
    forget();
    analysis_ = nullptr;
    beats_ = nullptr;
    journal_ = {};
    Q_EMIT changed();
}

// What was found; the journal stays.
void RhythmDesk::forget() {
    ++run_;
    lane_.stop();
    due_.stop();
    patience_.stop();
    teller_.cancel();
    seeking_ = false;
    basis_ = nullptr;
    state_.rhythm().clear();
    Q_EMIT noticed({});
    Q_EMIT busyChanged();
}

void RhythmDesk::takeLog(std::vector<store::EventGroup> groups) {
    journal_ = review::RhythmJournal(beats_ ? beats_->rate_hz : 0, labels_.reader(), std::move(groups));
    showSayings();
    tellAgain();
}

void RhythmDesk::setBeats(std::shared_ptr<const BeatList> beats, bool waits) {
    forget();
    beats_ = std::move(beats);
    // Stretches are told on the clock of these beats from now on.
    journal_ = review::RhythmJournal(beats_->rate_hz, labels_.reader(), journal_.groups());
    showSayings();
    if (!waits) return seek();
    seeking_ = true;
    patience_.start();
    Q_EMIT busyChanged();
}

void RhythmDesk::askAgain() {
    if (!beats_) return;
    forget();
    showSayings();
    seek();
}

void RhythmDesk::stop() {
    if (!isBusy()) return;
    ++run_;
    lane_.stop();
    due_.stop();
    patience_.stop();
    teller_.cancel();
    seeking_ = false;
    Q_EMIT busyChanged();
}

void RhythmDesk::proceed() {
    if (patience_.isActive()) seek();
}

void RhythmDesk::seek() {
    patience_.stop();
    if (!analysis_ || !beats_) return;
    const std::uint64_t run = ++run_;
    seeking_ = true;
    Q_EMIT began();
    lane_.run(
        [this, run, analysis = analysis_, beats = beats_](const Job& job) {
            auto found = pipeline::rhythmBasis(*analysis, beats, job);
            mailbox_.post([this, run, found = std::move(found)] { takeBasis(run, found); });
        },
        [this, run](double fraction, std::string_view) {
            mailbox_.post([this, run, fraction] {
                if (run == run_) Q_EMIT progressed(fraction, tr("rhythm"));
            });
        });
    Q_EMIT busyChanged();
}

void RhythmDesk::takeBasis(std::uint64_t run, Result<pipeline::RhythmBasisPtr> found) {
    if (run != run_) return;
    seeking_ = false;
    if (found) {
        basis_ = std::move(*found);
        QStringList sentences;
        for (const Warning& warning : basis_->warnings) sentences << QString::fromStdString(sentence(warning));
        Q_EMIT noticed(sentences);
        tell();
    } else if (found.error().code != ErrorCode::cancelled) {
        Q_EMIT failed(found.error());
    }
    Q_EMIT busyChanged();
}

void RhythmDesk::tellAgain() {
    if (!basis_) return;
    state_.rhythm().setStale();
    due_.start();
}

void RhythmDesk::tell() {
    due_.stop();
    if (!basis_ || !beats_ || state_.beats().all().size() != beats_->beats.size()) {
        Q_EMIT busyChanged();
        return;
    }
    teller_.start([basis = basis_, classed = classedNow(), words = words(), before = state_.rhythm().report()](
                      const Job& job) -> std::optional<Result<pipeline::RhythmReportPtr>> {
        return pipeline::reportRhythm(basis, classed, words, before.get(), job);
    });
    Q_EMIT busyChanged();
}

pipeline::ClassedBeats RhythmDesk::classedNow() const {
    const auto& rows = state_.beats().all();
    std::vector<pipeline::SaidOfBeat> said(rows.size());
    std::transform(rows.begin(), rows.end(), said.begin(), [](const LabelledBeat& row) {
        return pipeline::SaidOfBeat{row.code, row.relabelled, row.silence};
    });
    const auto& word = state_.model().classification();
    return pipeline::classedBy(beats_, said, basis_->ground.by_shape, labels_.modelHasFinished(),
                               word ? word->model.name : std::string());
}

double RhythmDesk::seconds(std::int64_t sample) const {
    return beats_ && beats_->rate_hz > 0 ? static_cast<double>(sample) / beats_->rate_hz : 0;
}

std::vector<rhythm::ReaderWord> RhythmDesk::words() const {
    return pipeline::readerWords(journal_, beats_ ? beats_->rate_hz : 0);
}

void RhythmDesk::showSayings() {
    std::vector<ReaderSaying> out;
    for (const review::RhythmWord& word : journal_.words()) {
        const auto named = rhythm::rhythmNamed(word.value.name);
        if (!named) continue;
        out.push_back({{seconds(word.place.from), seconds(word.place.to)},
                       *named,
                       word.value.denied,
                       shownText(word.reader),
                       shownText(word.reason),
                       momentText(word.time),
                       !word.saved});
    }
    state_.rhythm().setSayings(std::move(out));
    Q_EMIT changed();
}

bool RhythmDesk::sayThat(const std::vector<rhythm::ReaderWord>& said_words, std::string_view tool) {
    const auto& report = state_.rhythm().report();
    if (!labels_.isReady() || !beats_ || !report || said_words.empty()) return false;
    store::EventGroup group = labels_.newGroup(store::EventKind::edit, tool);
    group.layer = std::string(store::kRhythmLayer);
    for (const rhythm::ReaderWord& word : said_words) {
        const double from_s = std::max(0.0, word.span.from_s),
                     to_s = std::min(report->found.findings.duration_s, word.span.to_s);
        const review::RhythmPlace place{std::llround(from_s * beats_->rate_hz), std::llround(to_s * beats_->rate_hz)};
        if (place.to <= place.from) continue;
        const auto shares = rhythm::sharesWithin(report->found.findings.episodes, from_s, to_s);
        const auto most = std::max_element(shares.begin(), shares.end(),
                                           [](const auto& a, const auto& b) { return a.second < b.second; });
        group.marks.push_back(review::rhythmMark(place, beats_->rate_hz,
                                                 most == shares.end() ? std::string_view() : rhythm::name(most->first),
                                                 {std::string(rhythm::name(word.rhythm)), word.denied}));
    }
    if (group.marks.empty()) return false;
    labels_.keepElsewhere(group);
    journal_.take(std::move(group), true);
    showSayings();
    tellAgain();
    return true;
}

bool RhythmDesk::setUndone(const std::string& key, bool undone) {
    const auto places = journal_.placesOf(key);
    if (!labels_.isReady() || places.empty() || journal_.isUndone(key) == undone) return false;
    store::EventGroup group = labels_.newGroup(undone ? store::EventKind::undo : store::EventKind::redo, "key");
    group.layer = std::string(store::kRhythmLayer);
    group.target = key;
    labels_.keepElsewhere(group);
    journal_.take(std::move(group), true);
    showSayings();
    tellAgain();
    Q_EMIT said(wordsFor(key, undone));
    return true;
}

QString RhythmDesk::wordsFor(const std::string& key, bool undone) const {
    for (const store::EventGroup& group : journal_.groups()) {
        if (group.key != key || group.marks.empty()) continue;
        const store::EventMark& mark = group.marks.front();
        const QString what = rhythmValueText(mark.to.value_or(std::string()));
        const QString where =
            whenText(state_.record(), mark.rate_hz > 0 ? static_cast<double>(mark.sample) / mark.rate_hz : 0);
        return undone ? tr("Taken back: %1 at %2.").arg(what, where) : tr("Made again: %1 at %2.").arg(what, where);
    }
    return {};
}

}  // namespace triptych::ui
