#include "core/inference/module/bundle.h"

#include "core/files/mapped_file.h"
#include "core/files/safetensors_layout.h"
#include "core/inference/module/fused_forward.h"
#include "core/inference/module/safetensors.h"
#include "core/inference/module/zoo/script_network.h"
#include "core/inference/splits.h"
#include "core/text/said.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace triptych::inference {
namespace {

constexpr const char* kFusionTensor = "fusion.weights";

// Parameters and buffers under their name on disk. num_batches_tracked steers training alone and is not kept.
std::vector<std::pair<std::string, torch::Tensor>> tensorsOf(const Branch& branch) {
    std::vector<std::pair<std::string, torch::Tensor>> out;
    for (const auto& item : branch.network->named_parameters())
        out.emplace_back(branch.name + '.' + item.key(), item.value());
    for (const auto& item : branch.network->named_buffers()) {
        if (item.key().ends_with("num_batches_tracked")) continue;
        out.emplace_back(branch.name + '.' + item.key(), item.value());
    }
    return out;
}

std::string shapeText(at::IntArrayRef sizes) {
    std::string text;
    for (const auto side : sizes) text += (text.empty() ? "" : "×") + std::to_string(side);
    return text.empty() ? "a scalar" : text;
}

using Problems = std::vector<Error>;

constexpr char kFromOneSource[] = "use the card that was saved with these weights";

// Copies a tensor by name into `target` and takes it off the list; says what stands in the way.
void fill(torch::Tensor target, TensorMap& from, const std::string& tensor_name, const std::string& path,
          Problems& problems) {
    const auto found = from.find(tensor_name);
    if (found == from.end()) {
        problems.push_back({ErrorCode::model_mismatch,
                            text::say("the weights lack \"{1}\", which the card's encoders need", tensor_name), path,
                            kFromOneSource});
        return;
    }
    const torch::Tensor source = found->second;
    from.erase(found);
    if (source.sizes() != target.sizes()) {
        problems.push_back({ErrorCode::model_mismatch,
                            text::say("\"{1}\" is {2} where the card asks for {3}", tensor_name,
                                      shapeText(source.sizes()), shapeText(target.sizes())),
                            path, kFromOneSource});
    } else if (source.is_floating_point() && !torch::isfinite(source).all().item<bool>()) {
        problems.push_back({ErrorCode::malformed, text::say("\"{1}\" holds values that are no numbers", tensor_name),
                            path, "get the file again or train the model anew"});
    } else {
        target.copy_(source);
    }
}

void freeze(zoo::Network& network) {
    network.eval();
    for (auto& parameter : network.parameters()) parameter.set_requires_grad(false);
}

// Do the files belong together?
void judgeHash(const Card& card, const std::string& path, Problems& problems) {
    const auto hash = sha256OfFile(path);
    if (!hash) {
        problems.push_back(hash.error());
    } else if (*hash != card.info.hash) {
        problems.push_back({ErrorCode::model_mismatch,
                            text::say("the weights are not those the card was written for (SHA-256 {1}…, card {2}…)",
                                      hash->substr(0, 12), card.info.hash.substr(0, 12)),
                            path, "get both files again from one source"});
    }
}

// How far a model is looked at: to be used, it has to be the one that its card vouches for; to be checked, all that is
// wrong with it is of interest.
enum class Look { to_use, to_check };

// The hash first: to use a file that the card does not vouch for no tensor is made. What such a file says of itself
// tells one that was cut or damaged from another model's. nullopt: the problems say why.
std::optional<TensorMap> readTensors(const Card& card, const std::string& path, Look look, Problems& problems) {
    const auto file = files::MappedFile::open(path);
    const auto layout = file ? files::readSafetensorsLayout(**file) : std::unexpected(file.error());
    if (!layout) {
        problems.push_back(layout.error());
        return std::nullopt;
    }
    const std::size_t before = problems.size();
    judgeHash(card, path, problems);
    if (problems.size() > before && look == Look::to_use) return std::nullopt;
    auto tensors = readSafetensors(path);
    if (tensors) return std::move(*tensors);
    problems.push_back(tensors.error());
    return std::nullopt;
}

void judgeCount(const Card& card, const BranchCard& of, const zoo::Network& network, Problems& problems) {
    std::int64_t count = 0;
    for (const auto& parameter : network.parameters()) count += parameter.numel();
    if (count == of.parameters) return;
    problems.push_back(
        {ErrorCode::model_mismatch,
         text::say("the card gives branch {1} {2} parameters, and its encoder has {3}", of.name, of.parameters, count),
         card.info.card_path, kFromOneSource});
}

// The branches of a card whose encoders stand in the zoo.
void addZooBranches(Bundle& bundle, TensorMap& tensors, const std::string& path, Problems& problems) {
    const InputShape shape = shapeOf(bundle.card.profile);
    const auto classes = static_cast<std::int64_t>(bundle.card.info.classes.size());
    for (const BranchCard& of : bundle.card.branches) {
        const zoo::NetworkEntry* entry = zoo::findNetwork(of.encoder);
        if (entry == nullptr) {
            problems.push_back({ErrorCode::model_mismatch,
                                text::say("the card asks for an encoder \"{1}\" that is not in the zoo", of.encoder),
                                bundle.card.info.card_path, "update Triptych or choose another model"});
            continue;
        }
        const auto lacking = std::find_if(entry->inputs.begin(), entry->inputs.end(),
                                          [&](InputKind kind) { return cellCount(shape, kind) == 0; });
        if (lacking != entry->inputs.end()) {
            problems.push_back(
                {ErrorCode::model_mismatch,
                 text::say("the card's encoder \"{1}\" reads an input that the profile {2} does not have ({3})",
                           of.encoder, bundle.card.info.profile, std::string(name(*lacking))),
                 bundle.card.info.card_path, "correct the card's profile or encoder"});
            continue;
        }
        Branch branch{of.name, entry->inputs, entry->make({shape, classes})};
        judgeCount(bundle.card, of, *branch.network, problems);
        for (auto& [tensor_name, tensor] : tensorsOf(branch)) fill(tensor, tensors, tensor_name, path, problems);
        freeze(*branch.network);
        bundle.branches.push_back(std::move(branch));
    }
}

// A TorchScript file is tried on two beats of silence before anyone relies on it.
void addCode(Bundle& bundle, const std::string& path, Problems& problems) {
    const Card& card = bundle.card;
    Branch branch{card.branches.front().name, {}, {}};
    const InputShape shape = shapeOf(card.profile);
    bool takes_rr = false;
    for (const std::string& of : card.code_inputs) {
        if (of == "rr" && shape.rr > 0 && &of == &card.code_inputs.back()) {
            takes_rr = true;
        } else if (const auto kind = inputKindOf(of); kind && cellCount(shape, *kind) > 0) {
            branch.inputs.push_back(*kind);
        } else {
            problems.push_back(
                {ErrorCode::model_mismatch,
                 text::say("the card's inputs name \"{1}\", which the profile {2} does not have at that place", of,
                           card.info.profile),
                 card.info.card_path,
                 "use time, time_frequency, scalogram, frequency, early, neighbours; rr comes last"});
        }
    }
    if (branch.inputs.empty()) {
        problems.push_back({ErrorCode::model_mismatch, "the card names no input that the code could read",
                            card.info.card_path, "list its inputs in the order that forward() takes them"});
    }
    if (!problems.empty()) return;
    auto network = zoo::loadScriptNetwork(path, takes_rr);
    if (!network) {
        problems.push_back(network.error());
        return;
    }
    branch.network = *network;
    judgeCount(card, card.branches.front(), *branch.network, problems);
    freeze(*branch.network);
    std::vector<torch::Tensor> silence;
    for (const InputKind kind : branch.inputs) {
        auto sides = dimensions(shape, kind);
        sides.insert(sides.begin(), 2);
        silence.push_back(torch::zeros(sides));
    }
    const auto wrong = [&](const text::Said& what) {
        problems.push_back({ErrorCode::model_mismatch, what, path,
                            "its forward() must take [B × …] inputs as the card names them and return [B × classes]"});
    };
    try {
        const auto classes = static_cast<std::int64_t>(card.info.classes.size());
        const auto logits = branch.network->logits(
            silence, takes_rr ? torch::zeros({2, static_cast<std::int64_t>(shape.rr)}) : torch::Tensor());
        if (logits.sizes() != at::IntArrayRef({2, classes})) {
            wrong(text::say("its code answers two beats with {1} where the card asks for 2×{2}",
                            shapeText(logits.sizes()), classes));
        } else if (!torch::isfinite(logits).all().item<bool>()) {
            wrong("its code answers a beat of silence with values that are no numbers");
        }
    } catch (const std::exception&) {
        wrong("its code fails on two beats of silence");
    }
    bundle.branches.push_back(std::move(branch));
}

// A network of whole recordings is tried on a stretch of silence.
void addRecordingCode(Bundle& bundle, const std::string& path, Problems& problems) {
    const RecordingInput& input = bundle.card.info.input;
    auto network = zoo::loadScriptNetwork(path, false);
    if (!network) {
        problems.push_back(network.error());
        return;
    }
    freeze(**network);
    bundle.card.branches.front().parameters = zoo::parameterCount(**network);
    const auto leads = static_cast<std::int64_t>(input.leads.size());
    const auto samples = static_cast<std::int64_t>(input.samples);
    const auto classes = static_cast<std::int64_t>(bundle.card.info.classes.size());
    const std::string given = "1×" + std::to_string(leads) + "×" + std::to_string(samples);
    const auto wrong = [&](const text::Said& what) {
        problems.push_back({ErrorCode::model_mismatch, what, path,
                            "its forward() must take one tensor [1 × leads × samples] as the card declares it and "
                            "return logits [1 × classes]"});
    };
    try {
        const auto logits = (*network)->logits({torch::zeros({1, leads, samples})}, {});
        if (logits.sizes() != at::IntArrayRef({1, classes})) {
            wrong(text::say("its code answers silence of {1} with {2} where the card asks for 1×{3}", given,
                            shapeText(logits.sizes()), classes));
        } else if (!torch::isfinite(logits).all().item<bool>()) {
            wrong(text::say("its code answers silence of {1} with values that are no numbers", given));
        }
    } catch (const std::exception&) {
        wrong(text::say("its code fails on silence of {1}", given));
    }
    bundle.branches.push_back({bundle.card.branches.front().name, {}, std::move(*network)});
}

// What the card shows must be what the weights do.
void judgeAttention(const Bundle& bundle, Problems& problems) {
    const auto classes = static_cast<std::int64_t>(bundle.card.info.classes.size());
    const auto shown = torch::tensor(bundle.card.info.attention).view({-1, classes});
    const auto is = shownAttention(bundle.card.fusion, bundle.fusion);
    if (shown.sizes() == is.sizes() && (shown - is).abs().max().item<float>() <= 1e-3F) return;
    problems.push_back({ErrorCode::model_mismatch, "the attention on the card is not that of the weights",
                        bundle.card.info.card_path, kFromOneSource});
}

// The bundle as far as it can be put together, and everything that is wrong with it.
Bundle assemble(const std::string& model_folder, bool trust_code, Look look, Problems& problems) {
    Bundle bundle;
    problems = cardProblems(model_folder);
    auto card = readCardFile(model_folder);
    if (!card) return bundle;
    const torch::NoGradGuard guard;
    bundle.card = std::move(*card);
    const auto classes = static_cast<std::int64_t>(bundle.card.info.classes.size());
    const auto path =
        (std::filesystem::path(model_folder) / (bundle.card.info.runs_code ? kCodeFile : kWeightsFile)).string();
    bundle.fusion = torch::ones({static_cast<std::int64_t>(bundle.card.branches.size()), classes});
    if (bundle.card.info.runs_code) {
        // The hash first: no code runs that the card does not vouch for, and none that the reader does not trust.
        judgeHash(bundle.card, path, problems);
        if (problems.empty() && !trust_code) {
            problems.push_back({ErrorCode::refused, "this model is TorchScript: loading it runs code from the file",
                                path,
                                "use --trust-code, or say yes when the window asks, if you trust where it comes from"});
        }
        if (problems.empty()) {
            if (bundle.card.info.task == Task::recording) {
                addRecordingCode(bundle, path, problems);
            } else {
                addCode(bundle, path, problems);
            }
        }
    } else {
        auto tensors = readTensors(bundle.card, path, look, problems);
        if (!tensors) return bundle;
        addZooBranches(bundle, *tensors, path, problems);
        if (bundle.card.fusion != Fusion::joint) fill(bundle.fusion, *tensors, kFusionTensor, path, problems);
        if (!restore(bundle.familiarity, *tensors, classes)) {
            problems.push_back({ErrorCode::model_mismatch,
                                "the \"familiarity\" tensors do not fit each other or the card", path, kFromOneSource});
        }
        for (const auto& [tensor_name, tensor] : *tensors) {
            problems.push_back({ErrorCode::model_mismatch,
                                text::say("the weights hold \"{1}\", which no encoder of the card has", tensor_name),
                                path, kFromOneSource});
        }
    }
    if (problems.empty()) judgeAttention(bundle, problems);
    return bundle;
}

}  // namespace

