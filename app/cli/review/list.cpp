// review list: what is to be read, who read what, and how far.
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/review/sub_commands.h"
#include "core/pipeline/work_list.h"
#include "core/review/reader_name.h"
#include "core/text/said.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>

namespace triptych::cli {
namespace {

struct ListOptions {
    std::string place, project, reader;
    FormatOptions format;
};

struct Listed {
    pipeline::WorkList list;
    std::string reader;
    std::optional<std::size_t> next;
};

Result<Listed> listOf(const ListOptions& options, Session& session) {
    Listed listed;
    listed.reader = options.reader.empty() ? review::readerName() : options.reader;
    std::error_code ignored;
    const bool is_project = options.place.ends_with(store::kProjectSuffix) || options.place.empty();
    if (is_project && !options.place.empty() && !options.project.empty()) {
        return fail(ErrorCode::wrong_use, "two projects are named", options.project,
                    "name a folder and --project, or one project");
    }
    Result<pipeline::WorkList> list;
    if (is_project) {
        auto project =
            store::Project::openForReading(projectPath(options.place.empty() ? options.project : options.place));
        if (!project) return std::unexpected(project.error());
        list = pipeline::workListOfProject(*project, session.job);
    } else {
        const std::string path = projectPath(options.project);
        // Nobody has labelled anything yet: one's own project need not be there.
        if (options.project.empty() && !std::filesystem::exists(path, ignored)) {
            list = pipeline::workListOfFolder(options.place, nullptr, session.job);
        } else {
            auto project = store::Project::openForReading(path);
            if (!project) return std::unexpected(project.error());
            list = pipeline::workListOfFolder(options.place, &*project, session.job);
        }
    }
    if (!list) return std::unexpected(list.error());
    listed.list = std::move(*list);
    listed.next = pipeline::nextUnread(listed.list, listed.reader);
    return listed;
}

Json optionalTime(std::chrono::sys_time<std::chrono::milliseconds> time) {
    return time.time_since_epoch().count() == 0 ? Json(nullptr) : Json(store::utcText(time));
}

Json listJson(const Listed& listed) {
    Json items = Json::array();
    for (const pipeline::WorkItem& item : listed.list.items) {
        Json readers = Json::array();
        for (const pipeline::ReaderWork& work : item.readers) {
            readers.push_back({{"reader", work.reader},
                               {"labels", work.labels},
                               {"decisions", work.decisions},
                               {"furthest_s", work.furthest_s ? jsonNumber(*work.furthest_s) : Json(nullptr)},
                               {"stopped_s", work.stopped_s ? jsonNumber(*work.stopped_s) : Json(nullptr)},
                               {"first", optionalTime(work.first)},
                               {"last", optionalTime(work.last)},
                               {"mode", work.mode},
                               {"blinded", work.blinded},
                               {"signed_off", work.signed_off}});
        }
        items.push_back({{"path", item.path},
                         {"name", item.name},
                         {"duration_s", jsonNumber(item.duration_s)},
                         {"state", std::string(name(item.state))},
                         {"was_at", item.was_at.empty() ? Json(nullptr) : Json(item.was_at)},
                         {"trouble", item.trouble.empty() ? Json(nullptr) : Json(item.trouble.text())},
                         {"conflicts", item.conflicts},
                         {"decided", item.decided},
                         {"readers", std::move(readers)}});
    }
    return {{"recordings", std::move(items)},
            {"reader", listed.reader},
            {"next", listed.next ? Json(listed.list.items[*listed.next].path) : Json(nullptr)},
            {"warnings", jsonWarnings(listed.list.warnings)}};
}

std::string howFar(const pipeline::ReaderWork& work, double duration_s) {
    if (work.signed_off) return text::Said("signed off").text();
    const auto at_s = work.furthest_s ? work.furthest_s : work.stopped_s;
    if (!at_s) return "-";
    return text::say("{1} of {2}", clock(*at_s), clock(duration_s)).text();
}

void writeTable(const Listed& listed, Output& out) {
    Table table({{"Recording", Align::left},
                 {"File", Align::left},
                 {"Reader", Align::left},
                 {"Labels"},
                 {"Decisions"},
                 {"How far", Align::left},
                 {"Read", Align::left},
                 {"Conflicts"},
                 {"Last (UTC)", Align::left}});
    for (const pipeline::WorkItem& item : listed.list.items) {
        const std::string state = inWords(item.state).text();
        const std::string conflicts =
            item.conflicts == 0 ? "" : std::to_string(item.decided) + '/' + std::to_string(item.conflicts);
        if (item.readers.empty()) table.add({item.name, state, "", "", "", "", "", "", ""});
        for (std::size_t i = 0; i < item.readers.size(); ++i) {
            const pipeline::ReaderWork& work = item.readers[i];
            table.add({i == 0 ? item.name : "", i == 0 ? state : "", readerText(work.reader),
                       std::to_string(work.labels), std::to_string(work.decisions), howFar(work, item.duration_s),
                       work.blinded ? text::Said("blinded").text() : "", i == 0 ? conflicts : "",
                       work.last.time_since_epoch().count() == 0 ? "" : store::utcText(work.last).substr(0, 16)});
        }
    }
    out.write(table.text());
    out.write('\n' + pairs({{text::say("Next for {1}", readerText(listed.reader)),
                             listed.next ? listed.list.items[*listed.next].path
                                         : text::Said("nothing: all is signed off").text()}}));
}

Result<void> list(const ListOptions& options, Session& session) {
    const auto listed = listOf(options, session);
    if (!listed) return std::unexpected(listed.error());
    switch (options.format.format()) {
        case Format::json:
            session.out.write(jsonText(listJson(*listed)));
            return {};
        case Format::csv:
            session.out.write(csvLine({"path", "name", "state", "reader", "labels", "decisions", "furthest_s",
                                       "blinded", "signed_off", "conflicts", "decided"}));
            for (const pipeline::WorkItem& item : listed->list.items) {
                const std::vector<pipeline::ReaderWork> nobody(1);
                for (const pipeline::ReaderWork& work : item.readers.empty() ? nobody : item.readers) {
                    session.out.write(csvLine({item.path, item.name, std::string(name(item.state)), work.reader,
                                               std::to_string(work.labels), std::to_string(work.decisions),
                                               work.furthest_s ? shortest(*work.furthest_s) : "",
                                               work.blinded ? "1" : "0", work.signed_off ? "1" : "0",
                                               std::to_string(item.conflicts), std::to_string(item.decided)}));
                }
            }
            break;
        case Format::table:
            writeTable(*listed, session.out);
            break;
    }
    session.warn(listed->list.warnings);
    return {};
}

}  // namespace

void addReviewList(CLI::App& review, Action& action) {
    auto options = std::make_shared<ListOptions>();
    auto* command = review.add_subcommand("list", "Who read which recording, how far, and what comes next");
    command
        ->add_option("place", options->place,
                     "Folder of recordings, or a project: the recordings that it knows (default: that of --project)")
        ->type_name("FOLDER|PROJECT");
    addProjectOption(*command, options->project);
    command->add_option("--reader", options->reader, "Whose next recording (default: you)")->type_name("NAME");
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli review list mitdb --reader ann\n"
                "  triptych-cli review list study.triptych-project --json | jq -r .next\n"
                "A recording is known by its content: one that was moved is found again, and one that has changed is\n"
                "told. Conflicts are decided/all.");
    whenCalled(*command, action, options, &list);
}

}  // namespace triptych::cli
