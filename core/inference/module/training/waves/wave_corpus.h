// What the network of waves learns from: leads whose waves cardiologists marked by hand, strips that are known to
// fibrillate as a whole, and real noise. Read once, kept at the network's rate.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace triptych::inference::training {

enum class WaveKind : std::size_t { p, qrs, t };

// One wave of one lead: seconds from the start of the record; NaN where the reader set no such mark.
struct MarkedWave {
    WaveKind kind = WaveKind::p;
    std::array<double, 3> at_s{};  // onset, peak, offset
    std::size_t beat = 0;          // of the record, the same on all its leads
};

struct MarkedLead {
    std::string name;
    std::vector<float> signal;  // at waves::kNetwork_hz, millivolts
    std::vector<MarkedWave> waves;
    // The reader left out what lies before and behind: nothing is known there.
    double first_s = 0, last_s = 0;
};

struct MarkedRecord {
    std::string name;
    std::vector<MarkedLead> leads;
    bool has_p = false;
};

struct WaveCorpus {
    std::vector<MarkedRecord> records;                       // by number
    std::vector<std::vector<float>> fibrillating, ordinary;  // strips of one lead at waves::kNetwork_hz
    std::vector<float> noise;                                // at waves::kNetwork_hz; empty: there is none
    std::string described;                                   // for the card
};

// `folder` is LUDB's, or one that holds it as "ludb", and then, where they are there, the strips of the CinC Challenge
// of 2017 as "cinc2017" (those that its REFERENCE.csv calls A and N) and electrode-motion noise as "noise/em". Errors:
// not_found, those of the readers, cancelled.
[[nodiscard]] Result<WaveCorpus> readWaveCorpus(const std::string& folder, const Job& job);

// Of each record the group in [0, folds) that it belongs to: groups are as like in size and in how many of their
// records have no P as can be. Deterministic.
[[nodiscard]] std::vector<std::size_t> dealRecords(const WaveCorpus& corpus, std::size_t folds);

}  // namespace triptych::inference::training
