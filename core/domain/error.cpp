#include "core/domain/error.h"

#include <array>
#include <cstdio>

namespace triptych {
namespace {

// A file name may hold anything but NUL; a message is one printable line.
std::string printable(const std::string& text) {
    std::string out;
    out.reserve(text.size());
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte >= 0x20 && byte != 0x7f) {
            out += character;
            continue;
        }
        std::array<char, 8> escaped{};
        std::snprintf(escaped.data(), escaped.size(), "\\x%02x", byte);
        out += escaped.data();
    }
    return out;
}

}  // namespace

std::string sentence(const Error& error) {
    std::string out;
    if (!error.where.empty()) out += printable(error.where) + ": ";
    out += printable(error.what);
    if (!error.hint.empty()) out += "; " + printable(error.hint);
    return out + '.';
}

std::string sentence(const Warning& warning) {
    if (warning.where.empty()) return printable(warning.what);
    return printable(warning.where) + ": " + printable(warning.what);
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
