#include "ui/window/session.h"
#include "ui/state/on_any.h"
#include "ui/window/action_keys.h"

#include "core/domain/no_beats.h"
#include "core/pipeline/model_notices.h"
#include "core/pipeline/saved_labels.h"
#include "ui/state/navigation.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace triptych::ui {
namespace {

constexpr int kPlaceRest_ms = 1500;  // without movement, until where the reader stands is kept

}  // namespace

Session::Session(ViewState& state, QObject* parent) : QObject(parent), state_(state), labels_(state) {
    connect(&loader_, &Loader::opened, this, &Session::takeRecording);
    connect(&opening_, &Opening::began, this, [this] {
        say("open", Gravity::error, {});
        labels_.prepare();
        Q_EMIT busyChanged();
    });
    connect(&opening_, &Opening::failed, this, [this](const Error& error) {
        if (error.code != ErrorCode::cancelled) say("open", Gravity::error, {QString::fromStdString(sentence(error))});
        Q_EMIT busyChanged();
    });
    connect(&opening_, &Opening::recordWanted, this, &Session::busyChanged);  // the file has been looked through
    connect(&loader_, &Loader::beatsFound, this, &Session::takeBeats);
    connect(&loader_, &Loader::beatsFailed, this, [this](const Error& error) {
        if (error.code != ErrorCode::cancelled) say("beats", Gravity::error, {QString::fromStdString(sentence(error))});
        Q_EMIT busyChanged();
    });
    connect(&loader_, &Loader::gapsKnown, this, [this](const GapsPtr& gaps) {
        state_.record().setGaps(gaps);
        Q_EMIT busyChanged();
    });
    connect(&loader_, &Loader::progressed, this, &Session::progressed);
    connect(&watch_, &FileWatch::changed, this, [this](const std::vector<Warning>& changes, bool is_cut) {
        say("disk", is_cut ? Gravity::error : Gravity::warning, inSentences(changes));
    });
    connect(&classifier_, &Classifier::progressed, this, &Session::progressed);
    connect(&classifier_, &Classifier::modelLoaded, this, &Session::modelLoaded);
    connect(&classifier_, &Classifier::advanced, this, [this] { takeWord(classifier_.soFar(), false); });
    // The rhythm waits for the first classes: two processors are all that they need.
    onAny(&rhythm_, &RhythmDesk::proceed, std::pair(&classifier_, &Classifier::advanced),
          std::pair(&classifier_, &Classifier::finished), std::pair(&classifier_, &Classifier::judged),
          std::pair(&classifier_, &Classifier::failed));
    connect(&classifier_, &Classifier::finished, this, [this](const auto& classification) {
        takeWord(classification, true);
        Q_EMIT busyChanged();
    });
    connect(&classifier_, &Classifier::judged, this, &Session::takeAnswer);
    connect(&classifier_, &Classifier::failed, this, [this](const Error& error) {
        if (error.code != ErrorCode::cancelled) say("model", Gravity::error, {QString::fromStdString(sentence(error))});
        Q_EMIT busyChanged();
    });
    connect(&explanations_, &ExplanationDesk::busyChanged, this, &Session::busyChanged);
    connect(&compare_, &CompareDesk::busyChanged, this, &Session::busyChanged);
    connect(&labels_, &LabelDesk::ready, this, &Session::takeLog);
    connect(&waves_, &WaveDesk::began, this, [this] { say("waves", Gravity::error, {}); });
    connect(&waves_, &WaveDesk::failed, this,
            [this](const Error& error) { say("waves", Gravity::error, {QString::fromStdString(sentence(error))}); });
    connect(&waves_, &WaveDesk::noticed, this, [this](const QStringList& notices) {
        say("wave_leads", Gravity::information, std::vector<QString>(notices.begin(), notices.end()));
    });
    connect(&waves_, &WaveDesk::progressed, this, &Session::progressed);
    connect(&waves_, &WaveDesk::busyChanged, this, &Session::busyChanged);
    connectRhythm();
    connectBeats();
    paint_rest_.setSingleShot(true);
    paint_rest_.setInterval(kUntilPainted_ms);
    connect(&paint_rest_, &QTimer::timeout, this, [this] {
        if (state_.model().aiAsked()) classify();
        if (!classifier_.isBusy()) rhythm_.proceed();
        Q_EMIT busyChanged();
    });
    place_rest_.setSingleShot(true);
    place_rest_.setInterval(kPlaceRest_ms);
    connect(&place_rest_, &QTimer::timeout, this, &Session::keepPlace);
    onAny(&place_rest_, qOverload<>(&QTimer::start), std::pair(&state_.view(), &ViewportState::viewportChanged),
          std::pair(&state_.beats(), &BeatState::selectedBeatChanged),
          std::pair(&state_.record(), &RecordState::analysisLeadChanged),
          std::pair(&state_.model(), &ModelState::classificationChanged));
    const auto shown = [this] {
        return std::tuple(state_.model().aiVisible(), state_.model().beatAiVisible(), state_.model().aiAsked());
    };
    connect(&state_.model(), &ModelState::aiLayerChanged, this, [this, shown, was = shown()]() mutable {
        if (std::exchange(was, shown()) == shown()) return;
        if (state_.model().aiAsked() && beats_ && !state_.model().classification() && !answer_ && !isClassifying()) {
            classify();
        }
        sayModelNotices();
        explanations_.explain();
    });
}

