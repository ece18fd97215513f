#include "ui/window/wave_desk.h"
#include "ui/state/on_any.h"

#include "core/pipeline/measure_beats.h"
#include "core/review/label_matching.h"
#include "core/text/said.h"
#include "ui/panels/readable.h"
#include "ui/panes/display_signal.h"
#include "ui/state/navigation.h"
#include "ui/state/shown_text.h"
#include "ui/window/label_desk.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace triptych::ui {
namespace {

constexpr int kRest_ms = 150;  // without movement, until the stretch in view is asked for
// Up to an hour the leads of a recording are looked at together, so everything is asked at once; longer ones lead by
// lead, so that the first are shown while the others are still sought.
constexpr double kAtOnce_s = 3600;
constexpr double kBeside_s = 2;  // of the view, so that a small step shows waves already
constexpr qsizetype kMostNotices = 3;

// The beats of `part` from `first` on in the place of those of `held`.
LeadWavesPtr merged(const LeadWavesPtr& held, const LeadWavesPtr& part, std::size_t first, std::size_t count) {
    if (held && held->complete) return held;
    auto both = std::make_shared<LeadWaves>(held ? *held : *part);
    for (std::size_t beat = first; held && beat < first + count && beat < part->beats.size(); ++beat) {
        both->beats[beat] = part->beats[beat];
    }
    both->complete = false;
    return both;
}

}  // namespace

WaveDesk::WaveDesk(ViewState& state, LabelDesk& labels, QObject* parent)
    : QObject(parent), state_(state), labels_(labels), source_(shippedWaves()), measurer_(*this, [this](auto result) {
          if (result && *result) {
              measured_ = true;
              moved_.clear();
              all_moved_ = false;
              state_.waves().setMeasurements(**result, true);
          } else if (result && result->error().code != ErrorCode::cancelled) {
              measured_ = true;  // not again and again
              state_.waves().setMeasurements(nullptr, false);
              Q_EMIT failed(result->error());
          }
          Q_EMIT busyChanged();
      }) {
    rest_.setSingleShot(true);
    rest_.setInterval(kRest_ms);
    connect(&rest_, &QTimer::timeout, this, &WaveDesk::seekNear);
    onAny(
        this,
        [this] {
            if (isWanted() && !complete_ && seeking_all_) rest_.start();
        },
        std::pair(&state_.view(), &ViewportState::viewportChanged),
        std::pair(&state_.view(), &ViewportState::focusChanged));
    connect(&state_.record(), &RecordState::analysisLeadChanged, this, &WaveDesk::say);
    connect(&state_.beats(), &BeatState::beatChanged, this, &WaveDesk::heedLabel);
    connect(&state_.beats(), &BeatState::beatsChanged, this, &WaveDesk::heedLabels);
    connect(&state_.waves(), &WaveState::placeAsked, this,
            [this](const WaveMark& mark, std::optional<double> time_s, const QString& tool, const QString& reason) {
                place(mark, time_s, tool.toStdString(), reason.toStdString());
            });
    connect(&labels_, &LabelDesk::logRead, this, &WaveDesk::takeLog);
    connect(&labels_, &LabelDesk::groupsArrived, this, [this](const std::vector<store::EventGroup>& groups) {
        bool any = false;
        for (const store::EventGroup& group : groups) any = !journal_.take(group, false).empty() || any;
        if (any) show();
    });
    connect(&labels_, &LabelDesk::groupsKept, this, [this](const auto& kept) {
        bool any = false;
        for (const auto& [key, order] : kept) any = !journal_.keep(key, order).empty() || any;
        if (!any) return;
        state_.waves().setWaves(state_.waves().leads(), words());
        Q_EMIT changed();
    });
}

WaveDesk::~WaveDesk() = default;

void WaveDesk::begin(std::shared_ptr<const inference::RecordingAnalysis> analysis) {
    close();
    analysis_ = std::move(analysis);
}

