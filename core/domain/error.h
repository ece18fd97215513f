// What went wrong, said once: every fallible function of the core returns Result<T>; only the outermost
// edge (command line, window) turns an Error into words, with sentence().
#pragma once

#include "core/text/said.h"

#include <expected>
#include <string>
#include <vector>

namespace triptych {

enum class ErrorCode {
    not_found,       // the named file, lead, beat or model does not exist
    not_readable,    // it exists, and the system refuses to let us read it
    not_a_file,      // a folder, socket or device stands where a file was expected
    empty,           // a file of no bytes, or a recording of no samples
    truncated,       // the data end before the header says they do, and nothing useful can be shown
    malformed,       // the content contradicts its own format
    unsupported,     // a valid file that Triptych does not read (yet)
    refused,         // reading or writing it would be unsafe: a path outside its folder, another program's labels
    out_of_range,    // a number outside what the recording or the model has
    wrong_use,       // the caller asked for a combination that has no meaning
    model_mismatch,  // a card and its weights, or a model and its input, do not fit
    io_failed,       // the system failed while reading or writing (disk full, device gone)
    cancelled,       // the reader pressed stop
    internal         // a defect of Triptych itself
};

// What the caller could give for the same call to succeed, where a program can give it or ask for it: what is done
// next is decided by this, never by the words of the hint.
enum class Wants {
    nothing,
    rate,       // of a table of numbers that states none
    record,     // which one of a file that holds several
    to_replace  // that files, or labels of another recording, are in the way and may be replaced
};

// One clear sentence in three parts. `what` is a full clause without its full stop ("the header promises 2 leads and
// describes 1"), `where` names the file, line, lead or beat, `hint` says what to do about it (an imperative clause).
struct Error {
    ErrorCode code = ErrorCode::internal;
    text::Said what;
    std::string where;
    text::Said hint;
    Wants wants = Wants::nothing;
};

// "WHERE: WHAT; HINT." on one line; control characters and newlines of hostile file names are escaped.
[[nodiscard]] std::string sentence(const Error& error);

// A short stable name for programs: "not_found", "truncated", ...
[[nodiscard]] std::string name(ErrorCode code);

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, text::Said what, std::string where = {},
                                                 text::Said hint = {}, Wants wants = Wants::nothing) {
    return std::unexpected<Error>(Error{code, std::move(what), std::move(where), std::move(hint), wants});
}

// Recoverable trouble that stands beside a recording or a result: shown, never swallowed.
struct Warning {
    text::Said what;
    std::string where;
};

[[nodiscard]] std::string sentence(const Warning& warning);

}  // namespace triptych
