// Options that several commands share, declared once so that they read alike everywhere.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/formats/open.h"
#include "core/text/said.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Validator;
}  // namespace CLI

namespace triptych::cli {

enum class Format { table, json, csv };

struct FormatOptions {
    bool json = false;
    bool csv = false;
    [[nodiscard]] Format format() const { return json ? Format::json : csv ? Format::csv : Format::table; }
};
void addFormatOptions(CLI::App& command, FormatOptions& options);

// The recording, and the lead that beats are read from.
struct RecordingOptions {
    std::string file;
    std::string lead;                       // empty: chosen by name, MLII or II first
    double rate_hz = 0;                     // of tables of numbers that do not state it; 0: not given
    std::string record = {};                // which, of a file that holds several
    std::vector<std::string> columns = {};  // of tables of numbers: those to take; empty: all signals
    std::string unit = {};                  // of tables of numbers: of columns that state none; empty: not given

    [[nodiscard]] formats::OpenHints hints() const {
        return {.rate_hz = rate_hz, .record = record, .columns = columns, .unit = unit};
    }
};
void addFileOption(CLI::App& command, RecordingOptions& options);
void addLeadOption(CLI::App& command, RecordingOptions& options, const std::string& meaning = {});

// A stretch [from, to) in seconds from the start of the recording.
struct RangeOptions {
    std::optional<double> from_s;
    std::optional<double> to_s;
};
void addRangeOptions(CLI::App& command, RangeOptions& options);

// Which beats a model is asked about.
struct BeatsOptions {
    std::string origin = "detected";
    [[nodiscard]] BeatOrigin value() const {
        return origin == "reference" ? BeatOrigin::reference : BeatOrigin::detected;
    }
};
void addBeatsOption(CLI::App& command, BeatsOptions& options);

// Which model is asked, and whether one that is code may run.
struct ModelOptions {
    std::string name;  // or a folder; empty: the product model
    bool trust_code = false;
};
void addModelOption(CLI::App& command, ModelOptions& options);
void addTrustOption(CLI::App& command, bool& trust_code);

// Digits alone, no more than 2^64 - 1: CLI11 by itself takes "-1" for the largest unsigned number.
[[nodiscard]] CLI::Validator wholeNumber();

// The same, from 1 up.
[[nodiscard]] CLI::Validator countingNumber();

// What numbers make sense, both ends included.
struct Limits {
    double least = 0, most = 0;
};
// A finite number within its limits; anything else, "nan" and "inf" included, is wrong use, and the sentence names
// both.
[[nodiscard]] CLI::Validator numberWithin(Limits limits);
void addNumber(CLI::App& command, const std::string& name, double& value, Limits limits, const std::string& meaning);

// Of a recording, to either side: ten years.
inline constexpr Limits kAnySeconds = {-3.2e8, 3.2e8}, kSecondsFromStart = {0, 3.2e8};

// Which options of a command were given, for those that would change nothing in what they were given with.
class Given {
public:
    Given() = default;
    explicit Given(const CLI::App& command) : command_(&command) {}
    [[nodiscard]] bool operator()(const char* option) const;

private:
    const CLI::App* command_ = nullptr;
};
// Errors: wrong_use (one of `options` was given), with what the command does instead as the reason.
[[nodiscard]] Result<void> refuseIdle(const Given& given, std::initializer_list<const char*> options,
                                      const text::Said& because);

// "Examples:" at the end of a command's help, one a line.
void addExamples(CLI::App& command, const text::Said& examples);

}  // namespace triptych::cli