void WaveDesk::close() {
    forget();
    analysis_ = nullptr;
    beats_ = nullptr;
    beat_samples_.clear();
    journal_ = {};
    Q_EMIT changed();
}

// What was found; the journal stays.
void WaveDesk::forget() {
    ++run_;
    rest_.stop();
    near_lane_.stop();
    lane_.stop();
    measurer_.cancel();
    seeking_all_ = seeking_near_ = complete_ = measured_ = false;
    moved_.clear();
    all_moved_ = true;
    found_.clear();
    looked_.clear();
    state_.waves().clear();
    Q_EMIT noticed({});
    Q_EMIT busyChanged();
}

void WaveDesk::takeLog(std::vector<store::EventGroup> groups) {
    journal_ = review::WaveJournal(beats_ ? beats_->rate_hz : 0, labels_.reader(), std::move(groups));
    show();
    Q_EMIT changed();
}

void WaveDesk::setBeats(std::shared_ptr<const BeatList> beats) {
    forget();
    beats_ = std::move(beats);
    beat_samples_.clear();
    for (const Beat& beat : beats_->beats) beat_samples_.push_back(beat.sample);
    // A place is known by its beat's sample: on the clock of these beats from now on.
    journal_ = review::WaveJournal(beats_->rate_hz, labels_.reader(), journal_.groups());
    if (isWanted()) seek();
}

void WaveDesk::setWanted(bool waves, bool figures) {
    waves_wanted_ = waves;
    figures_wanted_ = figures;
    if (isWanted() && !complete_ && !seeking_all_) seek();
    measure();
    say();
}

void WaveDesk::askAgain() {
    if (!beats_) return;
    forget();
    if (isWanted()) seek();
}

void WaveDesk::stop() {
    if (!isBusy()) return;
    ++run_;
    rest_.stop();
    near_lane_.stop();
    lane_.stop();
    measurer_.cancel();
    seeking_all_ = seeking_near_ = false;
    Q_EMIT busyChanged();
}

void WaveDesk::seek() {
    if (!analysis_ || !beats_ || beats_->beats.empty() || !source_) return;
    const std::uint64_t run = ++run_;
    const std::size_t leads = analysis_->recording().leads.size();
    found_.resize(leads);
    looked_.assign(beats_->beats.size(), false);
    seeking_all_ = true;
    Q_EMIT began();
    seekNear();
    std::vector<std::size_t> order{state_.record().analysisLead()};
    for (std::size_t lead = 0; lead < leads; ++lead) {
        const bool is_voltage = millivoltsPer(analysis_->recording().leads[lead].unit).has_value();
        if (is_voltage && lead != order.front()) order.push_back(lead);
    }
    lane_.run(
        [this, run, order, source = source_, analysis = analysis_, beats = beats_](const Job& job) {
            const bool at_once = analysis->recording().duration_s <= kAtOnce_s;
            for (std::size_t i = 0; i < order.size() && !job.stopRequested(); ++i) {
                waves::WavesRequest request;
                if (!at_once) request.leads = {order[i]};
                const Job part{job.stop, [&](double fraction, std::string_view stage) {
                                   const auto all = static_cast<double>(at_once ? 1 : order.size());
                                   job.progress((static_cast<double>(at_once ? 0 : i) + fraction) / all,
                                                text::foreign(std::string(stage)));
                               }};
                auto found = source(analysis->recording(), *beats, request, part);
                // The beats' own lead is measured whatever its unit: a table that states none is an ECG all the same.
                const auto isOwn = [&](const LeadWavesPtr& lead) { return lead->lead == order.front(); };
                if (at_once && found && std::none_of(found->begin(), found->end(), isOwn)) {
                    request.leads = {order.front()};
                    auto own = source(analysis->recording(), *beats, request, part);
                    if (own) {
                        found->insert(found->begin(), own->begin(), own->end());
                    } else {
                        found = std::move(own);
                    }
                }
                const bool ends = at_once || !found;
                mailbox_.post([this, run, found = std::move(found)] { takeLeads(run, found); });
                if (ends) break;
            }
            mailbox_.post([this, run] { takeEnd(run); });
        },
        [this, run](double fraction, std::string_view) {
            mailbox_.post([this, run, fraction] {
                if (run == run_) Q_EMIT progressed(fraction, tr("waves"));
            });
        });
    Q_EMIT busyChanged();
}

