#include "core/formats/muse/muse.h"

#include "core/formats/decoded_recording.h"
#include "core/formats/device_figures.h"
#include "core/formats/xml/base64.h"
#include "core/formats/xml/xml_file.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace triptych::formats {
namespace {

constexpr const char* kName = "GE MUSE";

// CRC-32 of IEEE 802.3, as zip has it: reflected polynomial 0xEDB88320.
std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
    static const auto table = [] {
        std::array<std::uint32_t, 256> made{};
        for (std::uint32_t i = 0; i < made.size(); ++i) {
            made[i] = i;
            for (int bit = 0; bit < 8; ++bit) made[i] = (made[i] & 1) != 0 ? made[i] >> 1 ^ 0xEDB88320U : made[i] >> 1;
        }
        return made;
    }();
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const std::uint8_t byte : bytes) crc = crc >> 8 ^ table[(crc ^ byte) & 0xff];
    return crc ^ 0xFFFFFFFFU;
}

std::string unitOf(const pugi::xml_node& lead) {
    const std::string name = text::lowered(textOf(childOf(lead, "LeadAmplitudeUnits")));
    return name == "microvolts" || name == "millivolts" ? name : textOf(childOf(lead, "LeadAmplitudeUnits"));
}

// MM-DD-YYYY and HH:MM:SS.
std::optional<std::string> startOf(const pugi::xml_node& test) {
    std::string_view date_text;
    std::string_view time_text;
    const std::string date_copy = textOf(childOf(test, "AcquisitionDate"));
    const std::string time_copy = textOf(childOf(test, "AcquisitionTime"));
    date_text = date_copy;
    time_text = time_copy;
    const auto take = [](std::string_view& text, std::string_view separator) -> int {
        const auto value = text::takeNumber<unsigned>(text);
        if (!value || *value > 9999 || !text.starts_with(separator)) return -1;
        text.remove_prefix(separator.size());
        return static_cast<int>(*value);
    };
    const int month = take(date_text, "-");
    const int day = take(date_text, "-");
    const int year = take(date_text, "");
    const int hour = take(time_text, ":");
    const int minute = take(time_text, ":");
    const int second = take(time_text, "");
    if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1800 || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59 || second < 0 || second > 60 || !date_text.empty() || !time_text.empty()) {
        return std::nullopt;
    }
    const auto two = [](int value) { return std::to_string(100 + value).substr(1); };
    return std::to_string(year) + '-' + two(month) + '-' + two(day) + 'T' + two(hour) + ':' + two(minute) + ':' +
           two(second);
}

class Opener {
public:
    Opener(const std::string& path, const XmlFile& file) : root_(file.root), out_(path, kName) {}

    Result<RecordingPtr> open(const Job& job) {
        bool is_shown = false;
        std::size_t others = 0;
        for (const pugi::xml_node& waveform : childrenOf(root_, "Waveform")) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", out_.recording.path);
            const std::string type = textOf(childOf(waveform, "WaveformType"));
            const auto leads = childrenOf(waveform, "LeadData");
            if (type.empty() ? !lastsAsARhythm(waveform, leads) : text::lowered(type) != "rhythm") {
                ++others;
                comment("Also in the file, and no rhythm: " + text::inQuotes(type) + " of " +
                        std::to_string(leads.size()) + " leads");
            } else if (is_shown) {
                out_.warn(text::say("the file has a further rhythm of {1} leads, which is not shown", leads.size()));
            } else {
                if (type.empty()) out_.warn("the file does not say that its waveform is a rhythm; it is long enough");
                addRhythm(waveform, leads);
                is_shown = !out_.leads().empty();
            }
        }
        if (!is_shown && others > 0 && out_.recording.warnings.empty()) {
            return fail(ErrorCode::unsupported, "the file holds median beats and no rhythm", out_.recording.path,
                        "export the recording again with its rhythm");
        }
        describe();
        if (is_shown) addBeats();
        return out_.finish();
    }

