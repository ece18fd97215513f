// Whatever a reader does, in whatever order: the parts of the view state agree whenever one of them speaks, and none of
// them keeps a change to itself.
#include "tests/ui/made_recording.h"
#include "ui/state/navigation.h"
#include "ui/state/view_state.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace triptych::ui {
namespace {

constexpr double kSlack = 1e-9;

// Everything that panes ask for, as they would have read it at the last signal.
struct Seen {
    RecordingPtr recording;
    std::size_t lead = 0;
    std::vector<std::size_t> shown_leads;
    Viewport viewport;
    bool at_preset = true;
    Cursor cursor;
    std::optional<Stretch> selection, calipers;
    bool marches_out = false;
    Stretch focus;
    std::size_t beats = 0;
    std::optional<std::size_t> selected;
    std::shared_ptr<const Classification> classification;
    std::shared_ptr<const Explanation> explanation;
    bool ai = true, beat_ai = true, reads_first = false;
    double opacity = 0;
    Theme theme = Theme::light;
    double speed = 0, gain = 0, px_per_mm = 0;
    TriptychScope scope = TriptychScope::selected_beat;
    friend bool operator==(const Seen&, const Seen&) = default;
};

Seen allOf(const ViewState& state) {
    return {state.record().recording(),     state.record().analysisLead(), state.record().shownLeads(),
            state.view().viewport(),        state.view().atPresetSpeed(),  state.view().cursor(),
            state.view().selection(),       state.view().calipers(),       state.view().marchesOut(),
            state.view().focus(),           state.beats().all().size(),    state.beats().selected(),
            state.model().classification(), state.model().explanation(),   state.model().aiVisible(),
            state.model().beatAiVisible(),  state.model().readsFirst(),    state.model().overlayOpacity(),
            state.display().theme(),        state.display().speedMmPerS(), state.display().gainMmPerMv(),
            state.display().pixelsPerMm(),  state.display().scope()};
}

// What holds at any moment at which somebody may ask.
std::string broken(const ViewState& state) {
    const double end_s = state.record().duration_s();
    const auto within = [end_s](const Stretch& stretch) {
        return stretch.from_s >= 0 && stretch.from_s <= stretch.to_s && stretch.to_s <= end_s + kSlack;
    };
    const Viewport& view = state.view().viewport();
    const double paper_s =
        state.view().paperWidthPx() / (state.display().speedMmPerS() * state.display().pixelsPerMm());
    if (!(view.span_s >= kShortestSpan_s)) return "the view is too short";
    const bool has_recording = state.record().recording() != nullptr;
    if (has_recording && view.span_s > std::max({end_s, paper_s, kShortestSpan_s}) + kSlack) {
        return "the view is too long";
    }
    if (view.start_s < 0 || (view.start_s > 0 && view.end_s() > end_s + kSlack)) return "the view leaves the recording";
    if (!within(state.view().focus())) return "the focus leaves the recording";
    if (state.view().selection() && !within(*state.view().selection())) return "the selection leaves the recording";
    if (state.view().calipers() && !within(*state.view().calipers())) return "the calipers leave the recording";
    if (state.beats().selected() && *state.beats().selected() >= state.beats().all().size()) return "no such beat";
    if (const auto& mark = state.waves().chosen(); mark && mark->beat >= state.beats().all().size()) {
        return "a mark of no beat is in hand";
    }
    const auto& recording = state.record().recording();
    if (recording && state.record().analysisLead() >= recording->leads.size()) return "no such lead";
    if (!recording && !state.beats().all().empty()) return "beats of no recording";
    return {};
}

class Reader {
public:
    explicit Reader(std::uint64_t seed) : random_(seed) {
        // Each signal brings up to date what it is about, and nothing else.
        const RecordState& record = state.record();
        const BeatState& beats = state.beats();
        const ViewportState& view = state.view();
        const ModelState& model = state.model();
        const auto on = [this](const auto& part, auto signal, std::function<void()> read) {
            QObject::connect(&part, signal, &part, [this, read = std::move(read)] {
                const std::string what = broken(state);
                if (trouble_.empty()) trouble_ = what;
                read();
            });
        };
        on(record, &RecordState::recordingChanged, [&] { seen_.recording = record.recording(); });
        on(record, &RecordState::analysisLeadChanged, [&] {
            seen_.lead = record.analysisLead();
            seen_.shown_leads = record.shownLeads();
        });
        on(record, &RecordState::shownLeadsChanged, [&] { seen_.shown_leads = record.shownLeads(); });
        on(view, &ViewportState::viewportChanged, [&] { seen_.viewport = view.viewport(); });
        on(view, &ViewportState::scaleChanged, [&] { seen_.at_preset = view.atPresetSpeed(); });
        on(view, &ViewportState::cursorChanged, [&] { seen_.cursor = view.cursor(); });
        on(view, &ViewportState::selectionChanged, [&] { seen_.selection = view.selection(); });
        on(view, &ViewportState::calipersChanged, [&] {
            seen_.calipers = view.calipers();
            seen_.marches_out = view.marchesOut();
        });
        on(view, &ViewportState::focusChanged, [&] { seen_.focus = view.focus(); });
        on(beats, &BeatState::beatsChanged, [&] { seen_.beats = beats.all().size(); });
        on(beats, &BeatState::selectedBeatChanged, [&] { seen_.selected = beats.selected(); });
        on(model, &ModelState::classificationChanged, [&] { seen_.classification = model.classification(); });
        on(model, &ModelState::explanationChanged, [&] { seen_.explanation = model.explanation(); });
        on(model, &ModelState::aiLayerChanged, [&] {
            seen_.ai = model.aiVisible();
            seen_.beat_ai = model.beatAiVisible();
            seen_.reads_first = model.readsFirst();
            seen_.opacity = model.overlayOpacity();
        });
        on(state.display(), &DisplayState::displayChanged, [&] {
            seen_.theme = state.display().theme();
            seen_.speed = state.display().speedMmPerS();
            seen_.gain = state.display().gainMmPerMv();
            seen_.px_per_mm = state.display().pixelsPerMm();
            seen_.scope = state.display().scope();
        });
        seen_ = allOf(state);
    }

