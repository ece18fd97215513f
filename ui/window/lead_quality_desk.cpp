#include "ui/window/lead_quality_desk.h"

#include "core/pipeline/readable_beats.h"
#include "ui/panels/beat_list_panel.h"
#include "ui/window/session.h"

#include <utility>
#include <vector>

namespace triptych::ui {

LeadQualityDesk::LeadQualityDesk(BeatListPanel& list, Session& session, ViewState& state)
    : QObject(&list),
      list_(list),
      session_(session),
      state_(state),
      judge_(*this, [this](std::optional<Result<UnreadableBeats>> judged) {
          if (!judged) return;
          if (!*judged) {
              if (judged->error().code != ErrorCode::cancelled) {
                  Q_EMIT failed(QString::fromStdString(sentence(judged->error())));
              }
              return;
          }
          BeatNarrowing narrowing = list_.model().narrowing();
          narrowing.lead = LeadNarrowing{lead_, readable_, std::move(**judged)};
          list_.setNarrowing(narrowing);
      }) {
    connect(&list_, &BeatListPanel::leadWanted, this, &LeadQualityDesk::ask);
    connect(&session_, &Session::opened, this, [this] { judge_.cancel(); });
    connect(&session_, &Session::closed, this, [this] { judge_.cancel(); });
    connect(&state_.beats(), &BeatState::beatsChanged, this, [this] {
        // Other beats have other numbers.
        const auto& now = list_.model().narrowing().lead;
        if (now && now->unreadable && now->unreadable->size() != state_.beats().all().size()) {
            ask(now->lead, now->readable);
        }
    });
}

void LeadQualityDesk::ask(std::size_t lead, bool readable) {
    if (!session_.analysis()) return;
    lead_ = lead;
    readable_ = readable;
    std::vector<double> times_s;
    times_s.reserve(state_.beats().all().size());
    for (const LabelledBeat& beat : state_.beats().all()) times_s.push_back(beat.time_s);
    judge_.start([analysis = session_.analysis(), lead,
                  times_s = std::move(times_s)](const Job& job) -> std::optional<Result<UnreadableBeats>> {
        const auto track = analysis->lead(lead).quality(job);
        if (!track) return std::unexpected(track.error());
        return std::make_shared<const std::vector<std::uint8_t>>(pipeline::unreadableOn(**track, times_s));
    });
}

}  // namespace triptych::ui
