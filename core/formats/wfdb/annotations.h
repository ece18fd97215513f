// WFDB annotation files (WFDB Programmer's Guide, annot(5)): MIT format, read and written without loss (skips, aux,
// num, chan and sub are kept), and AHA format, read.
#pragma once

#include "core/domain/annotation.h"
#include "core/domain/error.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

// The largest file that is read: ten million annotations and more; a day's beats take a hundredth.
inline constexpr std::int64_t kLargestAnnotationFile_bytes = std::int64_t{1} << 26;

// `rate_hz` is the record's frame rate; a "## time resolution" note at the start of the file overrides it. Annotations
// out of time order are put in order. A file without its end mark is an error here; see salvageAnnotations.
// Errors: not_found, not_readable, not_a_file, empty, truncated, malformed.
[[nodiscard]] Result<AnnotationSet> readAnnotations(const std::string& path, double rate_hz);
[[nodiscard]] Result<AnnotationSet> parseAnnotations(std::span<const std::byte> bytes, const std::string& where,
                                                     double rate_hz);

// What could be read of a file that may be damaged, with what is wrong with it.
struct SalvagedAnnotations {
    AnnotationSet set;
    std::vector<Warning> warnings;
    std::size_t bytes_behind = 0;  // of the file, behind the end mark: 0 in what WFDB writes
};

// As above, but keeps what stands before a fault and warns. Fails only where nothing at all could be read.
[[nodiscard]] Result<SalvagedAnnotations> salvageAnnotations(const std::string& path, double rate_hz);
[[nodiscard]] Result<SalvagedAnnotations> salvageAnnotations(std::span<const std::byte> bytes, const std::string& where,
                                                             double rate_hz);

// The entry of AnnotationSet::notes that tells other programs the ticks per second. A set needs it when its rate_hz is
// not the record's frame rate; without it readers take the latter.
[[nodiscard]] std::string timeResolutionNote(double rate_hz);

// The entry of AnnotationSet::notes that says who wrote a file, and as what: "# Triptych waves". One sign, for notes
// with two are tables of WFDB's, and other programs trip over one that is none of them (the Python package wfdb never
// returns). The first files spell theirs with two.
[[nodiscard]] std::string ownNote(std::string_view text);
// What an own note says, in either spelling; nullopt for others'. The view is into `note`.
[[nodiscard]] std::optional<std::string_view> ownNoteOf(const std::string& note);

// The bytes that the WFDB library itself would write for these annotations (minimal skips, sticky num and chan). Own
// notes stand behind WFDB's tables. Codes
// must be 1..49 and aux 255 bytes at most; what is not is left out or cut.
[[nodiscard]] std::vector<std::byte> encodeAnnotations(const AnnotationSet& set);

// Writes through a temporary file in the same folder and renames, so a full disk or a crash leaves the old file whole.
// Errors: io_failed, not_readable, not_found (no such folder), wrong_use (a code outside 1..49, aux over 255 bytes).
[[nodiscard]] Result<void> writeAnnotations(const std::string& path, const AnnotationSet& set);

}  // namespace triptych::formats
