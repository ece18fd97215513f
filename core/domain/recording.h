// A recording as the rest of the program sees it: leads with their own rates, samples read on demand, annotations, and
// everything the reader had to say about the file. Immutable once built; crosses threads as shared_ptr<const
// Recording>.
#pragma once

#include "core/domain/annotation.h"
#include "core/domain/error.h"
#include "core/domain/patient_header.h"
#include "core/text/said.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace triptych {

// A lead's stored value that stands for "no sample here" is read as NaN in physical units and as this in stored ones.
inline constexpr std::int32_t kMissingSample = INT32_MIN;

struct Lead {
    std::string name;           // normalised: "II", "MLII", "V1"; the file's own name where no norm applies
    std::string original_name;  // exactly as in the file
    std::string unit = "mV";    // physical unit; other than mV only where the file says so
    bool unit_assumed = false;  // the file names no unit and its format's default was taken
    double rate_hz = 0;
    std::int64_t samples = 0;         // that can be read; a truncated file has fewer than its header promises
    double gain = 200;                // stored units per physical unit
    double baseline = 0;              // stored value of physical zero
    int resolution_bits = 0;          // 0: not stated
    std::optional<int> checksum;      // 16-bit sum over all samples as the header states it
    std::optional<int> stored_first;  // first stored value as the header states it
    bool derived = false;             // computed by Triptych from other leads (III, aVR, aVL, aVF)
};

// Where the samples come from: a mapped file, or memory. Every function may be called from any thread at any time.
class SampleSource {
public:
    virtual ~SampleSource() = default;
    SampleSource() = default;
    SampleSource(const SampleSource&) = delete;
    SampleSource& operator=(const SampleSource&) = delete;

    // Fills `out` with physical values (lead's unit) from `first` on; NaN where the lead has no sample, before its
    // start and after its end included. Never fails once a recording is open (a file cut under our feet reads as NaN).
    virtual void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const = 0;
    // The same as stored integers; kMissingSample where there is none.
    virtual void readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const = 0;
};

struct Recording {
    std::string name;           // record name: "208"
    std::string path;           // what was opened, as given; empty for one made in memory
    std::string format;         // "WFDB", "synthetic"
    std::string format_detail;  // "format 212"; "" when there is nothing to add
    // ISO 8601, an offset only where the file states one; a time of day alone ("22:14:09") where it withholds the day.
    std::optional<std::string> start;
    double duration_s = 0;  // of the longest lead
    std::vector<Lead> leads;
    std::vector<AnnotationSet> annotation_sets;  // the first is the reference, where there is one
    std::vector<std::string> comments;           // header comments: age, sex, medication
    PatientHeader header;                        // person, device, its own figures and statements
    std::vector<Warning> warnings;
    std::shared_ptr<const SampleSource> source;
};

using RecordingPtr = std::shared_ptr<const Recording>;

// Index of the lead called `name` (normalised or original name, case-insensitive; else its number, the first being 1),
// or not_found with the list of leads.
[[nodiscard]] Result<std::size_t> findLead(const Recording& recording, std::string_view name);

// The lead that the beat detector and the models take when nobody chose: MLII, II, else the first whose name says that
// it is an ECG, else the first in mV, else the first; the longest where several share the name. Where no name says ECG,
// `by_name` is false, and the signals know better (core/beats/ecg_search.h).
struct LeadChoice {
    std::size_t lead = 0;
    text::Said stated;   // in words, when the choice was not II or MLII by name; empty when it was
    text::Said because;  // its reason alone: "no lead II or MLII by name"
    bool by_name = true;
};
[[nodiscard]] LeadChoice chooseAnalysisLead(const Recording& recording);
// A choice that says: `because`, and that the beats are read from that lead.
[[nodiscard]] LeadChoice choiceOf(const Recording& recording, std::size_t lead, text::Said because);
// The leads that share a lead's name ("ECG", "ECG (2)") and are as long, itself among them.
[[nodiscard]] std::vector<std::size_t> leadsAsGood(const Recording& recording, std::size_t lead);

// Whole lead or a stretch of it in physical units; a convenience over SampleSource.
[[nodiscard]] std::vector<float> readLead(const Recording& recording, std::size_t lead, std::int64_t first,
                                          std::int64_t count);

}  // namespace triptych
