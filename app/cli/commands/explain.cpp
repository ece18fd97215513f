#include "app/cli/commands/choose.h"
#include "app/cli/commands/classification_text.h"
#include "app/cli/commands/explanation_text.h"
#include "app/cli/commands/why_text.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/pipeline/find_waves.h"
#include "core/pipeline/load_model.h"
#include "core/pipeline/silences.h"
#include "core/pipeline/why_sentence.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

namespace triptych::cli {
namespace {

struct ExplainOptions {
    RecordingOptions recording;
    FormatOptions format;
    BeatsOptions beats;
    ModelOptions model;
    std::optional<std::size_t> beat;
    double at_s = 0;
    inference::ExplainRequest what;
    std::vector<std::string> mask_time, mask_band, mask_feature;
    bool mask_around = false;
    std::string filler = std::string(inference::name(inference::Filler::line));
    std::uint64_t mask_seed = 1;
};

// "FROM:TO", either of which may be left out.
Result<std::pair<double, double>> stretchOf(const std::string& text, const char* option, double least, double most) {
    const auto colon = text.find(':');
    const auto side = [&](const std::string& of, double open) {
        return of.empty() ? std::optional(open) : text::wholeNumber<double>(of);
    };
    const auto from = colon == std::string::npos ? std::nullopt : side(text.substr(0, colon), least);
    const auto to = colon == std::string::npos ? std::nullopt : side(text.substr(colon + 1), most);
    if (from && to && *from < *to) return std::pair(*from, *to);
    return fail(ErrorCode::wrong_use, text::say("\"{1}\" is no stretch", text), {},
                text::say("give {1} two numbers with a colon between, the smaller one first", std::string(option)));
}

Result<inference::WhatIfRequest> whatIfOf(const ExplainOptions& options) {
    using inference::Mask;
    inference::WhatIfRequest out;
    const auto filler = inference::fillerOf(options.filler);
    if (!filler) return std::unexpected(filler.error());
    out.filler = *filler;
    out.seed = options.mask_seed;
    for (const std::string& text : options.mask_time) {
        const auto of = stretchOf(text, "--mask", -Mask::kEver, Mask::kEver);
        if (!of) return std::unexpected(of.error());
        out.masks.push_back({inference::MaskKind::trace, of->first, of->second, 0, Mask::kEver, {}, {}});
    }
    for (const std::string& text : options.mask_band) {
        const auto of = stretchOf(text, "--mask-band", 0, Mask::kEver);
        if (!of) return std::unexpected(of.error());
        out.masks.push_back({inference::MaskKind::picture, -Mask::kEver, Mask::kEver, of->first, of->second, {}, {}});
    }
    for (const std::string& feature : options.mask_feature) {
        Mask mask;
        mask.kind = inference::MaskKind::feature;
        mask.feature = feature;
        out.masks.push_back(mask);
    }
    if (options.mask_around) {
        Mask mask;
        mask.kind = inference::MaskKind::around;
        out.masks.push_back(mask);
    }
    return out;
}

// Why, and what if: what stands beside the attributions themselves.
struct Beside {
    pipeline::Why why;
    inference::WhatIfRequest asked;
    std::optional<inference::WhatIfAnswer> what_if;  // only where something is masked
};

// Every method of the table on a line of its own.
std::string methodsHelp() {
    std::string out;
    for (const inference::MethodInfo& method : inference::explanationMethods()) {
        out += (out.empty() ? "  " : "\n  ") + std::string(method.id);
        if (!method.short_names.empty()) out += " (" + std::string(method.short_names) + ')';
        out += ": " + text::translated(method.describes);
        if (method.needs.convolution) out += text::say("; needs a convolution to look at").text();
        if (method.needs.attention) out += text::say("; needs a network with attention").text();
        if (method.gives.draws) out += text::say("; draws, by --seed").text();
    }
    return out;
}

struct Answer {
    std::string class_name;
    double probability = 0;
};

Result<Answer> likeliestClass(const inference::Model& model, const inference::RecordingAnalysis& analysis,
                              const BeatList& beats, std::size_t beat, const Job& job) {
    // RR features need the neighbours, so the whole list is given, not the one beat.
    const auto classified = model.classify(analysis, beats, job, beat);
    if (!classified) return std::unexpected(classified.error());
    const std::size_t winner = classified->predictions.winner(beat);
    return Answer{classified->model.classes[winner], static_cast<double>(classified->predictions.fused(beat)[winner])};
}

double probabilityOf(const std::string& class_name, const inference::WhatIfAnswer& answer) {
    const auto found = std::ranges::find(answer.classes, class_name);
    return found == answer.classes.end()
               ? NAN
               : static_cast<double>(answer.before[static_cast<std::size_t>(found - answer.classes.begin())]);
}

const waves::Delineator* delineatorIfThere() {
    const auto shipped = waves::shippedDelineator();  // kept by the program
    return shipped ? shipped->get() : nullptr;
}

void write(const ExplainOptions& options, const Explanation& explanation, const Beside& beside, const BeatList* beats,
           const ModelInfo& model, const std::vector<Warning>& warnings, Session& session) {
    switch (options.format.format()) {
        case Format::json: {
            Json more = {{"why", whyJson(beside.why, explanation.has_completeness ? explanation.baseline_score : NAN)}};
            if (beside.what_if) more["what_if"] = whatIfJson(beside.asked, *beside.what_if);
            session.out.write(explanationJson(explanation, beats, model, warnings, more));
            return;
        }
        case Format::csv:
            session.out.write(explanationCsv(explanation));
            break;
        case Format::table:
            session.out.write(whyTable(beside.why) + '\n' + explanationTable(explanation, beats));
            if (beside.what_if) session.out.write('\n' + whatIfTable(beside.asked, *beside.what_if));
            break;
    }
    session.warn(warnings);
}

// A label of a model of whole recordings: no beats are sought.
Result<void> explainRecording(const ExplainOptions& options, inference::ExplainRequest what, Session& session) {
    const auto input = openLead(options.recording, session.job, LeadUse::whole);
    if (!input) return std::unexpected(input.error());
    const auto loaded = pipeline::loadModel(options.model.name, options.model.trust_code);
    if (!loaded) return std::unexpected(loaded.error());
    const inference::RecordingAnalysis analysis(input->recording);
    const auto asked = whatIfOf(options);
    if (!asked) return std::unexpected(asked.error());
    if (what.class_name.empty()) {
        const auto answer = loaded->model->judge(analysis, session.job);
        if (!answer) return std::unexpected(answer.error());
        what.class_name = answer->model.classes[answer->winner()];
    }
    const auto explanation = loaded->model->explainRecording(analysis, options.at_s, what, session.job);
    if (!explanation) return std::unexpected(explanation.error());
    const auto answer = loaded->model->whatIfRecording(analysis, options.at_s, *asked, session.job);
    if (!answer) return std::unexpected(answer.error());
    // Without beats no waves: that is a note, and no error.
    const auto beats = pipeline::findBeatsForWaves(analysis, input->lead, pipeline::BeatChoice::automatic, session.job);
    const BeatList none;
    auto why = pipeline::findWhy({&analysis, beats ? beats->get() : &none, &*explanation,
                                  probabilityOf(what.class_name, *answer), delineatorIfThere()},
                                 session.job);
    if (!why) return std::unexpected(why.error());
    const Beside beside{std::move(*why), *asked, asked->masks.empty() ? std::nullopt : std::optional(*answer)};
    write(options, *explanation, beside, nullptr, loaded->model->info(),
          mergedWarnings({input->warnings, loaded->warnings}), session);
    return {};
}

Result<void> explain(const ExplainOptions& options, Session& session) {
    inference::ExplainRequest what = options.what;
    const auto method = inference::methodFor(what);
    if (!method) return std::unexpected(method.error());
    what.method = (*method)->id;
    const auto task = pipeline::taskOf(options.model.name);
    if (task && *task == Task::recording) return explainRecording(options, std::move(what), session);
    if (!options.beat) {
        return fail(ErrorCode::wrong_use, "no beat is named that is to be explained", {},
                    "give --beat with its place in the list of beats, from 0");
    }
    const std::size_t beat = *options.beat;
    const auto input = openLead(options.recording, session.job);
    if (!input) return std::unexpected(input.error());
    const inference::RecordingAnalysis analysis(input->recording);
    const auto list = beatsOf(analysis, input->lead, options.beats.value(), session.job);
    if (!list) return std::unexpected(list.error());
    const BeatList& beats = **list;
    if (beat >= beats.beats.size()) {
        return fail(ErrorCode::out_of_range, text::say("there is no beat {1}", beat), options.recording.file,
                    beats.beats.empty() ? "no beat was found; choose another lead with --lead"
                                        : text::say("beats count from 0 to {1}", beats.beats.size() - 1));
    }
    const auto loaded = pipeline::loadModel(options.model.name, options.model.trust_code);
    if (!loaded) return std::unexpected(loaded.error());
    const auto asked = whatIfOf(options);
    if (!asked) return std::unexpected(asked.error());
    std::optional<double> probability;
    if (what.class_name.empty()) {
        auto likeliest = likeliestClass(*loaded->model, analysis, beats, beat, session.job);
        if (!likeliest) return std::unexpected(likeliest.error());
        what.class_name = likeliest->class_name;
        probability = likeliest->probability;
    }
    const auto explanation = loaded->model->explain(analysis, beats, beat, what, session.job);
    if (!explanation) return std::unexpected(explanation.error());
    const auto answer = loaded->model->whatIf(analysis, beats, beat, *asked, session.job);
    if (!answer) return std::unexpected(answer.error());
    auto why = pipeline::findWhy({&analysis, &beats, &*explanation,
                                  probability.value_or(probabilityOf(what.class_name, *answer)), delineatorIfThere()},
                                 session.job);
    if (!why) return std::unexpected(why.error());
    const auto silences = pipeline::silencesOf(analysis, beats, session.job);
    if (!silences) return std::unexpected(silences.error());
    std::vector<Warning> silent;
    if (const Silence silence = silences->of_beats[beat]; silence != Silence::none) {
        silent.push_back({text::say("the beat has no class ({1}): what is explained is what the networks make of its "
                                    "window",
                                    inWords(silence)),
                          input->recording->name});
    }

    const Beside beside{std::move(*why), *asked, asked->masks.empty() ? std::nullopt : std::optional(*answer)};
    write(options, *explanation, beside, &beats, loaded->model->info(),
          mergedWarnings({input->warnings, loaded->warnings, silent}), session);
    return {};
}

}  // namespace

void addExplain(CLI::App& program, Action& action) {
    auto options = std::make_shared<ExplainOptions>();
    auto* command =
        program.add_subcommand("explain", "Show what a class score of one beat, or of a recording, rests on");
    addFileOption(*command, options->recording);
    command->add_option("--beat", options->beat, "Beat by its place in the list of beats, from 0")
        ->check(wholeNumber())
        ->type_name("I");
    command
        ->add_option("--at", options->at_s,
                     "Of a model of whole recordings: a time in the stretch to explain, in seconds")
        ->capture_default_str()
        ->type_name("S");
    command->add_option("--class", options->what.class_name, "Class by name (default: the likeliest)")->type_name("C");
    command->add_option("--against", options->what.against, "What speaks for the class rather than for this one")
        ->type_name("C");
    command->add_option("--method", options->what.method, "One of the methods below")
        ->capture_default_str()
        ->type_name("M");
    command->add_option("--seed", options->what.seed, "Of a method that draws")->capture_default_str()->type_name("N");
    command
        ->add_option("--mask", options->mask_time,
                     "What if this stretch of the trace were not there: from and to in seconds; several may be given")
        ->type_name("FROM:TO");
    command->add_option("--mask-band", options->mask_band, "... or these frequencies of the picture, in Hz")
        ->type_name("FROM:TO");
    command->add_option("--mask-feature", options->mask_feature, "... or this feature, by its name")->type_name("NAME");
    command->add_flag("--mask-around", options->mask_around, "... or what the model is told of the beats around");
    command->add_option("--filler", options->filler, "What stands in for it: line, typical (the typical beat) or noise")
        ->capture_default_str()
        ->type_name("F");
    addLeadOption(*command, options->recording);
    addModelOption(*command, options->model);
    addBeatsOption(*command, options->beats);
    addFormatOptions(*command, options->format);
    addExamples(*command,
                text::say("  triptych-cli explain mitdb/208.hea --beat 12 --class V\n"
                          "  triptych-cli explain mitdb/208.hea --beat 12 --class V --method grad_cam --json\n"
                          "  triptych-cli explain mitdb/208.hea --beat 12 --class V --against N\n"
                          "  triptych-cli explain mitdb/208.hea --beat 12 --mask 6.9:7.1 --filler typical\n"
                          "Methods:\n{1}",
                          methodsHelp()));
    whenCalled(*command, action, options, &explain);
}

}  // namespace triptych::cli
