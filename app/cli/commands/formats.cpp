#include "app/cli/commands/choose.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/table.h"
#include "app/cli/options.h"
#include "core/formats/open.h"
#include "core/text/said.h"

#include <memory>

namespace triptych::cli {
namespace {

// "*.csv *.tsv"
std::string patterns(const formats::FormatInfo& format) {
    std::string out;
    for (const auto& extension : format.extensions) out += (out.empty() ? "*." : " *.") + extension;
    return out;
}

Result<void> listFormats(const FormatOptions& options, Session& session) {
    if (options.format() == Format::json) {
        Json list = Json::array();
        for (const auto& format : formats::knownFormats()) {
            list.push_back({{"name", format.name}, {"extensions", format.extensions}, {"mime_type", format.mime_type}});
        }
        session.out.write(jsonText({{"formats", std::move(list)}}));
        return {};
    }
    if (options.format() == Format::csv) {
        session.out.write(csvLine({"name", "files", "mime_type"}));
        for (const auto& format : formats::knownFormats()) {
            session.out.write(csvLine({format.name, patterns(format), format.mime_type}));
        }
        return {};
    }
    Table table({{"format", Align::left}, {"files", Align::left}, {"MIME type", Align::left}});
    for (const auto& format : formats::knownFormats()) table.add({format.name, patterns(format), format.mime_type});
    session.out.write(table.text() +
                      text::Said("Files are known by what is in them; their names are only a hint.").text() + '\n');
    return {};
}

}  // namespace

void addFormats(CLI::App& program, Action& action) {
    auto options = std::make_shared<FormatOptions>();
    auto* command = program.add_subcommand("formats", "List the recording formats that Triptych reads");
    addFormatOptions(*command, *options);
    addExamples(*command, "  triptych-cli formats");
    whenCalled(*command, action, options, &listFormats);
}

}  // namespace triptych::cli
