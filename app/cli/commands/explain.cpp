#include "app/cli/commands/choose.h"
#include "app/cli/commands/classification_text.h"
#include "app/cli/commands/explain_mean.h"
#include "app/cli/commands/explain_options.h"
#include "app/cli/commands/explanation_arrays.h"
#include "app/cli/commands/explanation_text.h"
#include "app/cli/commands/why_text.h"
#include "app/cli/console/forced.h"
#include "app/cli/console/numbers.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/inference/default_method.h"
#include "core/pipeline/explain_beat.h"
#include "core/pipeline/find_waves.h"
#include "core/pipeline/load_model.h"
#include "core/pipeline/map_scale.h"
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

// What stands beside the attributions themselves: why, and what if.
struct Beside {
    pipeline::Why why;
    std::optional<inference::WhatIfAnswer> what_if;  // only where something is masked
};

struct Explained {
    Explanation explanation;
    std::optional<Beside> beside;  // not for arrays and CSV
};

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

void write(const ExplainOptions& options, const inference::WhatIfRequest& asked,
           const std::vector<Explained>& explained, const BeatList* beats, const ModelInfo& model,
           const std::vector<Warning>& warnings, Session& session) {
    std::string text;
    for (const auto& [explanation, beside] : explained) {
        switch (options.format.format()) {
            case Format::json: {  // one line each
                Json more = Json::object();
                if (beside) {
                    more["why"] =
                        whyJson(beside->why, pipeline::makesTheScore(explanation) ? explanation.baseline_score : NAN);
                    if (beside->what_if) more["what_if"] = whatIfJson(asked, *beside->what_if);
                }
                text += explanationJson(explanation, beats, model, warnings, more);
                break;
            }
            case Format::csv:
                text += explanationCsv(explanation);
                break;
            case Format::table:
                if (!text.empty()) text += '\n';
                if (beside) text += whyTable(beside->why) + '\n';
                text += explanationTable(explanation, beats);
                if (beside && beside->what_if) text += '\n' + whatIfTable(asked, *beside->what_if);
                break;
        }
    }
    session.out.write(text);
    if (options.format.format() != Format::json) session.warn(warnings);
}

// In words, of an explanation; `answer` is what the model says of the masks that are asked for, or of none.
Result<Beside> besideOf(const inference::RecordingAnalysis& analysis, const BeatList& beats,
                        const Explanation& explanation, const inference::WhatIfRequest& asked,
                        const inference::WhatIfAnswer& answer, const Job& job) {
    auto why = pipeline::findWhy(
        {&analysis, &beats, &explanation, probabilityOf(explanation.class_name, answer), delineatorIfThere()}, job);
    if (!why) return std::unexpected(why.error());
    return Beside{std::move(*why), asked.masks.empty() ? std::nullopt : std::optional(answer)};
}

std::vector<Explanation> mapsOf(const std::vector<Explained>& explained) {
    std::vector<Explanation> out;
    for (const Explained& of : explained) out.push_back(of.explanation);
    return out;
}

// The caller's, for as long as it lives.
template <class T>
std::shared_ptr<const T> borrowed(const T& of) {
    return {std::shared_ptr<const void>(), &of};
}

// A label of a model of whole recordings: no beats are sought.
Result<void> explainRecording(const ExplainOptions& options, std::vector<inference::ExplainRequest> requests,
                              Session& session) {
    if (!options.arrays.empty() || !options.every.empty() || !options.beat.empty() || options.mean ||
        options.alike.asked()) {
        return fail(ErrorCode::wrong_use, "this model judges whole recordings, and not beats", options.model.name,
                    "leave out what names beats, --mean, --clusters, --nearest and --npz");
    }
    const auto asked = whatIfOf(options.masks, options.what.seed);
    if (!asked) return std::unexpected(asked.error());
    if (auto idle = refuseIdle(options.given, {"--beats"}, "this model judges whole recordings"); !idle) return idle;
    const auto input = openLead(options.recording, session.job, LeadUse::whole);
    if (!input) return std::unexpected(input.error());
    if (auto meet = meetRecording(*asked, *input->recording); !meet) return meet;
    if (options.at_s && *options.at_s >= input->recording->duration_s) {
        return fail(ErrorCode::out_of_range, text::say("there is nothing at {1} s", shortest(*options.at_s)),
                    input->recording->path,
                    text::say("it lasts from 0 s to {1} s", shortest(input->recording->duration_s)));
    }
    if (auto may = mayWriteFigure(options.figure, *input->recording); !may) return may;
    const auto loaded = pipeline::loadModel(options.model.name, options.model.trust_code);
    if (!loaded) return std::unexpected(loaded.error());
    const inference::RecordingAnalysis analysis(input->recording);
    const double at_s = options.at_s.value_or(0);
    const auto answer = loaded->model->whatIfRecording(analysis, at_s, *asked, session.job);
    if (!answer) return std::unexpected(answer.error());
    if (options.methods.empty()) requests.front().method = inference::defaultMethodFor(Task::recording).id;
    // Without beats no waves: that is a note, and no error.
    const auto beats = pipeline::findBeatsForWaves(analysis, input->lead, pipeline::BeatChoice::automatic, session.job);
    const BeatList none;
    std::vector<Explained> explained;
    std::string likeliest;
    for (inference::ExplainRequest& what : requests) {
        if (what.class_name.empty() && likeliest.empty()) {
            const auto judged = loaded->model->judge(analysis, session.job);
            if (!judged) return std::unexpected(judged.error());
            likeliest = judged->model.classes[judged->winner()];
        }
        if (what.class_name.empty()) what.class_name = likeliest;
        auto explanation = loaded->model->explainRecording(analysis, at_s, what, session.job);
        if (!explanation) {
            if (isLeftOut(options, explanation.error())) continue;
            return std::unexpected(explanation.error());
        }
        auto beside = besideOf(analysis, beats ? **beats : none, *explanation, *asked, *answer, session.job);
        if (!beside) return std::unexpected(beside.error());
        explained.push_back({std::move(*explanation), std::move(*beside)});
    }
    if (!options.figure.path.empty()) {
        if (auto done = drawStretches(options.figure, loaded->model, analysis, requests.front(), mapsOf(explained),
                                      session.job);
            !done)
            return done;
    }
    write(options, *asked, explained, nullptr, loaded->model->info(),
          mergedWarnings({input->warnings, loaded->warnings}), session);
    return {};
}

