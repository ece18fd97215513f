// How far readers agree, and each with the model before and after it was shown: κ with intervals, over any number of
// recordings, per pair, per class, and of all together.
#pragma once

#include "core/domain/beat_class.h"
#include "core/review/readers.h"
#include "core/statistics/agreement.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace triptych::pipeline {

// Rows the first, columns the second, classes of ClassMapping::display in the order of BeatClass.
using ClassTable = std::array<std::int64_t, kBeatClasses * kBeatClasses>;

struct KappaByClass {
    statistics::Kappa of_all;
    std::array<statistics::Kappa, kBeatClasses> of_class{};  // each against all others
};

struct PairAgreement {
    std::string first, second;
    ClassTable table{};           // beats that both labelled
    std::int64_t only_first = 0;  // labelled by one of them alone: in no κ
    std::int64_t only_second = 0;
    KappaByClass kappa;
};

// A reader against what the model said of the same beat when the reader decided.
struct ModelAgreement {
    std::string reader;
    ClassTable unseen{}, seen{};  // rows the model; it was hidden from the reader, or stood there to be read
    KappaByClass before, after;
};

struct ReaderAgreement {
    std::vector<std::string> readers;
    std::vector<PairAgreement> pairs;
    KappaByClass fleiss;  // of all readers; items: beats that two or more have labelled
    std::vector<ModelAgreement> with_model;
    std::int64_t beats = 0;      // that anybody labelled
    std::int64_t conflicts = 0;  // of classes
    std::int64_t decided = 0;    // of these, by an adjudicator
};

// Collects recordings one after another; any thread, one at a time.
class AgreementTally {
public:
    void add(const std::vector<review::Reading>& readings, const std::vector<review::DoublyRead>& beats);
    [[nodiscard]] ReaderAgreement result() const;

private:
    struct Pair {
        ClassTable table{};
        std::int64_t only_first = 0, only_second = 0;
    };
    struct WithModel {
        ClassTable unseen{}, seen{};
    };
    std::map<std::pair<std::string, std::string>, Pair> pairs_;  // by names, ascending
    std::map<std::string, WithModel> with_model_;                // every reader is in it
    std::vector<std::array<std::int32_t, kBeatClasses>> votes_;
    std::int64_t beats_ = 0, conflicts_ = 0, decided_ = 0;
};

}  // namespace triptych::pipeline
