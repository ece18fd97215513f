#include "core/inference/module/training/configurations.h"

#include "core/inference/splits.h"

namespace triptych::inference::training {

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
        {.name = "product",
         .title = "Time and time-frequency with rhythm, late attention (patients never seen)",
         .profile = Profile::product,
         .classes = {"N", "S", "V", "F"},
         .branches = {{"time", "beat_resnet", 6, 2e-3}, {"time_frequency", "stft_resnet", 6, 2e-3}},
         .protocol = Protocol::patient_folds,
         .records = ds1Records(),
         .test_records = ds2Records(),
         .folds = 5,
         .all_leads = true,
         .augments = true,
         .keep_normals = 1.0 / 3.0,
         .class_weight_exponent = 0.3,
         .fusion_class_weight_exponent = 0.3,
         .weight_decay = 5e-2,
         .label_smoothing = 0.02,
         .average_decay = 0.995,
         .trained_on = "MIT-BIH DS1 (22 records)"},
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
