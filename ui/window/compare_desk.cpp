#include "ui/window/compare_desk.h"

#include "core/pipeline/borderline.h"
#include "core/pipeline/explain_beat.h"
#include "core/pipeline/load_model.h"
#include "core/pipeline/map_words.h"
#include "ui/panes/map_look.h"
#include "ui/state/map_state.h"
#include "ui/state/on_any.h"
#include "ui/state/why_state.h"

#include <algorithm>
#include <utility>

namespace triptych::ui {
namespace {

constexpr std::size_t kMeanPiece = 8;  // beats, until what has come is shown

// The beat that the choice names; nothing where there is none.
std::optional<std::size_t> otherBeat(const QString& which, std::size_t beat, const Classification& said) {
    const std::size_t count = said.predictions.size();
    if (which == QStringLiteral("before")) return beat > 0 ? std::optional(beat - 1) : std::nullopt;
    if (which == QStringLiteral("after")) return beat + 1 < count ? std::optional(beat + 1) : std::nullopt;
    const std::string of = which.section(QLatin1Char(' '), 1).toStdString();
    const auto is_of = [&](std::size_t other) {
        return other < count && pipeline::isAnswered(said.predictions, other) &&
               said.model.classes[said.predictions.winner(other)] == of;
    };
    for (std::size_t away = 1; away < count; ++away) {
        if (is_of(beat + away)) return beat + away;
        if (away <= beat && is_of(beat - away)) return beat - away;
    }
    return std::nullopt;
}

}  // namespace

CompareDesk::CompareDesk(ViewState& state, Subject subject, QObject* parent)
    : QObject(parent),
      state_(state),
      compare_(state.why().compare()),
      subject_(std::move(subject)),
      work_(*this, [this](std::optional<Made> made) { take(std::move(made)); }) {
    onAny(this, &CompareDesk::follow, std::pair(&compare_, &CompareState::choiceChanged),
          std::pair(&compare_, &CompareState::wantedChanged),
          std::pair(&state_.model(), &ModelState::explanationChanged),
          std::pair(&state_.why().map(), &MapState::changed));
    connect(&state_.record(), &RecordState::recordingChanged, this, [this] {
        stop();
        kept_.reset();
        compare_.setOffer({}, {}, false);
        follow();
    });
}

void CompareDesk::stop() {
    to_test_.reset();
    if (!work_.busy()) return;
    work_.cancel();
    if (!other_) key_.reset();  // it may be asked for again
    compare_.setWorking(mean_ ? tr("stopped: of %1 of %2 beats").arg(mean_done_).arg(mean_->count()) : tr("stopped"));
    mean_.reset();
    Q_EMIT busyChanged();
}

void CompareDesk::keep() {
    const auto why = explanationInView(state_);
    const auto subject = subject_();
    if (!why || !subject) return;
    kept_ = figureOf(*subject, *why);
    offer(*subject);
    key_.reset();  // it may have been another one
    compare_.setChoice({CompareWith::kept, {}});
    follow();
}

void CompareDesk::offer(const MapDesk::Subject& subject) {
    QStringList classes, models;
    const ModelInfo& info = subject.ask.model->info();
    for (const std::string& name : info.classes) classes << QString::fromStdString(name);
    for (const inference::ModelListing& listed : inference::listModels()) {
        if (listed.info.task == info.task && listed.info.hash != info.hash)
            models << QString::fromStdString(listed.info.name);
    }
    compare_.setOffer(classes, models, kept_.has_value());
}

pages::FigureMap CompareDesk::figureOf(const MapDesk::Subject& of, Explanation explanation) {
    const Recording& recording = of.ask.analysis->recording();
    const BeatList none;
    const BeatList& beats = of.ask.beats ? *of.ask.beats : none;
    std::optional<double> mark_s;
    if (!explanation.of_recording && explanation.beat < beats.beats.size())
        mark_s = static_cast<double>(beats.beats[explanation.beat].sample) / beats.rate_hz;
    const text::Said heading = pipeline::mapHeading(explanation);
    const text::Said place = pipeline::mapPlace(explanation, beats, recording.name);
    pages::FigureMap out = pages::figureMap(recording, beats.lead, std::move(explanation), mark_s);
    out.heading = heading.text();
    out.of = place.text();
    out.by = pipeline::mapModel(of.ask.model->info()).text();
    return out;
}

// What is in view has changed, or what it is to be compared with.
void CompareDesk::follow() {
    const auto subject = subject_();
    if (!compare_.isWanted()) return stop();
    if (!subject) {
        // While the next beat is explained the figure stays: nothing flickers.
        const auto selected = state_.beats().selected();
        const auto& said = state_.model().classification();
        if (!selected || !said || !state_.model().beatAiVisible()) return compare_.setFigure(nullptr);
        const auto silence = pipeline::silenceOf(&said->predictions, *selected);
        if (!silence) return;
        pages::FigureMap map;
        map.heading = tr("No map").toStdString();
        map.cannot = tr("The beat has no class, so that there is nothing to explain: %1.")
                         .arg(QString::fromStdString(inWords(*silence).text()))
                         .toStdString();
        auto figure = std::make_shared<pages::FigureRequest>();
        figure->maps.push_back(std::move(map));
        return compare_.setFigure(std::move(figure));
    }
    if (compare_.classes().isEmpty() || !key_ || key_->model != subject->ask.model.get()) offer(*subject);
    const CompareChoice& choice = compare_.choice();
    Key key{choice,        subject->ask.model.get(), subject->ask.beats.get(), subject->beat,
            subject->at_s, subject->ask.what};
    if (choice.with == CompareWith::mean) {  // the same whatever beat is in view
        key.beat = 0;
        key.what.class_name = choice.which.toStdString();
    }
    if (key_ != key) {
        work_.cancel();
        Q_EMIT busyChanged();
        compare_.setWorking({});
        to_test_.reset();
        mean_.reset();
        other_.reset();
        key_ = std::move(key);
        makeOther(*subject);
    }
    show();
}

void CompareDesk::show() {
    const auto why = explanationInView(state_);
    const auto subject = subject_();
    if (!why || !subject) return;
    auto figure = std::make_shared<pages::FigureRequest>();
    figure->maps.push_back(figureOf(*subject, *why));
    if (other_) figure->maps.push_back(*other_);
    compare_.setFigure(std::move(figure));
}

std::shared_ptr<const pages::FigureRequest> CompareDesk::figure() const {
    const auto why = explanationInView(state_);
    const auto subject = subject_();
    if (!why || !subject || !state_.model().beatAiVisible()) return nullptr;
    auto figure = std::make_shared<pages::FigureRequest>();
    const auto& seen = compare_.figure();
    if (compare_.isWanted() && seen) *figure = *seen;
    std::erase_if(figure->maps, [](const pages::FigureMap& map) { return !map.cannot.empty(); });
    if (figure->maps.empty()) figure->maps.push_back(figureOf(*subject, *why));
    figure->absolute = state_.why().map().absolute();
    return figure;
}

void CompareDesk::cannot(const QString& why) {
    pages::FigureMap map;
    map.heading = tr("No other map").toStdString();
    map.cannot = why.toStdString();
    other_ = std::move(map);
}

void CompareDesk::makeOther(const MapDesk::Subject& subject) {
    const CompareChoice& choice = compare_.choice();
    MapDesk::Subject of = subject;
    std::string model_name;
    switch (choice.with) {
        case CompareWith::nothing:
            return;
        case CompareWith::kept:
            if (kept_) {
                other_ = kept_;
            } else {
                cannot(tr("No map was kept yet."));
            }
            return;
        case CompareWith::mean:
            return makeMean(subject);
        case CompareWith::method: {
            if (choice.which.toStdString() == subject.ask.what.method)
                return cannot(tr("It is the method of the map in view: choose another one above."));
            of.ask.what.method = choice.which.toStdString();
            const auto method = inference::methodOf(of.ask.what.method);
            if (method && !(*method)->gives.differences) of.ask.what.against.clear();
            break;
        }
        case CompareWith::other_class:
            of.ask.what.class_name = choice.which.toStdString();
            if (of.ask.what.against == of.ask.what.class_name) of.ask.what.against.clear();
            break;
        case CompareWith::beat: {
            const auto beat = of.said ? otherBeat(choice.which, of.beat, *of.said) : std::nullopt;
            if (!beat) return cannot(tr("There is no such beat in this recording."));
            if (!pipeline::isAnswered(of.said->predictions, *beat))
                return cannot(tr("The model has no class for that beat."));
            of.beat = *beat;
            of.ask.what.class_name = of.said->model.classes[of.said->predictions.winner(*beat)];
            if (of.ask.what.against == of.ask.what.class_name) of.ask.what.against.clear();
            break;
        }
        case CompareWith::model:
            model_name = choice.which.toStdString();
            if (model_name.empty()) return cannot(tr("No other model of this kind is installed."));
            if (const auto loaded = models_.find(model_name); loaded != models_.end()) of.ask.model = loaded->second;
            break;
    }
    begin(std::move(of), model_name, false);
}

CompareDesk::Made CompareDesk::explained(MapDesk::Subject of, const std::string& model_name,
                                         const std::vector<std::string>& trusted, const Job& job) {
    const auto failed = [](const Error& error) {
        pages::FigureMap map;
        map.heading = tr("No other map").toStdString();
        map.cannot = sentence(error);
        return Made{std::move(map), nullptr, true};
    };
    ModelPtr loaded;
    if (!model_name.empty() && of.ask.model->info().name != model_name) {
        auto model = pipeline::loadModel(model_name, false, trusted);
        if (!model) return failed(model.error());
        of.ask.model = loaded = model->model;
    }
    auto made = of.at_s
                    ? of.ask.model->explainRecording(*of.ask.analysis, *of.at_s, of.ask.what, job)
                    : pipeline::explainBeat(*of.ask.model, *of.ask.analysis, *of.ask.beats, of.beat, of.ask.what, job);
    if (!made) return failed(made.error());
    return {figureOf(of, std::move(*made)), loaded, !of.ask.what.badge};
}

// First the map, then the same with its test.
void CompareDesk::begin(MapDesk::Subject of, const std::string& model_name, bool tested) {
    of.ask.what.badge = tested;
    to_test_.reset();
    if (!tested) {
        to_test_ = of;
        to_test_model_ = model_name;
    }
    compare_.setWorking(tested ? tr("testing the other map …") : tr("explaining …"));
    work_.start([of = std::move(of), model_name, trusted = trusted_](const Job& job) -> std::optional<Made> {
        Made made = explained(of, model_name, trusted, job);
        if (job.stopRequested()) return std::nullopt;
        return made;
    });
    Q_EMIT busyChanged();
}

void CompareDesk::makeMean(const MapDesk::Subject& subject) {
    if (!subject.said || !subject.ask.beats) {
        return cannot(tr("A model of whole recordings has no beats whose mean could be taken."));
    }
    const std::string of_class = compare_.choice().which.toStdString();
    auto beats = pipeline::answeredBeats(*subject.said, of_class, 0);
    if (beats.empty()) {
        return cannot(tr("No beat of this recording is called %1.").arg(compare_.choice().which));
    }
    pipeline::MapAsk ask = subject.ask;
    ask.what.class_name = of_class;
    ask.what.badge = false;
    if (ask.what.against == of_class) ask.what.against.clear();
    mean_beats_ = ask.beats;
    mean_model_ = pipeline::mapModel(ask.model->info()).text();
    const RecordingPtr recording = ask.analysis->recordingPtr();
    const std::size_t lead = ask.beats->lead;
    mean_done_ = 0;
    mean_ = std::make_shared<pipeline::MeanMapGathering>(
        pipeline::mapsOfBeats(std::move(ask), *subject.said, std::move(beats)), recording, lead);
    goOnWithMean();
}

void CompareDesk::goOnWithMean() {
    compare_.setWorking(tr("mean of %1 of %2 beats …").arg(mean_->done()).arg(mean_->count()));
    work_.start([mean = mean_, beats = mean_beats_, by = mean_model_,
                 name = state_.record().recording()->name](const Job& job) -> std::optional<Made> {
        const auto done = mean->goOn(kMeanPiece, job);
        Made made;
        made.is_whole = mean->complete();
        if (!done && done.error().code == ErrorCode::cancelled) return std::nullopt;
        auto so_far = mean->mean();
        if (!so_far) {
            made.map.heading = tr("No mean map").toStdString();
            made.map.cannot =
                done ? tr("None of the beats could be explained so far.").toStdString() : sentence(done.error());
            return made;
        }
        made.map.heading = pipeline::mapHeading(so_far->mean).text();
        made.map.of = pipeline::meanPlace(*so_far, *beats, name).text();
        made.map.by = by;
        made.map.from_mark = true;
        const pipeline::AlignedTrace& trace = so_far->trace;
        if (!trace.mean.empty())
            made.map.traces = {{trace.lead, trace.unit, trace.first_s, trace.step_s, trace.mean, trace.deviation}};
        made.map.map = std::move(so_far->mean);
        made.map.deviation = std::move(so_far->deviation);
        return made;
    });
    Q_EMIT busyChanged();
}

void CompareDesk::take(std::optional<Made> made) {
    Q_EMIT busyChanged();
    compare_.setWorking({});
    if (!made) return;
    if (made->loaded) models_[made->loaded->info().name] = made->loaded;
    other_ = std::move(made->map);
    show();
    if (mean_) {
        mean_done_ = mean_->done();
        if (made->is_whole) return mean_.reset();
        return goOnWithMean();
    }
    if (to_test_ && other_->cannot.empty()) {
        auto of = std::move(*to_test_);
        if (made->loaded) of.ask.model = made->loaded;
        begin(std::move(of), to_test_model_, true);
    }
}

}  // namespace triptych::ui
