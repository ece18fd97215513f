#include "core/inference/module/training/configurations.h"

#include "core/inference/splits.h"
#include "core/text/said.h"

namespace triptych::inference::training {

namespace {

// Everything but the records, so that what svdb adds can be told apart from all else.
Configuration onPatients(std::string name, std::string title, std::span<const std::string_view> records,
                         std::string trained_on) {
    const bool many = records.size() > 22;
    return {
        .name = std::move(name),
        .title = std::move(title),
        .profile = Profile::product,
        .classes = {"N", "S", "V", "F"},
        // Time-frequency without made atria: with them it took frequent atrial beats for fibrillation
        // (cross-validation).
        .branches =
            {{.name = "time", .encoder = "beat_resnet", .epochs = 4, .peak_learning_rate = 2e-3, .made_atria = true},
             {"time_frequency", "stft_resnet", 4, 2e-3},
             {.name = "rhythm",
              .encoder = "rhythm_sequence",
              .epochs = 12,
              .peak_learning_rate = 3e-3,
              .made_atria = true}},
        .protocol = Protocol::patient_folds,
        .records = records,
        .test_records = ds2Records(),
        .folds = 5,
        .all_leads = true,
        .augments = true,
        .conditioning = Conditioning::quiet_band,
        .spoilt_copies = 2,
        .strips = true,
        .keep_normals = many ? 0.1 : 0.2,
        .keep_irregular = many ? 0.35 : 0.7,
        .class_weight_exponent = 0.3,
        .fusion_class_weight_exponent = 0.3,
        .weight_decay = 5e-2,
        .label_smoothing = 0.02,
        .made_atria = true,
        .average_decay = 0.995,
        .prior_records = many ? ds1TrainingRecords() : std::span<const std::string_view>(),
        .rhythm_rules = true,
        .lifts_prior = false,
        .limits =
            {"Paced rhythm: no paced beat was learnt from, so what is said of one means nothing.",
             "Ventricular flutter and fibrillation: there are no beats to tell apart.",
             "Sustained regular tachycardia: its beats are not early, and are not called S.",
             "Leads other than those of two-channel ambulatory recordings (MLII, V1, V2, V4, V5) and one handheld "
             "recorder's: never learnt from.",
             "A V on a strip of one lead that too little supports has no class: motion draws such waves "
             "(core/pipeline/lone_v.h)."},
        .augmentations =
            {"Two copies of every record, spoilt in stretches (training/spoilt.h): recorded electrode motion (its "
             "first "
             "six minutes) at 3 to 24 dB, muscle noise at 6 to 26 dB, mains of 50 and 60 Hz to 1 mV, wander to 1.5 mV, "
             "clipping, gain, narrow bands; 45 of 100 beats of an epoch stay clean.",
             "Recordings with made atria (training/made_atria.h) and beats with lent rhythms "
             "(training/made_rhythms.h).",
             "Each beat: mark shifted by up to 16 ms, noise, slow wander, gain of 0.78 to 1.28, half of them upside "
             "down "
             "(training/augment.h).",
             "Strips of even number of the CinC Challenge 2017 labelled normal or too noisy: their beats are neither V "
             "nor F, and nothing else is said of them (training/strips.h)."},
        .readings = many ? std::vector<Reading>{{"MIT-BIH DS2", 16},
                                                {"CinC Challenge 2017, strips of odd number", 1},
                                                {"LUDB", 7}}
                         : std::vector<Reading>{{"MIT-BIH DS2", 4}},
        .data =
            std::string("MIT-BIH Arrhythmia Database 1.0.0, ") +
            (many ? "MIT-BIH Supraventricular Arrhythmia Database 1.0.0, " : "") +
            "electrode motion of the MIT-BIH Noise Stress Test Database 1.0.0, strips of the PhysioNet/CinC Challenge "
            "2017 1.0.0 (PhysioNet, ODC-By 1.0)",
        .trained_on = std::move(trained_on)};
}

// The networks of docs/methods.md §2 and §3 on the parity profile's beats, those of one patient on both sides.
Configuration onParity(std::string name, std::string title, Fusion fusion, std::vector<BranchConfiguration> branches) {
    return {.name = std::move(name),
            .title = std::move(title) + " (beats of one patient on both sides)",
            .profile = Profile::parity,
            .fusion = fusion,
            .classes = {"N", "S", "V", "F", "Q"},
            .branches = std::move(branches),
            .protocol = Protocol::stratified_beats,
            .records = mitdbRecords(),
            .test_records = {},
            .fusion_class_weight_exponent = fusion == Fusion::late_attention ? 1.0 : 0.0,
            .trained_on = "MIT-BIH, all 48 records, four fifths of the beats (of which a tenth validates)"};
}

// Patience as long as the training: it never stops early, and the epoch that did best on validation ships, as V has it
// for the intermediate fusions.
BranchConfiguration bestOf(std::string network, int epochs, double peak_learning_rate) {
    return {"joint", std::move(network), epochs, peak_learning_rate, epochs};
}

}  // namespace

const std::vector<Configuration>& configurations() {
    static const std::vector<Configuration> kConfigurations = {
        {.name = "parity",
         .title = "V's two branches, late attention (beats of one patient on both sides)",
         .profile = Profile::parity,
         .classes = {"N", "S", "V", "F", "Q"},
         .branches = {{"time", "v_time_transformer", 11, 8e-4}, {"time_frequency", "v_stft_cnn", 14, 2e-3}},
         .protocol = Protocol::stratified_beats,
         .records = mitdbRecords(),
         .test_records = {},
         .fusion_class_weight_exponent = 1,
         .trained_on = "MIT-BIH, all 48 records, four fifths of the beats (of which a tenth validates)"},
        onParity("parity-average", "V's two branches, simplex average", Fusion::late_average,
                 {{"time", "v_time_transformer", 11, 8e-4}, {"time_frequency", "v_stft_cnn", 14, 2e-3}}),
        onParity("parity-three", "Time, STFT and spectrum, late attention", Fusion::late_attention,
                 {{"time", "v_time_transformer", 11, 8e-4},
                  {"time_frequency", "v_stft_cnn", 14, 2e-3},
                  {"frequency", "v_frequency_transformer", 8, 8e-4}}),
        onParity("parity-concat", "V's intermediate fusion, concatenated", Fusion::joint,
                 {bestOf("v_concat", 4, 1e-3)}),
        onParity("parity-sum", "V's intermediate fusion, summed", Fusion::joint, {bestOf("v_sum", 4, 1e-3)}),
        onParity("parity-weighted", "V's intermediate fusion, weighted sum", Fusion::joint,
                 {bestOf("v_weighted", 4, 1e-3)}),
        onParity("parity-early", "J's early fusion of beat and spectrum", Fusion::joint,
                 {{"joint", "early_cnn", 15, 2e-3, 4}}),
        onParity("parity-hybrid-1", "O2's Hybrid 1: beat and scalogram", Fusion::joint,
                 {{"joint", "hybrid_1", 8, 2e-3, 4}}),
        onParity("parity-hybrid-2", "O2's Hybrid 2: beat, scalogram and spectrum", Fusion::joint,
                 {{"joint", "hybrid_2", 8, 1e-3, 4}}),
        onParity("parity-domains", "O1's intermediate fusion of three domains", Fusion::joint,
                 {{"joint", "three_domains", 8, 1e-3, 4}}),
        onParity("parity-1d-cnn", "Plain 1D-CNN on the beat", Fusion::joint, {{"joint", "plain_cnn", 15, 2e-3, 4}}),
        onParity("parity-scalogram", "Scalogram alone", Fusion::joint, {{"joint", "scalogram_cnn", 8, 2e-3, 4}}),
        onParity("parity-spectrum", "Spectrum alone, plain 1D-CNN", Fusion::joint,
                 {{"joint", "plain_spectrum_cnn", 15, 2e-3, 4}}),
        {.name = "ptb",
         .title = "V's two branches on PTB's heartbeats, late attention (patients not told apart)",
         .profile = Profile::parity,
         .classes = {"normal", "abnormal"},
         .branches = {{"time", "v_time_transformer", 11, 8e-4}, {"time_frequency", "v_stft_cnn", 14, 2e-3}},
         .protocol = Protocol::stratified_beats,
         .records = {},
         .test_records = {},
         .fusion_class_weight_exponent = 1,
         .trained_on = "PTB heartbeats"},
        onPatients("product", "Time and time-frequency with rhythm, late attention (patients never seen)",
                   ds1AndSvdbRecords(),
                   "MIT-BIH DS1 without 201, whose patient is in DS2 as 202 (21 records), the MIT-BIH Supraventricular "
                   "Arrhythmia Database (43 records), recordings of theirs with made atria, spoilt copies, and what is "
                   "not V in "
                   "handheld strips of even number of the CinC Challenge 2017"),
        onPatients("classic", "The product model trained on DS1 alone (patients never seen)", ds1TrainingRecords(),
                   "MIT-BIH DS1 without 201, whose patient is in DS2 as 202 (21 records), recordings of theirs with "
                   "made atria, "
                   "spoilt copies, and what is not V in handheld strips of even number of the CinC Challenge 2017"),
    };
    return kConfigurations;
}

Result<Configuration> findConfiguration(const std::string& configuration_name) {
    std::string known;
    for (const Configuration& configuration : configurations()) {
        if (configuration.name == configuration_name) return configuration;
        known += (known.empty() ? "" : ", ") + configuration.name;
    }
    return fail(ErrorCode::not_found, text::say("there is no training configuration \"{1}\"", configuration_name), {},
                text::say("use one of {1}", known));
}

}  // namespace triptych::inference::training