// The stretch in view is not to wait for the rest of a day.
void WaveDesk::seekNear() {
    if (!beats_ || complete_ || !seeking_all_ || seeking_near_) return;
    const Viewport& view = state_.view().viewport();
    const Stretch focus = state_.view().focus();
    const double from_s = std::min(view.start_s, focus.from_s) - kBeside_s;
    const double to_s = std::max(view.end_s(), focus.to_s) + kBeside_s;
    const auto sampleAt = [this](double time_s) { return static_cast<std::int64_t>(time_s * beats_->rate_hz); };
    const auto begin = std::lower_bound(beat_samples_.begin(), beat_samples_.end(), sampleAt(from_s));
    const auto end = std::lower_bound(begin, beat_samples_.end(), sampleAt(to_s));
    const auto first = static_cast<std::size_t>(begin - beat_samples_.begin());
    const auto count = static_cast<std::size_t>(end - begin);
    // All of it will be there as soon, or is there.
    if (count == 0 || count == beat_samples_.size()) return;
    if (std::all_of(looked_.begin() + static_cast<std::ptrdiff_t>(first),
                    looked_.begin() + static_cast<std::ptrdiff_t>(first + count), [](bool looked) { return looked; })) {
        return;
    }
    seeking_near_ = true;
    // Laid into what is held on the lane: a day's waves are tens of megabytes a lead. Nobody else changes what is held
    // but for a lead that has become complete.
    near_lane_.run([this, run = run_, first, count, source = source_, analysis = analysis_, beats = beats_,
                    held = found_](const Job& job) {
        waves::WavesRequest request;
        request.first_beat = first;
        request.beats = count;
        auto found = source(analysis->recording(), *beats, request, job);
        if (found) {
            for (LeadWavesPtr& part : *found) part = merged(held[part->lead], part, first, count);
        }
        mailbox_.post([this, run, first, count, found = std::move(found)] { takeNear(run, first, count, found); });
    });
}

void WaveDesk::takeNear(std::uint64_t run, std::size_t first, std::size_t count,
                        const Result<std::vector<LeadWavesPtr>>& found) {
    if (run != run_) return;
    seeking_near_ = false;
    if (found) {
        for (const LeadWavesPtr& lead : *found) {
            LeadWavesPtr& held = found_[lead->lead];
            if (!held || !held->complete) held = lead;
        }
        std::fill_n(looked_.begin() + static_cast<std::ptrdiff_t>(first), count, true);
        show();
    }
    // The lane that seeks everything says what fails. The reader may have gone on meanwhile.
    rest_.start();
    Q_EMIT busyChanged();
}

void WaveDesk::takeLeads(std::uint64_t run, Result<std::vector<LeadWavesPtr>> found) {
    if (run != run_) return;
    if (!found) {
        if (found.error().code != ErrorCode::cancelled) Q_EMIT failed(found.error());
        return;
    }
    for (const LeadWavesPtr& lead : *found) found_[lead->lead] = lead;
    const auto& leads = analysis_->recording().leads;
    complete_ = leads.size() == found_.size() &&
                std::all_of(found_.begin(), found_.end(),
                            [](const LeadWavesPtr& lead) { return lead != nullptr && lead->complete; });
    show();
}

void WaveDesk::takeEnd(std::uint64_t run) {
    if (run != run_) return;
    seeking_all_ = false;
    // Leads that are no electrocardiogram are not answered, and nothing more will be known of them.
    complete_ = std::any_of(found_.begin(), found_.end(), [](const LeadWavesPtr& lead) { return lead != nullptr; }) &&
                std::all_of(found_.begin(), found_.end(),
                            [](const LeadWavesPtr& lead) { return lead == nullptr || lead->complete; });
    measure();
    say();
    Q_EMIT busyChanged();
}