private:
    void comment(std::string text) { out_.recording.comments.push_back(std::move(text)); }

    // A median beat is one second or so; a rhythm ten.
    static bool lastsAsARhythm(const pugi::xml_node& waveform, const std::vector<pugi::xml_node>& leads) {
        constexpr double kLongestMedian_s = 2.4;
        const double base = numberIn(childOf(waveform, "SampleBase")).value_or(0);
        const double rate_hz = base * std::pow(10.0, numberIn(childOf(waveform, "SampleExponent")).value_or(0));
        const double samples = leads.empty() ? 0 : numberIn(childOf(leads.front(), "LeadSampleCountTotal")).value_or(0);
        return rate_hz > 0 && samples > kLongestMedian_s * rate_hz;
    }

    void addRhythm(const pugi::xml_node& waveform, const std::vector<pugi::xml_node>& leads) {
        const auto base = numberIn(childOf(waveform, "SampleBase"));
        const double exponent = numberIn(childOf(waveform, "SampleExponent")).value_or(0);
        const double rate_hz = base.value_or(0) * std::pow(10.0, exponent);
        if (!(rate_hz > 0) || rate_hz > 1e6) {
            out_.warn("the rhythm states no sampling rate (SampleBase) and is not shown");
            return;
        }
        const std::string sampling = textOf(childOf(waveform, "SampleType"));
        if (!sampling.empty() && sampling != "CONTINUOUS_SAMPLES") {
            out_.warn(text::say("the rhythm is of sample type {1}, which is not read", text::inQuotes(sampling)));
            return;
        }
        for (const pugi::xml_node& lead : leads) addLead(lead, rate_hz);
    }

    void addLead(const pugi::xml_node& node, double rate_hz) {
        Lead lead;
        lead.original_name = textOf(childOf(node, "LeadID"));
        const std::string shown = text::inQuotes(lead.original_name);
        const auto size = numberIn(childOf(node, "LeadSampleSize"));
        const auto bytes = fromBase64(textOf(childOf(node, "WaveFormData")));
        if (size.value_or(2) != 2 || !bytes) {
            out_.warn(bytes ? text::say("the samples of lead {1} are not of two bytes and are not shown", shown)
                            : text::say("the samples of lead {1} are not Base64 and are not shown", shown));
            return;
        }
        const auto stated = text::wholeNumber<std::uint32_t>(textOf(childOf(node, "LeadDataCRC32")));
        if (stated && *stated != crc32(*bytes)) {
            out_.warn(
                text::say("the samples of lead {1} do not agree with their checksum: they may be damaged", shown));
        }
        std::vector<std::int32_t> values(bytes->size() / 2);
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = static_cast<std::int16_t>((*bytes)[2 * i] | (*bytes)[2 * i + 1] << 8);
        }
        const auto promised = numberIn(childOf(node, "LeadSampleCountTotal"));
        if (promised && *promised != static_cast<double>(values.size())) {
            out_.warn(text::say("lead {1} promises {2} samples and holds {3}, which are shown", shown,
                                text::shortestText(*promised), values.size()));
        }
        if (text::lowered(textOf(childOf(node, "LeadOff"))) == "true") {
            out_.warn(text::say("the electrode of lead {1} was off", shown));
        }
        lead.unit = unitOf(node);
        lead.rate_hz = rate_hz;
        lead.gain = 1 / numberIn(childOf(node, "LeadAmplitudeUnitsPerBit")).value_or(0);
        lead.baseline = numberIn(childOf(node, "FirstSampleBaseline")).value_or(0);
        lead.resolution_bits = 16;
        out_.add(std::move(lead), std::move(values));
    }

    void describe() {
        const pugi::xml_node patient = childOf(root_, "PatientDemographics");
        const pugi::xml_node test = childOf(root_, "TestDemographics");
        out_.recording.start = startOf(test);
        const std::string version = textOf(at(root_, {"MuseInfo", "MuseVersion"}));
        if (!version.empty()) out_.recording.format_detail = "MUSE " + version;
        const auto say = [this](const char* what, const pugi::xml_node& node, const std::string& unit = {}) {
            const std::string value = textOf(node);
            if (!value.empty()) comment(std::string(what) + ": " + value + (unit.empty() ? "" : ' ' + unit));
        };
        say("Sex", childOf(patient, "Gender"));
        say("Age", childOf(patient, "PatientAge"), text::lowered(textOf(childOf(patient, "AgeUnits"))));
        say("Recorder", childOf(test, "AcquisitionDevice"));
        const pugi::xml_node measured = childOf(root_, "RestingECGMeasurements");
        say("Ventricular rate", childOf(measured, "VentricularRate"), "/min");
        say("PR", childOf(measured, "PRInterval"), "ms");
        say("QRS", childOf(measured, "QRSDuration"), "ms");
        say("QT", childOf(measured, "QTInterval"), "ms");
        say("QTc", childOf(measured, "QTCorrected"), "ms");
        std::string line;
        for (const pugi::xml_node& statement : childrenOf(childOf(root_, "Diagnosis"), "DiagnosisStatement")) {
            const std::string text = textOf(childOf(statement, "StmtText"));
            const bool joins = line.empty() || text.starts_with(',');
            line += (joins ? "" : " ") + text;
            if (textOf(childOf(statement, "StmtFlag")) != "ENDSLINE") continue;
            if (!line.empty()) comment(line);
            addStatement(out_.recording.header, line);
            line.clear();
        }
        if (!line.empty()) comment(line);
        addStatement(out_.recording.header, line);
        fillHeader(patient, test, measured);
    }

    void fillHeader(const pugi::xml_node& patient, const pugi::xml_node& test, const pugi::xml_node& measured) {
        PatientHeader& header = out_.recording.header;
        const auto joined = [](const pugi::xml_node& node, const char* last, const char* first) {
            const std::string family = textOf(childOf(node, last));
            const std::string given = textOf(childOf(node, first));
            return family + (family.empty() || given.empty() ? "" : ", ") + given;
        };
        header.person.id = textOf(childOf(patient, "PatientID"));
        header.person.name = joined(patient, "PatientLastName", "PatientFirstName");
        header.person.sex = sexNamed(textOf(childOf(patient, "Gender")));
        // MM-DD-YYYY
        const std::string born = textOf(childOf(patient, "DateofBirth"));
        if (born.size() == 10)
            header.person.birth_date = birthDateOf(born.substr(6) + born.substr(0, 2) + born.substr(3, 2));
        const std::string age = textOf(childOf(patient, "PatientAge"));
        const std::string unit = text::lowered(textOf(childOf(patient, "AgeUnits")));
        if (!age.empty()) header.person.age = age + ' ' + (unit.empty() ? "years" : unit);
        const std::string device = textOf(childOf(test, "AcquisitionDevice"));
        header.device = device.empty() || text::lowered(device).starts_with("ge") ? device : "GE " + device;
        header.institution = textOf(childOf(test, "SiteName"));
        header.operator_name = joined(test, "AcquisitionTechLastName", "AcquisitionTechFirstName");
        struct Figure {
            const char* element;
            const char* name;
        };
        for (const Figure& figure : {Figure{"VentricularRate", "hr"},
                                     {"AtrialRate", "atrial_rate"},
                                     {"PRInterval", "pr"},
                                     {"QRSDuration", "qrs"},
                                     {"QTInterval", "qt"},
                                     {"QTCorrected", "qtc_bazett"},
                                     {"QTcFrederica", "qtc_fridericia"},
                                     {"QTcFridericia", "qtc_fridericia"},
                                     {"PAxis", "p_axis"},
                                     {"RAxis", "qrs_axis"},
                                     {"TAxis", "t_axis"}}) {
            addFigure(header, figure.name, numberIn(childOf(measured, figure.element)), "ms");
        }
    }

    // MUSE states the times of its detector in milliseconds, some 20 ms behind the R peak, and for each the template
    // that it matched: its "Type", which is no class.
    void addBeats() {
        const pugi::xml_node times = childOf(root_, "QRSTimesTypes");
        const Lead& lead = out_.leads().front();
        AnnotationSet set;
        set.annotator = "muse";
        set.rate_hz = lead.rate_hz;
        std::size_t outside = 0;
        for (const pugi::xml_node& qrs : childrenOf(times, "QRS")) {
            const auto time_ms = numberIn(childOf(qrs, "Time"));
            const double sample = std::round(time_ms.value_or(-1) * lead.rate_hz / 1000);
            if (!(sample >= 0 && sample < static_cast<double>(lead.samples))) {
                ++outside;
                continue;
            }
            Annotation beat;
            beat.sample = static_cast<std::int64_t>(sample);
            beat.code = kLearn;
            beat.number = static_cast<std::int8_t>(std::clamp(numberIn(childOf(qrs, "Type")).value_or(0), 0.0, 127.0));
            set.annotations.push_back(std::move(beat));
        }
        if (outside > 0) {
            out_.warn(text::say("{1} QRS times lie outside the rhythm and are not shown", outside));
        }
        if (set.annotations.empty()) return;
        std::stable_sort(set.annotations.begin(), set.annotations.end(),
                         [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
        out_.recording.annotation_sets.push_back(std::move(set));
    }

    pugi::xml_node root_;
    DecodedRecording out_;
};

}  // namespace

bool sniffMuse(std::string_view beginning) {
    return xmlRootName(beginning) == "RestingECG";
}

Result<RecordingPtr> openMuse(const std::string& path, const Job& job) {
    const auto file = openXml(path, kName);
    if (!file) return std::unexpected(file.error());
    return Opener(path, **file).open(job);
}

}  // namespace triptych::formats
