#include "app/cli/study/attribution_study.h"

#include "app/cli/commands/choose.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/options.h"
#include "app/cli/study/report_files.h"
#include "app/cli/study/study_data.h"
#include "core/inference/engine.h"
#include "core/inference/explanation_methods.h"
#include "core/inference/laboratory.h"
#include "core/inference/splits.h"
#include "core/statistics/bootstrap.h"
#include "core/statistics/order.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <span>

namespace triptych::cli {
namespace {

namespace fs = std::filesystem;
using inference::AttributedBeat;

constexpr double kComplete = 0.01;
constexpr const char* kReport = "attributions";

struct AttributionOptions {
    std::string data_folder, output_folder;
    std::vector<std::string> records;
    std::vector<std::string> methods;
    std::size_t beats = 7;
    std::uint64_t seed = 1;
    ModelOptions model;
    bool json = false;
};

// The beats that were answered with one class, or all of them, as one method explains them.
struct Row {
    std::string method, answer;
    bool adds_up = false;  // the method says so of itself; else nothing is said of completeness
    std::size_t beats = 0, complete = 0;
    double median_steps = 0, worst = 0;
    double z = 0, z_shuffled = 0;  // medians
    statistics::Interval above;    // share of beats whose trained map has the larger z, by record
    double above_null = 0;         // with p ≤ 0.05
};

double medianOf(std::vector<double> values) {
    std::erase_if(values, [](double value) { return !std::isfinite(value); });
    return statistics::median(std::move(values));
}

Row rowOf(const inference::MethodInfo& method, const std::string& answer, const std::vector<AttributedBeat>& beats) {
    Row out;
    out.method = method.id;
    out.answer = answer.empty() ? "all" : answer;
    out.adds_up = method.gives.adds_up;
    std::vector<double> steps, trained, shuffled;
    std::map<std::string, statistics::Counts> above;  // of each record: beats above, beats
    for (const AttributedBeat& beat : beats) {
        if (!answer.empty() && beat.answer != answer) continue;
        ++out.beats;
        out.complete += beat.completeness <= kComplete ? 1 : 0;
        if (std::isfinite(beat.completeness)) out.worst = std::max(out.worst, beat.completeness);
        steps.push_back(beat.steps);
        trained.push_back(beat.trained.z);
        shuffled.push_back(beat.shuffled.z);
        statistics::Counts& of_record = above.try_emplace(beat.record, 2).first->second;
        of_record[0] += beat.trained.z > beat.shuffled.z ? 1 : 0;
        ++of_record[1];
        out.above_null += beat.trained.p <= 0.05 ? 1 : 0;
    }
    if (out.beats == 0) return out;
    out.median_steps = medianOf(steps);
    out.z = medianOf(trained);
    out.z_shuffled = medianOf(shuffled);
    std::vector<statistics::Counts> records;
    for (auto& [record, counts] : above) records.push_back(std::move(counts));
    out.above = statistics::bootstrapByRecord(records, [](std::span<const std::int64_t> sum) {
        return static_cast<double>(sum[0]) / static_cast<double>(sum[1]);
    });
    out.above_null /= static_cast<double>(out.beats);
    return out;
}

void addRows(const inference::MethodInfo& method, const std::vector<std::string>& classes,
             const std::vector<AttributedBeat>& beats, std::vector<Row>& out) {
    for (const std::string& of : classes)
        if (Row row = rowOf(method, of, beats); row.beats > 0) out.push_back(std::move(row));
    out.push_back(rowOf(method, {}, beats));
}

std::string markdownOf(const AttributionOptions& options, const std::string& model, const std::vector<Row>& rows,
                       std::size_t records) {
    std::string out =
        "# What maps add up to, and what they share with the signal\n\nModel " + model + ", up to " +
        std::to_string(options.beats) + " beats of each answered class of " + std::to_string(records) +
        " records of DS1 and svdb, evenly over each. Explained is the fused score of the networks' answer, held "
        "against the rival class's mean beat. Complete: the attributions of a method that promises it add up to the "
        "score's "
        "difference within 1 %. z: mutual information of the trace and the size of its map (16 bins each, "
        "Miller–Madow) over its mean under "
        "200 circular shifts, in standard deviations of these; by the model as it is and with the weights of every "
        "layer shuffled; with the share of beats whose trained map has the larger z go 95 % intervals by record "
        "(10,000 "
        "resamples). It is association, and says nothing of faithfulness.\n\n"
        "| method | answered | beats | complete | worst | steps, median | z, median | z, weights shuffled | trained "
        "above shuffled | p ≤ 0.05 |\n|---|---|---|---|---|---|---|---|---|---|\n";
    for (const Row& row : rows) {
        const double beats = std::max<double>(1, static_cast<double>(row.beats));
        const std::string sums = row.adds_up ? percent(static_cast<double>(row.complete) / beats, 1) + " | " +
                                                   percent(row.worst, 2) + " | " + fixed(row.median_steps, 0)
                                             : "– | – | –";
        out += "| " + row.method + " | " + row.answer + " | " + std::to_string(row.beats) + " | " + sums + " | " +
               fixed(row.z, 2) + " | " + fixed(row.z_shuffled, 2) + " | " + percent(row.above.value, 0) + " [" +
               percent(row.above.low, 0) + ", " + percent(row.above.high, 0) + "] | " + percent(row.above_null, 0) +
               " |\n";
    }
    return out;
}

Json jsonOf(const std::string& method, const AttributedBeat& beat) {
    return {{"method", method},
            {"record", beat.record},
            {"beat", beat.beat},
            {"answer", beat.answer},
            {"completeness", jsonNumber(beat.completeness)},
            {"steps", beat.steps},
            {"z", jsonNumber(beat.trained.z)},
            {"information", jsonNumber(beat.trained.value)},
            {"p", jsonNumber(beat.trained.p)},
            {"z_shuffled", jsonNumber(beat.shuffled.z)},
            {"information_shuffled", jsonNumber(beat.shuffled.value)}};
}

Json jsonOf(const std::string& model, const std::vector<Row>& rows) {
    Json out = Json::array();
    for (const Row& row : rows) {
        Json of{{"method", row.method},
                {"answer", row.answer},
                {"beats", row.beats},
                {"z", jsonNumber(row.z)},
                {"z_shuffled", jsonNumber(row.z_shuffled)},
                {"trained_above_shuffled", jsonNumber(row.above.value)},
                {"trained_above_shuffled_95", {jsonNumber(row.above.low), jsonNumber(row.above.high)}},
                {"above_null", jsonNumber(row.above_null)}};
        if (row.adds_up) {
            of["complete"] = row.complete;
            of["worst"] = jsonNumber(row.worst);
            of["median_steps"] = jsonNumber(row.median_steps);
        }
        out.push_back(std::move(of));
    }
    return {{"model", model}, {"rows", std::move(out)}};
}

// What was named; else the method that is offered first, whose maps people see, and one that promises to add up.
Result<std::vector<const inference::MethodInfo*>> methodsOf(const AttributionOptions& options) {
    std::vector<std::string> named = options.methods;
    if (named.empty()) named = {std::string(inference::defaultMethod().id), "integrated_gradients"};
    std::vector<const inference::MethodInfo*> out;
    for (const std::string& name : named) {
        const auto method = inference::methodOf(name);
        if (!method) return std::unexpected(method.error());
        if (std::ranges::find(out, *method) == out.end()) out.push_back(*method);
    }
    return out;
}

Result<void> studyAttributions(const AttributionOptions& options, Session& session) {
    std::vector<std::string> records = options.records;
    if (records.empty()) {
        const auto all = inference::ds1AndSvdbRecords();
        records.assign(all.begin(), all.end());
    }
    if (const std::string of_ds2 = firstOfDs2(records); !of_ds2.empty()) {
        return fail(ErrorCode::wrong_use, text::say("record {1} is of DS2, and this study does not read it", of_ds2),
                    {}, "name other records");
    }
    const auto methods = methodsOf(options);
    if (!methods) return std::unexpected(methods.error());
    if (!options.output_folder.empty()) {
        if (auto made = mayReportTo(options.output_folder); !made) return made;
    }
    const auto model = inference::findModel(options.model.name.empty() ? "product" : options.model.name);
    if (!model) return std::unexpected(model.error());
    const auto laboratory = inference::loadLaboratory();
    if (!laboratory) return std::unexpected(laboratory.error());
    std::vector<Row> rows;
    std::string lines;
    for (const inference::MethodInfo* method : *methods) {
        std::vector<AttributedBeat> beats;
        const inference::AttributionStudyRequest request{model->folder,           options.data_folder, records,
                                                         std::string(method->id), options.beats,       options.seed};
        const auto done =
            (*laboratory)->studyAttributions(request, session.job, [&](const AttributedBeat& beat) -> Result<void> {
                beats.push_back(beat);
                return {};
            });
        if (!done) return done;
        addRows(*method, model->info.classes, beats, rows);
        for (const AttributedBeat& beat : beats) lines += jsonText(jsonOf(std::string(method->id), beat));
    }
    const std::string name = model->info.name + ' ' + model->info.hash.substr(0, 12);
    const std::string markdown = markdownOf(options, name, rows, records.size());
    const std::string json = jsonText(jsonOf(name, rows));
    session.out.write(options.json ? json : markdown);
    if (options.output_folder.empty()) return {};
    const fs::path folder(options.output_folder);
    if (auto wrote = writeTables(folder, kReport, markdown, json); !wrote) return wrote;
    return writeText(folder / (std::string(kReport) + ".jsonl"), lines);
}

}  // namespace

void addAttributions(CLI::App& study, Action& action) {
    auto options = std::make_shared<AttributionOptions>();
    auto* command = study.add_subcommand(
        "attributions", "Measure whether a method's maps add up, and how much they share with the signal");
    command->add_option("--data", options->data_folder, "Folder with mitdb and svdb")->required()->type_name("DIR");
    command->add_option("-o,--out", options->output_folder, "Folder for the report, and for the figures of every beat")
        ->type_name("DIR");
    command->add_option("--beats", options->beats, "Of each answered class of each record")
        ->check(countingNumber())
        ->capture_default_str()
        ->type_name("N");
    command
        ->add_option("--method", options->methods,
                     "Whose maps (default: the method that is offered first, and Integrated Gradients)")
        ->delimiter(',')
        ->type_name("ID,...");
    command->add_option("--records", options->records, "Records in place of DS1's and svdb's")
        ->delimiter(',')
        ->type_name("NAME,...");
    command->add_option("--seed", options->seed, "Of shuffled weights")
        ->check(wholeNumber())
        ->capture_default_str()
        ->type_name("N");
    addModelOption(*command, options->model);
    command->add_flag("--json", options->json, "Print JSON in place of Markdown");
    addExamples(*command, "  triptych-cli study attributions --data shared/data --out models/studies");
    whenCalled(*command, action, options, &studyAttributions);
}

}  // namespace triptych::cli
