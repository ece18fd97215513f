// Which recordings train and which test. DS1 and DS2 are de Chazal's patient-independent halves of MIT-BIH (2004); the
// four paced records are in neither.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::inference {

[[nodiscard]] std::span<const std::string_view> ds1Records();    // 22, training
[[nodiscard]] std::span<const std::string_view> ds2Records();    // 22, test: read once per shipped model
[[nodiscard]] std::span<const std::string_view> mitdbRecords();  // all 48, the parity profile's
// DS1 without 201, whose patient is in DS2 as 202, and 43 records of the MIT-BIH Supraventricular Arrhythmia Database
// in a folder of its own ("svdb/800").
[[nodiscard]] std::span<const std::string_view> ds1AndSvdbRecords();

// Deals records into `folds` groups so that rare beats spread evenly: records by falling rarity-weighted count, each
// to the group that has least. Deterministic. counts[i] = beats of record i per class (N S V F Q).
// Patients with two records (201 and 202) are never in one split's two sides: 202 is in DS2.
[[nodiscard]] std::vector<std::size_t> dealIntoFolds(std::span<const std::vector<std::int64_t>> counts,
                                                     std::size_t folds);

enum class Part : std::uint8_t { train, validation, test };
// The parity profile's stratified split: of every class, one fifth tests, and a tenth of the rest validates. The same
// for the same labels and seed on every machine.
[[nodiscard]] std::vector<Part> stratifiedSplit(std::span<const std::uint8_t> labels, std::uint64_t seed);

}  // namespace triptych::inference
