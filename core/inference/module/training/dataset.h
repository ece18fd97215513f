// Beats to learn from, read from a folder of WFDB records with their reference annotations.
#pragma once

#include "core/domain/beat_class.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/left_out.h"
#include "core/inference/model_inputs.h"
#include "core/inference/module/training/spoilt.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::inference::training {

// Beats of one lead of one record share its typical beat.
struct Source {
    std::string record = {};
    std::string lead = {};
    bool analysis_lead = false;  // MLII by name, else the first: evaluation reads this one alone
    std::vector<float> typical_tf = {};
    std::string database = {};  // "svdb" of "svdb/800"; empty of "101"
    bool test = false;          // kept for testing by whoever published the data (mitbih_test.csv)
    bool made = false;          // learnt from, never held out: made_atria.h, spoilt.h, strips without labels of beats
    bool atria = false;         // its atria were never there (made_atria.h)
    bool not_ventricular = false;  // its beats are of an unknown class that is neither V nor F; their label says N
    float share = 1;               // of its beats, that an epoch learns from
};

struct BeatDataset {
    Profile profile = Profile::parity;
    Conditioning conditioning = Conditioning::none;
    InputShape shape;
    std::vector<std::string> class_names = {kBeatClassNames.begin(), kBeatClassNames.end()};
    std::vector<Source> sources;
    std::vector<float> time;              // [n × timeSize]
    std::vector<float> rr;                // [n × rr]
    std::vector<std::uint8_t> label;      // [n] index into class_names
    std::vector<std::uint16_t> source;    // [n]
    std::vector<std::uint32_t> beat;      // [n] index into the record's mapped beats
    std::vector<std::size_t> mixed_from;  // of the beats at the end that ADASYN made up: whose place each has
    std::vector<float> pre_rr_s;  // [n] interval before the beat, NaN for a first one; empty in the parity profile
    LeftOut left_out;             // labelled beats of other classes, each once, whatever leads were read

    [[nodiscard]] std::size_t size() const { return label.size(); }
    [[nodiscard]] std::size_t classes() const { return class_names.size(); }
    [[nodiscard]] bool isOf(std::size_t i, BeatClass beat_class) const {
        return class_names[label[i]] == name(beat_class);
    }
    [[nodiscard]] const std::string& recordOf(std::size_t i) const { return sources[source[i]].record; }
    // The beat itself, or the one whose place a beat that ADASYN made up has.
    [[nodiscard]] std::size_t placeOf(std::size_t i) const {
        const std::size_t real = size() - mixed_from.size();
        return i < real ? i : mixed_from[i - real];
    }
    [[nodiscard]] bool isMade(std::size_t i) const { return sources[source[i]].made; }
    [[nodiscard]] const Source& sourceOf(std::size_t i) const { return sources[source[i]]; }
};

struct BeatQuery {
    std::string place;                          // as TrainRequest::data_folder says
    std::span<const std::string_view> records;  // of recordings; none: the beats come from heartbeat files alone
    Profile profile = Profile::parity;
    std::vector<std::string> classes;
    bool all_leads = false;   // every ECG lead gives samples of its own
    bool made_atria = false;  // each record once more with atria that it does not have (made_atria.h)
    Conditioning conditioning = Conditioning::none;
    std::size_t spoilt_copies = 0;  // of each record (spoilt.h), among which and itself an epoch's beats are shared out
    bool strips = false;            // handheld strips beside the records teach what is not V (strips.h)
    Disturbance disturbance = Disturbance::none;  // of every record, for measuring
    double disturbance_amount = 0;
};

// Reads the records of a folder; one that names its database ("svdb/800") may also lie beside the folder. Beats of
// classes that the query does not name are left out. Errors: whatever the reader says, not_found when a record has no
// annotations, cancelled.
[[nodiscard]] Result<BeatDataset> loadDataset(const BeatQuery& query, const Job& job);

}  // namespace triptych::inference::training