Error noSuchBeat(const std::string& beat, const BeatList& beats, const ExplainOptions& options) {
    return {ErrorCode::out_of_range, text::say("there is no beat {1}", beat), options.recording.file,
            beats.beats.empty() ? text::Said("no beat was found; choose another lead with --lead")
                                : text::say("beats count from 0 to {1}", beats.beats.size() - 1)};
}

// The beats that are named, in their order.
Result<std::vector<std::size_t>> namedBeats(const ExplainOptions& options, const BeatList& beats) {
    std::vector<std::size_t> out;
    for (const std::string& name : options.beat) {
        const auto number = text::wholeNumber<std::size_t>(name);
        if (!number || *number >= beats.beats.size()) return std::unexpected(noSuchBeat(name, beats, options));
        out.push_back(*number);
    }
    return out;
}

// Up to `most` of the beats that are called `of_class`, evenly from all of them.
std::vector<std::size_t> everyBeat(const Classification& classified, const std::string& of_class, std::size_t most) {
    std::vector<std::size_t> all, out;
    for (std::size_t i = 0; i < classified.predictions.size(); ++i) {
        if (classified.predictions.hasClass(i) &&
            classified.model.classes[classified.predictions.winner(i)] == of_class)
            all.push_back(i);
    }
    const std::size_t count = most == 0 ? all.size() : std::min(most, all.size());
    for (std::size_t i = 0; i < count; ++i) out.push_back(all[i * all.size() / count]);
    return out;
}

std::vector<Warning> saidOfSilences(const pipeline::Silences& silences, const std::vector<std::size_t>& chosen,
                                    const std::string& recording) {
    for (const std::size_t beat : chosen) {
        const Silence silence = silences.of_beats[beat];
        if (silence == Silence::none) continue;
        return {{text::say("the beat has no class ({1}): what is explained is what the networks make of its window",
                           inWords(silence)),
                 recording}};
    }
    return {};
}

// `classified`: who wins, where no class is asked for.
Result<std::vector<Explained>> explainChosen(const ExplainOptions& options,
                                             const std::vector<inference::ExplainRequest>& requests,
                                             const inference::WhatIfRequest& asked, const inference::Model& model,
                                             const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                             const std::vector<std::size_t>& chosen, const Classification* classified,
                                             const Job& job) {
    // Arrays and CSV have no words: nothing is asked for them that is not written.
    const bool in_words = options.arrays.empty() && options.format.format() != Format::csv;
    std::vector<Explained> out;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        std::optional<inference::WhatIfAnswer> answer;
        if (in_words || !asked.masks.empty()) {
            auto said = model.whatIf(analysis, beats, chosen[i], asked, job);
            if (!said) return std::unexpected(said.error());
            answer = std::move(*said);
        }
        for (inference::ExplainRequest what : requests) {
            if (what.class_name.empty())
                what.class_name = model.info().classes[classified->predictions.winner(chosen[i])];
            auto explanation = pipeline::explainBeat(model, analysis, beats, chosen[i], what, job);
            if (!explanation) {
                if (isLeftOut(options, explanation.error())) continue;
                return std::unexpected(explanation.error());
            }
            out.push_back({std::move(*explanation), std::nullopt});
            if (!in_words) continue;
            auto beside = besideOf(analysis, beats, out.back().explanation, asked, *answer, job);
            if (!beside) return std::unexpected(beside.error());
            out.back().beside = std::move(*beside);
        }
        job.progress(static_cast<double>(i + 1) / static_cast<double>(chosen.size()), "explaining");
    }
    return out;
}

