// Which recordings train and which test. DS1 and DS2 are de Chazal's patient-independent halves of MIT-BIH (2004); the
// four paced records are in neither.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace triptych::inference {

[[nodiscard]] std::span<const std::string_view> ds1Records();    // 22
[[nodiscard]] std::span<const std::string_view> ds2Records();    // 22, test: read once per shipped model
[[nodiscard]] std::span<const std::string_view> mitdbRecords();  // all 48, the parity profile's
// DS1 without 201: its patient is DS2's 202, so that the published halves share one patient (21 records).
[[nodiscard]] std::span<const std::string_view> ds1TrainingRecords();

// Who a record of MIT-BIH was taken from: the record's own name, but "201" for 202 also.
[[nodiscard]] std::string_view patientOf(std::string_view record);
// A record of each side whose patient is the same, where there is one.
[[nodiscard]] std::optional<std::pair<std::string, std::string>> sharedPatient(
    std::span<const std::string_view> training, std::span<const std::string_view> test);

// DS1 without 201, whose patient is in DS2 as 202, and 43 records of the MIT-BIH Supraventricular Arrhythmia Database
// in a folder of its own ("svdb/800").
[[nodiscard]] std::span<const std::string_view> ds1AndSvdbRecords();

// Deals records into `folds` groups so that rare beats spread evenly: records by falling rarity-weighted count, each
// to the group that has least. Deterministic. counts[i] = beats of record i per class (N S V F Q).
[[nodiscard]] std::vector<std::size_t> dealIntoFolds(std::span<const std::vector<std::int64_t>> counts,
                                                     std::size_t folds);

enum class Part : std::uint8_t { train, validation, test };
// The parity profile's stratified split: of every class, one fifth tests (none where `with_test` is false), and a tenth
// of the rest validates. The same for the same labels and seed on every machine.
[[nodiscard]] std::vector<Part> stratifiedSplit(std::span<const std::uint8_t> labels, std::uint64_t seed,
                                                bool with_test = true);

}  // namespace triptych::inference