    // One deed of any kind, sensible or not. Returns its name.
    std::string act() {
        switch (random_() % 20) {
            case 0:
                if (random_() % 4 != 0) return "nothing";
                state.setRecording(random_() % 5 == 0 ? nullptr : made(1 + static_cast<double>(random_() % 120)));
                return "recording";
            case 1:
                state.setAnalysisLead(random_() % 4);
                return "lead";
            case 2:
                state.record().setEcgLeads({random_() % 2 == 0, true, random_() % 2 == 0});
                state.record().setShowsAllLeads(random_() % 2 == 0);
                return "shown leads";
            case 3:
            case 4:
                state.view().setViewport({number(), number()});
                return "viewport";
            case 5:
                state.view().setCursor({number(), std::nullopt});
                return "cursor";
            case 6:
                state.view().setSelection(random_() % 3 == 0 ? std::nullopt
                                                             : std::optional(Stretch{number(), number()}));
                return "selection";
            case 7:
                state.view().setCalipers(random_() % 3 == 0 ? std::nullopt
                                                            : std::optional(Stretch{number(), number()}));
                state.view().setMarchesOut(random_() % 2 == 0);
                return "calipers";
            case 8:
                state.view().setPaperWidthPx(number() * 20);
                return "paper";
            case 9:
                state.setBeats(someBeats());
                return "beats";
            case 10:
            case 11:
                state.selectBeat(random_() % 6 == 0 ? std::nullopt : std::optional<std::size_t>(random_() % 90),
                                 random_() % 2 == 0);
                return "beat";
            case 12:
                if (state.beats().all().empty()) return "nothing";
                return relabel(random_() % state.beats().all().size());
            case 13:
                state.model().setClassification(random_() % 2 == 0 ? nullptr : std::make_shared<Classification>());
                return "classification";
            case 14:
                if (!state.beats().selected()) return "nothing";
                state.model().setExplanation(std::make_shared<Explanation>());
                return "explanation";
            case 15:
                state.model().setAiVisible(random_() % 2 == 0);
                return "layer";
            case 16:
                state.model().setReadsFirst(random_() % 2 == 0);
                state.model().setOverlayOpacity(number());
                return "reads first";
            case 17:
                state.display().setSpeedMmPerS(number());
                return "speed";
            case 18:
                state.display().setPixelsPerMm(number() / 10);
                state.display().setGainMmPerMv(number());
                return "millimetres";
            default:
                state.display().setScope(random_() % 2 == 0 ? TriptychScope::view : TriptychScope::selected_beat);
                state.display().setTheme(random_() % 2 == 0 ? Theme::dark : Theme::light);
                return "scope";
        }
    }

