// review kappa, conflicts, decide: where readers agree, where they do not, and what was decided of it.
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/review/sub_commands.h"
#include "core/domain/beat_class.h"
#include "core/domain/own_labels.h"
#include "core/pipeline/reader_agreement.h"
#include "core/pipeline/work_list.h"
#include "core/review/label_matching.h"
#include "core/review/reader_name.h"
#include "core/text/said.h"

#include <CLI/CLI.hpp>

#include <cmath>
#include <memory>

namespace triptych::cli {
namespace {

struct AgreementOptions {
    RecordingOptions recording;  // file empty: all that the project knows
    std::string project, at;
    std::vector<std::string> readers;
    bool by_letter = false, only_open = false;
    FormatOptions format;
};

// One recording's side by side.
struct Compared {
    std::string name;
    double rate_hz = 0;
    std::vector<review::Reading> readings;
    std::vector<review::DoublyRead> beats;
};

Result<Compared> compare(const std::string& name, const std::vector<store::EventGroup>& log, double rate_hz,
                         const std::vector<std::string>& only) {
    auto readings = readingsOf(log, rate_hz, only);
    if (!readings) return std::unexpected(readings.error());
    Compared compared{name, rate_hz, std::move(*readings), {}};
    compared.beats = review::sideBySide(compared.readings, log, rate_hz);
    return compared;
}

Result<std::vector<Compared>> compareAll(const AgreementOptions& options, std::vector<Warning>& warnings,
                                         Session& session) {
    const auto upto = uptoOf(options.at);
    if (!upto) return std::unexpected(upto.error());
    std::vector<Compared> all;
    if (!options.recording.file.empty()) {
        auto opened = openWithLog(options.recording, options.project, session.job);
        if (!opened) return std::unexpected(opened.error());
        warnings = opened->input.warnings;
        auto one = compare(opened->card.name, cutAt(std::move(opened->log), *upto), opened->rate_hz, options.readers);
        if (!one) return std::unexpected(one.error());
        all.push_back(std::move(*one));
        return all;
    }
    auto project = store::Project::openForReading(projectPath(options.project));
    if (!project) return std::unexpected(project.error());
    const auto known = project->recordings();
    if (!known) return std::unexpected(known.error());
    useVocabularyOf(options.project, warnings);
    std::set<std::string> missing(options.readers.begin(), options.readers.end());
    for (const store::ListedRecording& recording : *known) {
        auto groups = project->groupsOf(recording.id, 0);
        if (!groups) return std::unexpected(groups.error());
        const auto log = cutAt(std::move(*groups), *upto);
        std::vector<std::string> here;
        const double rate_hz = pipeline::clockOf(log);
        for (const review::Reading& reading : review::readingsOf(log, rate_hz)) {
            if (std::ranges::find(options.readers, reading.reader) == options.readers.end()) continue;
            if (reading.labels.empty()) continue;
            here.push_back(reading.reader);
            missing.erase(reading.reader);
        }
        if (!options.readers.empty() && here.empty()) continue;
        auto one = compare(recording.card.name, log, rate_hz, here);
        if (!one) return std::unexpected(one.error());
        all.push_back(std::move(*one));
    }
    if (!missing.empty()) {
        return fail(ErrorCode::not_found, text::say("no reader named \"{1}\" has labelled anything", *missing.begin()),
                    project->path(), "'triptych-cli review list' names those who have");
    }
    return all;
}

// Of no beats there is no share.
Json shareJson(const statistics::Kappa& kappa, double share) {
    return kappa.items == 0 ? Json(nullptr) : jsonNumber(share);
}

Json kappaJson(const statistics::Kappa& kappa) {
    return {{"kappa", jsonNumber(kappa.kappa)},
            {"low", jsonNumber(kappa.low)},
            {"high", jsonNumber(kappa.high)},
            {"observed", shareJson(kappa, kappa.observed)},
            {"expected", shareJson(kappa, kappa.expected)},
            {"items", kappa.items}};
}

Json kappasJson(const pipeline::KappaByClass& kappas) {
    Json json = kappaJson(kappas.of_all);
    Json by_class = Json::object();
    for (std::size_t i = 0; i < kBeatClasses; ++i) {
        by_class[std::string(kBeatClassNames[i])] = kappaJson(kappas.of_class[i]);
    }
    json["by_class"] = std::move(by_class);
    return json;
}

Json tableJson(const pipeline::ClassTable& table) {
    Json rows = Json::array();
    for (std::size_t row = 0; row < kBeatClasses; ++row) {
        Json cells = Json::array();
        for (std::size_t column = 0; column < kBeatClasses; ++column)
            cells.push_back(table[row * kBeatClasses + column]);
        rows.push_back(std::move(cells));
    }
    return rows;
}

std::string agreementJson(const pipeline::ReaderAgreement& agreement, const std::vector<Warning>& warnings) {
    Json pairs_of = Json::array(), models = Json::array();
    for (const pipeline::PairAgreement& pair : agreement.pairs) {
        pairs_of.push_back({{"first", pair.first},
                            {"second", pair.second},
                            {"table", tableJson(pair.table)},
                            {"only_first", pair.only_first},
                            {"only_second", pair.only_second},
                            {"cohen", kappasJson(pair.kappa)}});
    }
    for (const pipeline::ModelAgreement& with : agreement.with_model) {
        models.push_back({{"reader", with.reader},
                          {"unseen", {{"table", tableJson(with.unseen)}, {"cohen", kappasJson(with.before)}}},
                          {"seen", {{"table", tableJson(with.seen)}, {"cohen", kappasJson(with.after)}}}});
    }
    return jsonText({{"classes", kBeatClassNames},
                     {"mapping", std::string(describe(ClassMapping::display))},
                     {"readers", agreement.readers},
                     {"beats", agreement.beats},
                     {"conflicts", agreement.conflicts},
                     {"decided", agreement.decided},
                     {"pairs", std::move(pairs_of)},
                     {"fleiss", kappasJson(agreement.fleiss)},
                     {"with_model", std::move(models)},
                     {"warnings", jsonWarnings(warnings)}});
}

using Row = std::pair<std::string, const pipeline::KappaByClass*>;

std::vector<Row> rowsOf(const pipeline::ReaderAgreement& agreement) {
    std::vector<Row> rows;
    for (const pipeline::PairAgreement& pair : agreement.pairs) {
        rows.emplace_back(readerText(pair.first) + " - " + readerText(pair.second), &pair.kappa);
    }
    if (agreement.readers.size() > 2) rows.emplace_back(text::Said("all readers (Fleiss)"), &agreement.fleiss);
    for (const pipeline::ModelAgreement& with : agreement.with_model) {
        const std::string reader = readerText(with.reader);
        if (with.before.of_all.items > 0) {
            rows.emplace_back(text::say("{1} - model, not shown", reader), &with.before);
        }
        if (with.after.of_all.items > 0) rows.emplace_back(text::say("{1} - model, shown", reader), &with.after);
    }
    return rows;
}

void writeAgreement(const pipeline::ReaderAgreement& agreement, Output& out) {
    Table table({{"Between", Align::left}, {"Class", Align::left}, {"Beats"}, {"Agreement"}, {"κ"}, {"95 % interval"}});
    for (const auto& [title, kappas] : rowsOf(agreement)) {
        const auto add = [&](const std::string& between, const std::string& of, const statistics::Kappa& kappa) {
            if (kappa.items == 0) return table.add({between, of, "0", text::Said("nothing to compare"), "-", "-"});
            table.add({between, of, grouped(kappa.items), percent(kappa.observed), fixed(kappa.kappa, 3),
                       std::isnan(kappa.low) ? "-" : fixed(kappa.low, 3) + " .. " + fixed(kappa.high, 3)});
        };
        add(title, text::Said("all"), kappas->of_all);
        for (std::size_t i = 0; i < kBeatClasses; ++i) {
            // A class that nobody named, or that all always named, has no κ.
            if (!std::isnan(kappas->of_class[i].kappa)) {
                add("", std::string(kBeatClassNames[i]), kappas->of_class[i]);
            }
        }
    }
    const bool any = !rowsOf(agreement).empty();
    out.write(any ? table.text()
                  : text::Said("Nothing to compare: fewer than two readers, and no model.").text() + '\n');
    out.write('\n' + pairs({{"Beats that somebody labelled", grouped(agreement.beats)},
                            {"Conflicts", grouped(agreement.conflicts)},
                            {"Decided by an adjudicator", grouped(agreement.decided)},
                            {"Classes", std::string(describe(ClassMapping::display))}}));
}

Result<void> kappa(const AgreementOptions& options, Session& session) {
    std::vector<Warning> warnings;
    const auto all = compareAll(options, warnings, session);
    if (!all) return std::unexpected(all.error());
    pipeline::AgreementTally tally;
    for (const Compared& one : *all) tally.add(one.readings, one.beats);
    const auto agreement = tally.result();
    switch (options.format.format()) {
        case Format::json:
            session.out.write(agreementJson(agreement, warnings));
            return {};
        case Format::csv:
            session.out.write(csvLine({"between", "class", "beats", "observed", "kappa", "low", "high"}));
            for (const auto& [title, kappas] : rowsOf(agreement)) {
                const auto write = [&](const std::string& of, const statistics::Kappa& one) {
                    session.out.write(
                        csvLine({title, of, std::to_string(one.items), one.items == 0 ? "" : shortest(one.observed),
                                 shortest(one.kappa), shortest(one.low), shortest(one.high)}));
                };
                write("", kappas->of_all);
                for (std::size_t i = 0; i < kBeatClasses; ++i) {
                    write(std::string(kBeatClassNames[i]), kappas->of_class[i]);
                }
            }
            break;
        case Format::table:
            writeAgreement(agreement, session.out);
            break;
    }
    session.warn(warnings);
    return {};
}

std::string letterText(const std::optional<std::uint8_t>& letter) {
    return letter ? std::string(symbolOf(*letter)) : "-";
}

Result<void> conflicts(const AgreementOptions& options, Session& session) {
    std::vector<Warning> warnings;
    const auto all = compareAll(options, warnings, session);
    if (!all) return std::unexpected(all.error());
    Json list = Json::array();
    Table table({{"Recording", Align::left}, {"At"}, {"Readers", Align::left}, {"Decided", Align::left}});
    if (options.format.format() == Format::csv) {
        session.out.write(csvLine({"recording", "time_s", "reader", "label", "decided", "adjudicator"}));
    }
    for (const Compared& one : *all) {
        for (const review::DoublyRead& beat : one.beats) {
            if (!review::isConflict(beat, options.by_letter) || (options.only_open && beat.decided)) continue;
            const double time_s = static_cast<double>(beat.sample) / one.rate_hz;
            Json said = Json::object();
            std::string words;
            for (std::size_t i = 0; i < beat.letters.size(); ++i) {
                if (!beat.letters[i]) continue;
                const std::string letter = letterText(beat.letters[i]);
                said[one.readings[i].reader] = letter;
                words += (words.empty() ? "" : ", ") + readerText(one.readings[i].reader) + ' ' + letter;
                if (options.format.format() == Format::csv) {
                    session.out.write(csvLine({one.name, shortest(time_s), one.readings[i].reader, letter,
                                               beat.decided ? letterText(beat.decided) : "", beat.adjudicator}));
                }
            }
            table.add({one.name, clock(time_s), words,
                       beat.decided ? letterText(beat.decided) + ' ' + readerText(beat.adjudicator) : ""});
            list.push_back({{"recording", one.name},
                            {"time_s", jsonNumber(time_s)},
                            {"labels", std::move(said)},
                            {"decided", beat.decided ? Json(letterText(beat.decided)) : Json(nullptr)},
                            {"adjudicator", beat.decided ? Json(beat.adjudicator) : Json(nullptr)}});
        }
    }
    if (options.format.format() == Format::json) {
        session.out.write(jsonText({{"conflicts", std::move(list)}, {"warnings", jsonWarnings(warnings)}}));
        return {};
    }
    if (options.format.format() == Format::table) session.out.write(table.text());
    session.warn(warnings);
    return {};
}

struct DecideOptions {
    RecordingOptions recording;
    std::string project, reader, label, reason;
    double at_s = 0;
    bool json = false;
};

Result<void> decide(const DecideOptions& options, Session& session) {
    const std::string reader = review::cleanedReaderName(options.reader);
    if (reader.empty()) return fail(ErrorCode::wrong_use, "it is not said who decides", {}, "name it with --reader");
    std::vector<Warning> warnings;
    useVocabularyOf(options.project, warnings);
    session.warn(warnings);
    const auto offered = offeredOwnLabels();
    const auto code = codeOfSymbol(options.label);
    if (!code || !isBeat(*code) || (isOwn(*code) && std::ranges::find(offered, *code) == offered.end())) {
        return fail(ErrorCode::wrong_use, text::say("\"{1}\" is no letter of a beat", options.label), {},
                    "name one of WFDB's (N L R B A a J S V r F e j n E / f Q ?) or of your vocabulary");
    }
    const auto opened = openWithLog(options.recording, options.project, session.job);
    if (!opened) return std::unexpected(opened.error());
    const auto readings = readingsOf(opened->log, opened->rate_hz, {});
    if (!readings) return std::unexpected(readings.error());
    const auto beats = review::sideBySide(*readings, opened->log, opened->rate_hz);
    const auto sample = std::llround(options.at_s * opened->rate_hz);
    const auto nearest = std::ranges::min_element(
        beats, {}, [&](const review::DoublyRead& beat) { return std::abs(beat.sample - sample); });
    if (nearest == beats.end() ||
        static_cast<double>(std::abs(nearest->sample - sample)) > review::kSameBeat_s * opened->rate_hz) {
        return fail(ErrorCode::not_found, text::say("nobody labelled a beat at {1} s", shortest(options.at_s)),
                    opened->input.recording->path, "'triptych-cli review conflicts' lists when they are");
    }
    auto project = store::Project::open(opened->project, false);
    if (!project) return std::unexpected(project.error());
    const auto id = project->note(opened->card);
    if (!id) return std::unexpected(id.error());
    store::EventGroup group = newGroup(reader, review::kAdjudication);
    group.reason = options.reason;
    store::EventMark mark;
    mark.sample = mark.end_sample = nearest->sample;
    mark.rate_hz = opened->rate_hz;
    mark.lead = opened->input.leadInfo().name;
    const auto labels = labelsIn(opened->log, opened->rate_hz, std::nullopt);
    if (const auto found = labels.find(nearest->sample); found != labels.end()) {
        mark.from = std::string(symbolOf(found->second.code));
    }
    mark.to = options.label;
    group.marks = {std::move(mark)};
    const auto kept = project->append(*id, {group});
    if (!kept) return std::unexpected(kept.error());
    const double time_s = static_cast<double>(nearest->sample) / opened->rate_hz;
    if (options.json) {
        session.out.write(jsonText(
            {{"time_s", jsonNumber(time_s)}, {"label", options.label}, {"reader", reader}, {"place", kept->front()}}));
    } else {
        session.out.write(text::say("{1} at {2}, decided by {3}.", options.label, clock(time_s), reader).text() + '\n');
    }
    return {};
}

CLI::App* addAgreement(CLI::App& review, const std::string& name, const text::Said& meaning,
                       const std::shared_ptr<AgreementOptions>& options) {
    auto* command = review.add_subcommand(name, meaning);
    command->add_option("file", options->recording.file, "Recording (default: all that the project knows)")
        ->type_name("FILE");
    addProjectOption(*command, options->project);
    command->add_option("--reader", options->readers, "These readers alone; repeat it")
        ->allow_extra_args(false)
        ->type_name("NAME");
    addAtOption(*command, options->at);
    addFormatOptions(*command, options->format);
    return command;
}

}  // namespace

void addReviewKappa(CLI::App& review, Action& action) {
    auto options = std::make_shared<AgreementOptions>();
    auto* command =
        addAgreement(review, "kappa", "How far readers agree beyond chance, with each other and the model", options);
    addExamples(*command,
                "  triptych-cli review kappa --project study.triptych-project\n"
                "  triptych-cli review kappa mitdb/208.hea --reader ann --reader bob --json\n"
                "Cohen's kappa of each pair and class over the beats that both labelled, Fleiss' of all, and each\n"
                "reader's with the model: of beats whose answer had not been shown, and of those where it had.");
    whenCalled(*command, action, options, &kappa);
}

void addReviewConflicts(CLI::App& review, Action& action) {
    auto options = std::make_shared<AgreementOptions>();
    auto* command = addAgreement(review, "conflicts", "Beats that readers call different classes", options);
    command->add_flag("--letters", options->by_letter, "Different letters of one class count, too");
    command->add_flag("--open", options->only_open, "Those alone that no adjudicator has decided");
    addExamples(*command,
                "  triptych-cli review conflicts --project study.triptych-project --open\n"
                "  triptych-cli review conflicts mitdb/208.hea --csv");
    whenCalled(*command, action, options, &conflicts);
}

void addReviewDecide(CLI::App& review, Action& action) {
    auto options = std::make_shared<DecideOptions>();
    auto* command = review.add_subcommand("decide", "Say, as adjudicator, what a beat is that readers disagree about");
    addFileOption(*command, options->recording);
    addProjectOption(*command, options->project);
    command->add_option("--at", options->at_s, "Where the beat is, seconds from the start")
        ->required()
        ->check(numberWithin(kSecondsFromStart))
        ->type_name("S");
    command->add_option("--label", options->label, "Letter of WFDB, or of your vocabulary")
        ->required()
        ->type_name("LETTER");
    command->add_option("--reader", options->reader, "Who decides")->required()->type_name("NAME");
    command->add_option("--reason", options->reason, "Why, in your words")->type_name("TEXT");
    command->add_flag("--json", options->json, "Write JSON for programs");
    addExamples(*command, "  triptych-cli review decide mitdb/208.hea --at 12.5 --label F --reader eve");
    whenCalled(*command, action, options, &decide);
}

}  // namespace triptych::cli
