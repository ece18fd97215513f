#include "core/inference/module/training/configurations.h"

#include "core/inference/splits.h"

namespace triptych::inference::training {

namespace {

// Everything but the records, so that what svdb adds can be told apart from all else.
Configuration onPatients(std::string name, std::string title, std::span<const std::string_view> records,
                         std::string trained_on) {
    const bool many = records.size() > 22;
    return {.name = std::move(name),
            .title = std::move(title),
            .profile = Profile::product,
            .classes = {"N", "S", "V", "F"},
            .branches = {{"time", "beat_resnet", 4, 2e-3},
                         {"time_frequency", "stft_resnet", 4, 2e-3},
                         {"rhythm", "rhythm_net", 6, 3e-3}},
            .protocol = Protocol::patient_folds,
            .records = records,
            .test_records = ds2Records(),
            .folds = 5,
            .all_leads = true,
            .augments = true,
            .keep_normals = many ? 0.1 : 0.2,
            .keep_irregular = many ? 0.35 : 0.7,
            .class_weight_exponent = 0.3,
            .fusion_class_weight_exponent = 0.3,
            .weight_decay = 5e-2,
            .label_smoothing = 0.02,
            .average_decay = 0.995,
            .trained_on = std::move(trained_on)};
}

}  // namespace

const std::vector<Configuration>& configurations() {
    static const std::vector<Configuration> kConfigurations = {
        {.name = "parity",
         .title = "V's two branches, late attention (beats of one patient on both sides)",
         .profile = Profile::parity,
         .classes = {"N", "S", "V", "F", "Q"},
         .branches = {{"time", "v_time_transformer", 11, 8e-4}, {"time_frequency", "v_stft_cnn", 8, 2e-3}},
         .protocol = Protocol::stratified_beats,
         .records = mitdbRecords(),
         .test_records = {},
         .fusion_class_weight_exponent = 1,
         .trained_on = "MIT-BIH, all 48 records, four fifths of the beats (of which a tenth validates)"},
        onPatients("product", "Time and time-frequency with rhythm, late attention (patients never seen)",
                   ds1AndSvdbRecords(),
                   "MIT-BIH DS1 without 201, whose patient is in DS2 as 202 (21 records), and the MIT-BIH "
                   "Supraventricular Arrhythmia Database (43 records)"),
        onPatients("classic", "The product model trained on DS1 alone (patients never seen)", ds1Records(),
                   "MIT-BIH DS1 (22 records)"),
    };
    return kConfigurations;
}

Result<Configuration> findConfiguration(const std::string& configuration_name) {
    std::string known;
    for (const Configuration& configuration : configurations()) {
        if (configuration.name == configuration_name) return configuration;
        known += (known.empty() ? "" : ", ") + configuration.name;
    }
    return fail(ErrorCode::not_found, "there is no training configuration \"" + configuration_name + '"', {},
                "use one of " + known);
}

}  // namespace triptych::inference::training
