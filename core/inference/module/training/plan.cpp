#include "core/inference/module/training/plan.h"

#include "core/inference/module/training/beat_source.h"
#include "core/inference/splits.h"
#include "core/inference/training_set.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

namespace triptych::inference::training {
namespace {

namespace fs = std::filesystem;

Result<std::optional<std::size_t>> chosenFold(const std::string& text, std::size_t folds) {
    if (text.empty()) return std::optional<std::size_t>{};
    std::string_view rest = text;
    const auto k = text::takeNumber<std::size_t>(rest);
    const bool divided = rest.starts_with('/');
    const auto n = text::wholeNumber<std::size_t>(rest.substr(divided ? 1 : 0));
    if (!k || !divided || n != folds || *k < 1 || *k > folds) {
        return fail(ErrorCode::wrong_use, text::say("\"{1}\" is no fold of this configuration", text), {},
                    folds == 0 ? "leave the fold out" : text::say("use 1/{1} to {2}/{3}", folds, folds, folds));
    }
    return std::optional(*k - 1);
}

// A set of recordings that were labelled here trains in place of the published ones: what the card says of its data
// follows, and no reading of a test set counts.
Result<std::shared_ptr<const OwnRecords>> takeOwnRecords(const std::string& folder, Configuration& configuration) {
    const auto set = readTrainingSet(folder);
    if (!set) return std::unexpected(set.error());
    if (!*set) return std::shared_ptr<const OwnRecords>();
    auto own = std::make_shared<OwnRecords>();
    std::set<std::string> readers;
    for (const TrainingRecord& record : (*set)->records) {
        own->names.push_back(record.record);
        readers.insert(record.readers.begin(), record.readers.end());
    }
    own->views.assign(own->names.begin(), own->names.end());
    std::string by;
    for (const std::string& reader : readers)
        by += (by.empty() ? "" : ", ") + (reader.empty() ? "nobody named" : reader);
    configuration.records = own->views;
    configuration.prior_records = {};
    configuration.readings = {};
    configuration.data = "recordings labelled in Triptych by " + by;
    configuration.trained_on = std::to_string((*set)->labelled()) + " beats of " + std::to_string(own->names.size()) +
                               (own->names.size() == 1 ? " recording" : " recordings") + ", labelled by " + by;
    if (configuration.folds > own->names.size()) configuration.folds = own->names.size();
    if (configuration.protocol == Protocol::patient_folds && own->names.size() < 2) {
        return fail(ErrorCode::wrong_use, "one recording cannot be held out from itself", folder,
                    "label a second one, or train the configuration parity, which divides beats");
    }
    return std::shared_ptr<const OwnRecords>(std::move(own));
}

}  // namespace

Task taskOf(const Plan& plan, std::size_t branch, std::size_t fold) {
    const std::string& branch_name = plan.configuration.branches[branch].name;
    return {branch, fold, fold == plan.finalFold() ? branch_name : branch_name + "-fold-" + std::to_string(fold + 1)};
}

Result<Plan> makePlan(const TrainRequest& request, const Job& job, Recordings recordings) {
    auto configuration = findConfiguration(request.configuration);
    if (!configuration) return std::unexpected(configuration.error());
    const bool known_part = request.part == "all" || request.part == "fusion" || request.part == kDisturbances ||
                            std::any_of(configuration->branches.begin(), configuration->branches.end(),
                                        [&](const BranchConfiguration& branch) { return branch.name == request.part; });
    if (!known_part) {
        return fail(ErrorCode::wrong_use, text::say("the configuration has no part \"{1}\"", request.part),
                    request.configuration, "use all, fusion, disturbances, or a branch's name");
    }
    const auto own = takeOwnRecords(request.data_folder, *configuration);
    if (!own) return std::unexpected(own.error());
    const auto fold = chosenFold(request.fold, configuration->folds);
    if (!fold) return std::unexpected(fold.error());

    if (configuration->protocol == Protocol::patient_folds) {
        if (const auto both = sharedPatient(configuration->records, configuration->test_records)) {
            return fail(ErrorCode::wrong_use,
                        text::say("records {1} and {2} are of one patient, who would train and test this model",
                                  both->first, both->second),
                        request.configuration, "leave one of them out; only the parity profile mixes patients");
        }
    }

    // What the reader asked for goes before what the configuration says.
    if (request.class_weight_exponent) configuration->class_weight_exponent = *request.class_weight_exponent;
    configuration->adasyn = configuration->adasyn || request.adasyn;
    for (BranchConfiguration& branch : configuration->branches) {
        if (request.patience) branch.patience = *request.patience;
    }
    if (recordings == Recordings::real) {
        configuration->made_atria = false;
        configuration->spoilt_copies = 0;
        configuration->strips = false;
    }
    Plan plan{request, *configuration, *own, {}, {}, {}, fs::path(request.output_folder) / "work"};
    std::error_code status;
    fs::create_directories(plan.work, status);
    if (status) {
        return fail(ErrorCode::io_failed, text::say("the output folder cannot be made ({1})", status.message()),
                    request.output_folder, "choose a folder that can be written");
    }
    auto dataset =
        loadBeats({request.data_folder, plan.configuration.records, plan.configuration.profile,
                   plan.configuration.classes, plan.configuration.all_leads, plan.configuration.made_atria,
                   plan.configuration.conditioning, plan.configuration.spoilt_copies, plan.configuration.strips},
                  job);
    if (!dataset) return std::unexpected(dataset.error());
    plan.dataset = std::move(*dataset);
    if (plan.configuration.protocol == Protocol::stratified_beats) {
        plan.folds = {stratifiedFold(plan.dataset, request.seed)};
    } else {
        plan.folds = recordFolds(plan.dataset, plan.configuration.folds);
        plan.folds.push_back(everything(plan.dataset));
    }
    for (std::size_t f = 0; f < plan.folds.size(); ++f) {
        if (*fold && **fold != f) continue;
        for (std::size_t b = 0; b < plan.configuration.branches.size(); ++b) {
            if (request.part != "all" && request.part != plan.configuration.branches[b].name) continue;
            plan.tasks.push_back(taskOf(plan, b, f));
        }
    }
    return plan;
}

}  // namespace triptych::inference::training
