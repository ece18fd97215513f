#include "app/cli/commands/explain_options.h"

#include "app/cli/commands/explain_help.h"
#include "core/inference/default_method.h"
#include "core/inference/method_baselines.h"
#include "core/text/said.h"

#include <algorithm>
#include <string_view>

namespace triptych::cli {
namespace {

constexpr std::string_view kAll = "all";

Result<void> refuse(const text::Said& why, const text::Said& hint) {
    return fail(ErrorCode::wrong_use, why, {}, hint);
}

bool drawsBy(const std::string& method) {
    const auto of = inference::methodOf(method);
    return of && (*of)->gives.draws;
}

template <class Is>
bool noneOf(const ExplainOptions& options, Is is) {
    if (options.methods.empty()) return !is(std::string(inference::defaultMethod().id));
    return std::ranges::none_of(options.methods, is);
}

}  // namespace

bool asksAll(const ExplainOptions& options) {
    return options.methods.size() == 1 && options.methods.front() == kAll;
}

Result<std::vector<inference::ExplainRequest>> requestsOf(const ExplainOptions& options) {
    inference::ExplainRequest what = options.what;
    if (!options.target.empty()) {
        if (!what.class_name.empty() || !what.against.empty()) {
            return fail(ErrorCode::wrong_use, "the target is named twice", {},
                        "give --target, or --class and --against");
        }
        const std::size_t colon = options.target.find(':');
        what.class_name = options.target.substr(0, colon);
        if (colon != std::string::npos) what.against = options.target.substr(colon + 1);
        if (what.class_name.empty() || (colon != std::string::npos && what.against.empty())) {
            return fail(ErrorCode::wrong_use, text::say("\"{1}\" names no target", options.target), {},
                        "name one class, or two with a colon between them: V, V:S");
        }
    }
    std::vector<inference::ExplainRequest> out;
    if (asksAll(options)) {
        for (const inference::MethodInfo& method : inference::explanationMethods()) {
            if (!what.against.empty() && !method.gives.differences) continue;
            out.push_back(what);
            out.back().method = method.id;
        }
        return out;
    }
    for (const std::string& name : options.methods.empty() ? std::vector{what.method} : options.methods) {
        out.push_back(what);
        out.back().method = name;
        const auto method = inference::methodFor(out.back());
        if (!method) return std::unexpected(method.error());
        out.back().method = (*method)->id;
    }
    return out;
}

bool isLeftOut(const ExplainOptions& options, const Error& error) {
    return error.code == ErrorCode::unsupported && asksAll(options);
}

Result<void> fitTogether(const ExplainOptions& options) {
    const bool masked = options.masks.any(), of_table = options.format.format() == Format::table;
    if (!options.arrays.empty() && options.arrays == options.figure.path)
        return refuse("the figure and the arrays would be one file", "name two");
    if (options.figure.absolute && options.figure.path.empty())
        return refuse("--absolute is of a figure, and none is asked for", "name one with --figure");
    if (options.figure.force && options.figure.path.empty() && options.arrays.empty())
        return refuse("--force replaces a file, and none is asked for", "name one with --figure or --npz");
    if (!options.what.baseline.empty() && !options.what.badge && !asksAll(options) &&
        noneOf(options, &inference::isHeldAgainst))
        return refuse("--baseline is what a beat is held against, and this method holds it against nothing",
                      "leave it out, or use another method");
    if (options.given("--seed") && !options.what.badge && options.masks.filler != "noise" && !asksAll(options) &&
        noneOf(options, [](const std::string& method) { return drawsBy(method); }))
        return refuse("--seed is of what is drawn, and this method draws nothing",
                      "leave it out, or use another method");
    if (options.mean && options.what.badge)
        return refuse("a mean map is no map of one beat, and cannot be tested", "leave out --test or --mean");
    if (options.mean && masked)
        return refuse("a mean map has no beat of which something could be masked", "leave out the masks or --mean");
    if (!options.masks.filler.empty() && !masked)
        return refuse("--filler stands in for what is masked, and nothing is", "name what is masked, with --mask");
    if (!options.arrays.empty() && !options.mean) {
        if (!of_table) return refuse("arrays are written in place of text", "leave out --json and --csv, or --npz");
        if (options.what.badge) return refuse("the arrays hold no test", "leave out --test or --npz");
        if (masked) return refuse("the arrays hold nothing of what is masked", "leave out the masks or --npz");
    }
    if (options.format.format() == Format::csv) {
        if (options.what.badge) return refuse("the lines of CSV hold no test", "leave out --test, or use --json");
        if (masked)
            return refuse("the lines of CSV hold nothing of what is masked", "leave out the masks, or use --json");
    }
    return {};
}

void addExplainOptions(CLI::App& command, ExplainOptions& options) {
    options.given = Given(command);
    addFileOption(command, options.recording);
    command.add_option("--beat", options.beat, "Beats by their places in the list of beats, from 0")
        ->check(wholeNumber())
        ->delimiter(',')
        ->type_name("I,...");
    auto* const every =
        command.add_option("--every", options.every, "Every beat that the model calls so")->type_name("C");
    command.add_option("--most", options.most, "Of those at most so many, evenly from all of them")
        ->needs(every)
        ->check(countingNumber())
        ->type_name("N");
    command
        .add_option("--at", options.at_s,
                    "Of a model of whole recordings: a time in the stretch to explain, in seconds (default: 0)")
        ->check(numberWithin(kSecondsFromStart))
        ->type_name("S");
    command.add_option("--class", options.what.class_name, "Class by name (default: the likeliest)")->type_name("C");
    command.add_option("--against", options.what.against, "What speaks for the class rather than for this one")
        ->type_name("C");
    command
        .add_option("--target", options.target,
                    "A class, or two with a colon: V:S asks what speaks for V rather than for S")
        ->type_name("C[:C]");
    command.add_option("--branch", options.what.branch, "The logit of one branch in place of the fused score")
        ->type_name("B");
    command
        .add_option("--baseline", options.what.baseline,
                    text::say("What the beat is held against, by methods that do so: {1}", baselinesHelp()).text())
        ->type_name("B");
    command
        .add_option("--method", options.methods,
                    text::say("Some of the methods below, or all (default: {1}; of whole recordings {2})",
                              std::string(inference::defaultMethod().id),
                              std::string(inference::defaultMethodFor(Task::recording).id))
                        .text())
        ->delimiter(',')
        ->type_name("M,...");
    command.add_flag("--test", options.what.badge,
                     "Test the map, too: deletion, insertion, a moved beat, shuffled weights");
    command.add_option("--npz", options.arrays, "Write arrays for NumPy there: inputs, weights, maps, axes")
        ->type_name("FILE");
    command.add_flag("--mean", options.mean,
                     "The mean over all these beats, aligned at their marks, and its deviation");
    addFigureOptions(command, options.figure);
    command.add_option("--seed", options.what.seed, "Of a method that draws, of the test, of noise as a filler")
        ->check(wholeNumber())
        ->capture_default_str()
        ->type_name("N");
    addMaskOptions(command, options.masks);
    addAlikeOptions(command, options.alike);
    addLeadOption(command, options.recording);
    addModelOption(command, options.model);
    addBeatsOption(command, options.beats);
    addFormatOptions(command, options.format);
    addExamples(
        command,
        text::say("  triptych-cli explain mitdb/208.hea --beat 12 --class V\n"
                  "  triptych-cli explain mitdb/208.hea --beat 12 --class V --method grad_cam --json\n"
                  "  triptych-cli explain mitdb/208.hea --beat 12 --target V:N --test\n"
                  "  triptych-cli explain mitdb/208.hea --beat 12 --clusters\n"
                  "  triptych-cli explain mitdb/208.hea --beat 12 --nearest --count 8\n"
                  "  triptych-cli explain mitdb/208.hea --every V --most 64 --method all --npz maps.npz\n"
                  "  triptych-cli explain mitdb/208.hea --every V --mean --figure v.pdf --npz v.npz\n"
                  "  triptych-cli explain mitdb/208.hea --beat 12 --method occlusion,grad_cam --figure two.svg\n"
                  "  triptych-cli explain mitdb/208.hea --beat 12 --mask 6.9:7.1 --filler typical\n"
                  "Methods:\n{1}",
                  methodsHelp()));
}

}  // namespace triptych::cli
