#include "app/cli/commands/choose.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/options.h"
#include "core/domain/recording.h"
#include "core/formats/open.h"
#include "core/formats/wfdb/segments.h"
#include "core/formats/wfdb/wfdb.h"
#include "core/pipeline/choose_lead.h"
#include "core/text/said.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <thread>

namespace triptych::cli {
namespace {

struct InfoOptions {
    RecordingOptions recording;
    FormatOptions format;
};

constexpr std::int64_t kBlock_samples = 65'536;
// Of all leads: a sum that no header states is not worth reading gigabytes for.
constexpr std::int64_t kLargestSum_samples = 200'000'000;
constexpr std::int64_t kWorthAThread_samples = 4'000'000;

// What was counted over one lead's stored samples, beside what the header states of them.
struct LeadCheck {
    std::optional<int> checksum;  // nullopt: none is stated, and the file is too long to be summed for its own sake
    std::optional<bool> agrees;   // nullopt: the header states none
};

// The 16-bit sum over the samples that can be read, for leads whose file states none.
std::int16_t sumOfSamples(const Recording& recording, std::size_t lead, const Job& job) {
    std::vector<std::int32_t> block;
    std::uint16_t sum = 0;
    for (std::int64_t first = 0; first < recording.leads[lead].samples && !job.stopRequested();
         first += kBlock_samples) {
        block.resize(static_cast<std::size_t>(std::min(kBlock_samples, recording.leads[lead].samples - first)));
        recording.source->readStored(lead, first, block);
        for (const std::int32_t value : block) {
            if (value != kMissingSample) sum = static_cast<std::uint16_t>(sum + static_cast<std::uint32_t>(value));
        }
    }
    return static_cast<std::int16_t>(sum);
}

Warning mismatch(const Recording& recording, const Lead& lead, std::int16_t sum) {
    return {text::say("the samples of lead {1} sum up to {2} and the header states {3}: one of the two files is "
                      "damaged or incomplete",
                      lead.name, sum, *lead.checksum),
            recording.path};
}

// A record made of others states its checksums in their headers.
void checkSegments(const Recording& recording, const Job& job, std::vector<Warning>& warnings) {
    formats::forEachSegment(recording, [&](const Recording& segment) {
        for (std::size_t i = 0; i < segment.leads.size() && !job.stopRequested(); ++i) {
            const auto sum = formats::storedChecksum(segment, i);
            if (sum && !formats::checksumAgrees(segment.leads[i], *sum)) {
                warnings.push_back(mismatch(segment, segment.leads[i], *sum));
            }
        }
    });
}

// Of every lead that states one, and of the others where they are not too long. Side by side: of a table each of them
// goes through the whole file.
std::vector<std::optional<std::int16_t>> sumsOf(const Recording& recording, const Job& job) {
    std::int64_t samples = 0;
    for (const Lead& lead : recording.leads) samples += lead.samples;
    std::vector<std::optional<std::int16_t>> sums(recording.leads.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < sums.size() && !job.stopRequested(); i = next++) {
            if (!recording.leads[i].checksum && samples > kLargestSum_samples) continue;
            const auto stored = formats::storedChecksum(recording, i);
            sums[i] = stored ? *stored : sumOfSamples(recording, i, job);
        }
    };
    std::vector<std::jthread> helpers;
    const std::size_t threads = samples < kWorthAThread_samples ? 1 : std::max(1U, std::thread::hardware_concurrency());
    for (std::size_t i = 1; i < std::min(threads, sums.size()); ++i) helpers.emplace_back(work);
    work();
    helpers.clear();  // joined
    return sums;
}

std::vector<LeadCheck> checkLeads(const Recording& recording, const Job& job, std::vector<Warning>& warnings) {
    std::vector<LeadCheck> checks;
    const auto sums = sumsOf(recording, job);
    for (std::size_t i = 0; i < sums.size(); ++i) {
        const Lead& lead = recording.leads[i];
        LeadCheck check;
        if (sums[i]) check.checksum = *sums[i];
        if (sums[i] && lead.checksum) {
            check.agrees = formats::checksumAgrees(lead, *sums[i]);
            if (*check.agrees) {
                check.checksum = *lead.checksum;  // headers write the sum with or without a sign: answer as was asked
            } else {
                warnings.push_back(mismatch(recording, lead, *sums[i]));
            }
        }
        checks.push_back(check);
    }
    return checks;
}

// Symbols of the reference annotator (the first set), in the order of their codes.
std::map<std::uint8_t, std::int64_t> countCodes(const Recording& recording) {
    std::map<std::uint8_t, std::int64_t> counts;
    if (recording.annotation_sets.empty()) return counts;
    for (const auto& annotation : recording.annotation_sets.front().annotations) ++counts[annotation.code];
    return counts;
}

// What a file does not say is null.
Json headerJson(const PatientHeader& header) {
    const auto text = [](const std::string& value) { return value.empty() ? Json(nullptr) : Json(value); };
    Json measurements = Json::array();
    for (const DeviceMeasurement& figure : header.measurements) {
        measurements.push_back({{"name", figure.name}, {"value", jsonNumber(figure.value)}, {"unit", figure.unit}});
    }
    return {{"person",
             {{"id", text(header.person.id)},
              {"name", text(header.person.name)},
              {"birth_date", text(header.person.birth_date)},
              {"age", text(header.person.age)},
              {"sex", text(header.person.sex)}}},
            {"device", text(header.device)},
            {"institution", text(header.institution)},
            {"operator", text(header.operator_name)},
            {"measurements", measurements},
            {"statements", header.statements}};
}

void addHeaderLines(const PatientHeader& header, std::vector<std::pair<text::Said, std::string>>& lines) {
    for (const HeaderPart& part : headerParts(header)) lines.emplace_back(part.name, part.text);
}

Json infoJson(const Recording& recording, const std::vector<LeadCheck>& checks, const pipeline::EcgLeads& found,
              const std::vector<Warning>& warnings) {
    Json leads = Json::array();
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        const Lead& lead = recording.leads[i];
        leads.push_back({{"name", lead.name},
                         {"unit", lead.unit},
                         {"rate_hz", jsonNumber(lead.rate_hz)},
                         {"samples", lead.samples},
                         {"checksum", checks[i].checksum ? Json(*checks[i].checksum) : Json(nullptr)},
                         {"checksum_stated", lead.checksum ? Json(*lead.checksum) : Json(nullptr)},
                         {"checksum_ok", checks[i].agrees ? Json(*checks[i].agrees) : Json(nullptr)},
                         {"gain", jsonNumber(lead.gain)},
                         {"baseline", jsonNumber(lead.baseline)},
                         {"original_name", lead.original_name},
                         {"unit_assumed", lead.unit_assumed},
                         {"derived", lead.derived},
                         {"ecg", static_cast<bool>(found.is_ecg[i])}});
    }
    Json annotations = Json::object();
    for (const auto& [code, count] : countCodes(recording)) annotations[std::string(symbolOf(code))] = count;
    Json annotators = Json::object();
    for (const auto& set : recording.annotation_sets) annotators[set.annotator] = set.annotations.size();
    return {{"format", recording.format},
            {"format_detail", recording.format_detail},
            {"name", recording.name},
            {"duration_s", jsonNumber(recording.duration_s)},
            {"start", recording.start ? Json(*recording.start) : Json(nullptr)},
            {"header", headerJson(recording.header)},
            {"leads", leads},
            {"no_ecg", found.others_stated.empty() ? Json(nullptr) : Json(found.others_stated.text())},
            {"annotations", annotations},
            {"annotators", annotators},
            {"comments", recording.comments},
            {"warnings", jsonWarnings(warnings)}};
}