bool Bundle::reads(InputKind kind) const {
    return std::any_of(branches.begin(), branches.end(), [&](const Branch& branch) {
        return std::any_of(branch.inputs.begin(), branch.inputs.end(), [&](InputKind of) {
            const bool joined = of == InputKind::early && (kind == InputKind::time || kind == InputKind::frequency);
            return of == kind || joined;
        });
    });
}

Result<Bundle> loadBundle(const std::string& model_folder, bool trust_code) {
    Problems problems;
    Bundle bundle = assemble(model_folder, trust_code, Look::to_use, problems);
    if (!problems.empty()) return std::unexpected(std::move(problems.front()));
    return bundle;
}

std::vector<Error> bundleProblems(const std::string& model_folder, bool trust_code) {
    Problems problems;
    const Bundle bundle = assemble(model_folder, trust_code, Look::to_check, problems);
    const Card& card = bundle.card;
    const std::vector<std::string_view> training(card.info.training_records.begin(), card.info.training_records.end());
    const std::vector<std::string_view> test(card.test_records.begin(), card.test_records.end());
    const auto both = sharedPatient(training, test);
    if (both && !card.info.leaks_patients) {
        problems.push_back({ErrorCode::model_mismatch,
                            text::say("the card says that no patient trains and tests the model, and records {1} "
                                      "(trained on) and {2} (tested on) are of one patient",
                                      both->first, both->second),
                            card.info.card_path, "leave one of them out, or say leaks_patients"});
    }
    return problems;
}