    ViewState state;
    [[nodiscard]] const Seen& seen() const { return seen_; }
    [[nodiscard]] const std::string& trouble() const { return trouble_; }

private:
    static RecordingPtr made(double duration_s) {
        return test::madeRecording({{"II", 250, test::flat}, {"V1", 250, test::flat}, {"Flow", 25, test::flat}},
                                   duration_s);
    }

    // Mostly seconds of a recording; now and then what no caller should give.
    double number() {
        static constexpr double kOdd[] = {
            0, -1, 1e-12, 1e12, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()};
        if (random_() % 8 == 0) return kOdd[random_() % std::size(kOdd)];
        return static_cast<double>(random_() % 140'000) / 1000 - 10;
    }

    std::vector<LabelledBeat> someBeats() {
        std::vector<LabelledBeat> beats;
        if (!state.record().recording()) return beats;
        const auto seconds = static_cast<int>(state.record().duration_s());
        for (int i = 0; i < seconds; ++i) {
            if (random_() % 8 != 0) beats.push_back({i * 250, static_cast<double>(i), kNormal});
        }
        return beats;
    }

    std::string relabel(std::size_t index) {
        LabelledBeat beat = state.beats().all()[index];
        beat.code = random_() % 2 == 0 ? kPvc : kNormal;
        beat.relabelled = random_() % 2 == 0;
        state.updateBeat(index, beat);
        return "label";
    }

    std::mt19937_64 random_;
    Seen seen_;
    std::string trouble_;
};

TEST(ViewStateProperty, PartsAgreeAtEverySignalAndNoChangeIsKeptBack) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        Reader reader(seed);
        std::string story;
        for (int deed = 0; deed < 300; ++deed) {
            story += reader.act() + ", ";
            ASSERT_EQ(reader.trouble(), "") << "seed " << seed << ": " << story;
            ASSERT_EQ(broken(reader.state), "") << "seed " << seed << ": " << story;
            ASSERT_TRUE(reader.seen() == allOf(reader.state)) << "seed " << seed << ", kept back: " << story;
        }
    }
}

// An edit and its undoing leave no trace: labels, the mark of a view, a lead, a filter.
TEST(ViewStateProperty, WhatIsTakenBackIsAsItWas) {
    for (std::uint64_t seed = 100; seed < 130; ++seed) {
        Reader reader(seed);
        for (int deed = 0; deed < 120; ++deed) (void)reader.act();
        ViewState& state = reader.state;
        if (!state.record().recording()) continue;
        const Seen before = allOf(state);
        const std::vector<LabelledBeat> beats = state.beats().all();
        std::mt19937_64 random(seed);
        std::vector<std::function<void()>> undo;
        for (int edit = 0; edit < 50; ++edit) {
            if (!beats.empty() && random() % 2 == 0) {
                const std::size_t index = random() % beats.size();
                const LabelledBeat was = state.beats().all()[index];
                LabelledBeat now = was;
                now.code = kPvc;
                now.relabelled = !was.relabelled;
                state.updateBeat(index, now);
                undo.emplace_back([&state, index, was] { state.updateBeat(index, was); });
            } else {
                const std::optional<Stretch> was = state.view().selection();
                state.view().setSelection(Stretch{0, 0.1 + static_cast<double>(random() % 100) / 200});
                undo.emplace_back([&state, was] { state.view().setSelection(was); });
            }
        }
        while (!undo.empty()) {
            undo.back()();
            undo.pop_back();
        }
        EXPECT_TRUE(allOf(state) == before) << seed;
        for (std::size_t i = 0; i < beats.size(); ++i) {
            EXPECT_EQ(state.beats().all()[i].code, beats[i].code) << seed;
            EXPECT_EQ(state.beats().all()[i].relabelled, beats[i].relabelled) << seed;
        }
    }
}

}  // namespace
}  // namespace triptych::ui
