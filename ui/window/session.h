// One recording being read: wires loader, model, labels and explanation to the view state, so that the window only has
// to show and to ask.
#pragma once

#include "core/pipeline/find_beats.h"
#include "ui/panels/reason_strip.h"
#include "ui/state/view_state.h"
#include "ui/window/beat_desk.h"
#include "ui/window/classifier.h"
#include "ui/window/compare_desk.h"
#include "ui/window/explanation_desk.h"
#include "ui/window/file_watch.h"
#include "ui/window/label_desk.h"
#include "ui/window/last_deed.h"
#include "ui/window/loader.h"
#include "ui/window/note_desk.h"
#include "ui/window/opening.h"
#include "ui/window/places.h"
#include "ui/window/rhythm_desk.h"
#include "ui/window/shape_desk.h"
#include "ui/window/wave_desk.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace triptych::ui {

// Until what has just changed is painted: Qt gathers updates for 5 ms, and paints before a timer that is due later.
inline constexpr int kUntilPainted_ms = 8;

// Warnings as the window says them.
[[nodiscard]] std::vector<QString> inSentences(const std::vector<Warning>& warnings);

// GUI thread.
class Session : public QObject {
    Q_OBJECT
public:
    explicit Session(ViewState& state, QObject* parent = nullptr);

    // For every recording from now on: this lead (by name; empty: chosen by name), these beats.
    // `model_is_chosen`: the one in force stays, whatever the reader had in a recording when it was left.
    void prefer(const QString& lead, pipeline::BeatChoice beats, bool model_is_chosen = false);
    // Labels are kept in this project from now on (empty: the reader's own); the recording in view is begun anew in it.
    void useProject(const QString& path);
    // Another reader, or another way of reading (LabelDesk::useReader); the recording in view is begun anew.
    void useReader(const std::string& reader, ReadingMode mode);
    // Opens another recording; the one in view stays until it has opened.
    [[nodiscard]] Opening& opening() { return opening_; }
    [[nodiscard]] const Opening& opening() const { return opening_; }
    void close();

    void chooseLead(std::size_t lead);
    void chooseBeats(pipeline::BeatChoice choice);
    // Models made of code run only where their hash stands here.
    void trustCode(const QStringList& hashes);
    void chooseModel(const QString& name);  // empty: the default
    // Seeks the beats first where a search for them was stopped or failed.
    void classifyAgain();
    // The window goes: where the reader stands is kept.
    void leave();
    // Ends whatever runs; what has come so far stays.
    void stop();

    [[nodiscard]] bool isBusy() const;
    // With something that takes its time: not with telling the rhythm anew after a label.
    [[nodiscard]] bool works() const;
    [[nodiscard]] bool isClassifying() const { return classifier_.isBusy() || paint_rest_.isActive(); }
    [[nodiscard]] ExplanationDesk& explanations() { return explanations_; }
    [[nodiscard]] const ExplanationDesk& explanations() const { return explanations_; }
    [[nodiscard]] CompareDesk& compare() { return compare_; }
    [[nodiscard]] const CompareDesk& compare() const { return compare_; }
    [[nodiscard]] LabelDesk& labels() { return labels_; }
    [[nodiscard]] const LabelDesk& labels() const { return labels_; }
    [[nodiscard]] BeatDesk& beatDesk() { return beat_desk_; }
    [[nodiscard]] const BeatDesk& beatDesk() const { return beat_desk_; }
    [[nodiscard]] NoteDesk& notes() { return notes_; }
    [[nodiscard]] const NoteDesk& notes() const { return notes_; }
    [[nodiscard]] ShapeDesk& shapes() { return shapes_; }
    [[nodiscard]] WaveDesk& waves() { return waves_; }
    [[nodiscard]] const WaveDesk& waves() const { return waves_; }
    [[nodiscard]] RhythmDesk& rhythm() { return rhythm_; }
    [[nodiscard]] const RhythmDesk& rhythm() const { return rhythm_; }
    // What the reader did last, to labels, beats, waves' marks, the rhythm or notes, is taken back (made again).
    void undo();
    void redo();
    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] bool canRedo() const;
    [[nodiscard]] const Classifier& classifier() const { return classifier_; }
    // What a model of whole recordings said of the recording in view; null where none did.
    [[nodiscard]] const std::shared_ptr<const RecordingAnswer>& recordingAnswer() const { return answer_; }
    // Of the recording in view; null where there is none.
    [[nodiscard]] const AnalysisPtr& analysis() const { return analysis_; }
    [[nodiscard]] const std::shared_ptr<const BeatList>& beats() const { return beats_; }
    // What an export writes: the recording in view with the labels on screen, saved or not.
    [[nodiscard]] RecordingPtr labelledRecording() const;