void Session::connectRhythm() {
    connect(&rhythm_, &RhythmDesk::began, this, [this] { say("rhythm", Gravity::error, {}); });
    connect(&rhythm_, &RhythmDesk::failed, this,
            [this](const Error& error) { say("rhythm", Gravity::error, {QString::fromStdString(sentence(error))}); });
    connect(&rhythm_, &RhythmDesk::noticed, this, [this](const QStringList& notices) {
        say("rhythm_models", Gravity::information, std::vector<QString>(notices.begin(), notices.end()));
    });
    connect(&rhythm_, &RhythmDesk::progressed, this, &Session::progressed);
    connect(&rhythm_, &RhythmDesk::busyChanged, this, &Session::busyChanged);
}

RecordingPtr Session::labelledRecording() const {
    auto labels = labels_.labelFile();
    return labels ? pipeline::withLabels(state_.record().recording(), std::move(*labels)) : state_.record().recording();
}

bool Session::isBusy() const {
    return works() || rhythm_.isBusy();
}

bool Session::works() const {
    const bool reads_log = file_ != nullptr && !labels_.isReady();
    return reads_log || loader_.isBusy() || classifier_.isBusy() || explanations_.isBusy() || waves_.isBusy() ||
           rhythm_.isSeeking() || shapes_.isBusy() || compare_.isBusy() || paint_rest_.isActive();
}

void Session::say(const QString& source, Gravity gravity, const std::vector<QString>& texts) {
    std::vector<Reason> reasons;
    for (const QString& text : texts) reasons.push_back({source, gravity, text});
    Q_EMIT reasonsChanged(source, reasons);
}

void Session::prefer(const QString& lead, pipeline::BeatChoice beats, bool model_is_chosen) {
    model_is_chosen_ = model_is_chosen;
    preferred_lead_ = lead;
    preferred_beats_ = beats;
}

void Session::close() {
    stop();
    keepPlace();
    classifier_.forget();
    file_ = nullptr;
    early_beats_ = nullptr;
    beats_ = nullptr;
    beats_wanted_ = false;
    analysis_ = nullptr;
    explanations_.forget();
    takeAnswer(nullptr);
    labels_.close();
    beat_desk_.close();
    notes_.close();
    shapes_.close();
    waves_.close();
    rhythm_.close();
    state_.setRecording(nullptr);
    watch_.follow(nullptr);
    for (const char* source :
         {"open", "file", "others", "lead", "beats", "model", "classes", "labels", "project", "waves", "rhythm"})
        say(source, Gravity::warning, {});
    Q_EMIT closed();
}

