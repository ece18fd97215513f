#include "core/domain/error.h"

#include "core/text/visible.h"

namespace triptych {
std::string sentence(const Error& error) {
    std::string out;
    if (!error.where.empty()) out += text::visible(error.where) + ": ";
    out += text::visible(error.what);
    if (!error.hint.empty()) out += "; " + text::visible(error.hint);
    return out + '.';
}

std::string sentence(const Warning& warning) {
    if (warning.where.empty()) return text::visible(warning.what);
    return text::visible(warning.where) + ": " + text::visible(warning.what);
}

std::string name(ErrorCode code) {
    switch (code) {
        case ErrorCode::not_found:
            return "not_found";
        case ErrorCode::not_readable:
            return "not_readable";
        case ErrorCode::not_a_file:
            return "not_a_file";
        case ErrorCode::empty:
            return "empty";
        case ErrorCode::truncated:
            return "truncated";
        case ErrorCode::malformed:
            return "malformed";
        case ErrorCode::unsupported:
            return "unsupported";
        case ErrorCode::refused:
            return "refused";
        case ErrorCode::out_of_range:
            return "out_of_range";
        case ErrorCode::wrong_use:
            return "wrong_use";
        case ErrorCode::model_mismatch:
            return "model_mismatch";
        case ErrorCode::io_failed:
            return "io_failed";
        case ErrorCode::cancelled:
            return "cancelled";
        case ErrorCode::internal:
            return "internal";
    }
    return "internal";
}

}  // namespace triptych