Result<void> explain(const ExplainOptions& options, Session& session) {
    const auto requests = requestsOf(options);
    if (!requests) return std::unexpected(requests.error());
    if (auto together = fitTogether(options); !together) return together;
    const auto task = pipeline::taskOf(options.model.name);
    if (task && *task == Task::recording) return explainRecording(options, *requests, session);
    if (options.beat.empty() == options.every.empty()) {
        return fail(ErrorCode::wrong_use,
                    options.beat.empty() ? text::Said("no beat is named that is to be explained")
                                         : text::Said("beats are named in two ways"),
                    {}, "give --beat with places in the list of beats, from 0, or --every with a class");
    }
    if (options.at_s) {
        return fail(ErrorCode::wrong_use, "this model judges beats, and --at is a time in a whole recording",
                    options.model.name, "name beats with --beat or --every");
    }
    const auto asked = whatIfOf(options.masks, options.what.seed);
    if (!asked) return std::unexpected(asked.error());
    const auto input = openLead(options.recording, session.job);
    if (!input) return std::unexpected(input.error());
    if (auto meet = meetRecording(*asked, *input->recording); !meet) return meet;
    const bool force = options.figure.force;
    if (auto may = mayWriteAll({options.arrays}, *input->recording, force); !may) return may;
    if (auto may = mayWriteFigure(options.figure, *input->recording); !may) return may;
    const inference::RecordingAnalysis analysis(input->recording);
    const auto list = beatsOf(analysis, input->lead, options.beats.value(), session.job);
    if (!list) return std::unexpected(list.error());
    const BeatList& beats = **list;
    auto named = namedBeats(options, beats);
    if (!named) return std::unexpected(named.error());
    std::vector<std::size_t> chosen = std::move(*named);
    const auto loaded = pipeline::loadModel(options.model.name, options.model.trust_code);
    if (!loaded) return std::unexpected(loaded.error());
    const ModelInfo& model = loaded->model->info();
    std::optional<Classification> classified;
    const bool asks_likeliest = requests->front().class_name.empty() && !options.alike.asked();
    if (!options.every.empty() || asks_likeliest || options.mean || !options.figure.path.empty()) {
        // RR features need the neighbours, so the whole list is given, not the one beat.
        auto answer =
            pipeline::classify(*loaded->model, analysis, beats, session.job, chosen.empty() ? 0 : chosen.front());
        if (!answer) return std::unexpected(answer.error());
        classified = std::move(*answer);
    }
    if (!options.every.empty()) {
        chosen = everyBeat(*classified, options.every, options.most);
        if (chosen.empty()) {
            return fail(ErrorCode::out_of_range, text::say("no beat is called {1}", options.every),
                        options.recording.file, "name another class, or a beat with --beat");
        }
    }
    if (options.alike.asked()) {
        return writeAlike(options.alike, options.format.format(), *loaded->model, analysis, beats, chosen,
                          mergedWarnings({input->warnings, loaded->warnings}), session);
    }
    if (options.mean) {
        auto means = requestsOfMean(*requests, options.every, *classified, chosen);
        if (!means) return std::unexpected(means.error());
        return explainMean({loaded->model, analysis, beats, *classified, chosen, std::move(*means), asksAll(options),
                            options.format.format(), options.arrays, options.figure,
                            mergedWarnings({input->warnings, loaded->warnings})},
                           session);
    }
    const auto explained = explainChosen(options, *requests, *asked, *loaded->model, analysis, beats, chosen,
                                         classified ? &*classified : nullptr, session.job);
    if (!explained) return std::unexpected(explained.error());
    const auto silences = pipeline::silencesOf(analysis, beats, session.job);
    if (!silences) return std::unexpected(silences.error());
    const auto warnings =
        mergedWarnings({input->warnings, loaded->warnings, saidOfSilences(*silences, chosen, input->recording->name)});
    if (!options.figure.path.empty()) {
        const auto source = [&](const std::string& method) {
            inference::ExplainRequest what = requests->front();
            what.method = method;
            what.class_name.clear();
            what.badge = false;
            return pipeline::mapsOfBeats({loaded->model, borrowed(analysis), borrowed(beats), what}, *classified,
                                         pipeline::answeredBeats(*classified, {}, pipeline::kScaleBeats));
        };
        if (auto done =
                drawMaps(options.figure, *input->recording, &beats, model, mapsOf(*explained), source, session.job);
            !done)
            return done;
    }
    if (options.arrays.empty()) {
        write(options, *asked, *explained, &beats, model, warnings, session);
        return {};
    }
    if (auto done = writeArrays(options.arrays, mapsOf(*explained), beats, model); !done) return done;
    session.warn(warnings);
    return {};
}

}  // namespace

void addExplain(CLI::App& program, Action& action) {
    auto options = std::make_shared<ExplainOptions>();
    auto* command =
        program.add_subcommand("explain", "Show what a class score of one beat, or of a recording, rests on");
    addExplainOptions(*command, *options);
    whenCalled(*command, action, options, &explain);
}

}  // namespace triptych::cli
