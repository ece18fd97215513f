#include "ui/window/map_desk.h"

#include "core/pipeline/explain_beat.h"
#include "ui/panes/map_look.h"
#include "ui/state/map_state.h"
#include "ui/state/why_state.h"

#include <chrono>

namespace triptych::ui {
namespace {

constexpr auto kRest = std::chrono::milliseconds(60);        // after the map, for it to be painted
constexpr auto kWait = std::chrono::milliseconds(300);       // while others work
constexpr auto kAfterMask = std::chrono::milliseconds(700);  // a hand that masks goes on masking

}  // namespace

MapDesk::MapDesk(ViewState& state, std::function<bool()> waits, QObject* parent)
    : QObject(parent),
      state_(state),
      waits_(std::move(waits)),
      work_(*this, [this](std::optional<Found> found) { take(std::move(found)); }) {
    rest_.setSingleShot(true);
    connect(&rest_, &QTimer::timeout, this, &MapDesk::goOn);
    // What a mask does is asked at once, and has both processors.
    connect(&state_.why(), &WhyState::askedChanged, this, [this] {
        if (!subject_ || state_.why().asked().masks.empty() || !(work_.busy() || rest_.isActive())) return;
        work_.cancel();
        Q_EMIT busyChanged();
        rest_.start(kAfterMask);
    });
}

void MapDesk::follow(Subject subject) {
    stop();
    subject_ = std::move(subject);
    if (const auto known = scales_.find(key()); known != scales_.end()) {
        refine([&](Explanation& why) { pipeline::putScales(known->second, why); });
    }
    state_.why().map().setTest(MapState::Test::running);
    rest_.start(kRest);
}

void MapDesk::stop() {
    rest_.stop();
    subject_.reset();
    MapState& map = state_.why().map();
    if (map.test() == MapState::Test::running) map.setTest(MapState::Test::none);
    if (!work_.busy()) return;
    work_.cancel();
    Q_EMIT busyChanged();
}

MapDesk::Key MapDesk::key() const {
    return {subject_->ask.model->info().hash, subject_->ask.what.method};
}

void MapDesk::refine(const std::function<void(Explanation&)>& edit) {
    const auto why = explanationInView(state_);
    if (!why) return;
    auto refined = std::make_shared<Explanation>(*why);
    edit(*refined);
    state_.why().map().setRefined(std::move(refined));
}

void MapDesk::goOn() {
    const auto why = explanationInView(state_);
    if (!subject_ || !why) return;
    if (waits_()) return rest_.start(kWait);
    if (!pipeline::wantsScales(*why) || scales_.contains(key())) return test();
    auto& sizes = sizes_[key()];
    if (!sizes) sizes = std::make_shared<pipeline::MapSizes>();
    pipeline::MapAsk ask = subject_->ask;
    ask.what.badge = false;
    ask.what.class_name.clear();  // each map is of what its beat is called
    pipeline::MapSource source;
    if (subject_->answer) {
        source = pipeline::mapsOfStretches(std::move(ask), *subject_->answer, pipeline::kScaleBeats);
    } else if (subject_->said) {
        source = pipeline::mapsOfBeats(std::move(ask), *subject_->said,
                                       pipeline::answeredBeats(*subject_->said, {}, pipeline::kScaleBeats));
    }
    work_.start([source = std::move(source), sizes](const Job& job) -> std::optional<Found> {
        const auto done = sizes->gather(source, job);
        if (!done && done.error().code == ErrorCode::cancelled) return std::nullopt;
        return Found{sizes->scales(), {}};
    });
    Q_EMIT busyChanged();
}

void MapDesk::test() {
    Subject of = *subject_;
    of.ask.what.badge = true;
    work_.start([of = std::move(of)](const Job& job) -> std::optional<Found> {
        return Found{
            {},
            of.at_s ? of.ask.model->explainRecording(*of.ask.analysis, *of.at_s, of.ask.what, job)
                    : pipeline::explainBeat(*of.ask.model, *of.ask.analysis, *of.ask.beats, of.beat, of.ask.what, job)};
    });
    Q_EMIT busyChanged();
}

void MapDesk::take(std::optional<Found> found) {
    Q_EMIT busyChanged();
    MapState& map = state_.why().map();
    if (!subject_ || !explanationInView(state_)) return;
    if (!found) return map.setTest(MapState::Test::failed, tr("The test ended early; explain the beat again."));
    if (found->scales) {
        const auto& scales = scales_[key()] = std::move(*found->scales);
        sizes_.erase(key());
        refine([&](Explanation& why) { pipeline::putScales(scales, why); });
        return rest_.start(kRest);
    }
    const Result<Explanation>& tested = *found->tested;
    if (!tested) {
        if (tested.error().code != ErrorCode::cancelled)
            map.setTest(MapState::Test::failed, QString::fromStdString(sentence(tested.error())));
        return;
    }
    if (!tested->badge) {
        const QString why = tested->remarks.empty() ? tr("There is no map along the trace that could be tested.")
                                                    : QString::fromStdString(tested->remarks.back());
        return map.setTest(MapState::Test::impossible, why);
    }
    refine([&](Explanation& why) { why.badge = tested->badge; });
    map.setTest(MapState::Test::done);
}

}  // namespace triptych::ui
