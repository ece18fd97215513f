#include "app/cli/commands/rhythm_input.h"

#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/console/text.h"
#include "core/pipeline/classed_labels.h"
#include "core/pipeline/load_model.h"
#include "core/pipeline/rhythm_words.h"
#include "core/pipeline/saved_labels.h"
#include "core/pipeline/silences.h"
#include "core/review/beat_journal.h"
#include "core/review/label_journal.h"
#include "core/review/noise_spans.h"
#include "core/review/take_over.h"
#include "core/review/vocabulary.h"
#include "core/store/project.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace triptych::cli {
namespace {

constexpr const char* kNone = "none";

// What the model says; nullopt where none is asked, or there is none to ask.
Result<std::optional<Classification>> wordOf(const RhythmOptions& options, const inference::RecordingAnalysis& analysis,
                                             const BeatList& beats, std::vector<Warning>& warnings, const Job& job) {
    if (beats.origin == BeatOrigin::reference || options.model.name == kNone || beats.beats.empty()) {
        return std::nullopt;
    }
    const auto loaded = pipeline::loadModel(options.model.name, options.model.trust_code);
    if (!loaded) {
        if (!options.model.name.empty()) return std::unexpected(loaded.error());
        warnings.push_back(
            {text::say("beats are told by their shape alone: {1}", loaded.error().what), loaded.error().where});
        return std::nullopt;
    }
    auto classified = pipeline::classify(*loaded->model, analysis, beats, job);
    if (!classified) return std::unexpected(classified.error());
    return std::move(*classified);
}

// Who says beforehand that no model is asked has none to trust, and one whose beats have letters none to ask.
Result<void> refuseIdleModel(const RhythmOptions& options) {
    if (options.model.name == kNone) return refuseIdle(options.given, {"--trust-code"}, "no model is asked");
    if (options.beats.value() != BeatOrigin::reference) return {};
    return refuseIdle(options.given, {"--model", "--trust-code"}, "the annotator says which beats are N, S and V");
}

// What readers did to the recording, in the project and beside the recording. A project that was not named may be
// missing.
Result<std::vector<store::EventGroup>> logOf(const RhythmOptions& options, RhythmInput& out) {
    using Log = std::vector<store::EventGroup>;
    if (options.project == kNone) return Log();
    const std::string path = options.project.empty() ? store::defaultProjectPath() : options.project;
    const auto card = store::cardOf(*out.input.recording);
    for (Warning& warning : review::useVocabulary(options.project).warnings) out.warnings.push_back(std::move(warning));
    Log log;
    std::error_code status;
    if (!options.project.empty() || (!path.empty() && std::filesystem::exists(path, status))) {
        auto project = store::Project::openForReading(path);
        auto known =
            project ? project->find(card, {}) : Result<store::KnownRecording>(std::unexpected(project.error()));
        if (known) {
            out.project = project->path();
            log = std::move(known->groups);
        } else if (!options.project.empty()) {
            return std::unexpected(known.error());
        } else {
            out.warnings.push_back(
                {text::say("what readers said is left out: {1}", known.error().what), known.error().where});
        }
    }
    const auto beside = pipeline::savedLabelsOf(*out.input.recording);
    if (beside) {
        Log more = review::takeOver(*beside, card.identity, log);
        log.insert(log.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    } else if (beside.error().code != ErrorCode::not_found) {
        out.warnings.push_back(
            {text::say("labels beside the recording are left out: {1}", beside.error().what), beside.error().where});
    }
    return log;
}

// Each beat with the label in force, as the window has it.
pipeline::ClassedBeats classedBeats(const std::shared_ptr<const BeatList>& beats, const review::CorrectedBeats& edited,
                                    const std::optional<Classification>& word, const review::LabelJournal& labels,
                                    const std::vector<review::NoiseSpan>& noise, double labels_rate_hz,
                                    const std::vector<BeatClass>& by_shape, RhythmInput& out) {
    pipeline::LabelSources sources;
    sources.beats = beats.get();
    if (word) {
        sources.predictions = &word->predictions;
        sources.model = &word->model;
        sources.unreadable = word->unreadable;
    }
    sources.labels_rate_hz = labels_rate_hz;
    sources.places = edited.places;
    std::vector<pipeline::SaidOfBeat> said;
    for (pipeline::BeatLabel& label : pipeline::labelBeats(sources, labels.labels())) {
        pipeline::heedNoise(label, noise);
        out.labelled += label.by_reader ? 1 : 0;
        said.push_back({label.code, label.by_reader, label.silence});
    }
    std::string by;
    if (word) by = word->model.name;
    if (beats->origin == BeatOrigin::reference) by = out.input.recording->annotation_sets.front().annotator;
    return pipeline::classedBy(beats, said, by_shape, word.has_value(), std::move(by));
}

// Whose labels of beats and hand on them count.
std::vector<std::string> readersOf(const review::LabelJournal& labels, const review::BeatJournal& edits) {
    std::set<std::string> out;
    for (const auto& [sample, label] : labels.labels()) out.insert(label.reader);
    for (const store::EventGroup& group : edits.groups()) {
        if (!edits.isUndone(group.key) && !edits.placesOf(group.key).empty()) out.insert(group.reader);
    }
    return {out.begin(), out.end()};
}

}  // namespace

double RhythmInput::seconds(std::int64_t sample) const {
    return static_cast<double>(sample) / found.beats.beats->rate_hz;
}

void addRhythmOptions(CLI::App& command, RhythmOptions& options) {
    options.given = Given(command);
    addFileOption(command, options.recording);
    addLeadOption(command, options.recording);
    addBeatsOption(command, options.beats);
    addModelOption(command, options.model);
    command.get_option("--model")->description(
        "Model that says which beats are N, S and V (default: the product model; \"none\": by their shape)");
    command
        .add_option("--project", options.project,
                    "Project whose readers' words and labels count; your own when none is named; \"none\": nobody's")
        ->type_name("FILE");
}

Result<RhythmInput> readRhythm(const RhythmOptions& options, const Job& job) {
    if (auto idle = refuseIdleModel(options); !idle) return std::unexpected(idle.error());
    RhythmInput out;
    auto input = openLead(options.recording, job);
    if (!input) return std::unexpected(input.error());
    out.input = std::move(*input);
    out.warnings = out.input.warnings;
    const inference::RecordingAnalysis analysis(out.input.recording);
    const auto found_beats = beatsOf(analysis, out.input.lead, options.beats.value(), job);
    if (!found_beats) return std::unexpected(found_beats.error());
    auto log = logOf(options, out);
    if (!log) return std::unexpected(log.error());
    const double lead_hz = out.input.recording->leads[out.input.lead].rate_hz;
    const review::BeatJournal edits(lead_hz, {}, *log);
    review::CorrectedBeats edited = review::corrected(**found_beats, edits);
    const auto beats = edits.edits().empty() ? *found_beats : std::make_shared<const BeatList>(std::move(edited.list));
    const auto word = wordOf(options, analysis, *beats, out.warnings, job);
    if (!word) return std::unexpected(word.error());
    const double rate_hz = beats->rate_hz;
    const review::LabelJournal labels(lead_hz, {}, *log);
    const review::RhythmJournal journal(rate_hz, {}, std::move(*log));
    out.said = journal.words();
    out.edited = edits.edits().size();
    out.readers = readersOf(labels, edits);
    auto basis = pipeline::rhythmBasis(analysis, beats, job);
    if (!basis) return std::unexpected(basis.error());
    pipeline::ClassedBeats classed = classedBeats(beats, edited, *word, labels, review::noiseSpans(journal, rate_hz),
                                                  lead_hz, (*basis)->ground.by_shape, out);
    out.found = pipeline::rhythmOn(std::move(*basis), std::move(classed), pipeline::readerWords(journal, rate_hz));
    out.warnings.insert(out.warnings.end(), out.found.warnings.begin(), out.found.warnings.end());
    return out;
}

Json jsonOfWords(const RhythmInput& read) {
    Json out = Json::array();
    for (const review::RhythmWord& word : read.said) {
        out.push_back({{"from_s", jsonNumber(read.seconds(word.place.from))},
                       {"to_s", jsonNumber(read.seconds(word.place.to))},
                       {"name", word.value.name},
                       {"denied", word.value.denied},
                       {"reader", word.reader},
                       {"time", store::utcText(word.time)},
                       {"reason", word.reason}});
    }
    return out;
}

Json jsonOfLabels(const RhythmInput& read) {
    return {{"labelled", read.labelled}, {"edited", read.edited}, {"readers", read.readers}};
}

std::string tableOfWords(const RhythmInput& read) {
    std::string out;
    if (read.labelled + read.edited > 0) {
        std::string names;
        for (const std::string& reader : read.readers) names += (names.empty() ? "" : ", ") + printable(reader);
        out = text::say("Readers' labels count: {1} beats labelled, {2} added, moved or taken away, by {3}.",
                        read.labelled, read.edited, names)
                  .text() +
              "\n";
    }
    if (read.said.empty()) return out;
    Table words({{"from s"}, {"to s"}, {"said by", Align::left}, {"when", Align::left}, {"rhythm", Align::left}});
    for (const review::RhythmWord& word : read.said) {
        words.add({text::fixedText(read.seconds(word.place.from), 1), text::fixedText(read.seconds(word.place.to), 1),
                   word.reader, store::utcText(word.time), review::rhythmText(word.value)});
    }
    return out + text::say("Readers' words count, of {1}:", read.project).text() + "\n\n" + words.text();
}

}  // namespace triptych::cli