Result<void> saveBundle(const std::string& model_folder, Bundle& bundle) {
    TensorMap tensors;
    bundle.card.branches.resize(bundle.branches.size());
    bundle.card.info.branches.clear();
    for (std::size_t m = 0; m < bundle.branches.size(); ++m) {
        const Branch& branch = bundle.branches[m];
        for (const auto& [tensor_name, tensor] : tensorsOf(branch)) tensors[tensor_name] = tensor;
        std::int64_t count = 0;
        for (const auto& parameter : branch.network->parameters()) count += parameter.numel();
        bundle.card.branches[m].name = branch.name;
        bundle.card.branches[m].parameters = count;
        bundle.card.info.branches.push_back(branch.name);
    }
    bundle.card.info.fusion = name(bundle.card.fusion);
    if (bundle.card.fusion != Fusion::joint) tensors[kFusionTensor] = bundle.fusion;
    store(bundle.familiarity, tensors);
    const auto attention = shownAttention(bundle.card.fusion, bundle.fusion).contiguous();
    bundle.card.info.attention.assign(attention.data_ptr<float>(), attention.data_ptr<float>() + attention.numel());
    const auto path = (std::filesystem::path(model_folder) / kWeightsFile).string();
    if (auto written = writeSafetensors(path, tensors, {{"model", bundle.card.info.name}}); !written) return written;
    const auto hash = sha256OfFile(path);
    if (!hash) return std::unexpected(hash.error());
    bundle.card.info.hash = *hash;
    return writeCardFile(model_folder, bundle.card);
}

}  // namespace triptych::inference
