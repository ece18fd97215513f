// The study of printed pages: the models of Oladunni & Wong and Oladunni & Aneni 2025 on the data set that they used,
// with its duplicate files, without them, and with folds by printed ID.
#include "core/inference/studies/images_report.h"

#include "core/files/mapped_file.h"
#include "core/formats/page/page_trace.h"
#include "core/inference/module/safetensors.h"
#include "core/inference/module/studies/page_trainer.h"
#include "core/inference/module/studies/study.h"
#include "core/inference/studies/study_work.h"
#include "core/statistics/random.h"
#include "core/text/digest.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>

namespace triptych::inference::studies {
namespace {

constexpr std::int64_t kMostBytes = 64 << 20;
static_assert(kSignalSamples == static_cast<std::int64_t>(formats::kPageSamples));

Result<formats::PageTrace> traceOf(const std::string& path) {
    const auto bytes = files::readWhole(path, kMostBytes, "picture of a page");
    if (!bytes) return std::unexpected(bytes.error());
    const auto image = formats::sniffPng(*bytes) ? formats::readPng(*bytes, path) : formats::readJpeg(*bytes, path);
    if (!image) return std::unexpected(image.error());
    return formats::traceOfPage(*image, path);
}

// What tells whether the pages are those that were read before: their names, sizes and times.
std::uint64_t stampOf(const PageSet& set) {
    std::string all = "mean row 1";
    for (const PageOfSet& page : set.pages) {
        const auto path = std::filesystem::path(set.folder) / page.image;
        std::error_code status;
        all += page.image + '|' + std::to_string(std::filesystem::file_size(path, status)) + '|' +
               std::to_string(std::filesystem::last_write_time(path, status).time_since_epoch().count()) + '\n';
    }
    return text::fnv1a(all);
}

// The mean row of every page [pages × 1000]. Errors: those of reading a page, cancelled.
Result<torch::Tensor> readSignals(const PageSet& set, const Job& job, const StudyLog& log) {
    auto out = torch::empty({static_cast<std::int64_t>(set.pages.size()), kSignalSamples});
    std::size_t without_grid = 0;
    for (std::size_t i = 0; i < set.pages.size(); ++i) {
        if (job.stopRequested()) {
            return fail(ErrorCode::cancelled, "the study was stopped", set.folder, "give the same command again");
        }
        job.progress(static_cast<double>(i) / static_cast<double>(set.pages.size()), "reading pages");
        const std::string path = (std::filesystem::path(set.folder) / set.pages[i].image).string();
        const auto trace = traceOf(path);
        if (!trace) return std::unexpected(trace.error());
        without_grid += trace->found_grid ? 0 : 1;
        float* row = out.data_ptr<float>() + static_cast<std::int64_t>(i) * kSignalSamples;
        for (std::size_t t = 0; t < trace->samples.size(); ++t) row[t] = static_cast<float>(trace->samples[t]);
    }
    log(text::say("{1} pages read, {2} of them without a grid", set.pages.size(), without_grid));
    return out;
}

// The same, read once for the output folder.
Result<torch::Tensor> signalsOf(const PageSet& set, const std::string& output_folder, const Job& job,
                                const StudyLog& log) {
    const std::string kept = (std::filesystem::path(output_folder) / "work" / "pages.safetensors").string();
    const auto stamp = torch::tensor(static_cast<std::int64_t>(stampOf(set) >> 1U), torch::kLong);
    if (const auto before = readSafetensors(kept)) {
        const auto signals = before->find("signals"), of = before->find("stamp");
        if (signals != before->end() && of != before->end() && of->second.equal(stamp)) return signals->second;
    }
    auto signals = readSignals(set, job, log);
    if (!signals) return signals;
    std::error_code status;
    std::filesystem::create_directories(std::filesystem::path(kept).parent_path(), status);
    if (auto done = writeSafetensors(kept, {{"signals", *signals}, {"stamp", stamp}}); !done)
        return std::unexpected(std::move(done.error()));
    return signals;
}

PageMaterial materialOf(const PageSet& set, const torch::Tensor& signals) {
    PageMaterial out;
    out.classes = set.classes.size();
    out.normal = static_cast<std::size_t>(std::ranges::find(set.classes, "normal") - set.classes.begin());
    if (out.normal == set.classes.size()) out.normal = 0;
    out.signals = signals;
    for (const PageOfSet& page : set.pages) out.label.push_back(page.label);
    out.inputs = pageInputsOf(signals);
    return out;
}

// Of everything that the results hang on but the key of a part.
std::string identityOf(const PageSet& set, const PageMaterial& material, int epochs) {
    std::string all(reinterpret_cast<const char*>(material.signals.data_ptr<float>()),
                    static_cast<std::size_t>(material.signals.numel()) * sizeof(float));
    for (const PageOfSet& page : set.pages) all += page.printed_id + '|' + std::to_string(page.label) + '\n';
    for (const std::size_t page : set.file_page) all += std::to_string(page) + ' ';
    return "images 1, " + std::to_string(epochs) + " epochs, " + std::to_string(text::fnv1a(all));
}

PageCondition conditionOf(const std::string& part) {
    for (const auto condition : {PageCondition::published, PageCondition::distinct}) {
        if (part == name(condition)) return condition;
    }
    return PageCondition::grouped;
}

// One training: a model on one fold of one dealing.
struct Part {
    PageCondition condition = PageCondition::distinct;
    std::size_t seed = 0, fold = 0;
    const PageModel* model = nullptr;
    [[nodiscard]] std::string key() const {
        return std::string(name(condition)) + "-seed-" + std::to_string(seed + 1) + "-fold-" +
               std::to_string(fold + 1) + '-' + std::string(model->name);
    }
};

double rounded(double value) {
    return std::round(value * 1e6) / 1e6;
}

Json toJson(const PageOutcome& outcome) {
    Json out = {{"made_up", outcome.made_up}, {"loss", rounded(outcome.loss)}};
    out["probabilities"] = Json::array();
    for (const float p : outcome.probabilities) out["probabilities"].push_back(rounded(p));
    if (!outcome.component.empty()) {
        out["component"] = Json::array();
        for (const double score : outcome.component) out["component"].push_back(rounded(score));
    }
    if (!outcome.saliency.empty()) {
        out["saliency"] = Json::array();
        for (const auto& of : outcome.saliency)
            out["saliency"].push_back({rounded(of.value), rounded(of.null_mean), rounded(of.null_sd), rounded(of.p)});
    }
    return out;
}

// Puts what one part said of its held-out items where all items have their place. False where it is not of them.
bool place(const Json& part, const std::vector<std::size_t>& items, std::size_t classes, const std::string& model,
           PageRun& run) {
    const auto& p = part.value("probabilities", Json::array());
    if (p.size() != items.size() * classes) return false;
    auto& probabilities = run.probabilities[model];
    probabilities.resize(run.fold.size() * classes);
    const auto component = part.value("component", Json::array());
    const auto saliency = part.value("saliency", Json::array());
    for (std::size_t i = 0; i < items.size(); ++i) {
        for (std::size_t k = 0; k < classes; ++k)
            probabilities[items[i] * classes + k] = p[i * classes + k].get<float>();
        if (!component.empty()) {
            run.component[model].resize(run.fold.size());
            run.component[model][items[i]] = component.at(i).get<double>();
        }
        if (!saliency.empty()) {
            const auto number = [&](std::size_t at, double otherwise) {
                return saliency.at(i).at(at).is_number() ? saliency[i][at].get<double>() : otherwise;
            };
            run.saliency[model].resize(run.fold.size());
            statistics::AgainstChance& of = run.saliency[model][items[i]];
            of.value = number(0, 0);
            of.null_mean = number(1, 0);
            of.null_sd = number(2, 0);
            of.p = number(3, 1);
        }
    }
    return true;
}

}  // namespace

Result<StudyMade> imagesStudy(const StudyRequest& request, const Job& job, const StudyLog& log) {
    const auto set = readPageSet(request.data_folder);
    if (!set) return std::unexpected(set.error());
    const auto signals = signalsOf(*set, request.output_folder, job, log);
    if (!signals) return std::unexpected(signals.error());
    const PageMaterial material = materialOf(*set, *signals);
    const auto work =
        StudyWork::open(request.output_folder, "images", identityOf(*set, material, request.epochs), request.fresh);
    if (!work) return std::unexpected(work.error());

    ImagesResult result{*set, {}, {}, request.epochs, 0};
    for (const PageModel& model : pageModels()) {
        result.models.push_back({std::string(model.name), std::string(model.title)});
    }
    std::map<std::string, Part> parts;
    std::vector<std::string> keys;
    // Seed by seed, so that one seed of everything is there early.
    for (std::size_t seed = 0; seed < request.seeds; ++seed) {
        for (const std::string& part : request.parts) {
            const PageItems items = itemsOf(*set, conditionOf(part));
            PageRun& run = result.runs.emplace_back();
            run.condition = items.condition;
            run.seed = seed;
            run.fold = dealGroups(items.group, items.label, set->classes.size(), kPageFolds, seed + 1);
            for (std::size_t fold = 0; fold < kPageFolds; ++fold) {
                for (const PageModel& model : pageModels()) {
                    const Part of{items.condition, seed, fold, &model};
                    keys.push_back(of.key());
                    parts.emplace(of.key(), of);
                }
            }
        }
    }
    const auto runOf = [&](const Part& part) -> PageRun& {
        return *std::ranges::find_if(
            result.runs, [&](const PageRun& run) { return run.condition == part.condition && run.seed == part.seed; });
    };
    const auto compute = [&](const std::string& key) -> Result<Json> {
        const Part& part = parts.at(key);
        const PageItems items = itemsOf(*set, part.condition);
        const auto& fold = runOf(part).fold;
        std::vector<std::size_t> train, held_out;
        for (std::size_t i = 0; i < items.size(); ++i)
            (fold[i] == part.fold ? held_out : train).push_back(items.page[i]);
        const std::uint64_t seed = streamSeed(streamSeed(part.seed + 1, part.fold), 17 + part.model->domains.size());
        auto outcome = trainPages(material, {*part.model, train, held_out, seed, request.epochs}, job);
        if (!outcome) return std::unexpected(std::move(outcome.error()));
        return toJson(*outcome);
    };
    const auto done = runParts(*work, keys, compute, request.threads, job, log);
    if (!done) return std::unexpected(done.error());
    for (const auto& [key, of] : parts) {
        PageRun& run = runOf(of);
        std::vector<std::size_t> items;
        for (std::size_t i = 0; i < run.fold.size(); ++i) {
            if (run.fold[i] == of.fold) items.push_back(i);
        }
        if (!place(done->at(key), items, set->classes.size(), std::string(of.model->name), run)) {
            return fail(ErrorCode::malformed, "the part holds answers about other pages", work->fileOf(key),
                        "delete the file and give the same command again");
        }
        run.made_up += done->at(key).value("made_up", std::size_t{0});
    }
    result.seconds = secondsOf(*done);
    return writeReport(request.output_folder, imagesReport(result));
}

}  // namespace triptych::inference::studies