std::optional<std::size_t> WaveDesk::beatOf(const review::WavePlace& place) const {
    if (!beats_) return std::nullopt;
    return review::nearestWithin(beat_samples_, place.beat,
                                 static_cast<std::int64_t>(review::kSameBeat_s * beats_->rate_hz));
}

WaveWords WaveDesk::words() const {
    WaveWords words;
    if (!analysis_) return words;
    const auto& leads = analysis_->recording().leads;
    for (const auto& [place, says] : journal_.fiducials()) {
        const auto beat = beatOf(place);
        if (!beat) continue;
        for (std::size_t lead = 0; lead < leads.size(); ++lead) {
            if (leads[lead].name != place.lead) continue;
            words[{lead, *beat, place.point}] = {shownText(says.reader), shownText(says.reason),
                                                 says.time_s.has_value(), !says.saved};
        }
    }
    return words;
}

void WaveDesk::show(std::optional<std::size_t> changed_beat) {
    if (!analysis_ || !beats_) return;
    const auto& leads = analysis_->recording().leads;
    std::vector<LeadWavesPtr> shown(found_.size());
    for (std::size_t lead = 0; lead < found_.size(); ++lead) {
        if (!found_[lead]) continue;
        const bool touched = std::any_of(journal_.fiducials().begin(), journal_.fiducials().end(),
                                         [&](const auto& placed) { return placed.first.lead == leads[lead].name; });
        shown[lead] = touched ? std::make_shared<const LeadWaves>(
                                    review::withPlaced(*found_[lead], *beats_, leads[lead].name, journal_))
                              : found_[lead];
    }
    measured_ = false;
    if (changed_beat) {
        moved_.insert(*changed_beat);
    } else {
        moved_.clear();
        all_moved_ = true;
    }
    state_.waves().setWaves(std::move(shown), words());
    if (state_.waves().measurements()) state_.waves().setMeasurements(state_.waves().measurements(), false);
    measure();
}

// A beat that the reader calls another kind has no part in the median any more.
void WaveDesk::heedLabel(std::size_t beat) {
    if (!isMeasured() || beat >= state_.beats().all().size()) return;
    const LabelledBeat& now = state_.beats().all()[beat];
    const auto before = named_.find(beat);
    const bool is_same = before == named_.end() ? !now.relabelled : now.relabelled && now.code == before->second;
    if (!is_same) measureAgain();
}

void WaveDesk::heedLabels() {
    if (isMeasured() && namesOf(state_.beats(), *beats_, labels_.noise()) != named_) measureAgain();
}

void WaveDesk::measureAgain() {
    measured_ = false;
    all_moved_ = true;
    if (state_.waves().measurements()) state_.waves().setMeasurements(state_.waves().measurements(), false);
    measure();
}

void WaveDesk::measure() {
    if (!figures_wanted_ || measured_ || seeking_all_ || !analysis_ || !beats_) return;
    std::vector<LeadWavesPtr> waves;
    std::copy_if(state_.waves().leads().begin(), state_.waves().leads().end(), std::back_inserter(waves),
                 [](const LeadWavesPtr& lead) { return lead != nullptr; });
    if (waves.empty()) return;
    // One beat alone was changed since: the others' figures are kept.
    std::optional<std::size_t> moved;
    const auto before = state_.waves().measurements();
    if (before && !all_moved_ && moved_.size() == 1 && before->leads.size() == waves.size()) moved = *moved_.begin();
    named_ = namesOf(state_.beats(), *beats_, labels_.noise());
    measurer_.start([waves = std::move(waves), analysis = analysis_, beats = withNames(beats_, named_), before,
                     moved](const Job& job) -> std::optional<Result<measure::MeasurementsPtr>> {
        const auto request = pipeline::measureRequest(*analysis, beats, waves, 0, job);
        if (!request) return std::unexpected(request.error());
        return moved ? measure::remeasured(*before, *request, *moved, job) : measure::measureRecording(*request, job);
    });
    Q_EMIT busyChanged();
}