Q_SIGNALS:
    void opened();
    void closed();
    void beatsChanged();
    void modelLoaded();
    void recordingAnswerChanged();
    // The reader had stopped at another model in this recording.
    void modelWanted(const QString& name);
    void reasonsChanged(const QString& source, const std::vector<triptych::ui::Reason>& reasons);
    void progressed(double fraction, const QString& stage);
    void busyChanged();

private:
    void takeRecording(const OpenedPtr& file);
    void beginAnew(bool complete);
    void takeLog(const std::optional<store::Place>& place, const std::vector<Warning>& warnings);
    // True where beats must be sought anew for it: on another lead, or by the detector.
    bool goBackTo(const store::Place& place);
    void keepPlace();
    void takePreferredLead(const pipeline::OpenedRecording& file);
    void takeBeats(const BeatListPtr& beats);
    void takeWord(const std::shared_ptr<const Classification>& word, bool complete);
    void forgetModelWord();
    void sayModelNotices();
    void findBeats();
    [[nodiscard]] bool takesReference() const;  // an annotator's beats
    [[nodiscard]] bool hasNoBeats() const;
    [[nodiscard]] BeatListPtr annotatedBeats() const;
    void findGaps();
    void classify();
    void classifyOncePainted();
    void takeAnswer(const std::shared_ptr<const RecordingAnswer>& answer);
    void connectRhythm();
    void connectBeats();
    void takeCorrected(const std::vector<std::size_t>& of, std::optional<std::size_t> touched);
    [[nodiscard]] Journals journals() const;
    void say(const QString& source, Gravity gravity, const std::vector<QString>& sentences);

    ViewState& state_;
    Loader loader_;
    Opening opening_{loader_};
    Classifier classifier_;
    ExplanationDesk explanations_{
        state_, [this] {
            return ExplanationDesk::Subject{classifier_.model(), analysis_, beats_, answer_, classifier_.isBusy()};
        }};
    CompareDesk compare_{state_, [this] { return explanations_.subjectInView(); }};
    LabelDesk labels_;
    BeatDesk beat_desk_{state_, labels_};
    NoteDesk notes_{state_.record(), labels_};
    ShapeDesk shapes_{state_.shapes(), state_.review(), state_.record()};
    WaveDesk waves_{state_, labels_};
    RhythmDesk rhythm_{state_, labels_};
    FileWatch watch_;
    AnalysisPtr analysis_;                             // of the recording in view; goes with it
    std::shared_ptr<const BeatList> beats_;            // as the reader corrected them
    std::shared_ptr<const Classification> kept_word_;  // of a list before, until the model has spoken of this one
    QTimer word_rest_;                                 // a model is asked again when the reader's hand rests
    BeatListPtr early_beats_;    // found before the log was read, whose labels they are to be shown with
    bool beats_wanted_ = false;  // asked for, and not come: still sought, stopped or failed
    pipeline::BeatChoice beat_choice_ = pipeline::BeatChoice::automatic;
    Place place_;                             // to look at once the beats have come
    OpenedPtr file_;                          // in view
    std::optional<store::Place> stopped_at_;  // where the reader stopped, until the beats are there
    QTimer paint_rest_;                       // beats are painted before a model's libraries are loaded beside them
    QTimer place_rest_;                       // a place is kept when the reader rests
    QString preferred_lead_;
    bool model_is_chosen_ = false;
    pipeline::BeatChoice preferred_beats_ = pipeline::BeatChoice::automatic;
    std::shared_ptr<const RecordingAnswer> answer_;
};

}  // namespace triptych::ui