std::string checksumText(const Lead& lead, const LeadCheck& check) {
    if (!check.checksum) return text::Said("not summed");
    if (!check.agrees) return std::to_string(*check.checksum);
    return *check.agrees ? text::say("{1} (agrees)", *check.checksum)
                         : text::say("{1} (header: {2})", *check.checksum, *lead.checksum);
}

std::string infoCsv(const Recording& recording, const std::vector<LeadCheck>& checks) {
    std::string out = csvLine({"name", "unit", "rate_hz", "samples", "checksum", "checksum_stated"});
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        const Lead& lead = recording.leads[i];
        out += csvLine({lead.name, lead.unit, shortest(lead.rate_hz), std::to_string(lead.samples),
                        checks[i].checksum ? std::to_string(*checks[i].checksum) : "",
                        lead.checksum ? std::to_string(*lead.checksum) : ""});
    }
    return out;
}

std::string infoTable(const Recording& recording, const std::vector<LeadCheck>& checks,
                      const pipeline::EcgLeads& found) {
    std::string kind = recording.format;
    if (!recording.format_detail.empty()) kind += ", " + recording.format_detail;
    std::vector<std::pair<text::Said, std::string>> lines = {
        {"Recording", recording.name},
        {"Format", kind},
        {"Start", recording.start.value_or(text::Said("not stated"))},
        {"Duration", clock(recording.duration_s) + " (" + shortest(recording.duration_s) + " s)"}};
    addHeaderLines(recording.header, lines);
    for (const auto& comment : recording.comments) lines.emplace_back("Comment", comment);
    for (const auto& set : recording.annotation_sets) {
        lines.emplace_back("Annotator", text::say("{1}, {2} annotations", set.annotator, set.annotations.size()));
    }
    if (!found.others_stated.empty()) lines.emplace_back("Hidden at first", found.others_stated);
    Table leads(
        {{"lead", Align::left}, {"unit", Align::left}, {"rate Hz"}, {"samples"}, {"gain per unit"}, {"checksum"}});
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        const Lead& lead = recording.leads[i];
        leads.add({lead.name, lead.unit, shortest(lead.rate_hz), grouped(lead.samples), shortest(lead.gain),
                   checksumText(lead, checks[i])});
    }
    std::string out = pairs(lines) + '\n' + leads.text();
    Table annotations({{"symbol", Align::left}, {"count"}, {"meaning", Align::left}});
    for (const auto& [code, count] : countCodes(recording)) {
        annotations.add({std::string(symbolOf(code)), grouped(count), std::string(meaningOf(code))});
    }
    return annotations.empty() ? out : out + '\n' + annotations.text();
}