// Why there are no waves where the reader looks for them.
void WaveDesk::say() {
    QStringList sentences;
    if (isWanted() && analysis_) {
        for (const LeadWavesPtr& lead : found_) {
            if (!lead || lead->unreadable.empty()) continue;
            const QString name = QString::fromStdString(analysis_->recording().leads[lead->lead].name);
            sentences << tr("No waves on lead %1: %2.").arg(name, QString::fromStdString(lead->unreadable));
        }
        if (sentences.size() > kMostNotices) {
            const qsizetype more = sentences.size() - kMostNotices + 1;
            sentences = sentences.mid(0, kMostNotices - 1);
            sentences << tr("No waves on %1 more leads; the measurements say why.").arg(more);
        }
    }
    Q_EMIT noticed(sentences);
}

bool WaveDesk::place(const WaveMark& mark, std::optional<double> time_s, std::string_view tool,
                     const std::string& reason) {
    if (!labels_.isReady() || !analysis_ || !beats_ || mark.beat >= beats_->beats.size()) return false;
    const LeadWaves* waves = state_.waves().of(mark.lead);
    if (waves == nullptr) return false;
    const auto before_s = review::timeOf(*waves, mark.beat, mark.point);
    // A mark that was placed on another list of beats stays one mark.
    review::WavePlace place{analysis_->recording().leads[mark.lead].name, beat_samples_[mark.beat], mark.point};
    for (const auto& [placed, says] : journal_.fiducials()) {
        if (placed.lead == place.lead && placed.point == place.point && beatOf(placed) == mark.beat) place = placed;
    }
    const auto in_force = journal_.fiducials().find(place);
    const bool explains =
        !reason.empty() && (in_force == journal_.fiducials().end() || in_force->second.reason != reason);
    if (before_s == time_s && !explains) return false;
    store::EventGroup group = labels_.newGroup(store::EventKind::edit, tool);
    group.layer = std::string(store::kWaveLayer);
    group.reason = reason;
    group.marks = {review::waveMark(place, beats_->rate_hz, before_s, time_s)};
    labels_.keepElsewhere(group);
    journal_.take(std::move(group), true);
    show(mark.beat);
    Q_EMIT changed();
    return true;
}

bool WaveDesk::setUndone(const std::string& key, bool undone) {
    const auto places = journal_.placesOf(key);
    if (!labels_.isReady() || places.empty() || journal_.isUndone(key) == undone) return false;
    store::EventGroup group = labels_.newGroup(undone ? store::EventKind::undo : store::EventKind::redo, "key");
    group.layer = std::string(store::kWaveLayer);
    group.target = key;
    labels_.keepElsewhere(group);
    journal_.take(std::move(group), true);
    show(places.size() == 1 ? beatOf(places.front()) : std::nullopt);
    select(places);
    Q_EMIT changed();
    Q_EMIT said(wordsFor(key, undone));
    return true;
}

void WaveDesk::select(const review::WaveJournal::Places& places) {
    for (const review::WavePlace& place : places) {
        if (const auto beat = beatOf(place)) return state_.selectBeat(*beat);
    }
}

QString WaveDesk::wordsFor(const std::string& key, bool undone) const {
    for (const store::EventGroup& group : journal_.groups()) {
        if (group.key != key || group.marks.empty()) continue;
        const store::EventMark& mark = group.marks.front();
        const QString what = QString::fromStdString(mark.to.value_or(mark.from.value_or("")));
        const QString lead = QString::fromStdString(mark.lead);
        return undone ? tr("Taken back: %1 on %2.").arg(what, lead) : tr("Made again: %1 on %2.").arg(what, lead);
    }
    return {};
}

}  // namespace triptych::ui