void Session::takeRecording(const OpenedPtr& file) {
    classifier_.forget();
    explanations_.forget();
    keepPlace();
    file_ = file;
    beats_ = nullptr;
    analysis_ = std::make_shared<const inference::RecordingAnalysis>(file->recording);
    place_ = opening_.takePlace();
    explanations_.forget();
    takeAnswer(nullptr);
    stopped_at_.reset();
    early_beats_ = nullptr;
    beat_choice_ = preferred_beats_;
    labels_.begin(*file);
    beat_desk_.begin(file->recording);
    shapes_.begin(file->recording);
    waves_.begin(analysis_);
    rhythm_.begin(analysis_);
    state_.setRecording(file->recording);
    notes_.begin(file->layers);
    state_.setAnalysisLead(file->lead);
    state_.record().setEcgLeads(file->is_ecg);
    takePreferredLead(*file);
    if (place_.time_s) state_.view().setViewport(centredOn(state_.view().viewport(), *place_.time_s));
    std::vector<Warning> warnings = file->warnings;
    warnings.insert(warnings.end(), file->beat_warnings.begin(), file->beat_warnings.end());
    say("file", Gravity::warning, inSentences(warnings));
    say("others", Gravity::information,
        file->others_stated.empty()
            ? std::vector<QString>{}
            : std::vector<QString>{tr("Hidden at first, %1 (%2 shows all leads).")
                                       .arg(QString::fromStdString(file->others_stated), keyOf(ActionId::all_leads))});
    watch_.follow(file->recording);
    for (const char* source : {"beats", "model", "classes", "labels", "project", "waves", "rhythm"}) {
        say(source, Gravity::warning, {});
    }
    Q_EMIT opened();
    findBeats();
    // While the beats are sought, and once the trace has been painted.
    QTimer::singleShot(kUntilPainted_ms, this, [this] {
        const bool seeks = file_ && !takesReference();
        if (seeks && state_.model().aiAsked()) classifier_.prepare();
    });
}

// The log says what was labelled and where the reader stopped: beats that came before it waited.
void Session::takeLog(const std::optional<store::Place>& place, const std::vector<Warning>& warnings) {
    if (!state_.record().recording()) return;
    say("project", Gravity::warning, inSentences(warnings));
    if (beats_) {  // another project for a recording that is being read
        Q_EMIT busyChanged();
        return;
    }
    const bool elsewhere = place && goBackTo(*place);
    const BeatListPtr early = std::exchange(early_beats_, nullptr);
    if (elsewhere && (early || loader_.isFindingBeats())) {
        findBeats();
    } else if (early) {
        takeBeats(early);
    }
    Q_EMIT busyChanged();
}

bool Session::goBackTo(const store::Place& place) {
    bool elsewhere = false;
    if (preferred_lead_.isEmpty()) {
        const auto lead = findLead(*state_.record().recording(), place.lead);
        if (lead && *lead != state_.record().analysisLead()) {
            state_.setAnalysisLead(*lead);
            say("lead", Gravity::warning, {});  // chosen by the reader, once
            elsewhere = true;
        }
    }
    if (preferred_beats_ == pipeline::BeatChoice::automatic && place.beats == "detected") {
        elsewhere = elsewhere || pipeline::referenceOf(*state_.record().recording()) != nullptr;
        beat_choice_ = pipeline::BeatChoice::detected;
    }
    if (!place_.time_s && !place_.beat) {
        goToView(state_, place);
        stopped_at_ = place;
    }
    if (!model_is_chosen_) Q_EMIT modelWanted(QString::fromStdString(place.model));
    return elsewhere;
}

void Session::keepPlace() {
    place_rest_.stop();
    if (!state_.record().recording() || !beats_ || stopped_at_) return;
    labels_.keepPlace(placeNow(state_, *beats_, classifier_.modelName().toStdString()));
}

void Session::leave() {
    keepPlace();
}

void Session::useProject(const QString& path) {
    keepPlace();
    const bool complete = labels_.modelHasFinished();
    labels_.useProject(path);
    beginAnew(complete);
}

// A lead that was asked for by name needs no reason; one that was chosen for the reader, or is not there, does.
void Session::takePreferredLead(const pipeline::OpenedRecording& file) {
    if (!preferred_lead_.isEmpty()) {
        const auto lead = findLead(*file.recording, preferred_lead_.toStdString());
        if (lead) {
            state_.setAnalysisLead(*lead);
            return say("lead", Gravity::warning, {});
        }
        return say("lead", Gravity::error,
                   {QString::fromStdString(sentence(lead.error())), QString::fromStdString(file.lead_stated)});
    }
    say("lead", Gravity::warning, {QString::fromStdString(file.lead_stated)});
}

