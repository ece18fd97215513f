// Annotation files in the format of the American Heart Association's database (annot(5) of the WFDB Programmer's
// Guide): sixteen bytes for each annotation.
#pragma once

#include "core/formats/wfdb/annotations.h"

#include <cstddef>
#include <span>
#include <string>

namespace triptych::formats {

// An AHA file begins with a zero byte and a letter; a MIT file cannot.
[[nodiscard]] bool looksLikeAha(std::span<const std::byte> bytes);

// The contract of salvageAnnotations(). Letters become WFDB's codes; where the file was written by WFDB, which keeps
// its own code beside the letter, that one is taken.
[[nodiscard]] Result<SalvagedAnnotations> salvageAha(std::span<const std::byte> bytes, const std::string& where,
                                                     double rate_hz);

}  // namespace triptych::formats