// Of a file of several recordings, nobody having said which: their names.
Result<void> listRecords(const InfoOptions& options, Session& session) {
    const auto names = formats::recordsIn(options.recording.file, session.job, options.recording.hints());
    if (!names) return std::unexpected(names.error());
    if (options.format.format() == Format::json) {
        session.out.write(jsonText({{"file", options.recording.file}, {"records", *names}}));
        return {};
    }
    if (options.format.format() == Format::csv) {
        session.out.write(csvLine({"record"}));
        for (const std::string& name : *names) session.out.write(csvLine({name}));
        return {};
    }
    Table table({{"record", Align::left}});
    for (const std::string& name : *names) table.add({name});
    session.out.write(table.text() +
                      text::say("The file holds {1} recordings: name one with --record.", names->size()).text() + '\n');
    return {};
}

Result<void> info(const InfoOptions& options, Session& session) {
    const auto opened = formats::open(options.recording.file, session.job, options.recording.hints());
    if (!opened && opened.error().wants == Wants::record) return listRecords(options, session);
    if (!opened) return std::unexpected(opened.error());
    const Recording& recording = **opened;
    std::vector<Warning> warnings = recording.warnings;
    const auto checks = checkLeads(recording, session.job, warnings);
    checkSegments(recording, session.job, warnings);
    pipeline::EcgLeads found;
    if (options.format.format() != Format::csv) found = pipeline::ecgLeadsOf(recording, session.job);
    if (session.job.stopRequested()) return fail(ErrorCode::cancelled, "stopped before every lead was read");
    switch (options.format.format()) {
        case Format::json:
            session.out.write(jsonText(infoJson(recording, checks, found, warnings)));
            return {};
        case Format::csv:
            session.out.write(infoCsv(recording, checks));
            break;
        case Format::table:
            session.out.write(infoTable(recording, checks, found));
            break;
    }
    session.warn(warnings);
    return {};
}

}  // namespace

void addInfo(CLI::App& program, Action& action) {
    auto options = std::make_shared<InfoOptions>();
    auto* command = program.add_subcommand("info", "Say what a recording holds: leads, rates, duration, annotations");
    addFileOption(*command, options->recording);
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli info mitdb/208.hea\n"
                "  triptych-cli info mitdb/208 --json | jq '.leads[].name'\n"
                "  triptych-cli info holters.zip\n"
                "  triptych-cli info holters.zip --record night/208.hea");
    whenCalled(*command, action, options, &info);
}

}  // namespace triptych::cli