void Session::classifyOncePainted() {
    if (state_.model().aiAsked()) paint_rest_.start();
}

void Session::classify() {
    paint_rest_.stop();
    if (!beats_ || (beats_->beats.empty() && !classifier_.judgesRecordings())) return;
    const Viewport& view = state_.view().viewport();
    const std::size_t first = nearestBeat(state_.beats().all(), view.start_s + view.span_s / 2).value_or(0);
    classifier_.classify(analysis_, beats_, first);
    Q_EMIT busyChanged();
}

void Session::takeAnswer(const std::shared_ptr<const RecordingAnswer>& answer) {
    if (answer == answer_) return;
    answer_ = answer;
    explanations_.forgetLabel();
    Q_EMIT recordingAnswerChanged();
    if (!answer_) return;
    std::vector<Warning> notices = pipeline::modelNotices(answer_->model, *state_.record().recording());
    notices.insert(notices.end(), answer_->warnings.begin(), answer_->warnings.end());
    say("model", Gravity::warning, inSentences(notices));
    explanations_.explain();
    Q_EMIT busyChanged();
}

void Session::chooseLead(std::size_t lead) {
    if (!state_.record().recording() || lead == state_.record().analysisLead()) return;
    state_.setAnalysisLead(lead);
    say("lead", Gravity::warning, {});  // this one the reader chose
    findBeats();
}

void Session::chooseBeats(pipeline::BeatChoice choice) {
    if (!state_.record().recording() || choice == beat_choice_) return;
    beat_choice_ = choice;
    findBeats();
}

void Session::trustCode(const QStringList& hashes) {
    std::vector<std::string> plain;
    for (const QString& hash : hashes) plain.push_back(hash.toStdString());
    compare_.setTrustedCode(plain);
    classifier_.setTrustedCode(std::move(plain));
}

void Session::chooseModel(const QString& name) {
    classifier_.setModelName(name);
    classifyAgain();
}

void Session::classifyAgain() {
    if (!analysis_ || hasNoBeats()) return;
    if (loader_.isFindingBeats()) return;  // what is being sought is classified when it comes
    if (beats_wanted_) return findBeats();
    if (!waves_.isComplete()) waves_.askAgain();
    if (!rhythm_.isComplete()) rhythm_.askAgain();
    if (!state_.record().gaps() && !loader_.isFindingGaps())
        loader_.findGaps(analysis_, state_.record().analysisLead());
    forgetModelWord();
    say("model", Gravity::warning, {});
    if (state_.model().aiAsked()) classify();
}

void Session::stop() {
    const bool was_opening = loader_.isOpening(), was_seeking = loader_.isFindingBeats();
    const bool was_classifying = isClassifying(), was_seeking_waves = waves_.isSeeking();
    const bool was_seeking_rhythm = rhythm_.isSeeking();
    const auto so_far = classifier_.isBusy() ? classifier_.soFar() : nullptr;
    loader_.stop();
    paint_rest_.stop();
    classifier_.stop();
    if (so_far) takeWord(so_far, false);
    explanations_.forget();
    compare_.stop();
    waves_.stop();
    rhythm_.stop();
    shapes_.stop();
    if (was_seeking_rhythm) {
        say("rhythm", Gravity::information,
            {tr("The search for episodes was stopped; %1 seeks them again.").arg(keyOf(ActionId::classify))});
    }
    if (was_seeking_waves) {
        say("waves", Gravity::information,
            {tr("The search for waves was stopped; %1 seeks them again.").arg(keyOf(ActionId::classify))});
    }
    if (was_opening)
        say("open", Gravity::information, {tr("Opening was stopped; open the recording again to see it.")});
    if (was_seeking) {
        say("beats", Gravity::information,
            {tr("The search for beats was stopped; %1 seeks them again.").arg(keyOf(ActionId::classify))});
    }
    if (was_classifying) {
        say("model", Gravity::information,
            {tr("The classification was stopped; %1 classifies again.").arg(keyOf(ActionId::classify))});
    }
    Q_EMIT busyChanged();
}

}  // namespace triptych::ui
