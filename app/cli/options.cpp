#include "app/cli/options.h"

#include "core/text/numbers.h"
#include "core/text/said.h"

#include <CLI/CLI.hpp>

#include <cstdint>

namespace triptych::cli {
CLI::Validator wholeNumber() {
    return {[](std::string& text) {
                return text::wholeNumber<std::uint64_t>(text) ? std::string()
                                                              : text::say("\"{1}\" is not a whole number", text);
            },
            ""};
}

CLI::Validator countingNumber() {
    return {[](std::string& text) {
                return text::wholeNumber<std::uint64_t>(text).value_or(0) > 0
                           ? std::string()
                           : text::say("\"{1}\" is not a whole number from 1 up", text);
            },
            ""};
}

CLI::Validator numberWithin(Limits limits) {
    return {[limits](std::string& text) {
                const auto number = text::wholeNumber<double>(text);
                if (!number) return text::say("\"{1}\" is not a finite number", text).text();
                if (*number >= limits.least && *number <= limits.most) return std::string();
                return text::say("{1} is not between {2} and {3}", text, text::shortestText(limits.least),
                                 text::shortestText(limits.most))
                    .text();
            },
            ""};
}

void addFormatOptions(CLI::App& command, FormatOptions& options) {
    auto* json = command.add_flag("--json", options.json, "Write JSON for programs");
    command.add_flag("--csv", options.csv, "Write comma-separated values for programs")->excludes(json);
}

void addFileOption(CLI::App& command, RecordingOptions& options) {
    command
        .add_option(
            "file", options.file,
            "Recording of any format that 'triptych-cli formats' lists; 208.hea, 208.dat or 208 mean record 208")
        ->required()
        ->type_name("FILE");
    command
        .add_option("--rate", options.rate_hz,
                    "Samples per second, for a table of numbers (CSV) that does not state it")
        ->check(numberWithin({1e-3, 1e7}))
        ->type_name("HZ");
    command
        .add_option("--record", options.record,
                    "Recording in a file of several (ZIP, ...), which 'triptych-cli info FILE' lists")
        ->type_name("NAME");
    command
        .add_option(
            "--column", options.columns,
            "Column of a table of numbers to take, by name or number from 1; repeat it for more (default: all signals)")
        ->allow_extra_args(false)
        ->type_name("NAME");
    command
        .add_option("--unit", options.unit,
                    "Unit of the columns of a table of numbers that state none: mV, uV, V, nV ...")
        ->type_name("UNIT");
}

void addLeadOption(CLI::App& command, RecordingOptions& options, const std::string& meaning) {
    command
        .add_option("--lead", options.lead,
                    meaning.empty()
                        ? "Lead by name, or by number as 'info' lists them (default: MLII or II, else the first "
                          "ECG lead)"
                        : meaning)
        ->type_name("NAME");
}

void addRangeOptions(CLI::App& command, RangeOptions& options) {
    command.add_option("--from", options.from_s, "Start of the stretch, seconds (default: the start)")
        ->check(numberWithin(kAnySeconds))
        ->type_name("S");
    command.add_option("--to", options.to_s, "End of the stretch, seconds, not included (default: the end)")
        ->check(numberWithin(kAnySeconds))
        ->type_name("S");
}

void addBeatsOption(CLI::App& command, BeatsOptions& options) {
    command
        .add_option("--beats", options.origin,
                    "Beats found by the detector, or marked by the reference annotator of the recording")
        ->check(CLI::IsMember({"detected", "reference"}))
        ->capture_default_str()
        ->type_name("");
}

void addModelOption(CLI::App& command, ModelOptions& options) {
    command
        .add_option("--model", options.name, "Model by name, or a folder with card.json (default: the product model)")
        ->type_name("NAME|PATH");
    addTrustOption(command, options.trust_code);
}

void addTrustOption(CLI::App& command, bool& trust_code) {
    command.add_flag("--trust-code", trust_code, "Load a TorchScript model, which runs code from its file");
}

void addNumber(CLI::App& command, const std::string& name, double& value, Limits limits, const std::string& meaning) {
    command.add_option(name, value, meaning)->check(numberWithin(limits))->capture_default_str()->type_name("X");
}

bool Given::operator()(const char* option) const {
    return command_ != nullptr && command_->count(option) > 0;
}

Result<void> refuseIdle(const Given& given, std::initializer_list<const char*> options, const text::Said& because) {
    for (const char* option : options) {
        if (!given(option)) continue;
        return fail(ErrorCode::wrong_use, text::say("{1} would change nothing here: {2}", std::string(option), because),
                    {}, "leave it out");
    }
    return {};
}

void addExamples(CLI::App& command, const text::Said& examples) {
    command.footer(text::say("Examples:\n{1}\n\nExit status: 0 fine, 1 failed, 2 wrong use.", examples));
}

}  // namespace triptych::cli
