#include "app/cli/commands/rhythm_input.h"

#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "core/pipeline/load_model.h"
#include "core/pipeline/rhythm_words.h"
#include "core/pipeline/silences.h"
#include "core/store/project.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <filesystem>
#include <utility>

namespace triptych::cli {
namespace {

constexpr const char* kNone = "none";

Result<pipeline::ClassedBeats> classedBeats(const RhythmOptions& options, const inference::RecordingAnalysis& analysis,
                                            const LeadInput& input, std::vector<Warning>& warnings, const Job& job) {
    auto beats = beatsOf(analysis, input.lead, options.beats.value(), job);
    if (!beats) return std::unexpected(beats.error());
    if (options.beats.value() == BeatOrigin::reference) {
        return pipeline::classedBy(std::move(*beats), input.recording->annotation_sets.front().annotator);
    }
    pipeline::ClassedBeats by_shape{*beats, {}, {}, {}};
    if (options.model.name == kNone || (*beats)->beats.empty()) return by_shape;
    const auto loaded = pipeline::loadModel(options.model.name, options.model.trust_code);
    if (!loaded) {
        if (!options.model.name.empty()) return std::unexpected(loaded.error());
        warnings.push_back(
            {text::say("beats are told by their shape alone: {1}", loaded.error().what), loaded.error().where});
        return by_shape;
    }
    const auto classified = pipeline::classify(*loaded->model, analysis, **beats, job);
    if (!classified) return std::unexpected(classified.error());
    return pipeline::classedBy(*classified);
}

// What readers said of the recording, on the clock of `rate_hz`. A project that was not named may be missing.
Result<review::RhythmJournal> journalOf(const RhythmOptions& options, double rate_hz, RhythmInput& out) {
    const std::string path = options.project.empty() ? store::defaultProjectPath() : options.project;
    std::error_code status;
    const bool is_there = !path.empty() && std::filesystem::exists(path, status);
    if (options.project == kNone || (options.project.empty() && !is_there)) return review::RhythmJournal();
    auto project = store::Project::openForReading(path);
    auto known = project ? project->find(store::cardOf(*out.input.recording), {})
                         : Result<store::KnownRecording>(std::unexpected(project.error()));
    if (!known) {
        if (!options.project.empty()) return std::unexpected(known.error());
        out.warnings.push_back(
            {text::say("what readers said of the rhythm is left out: {1}", known.error().what), known.error().where});
        return review::RhythmJournal();
    }
    out.project = project->path();
    return review::RhythmJournal(rate_hz, {}, std::move(known->groups));
}

}  // namespace

double RhythmInput::seconds(std::int64_t sample) const {
    return static_cast<double>(sample) / found.beats.beats->rate_hz;
}

void addRhythmOptions(CLI::App& command, RhythmOptions& options) {
    addFileOption(command, options.recording);
    addLeadOption(command, options.recording);
    addBeatsOption(command, options.beats);
    addModelOption(command, options.model);
    command.get_option("--model")->description(
        "Model that says which beats are N, S and V (default: the product model; \"none\": by their shape)");
    command
        .add_option("--project", options.project,
                    "Project whose readers' words on the rhythm count; your own when none is named; \"none\": nobody's")
        ->type_name("FILE");
}

Result<RhythmInput> readRhythm(const RhythmOptions& options, const Job& job) {
    RhythmInput out;
    auto input = openLead(options.recording, job);
    if (!input) return std::unexpected(input.error());
    out.input = std::move(*input);
    out.warnings = out.input.warnings;
    const inference::RecordingAnalysis analysis(out.input.recording);
    auto beats = classedBeats(options, analysis, out.input, out.warnings, job);
    if (!beats) return std::unexpected(beats.error());
    const double rate_hz = beats->beats->rate_hz;
    const auto journal = journalOf(options, rate_hz, out);
    if (!journal) return std::unexpected(journal.error());
    out.said = journal->words();
    auto found = pipeline::findRhythm(analysis, std::move(*beats), job, pipeline::readerWords(*journal, rate_hz));
    if (!found) return std::unexpected(found.error());
    out.found = std::move(*found);
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

std::string tableOfWords(const RhythmInput& read) {
    if (read.said.empty()) return {};
    Table words({{"from s"}, {"to s"}, {"said by", Align::left}, {"when", Align::left}, {"rhythm", Align::left}});
    for (const review::RhythmWord& word : read.said) {
        words.add({text::fixedText(read.seconds(word.place.from), 1), text::fixedText(read.seconds(word.place.to), 1),
                   word.reader, store::utcText(word.time), review::rhythmText(word.value)});
    }
    return text::say("Readers' words count, of {1}:", read.project).text() + "\n\n" + words.text();
}

}  // namespace triptych::cli
