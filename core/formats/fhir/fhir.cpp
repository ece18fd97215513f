#include "core/formats/fhir/fhir.h"

#include "core/files/mapped_file.h"
#include "core/formats/decoded_recording.h"
#include "core/formats/fhir/sampled_data.h"
#include "core/formats/lead_names.h"
#include "core/formats/records.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <set>

namespace triptych::formats {
namespace {

using Json = nlohmann::json;

constexpr const char* kName = "FHIR";
constexpr std::int64_t kLargest_bytes = std::int64_t{512} << 20;
constexpr int kDeepest = 4;  // of resources within each other

const Json& memberOf(const Json& object, const char* key) {
    static const Json nothing;
    if (!object.is_object()) return nothing;
    const auto found = object.find(key);
    return found == object.end() ? nothing : *found;
}

bool hasSamples(const Json& observation) {
    if (memberOf(observation, "valueSampledData").is_object()) return true;
    for (const Json& component : memberOf(observation, "component")) {
        if (memberOf(component, "valueSampledData").is_object()) return true;
    }
    return false;
}

struct Found {
    std::vector<const Json*> observations;
    std::vector<std::string> names;
};

void find(const Json& resource, int depth, Found& out) {
    if (!resource.is_object() || depth > kDeepest) return;
    if (textOf(resource, "resourceType") == "Observation" && hasSamples(resource)) {
        out.observations.push_back(&resource);
        const std::string id = textOf(resource, "id");
        out.names.push_back(id.empty() ? "observation " + std::to_string(out.names.size() + 1) : id);
    }
    for (const Json& entry : memberOf(resource, "entry")) find(memberOf(entry, "resource"), depth + 1, out);
    for (const Json& contained : memberOf(resource, "contained")) find(contained, depth + 1, out);
}

// Ids need not differ in a bundle of several servers.
void tellApart(std::vector<std::string>& names) {
    std::set<std::string> seen;
    for (std::string& name : names) {
        const std::string stem = name;
        for (int i = 2; !seen.insert(name).second; ++i) name = stem + " (" + std::to_string(i) + ')';
    }
}

struct File {
    std::unique_ptr<const Json> root;  // `found` points into it
    Found found;
};

Result<File> read(const std::string& path) {
    const auto bytes = files::readWhole(path, kLargest_bytes, "FHIR resource");
    if (!bytes) return std::unexpected(bytes.error());
    if (bytes->empty()) return fail(ErrorCode::empty, "the file is empty", path, "restore it from its source");
    File file;
    file.root = std::make_unique<const Json>(Json::parse(*bytes, nullptr, false));
    if (file.root->is_discarded()) {
        return fail(ErrorCode::malformed, "the file is no JSON", path, "restore it from its source");
    }
    find(*file.root, 0, file.found);
    if (file.found.observations.empty()) {
        return fail(ErrorCode::unsupported,
                    text::say("the resource {1} holds no Observation with sampled data",
                              text::inQuotes(textOf(*file.root, "resourceType"))),
                    path, "open an Observation with valueSampledData, or a Bundle of them");
    }
    tellApart(file.found.names);
    return file;
}

// ISO/IEEE 11073-10101 numbers the electric potential of lead n as 256 + n of its partition 2.
constexpr int kPotential = (2 << 16) + 256;
constexpr std::string_view kPotentialName = "MDC_ECG_ELEC_POTL_";

// What a CodeableConcept calls a lead: by its codes, else by its words.
std::string leadNameOf(const Json& concept_) {
    std::string words = textOf(concept_, "text");
    for (const Json& coding : memberOf(concept_, "coding")) {
        const auto number = text::wholeNumber<int>(textOf(coding, "code"));
        if (number && *number > kPotential && *number < kPotential + 256) {
            const std::string lead = leadOfNumber(*number - kPotential);
            if (!lead.empty()) return lead;
        }
        for (const char* const key : {"code", "display"}) {
            const std::string said = textOf(coding, key);
            if (said.starts_with(kPotentialName)) return normalisedLeadName(said.substr(kPotentialName.size()));
        }
        if (words.empty()) words = textOf(coding, "display");
    }
    return words;
}

std::string startOf(const Json& observation) {
    for (const char* const key : {"effectiveDateTime", "effectiveInstant"}) {
        std::string start = textOf(observation, key);
        if (!start.empty()) return start;
    }
    return textOf(memberOf(observation, "effectivePeriod"), "start");
}

void describe(const Json& observation, Recording& recording) {
    // A date alone is no moment on a clock.
    const std::string start = startOf(observation);
    if (start.find('T') != std::string::npos) recording.start = start;
    const auto say = [&recording](const char* what, const std::string& text) {
        if (!text.empty()) recording.comments.push_back(std::string(what) + ": " + text);
    };
    say("Observation", leadNameOf(memberOf(observation, "code")));
    say("Subject", textOf(memberOf(observation, "subject"), "display"));
    say("Device", textOf(memberOf(observation, "device"), "display"));
    say("Status", textOf(observation, "status"));
    for (const Json& interpretation : memberOf(observation, "interpretation")) {
        say("Interpretation", leadNameOf(interpretation));
    }
    for (const Json& note : memberOf(observation, "note")) say("Note", textOf(note, "text"));
}

}  // namespace

bool sniffFhir(std::string_view beginning) {
    const std::string_view text =
        text::trimmed(beginning.starts_with("\xef\xbb\xbf") ? beginning.substr(3) : beginning);
    return text.starts_with('{') && text.find("\"resourceType\"") != std::string_view::npos;
}

Result<RecordingPtr> openFhir(const std::string& path, const Job& job, const OpenHints& hints) {
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path);
    const auto file = read(path);
    if (!file) return std::unexpected(file.error());
    const auto picked = pickRecord(file->found.names, hints.record, path);
    if (!picked) return std::unexpected(picked.error());
    const Json& observation = *file->found.observations[picked->index];
    DecodedRecording out(path, kName);
    describe(observation, out.recording);
    bool lacks_rate = false;
    if (const Json& own = memberOf(observation, "valueSampledData"); own.is_object()) {
        lacks_rate = !addSampledData(own, leadNameOf(memberOf(observation, "code")), hints.rate_hz, out);
    }
    for (const Json& component : memberOf(observation, "component")) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path);
        const Json& samples = memberOf(component, "valueSampledData");
        if (!samples.is_object()) continue;
        lacks_rate =
            !addSampledData(samples, leadNameOf(memberOf(component, "code")), hints.rate_hz, out) || lacks_rate;
    }
    if (lacks_rate && out.leads().empty()) {
        return fail(ErrorCode::wrong_use, "the samples state no period", path, kRateHint, Wants::rate);
    }
    if (file->found.names.size() > 1) {
        const std::string& name = file->found.names[picked->index];
        out.recording.path = pathWithin(path, name);
        out.recording.name = name;
    }
    return out.finish();
}

Result<std::vector<std::string>> recordsInFhir(const std::string& path, const Job&, const OpenHints&) {
    auto file = read(path);
    if (!file) return std::unexpected(file.error());
    return std::move(file->found.names);
}

}  // namespace triptych::formats
