#include "core/formats/philips/philips.h"

#include "core/formats/decoded_recording.h"
#include "core/formats/device_figures.h"
#include "core/formats/lead_names.h"
#include "core/formats/philips/xli.h"
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

constexpr const char* kName = "Philips Sierra";
// More than a recorder has inputs, and longer than it records at rest.
constexpr double kMostLeads = 64;
constexpr double kLongest_s = 24 * 3600;

using Samples = std::vector<std::int32_t>;

// What the file says of its samples, wherever its version says it.
struct Layout {
    double rate_hz = 0;
    double resolution_uv = 0;  // one stored unit
    double offset = 0;         // stored value of 0 mV
    std::size_t samples = 0;   // of each lead
    std::vector<std::string> labels;
    bool xli = false;
    bool base64 = true;
};

bool isTrue(const std::string& flag) {
    return text::lowered(flag) == "true";
}

std::string firstOf(const std::string& a, const std::string& b) {
    return a.empty() ? b : a;
}

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words;
    for (std::string_view word = text::takeWord(text); !word.empty(); word = text::takeWord(text))
        words.emplace_back(word);
    return words;
}

// "2008-12-23" and "19:44:46".
std::optional<std::string> startOf(const pugi::xml_node& acquisition) {
    const std::string date = attributeOf(acquisition, "date");
    const std::string time = attributeOf(acquisition, "time");
    const auto looksLike = [](const std::string& text, std::string_view pattern) {
        return text.size() == pattern.size() &&
               std::equal(text.begin(), text.end(), pattern.begin(), [](char letter, char wanted) {
                   return wanted == '0' ? letter >= '0' && letter <= '9' : letter == wanted;
               });
    };
    if (!looksLike(date, "0000-00-00") || !looksLike(time, "00:00:00")) return std::nullopt;
    return date + 'T' + time;
}

class Opener {
public:
    Opener(const std::string& path, const XmlFile& file) : root_(file.root), out_(path, kName) {}

    Result<RecordingPtr> open(const Job& job) {
        if (const auto checked = checkVersion(); !checked) return std::unexpected(checked.error());
        const pugi::xml_node waveforms = at(root_, {"waveforms", "parsedwaveforms"});
        if (!waveforms) {
            return fail(ErrorCode::empty, "the file holds no samples", path(), "export it again with its waveforms");
        }
        auto layout = readLayout(waveforms);
        if (!layout) return std::unexpected(layout.error());
        auto leads = readSamples(waveforms, *layout);
        if (!leads) return std::unexpected(leads.error());
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path());
        if (layout->xli) restoreLimbLeads(*leads, *layout);
        markCalibration(*leads, *layout);
        addLeads(*leads, *layout);
        describe();
        return out_.finish();
    }

private:
    const std::string& path() const { return out_.recording.path; }

    Result<void> checkVersion() {
        const pugi::xml_node info = childOf(root_, "documentinfo");
        const std::string type = textOf(childOf(info, "documenttype"));
        const std::string version = textOf(childOf(info, "documentversion"));
        if (type != "SierraECG" && type != "PhilipsECG") {
            return fail(ErrorCode::unsupported,
                        text::say("the document calls itself {1}, not SierraECG or PhilipsECG", text::inQuotes(type)),
                        path(), "export the recording again from its recorder");
        }
        if (version != "1.03" && version != "1.04" && !version.starts_with("1.04.")) {
            return fail(ErrorCode::unsupported,
                        text::say("the file has version {1} of its format, and 1.03 and 1.04 are read",
                                  text::inQuotes(version)),
                        path(), "export the recording as version 1.04");
        }
        out_.recording.format_detail = type + ' ' + version;
        return {};
    }

    Result<Layout> readLayout(const pugi::xml_node& waveforms) {
        const pugi::xml_node signal = at(root_, {"dataacquisition", "signalcharacteristics"});
        const auto stated = [&](const char* attribute, std::string_view element) {
            return firstOf(attributeOf(waveforms, attribute), textOf(childOf(signal, element)));
        };
        const auto number = [&](const char* attribute, std::string_view element) {
            return text::wholeNumber<double>(stated(attribute, element));
        };
        Layout layout;
        layout.rate_hz = number("samplespersecond", "samplingrate").value_or(0);
        const auto resolution_uv = childOf(signal, "signalresolution") ? number("resolution", "signalresolution")
                                                                       : number("resolution", "resolution");
        const auto duration_ms = numberIn(waveforms, "durationperchannel");
        if (!(layout.rate_hz > 0) || layout.rate_hz > 1e6 || !resolution_uv || !(*resolution_uv > 0)) {
            return fail(ErrorCode::malformed, "the file states no sampling rate or no resolution", path(),
                        "export the recording again from its recorder");
        }
        if (!duration_ms || !(*duration_ms > 0) || *duration_ms > kLongest_s * 1000) {
            return fail(ErrorCode::malformed, "the file does not say how long its leads are", path(),
                        "export the recording again from its recorder");
        }
        layout.resolution_uv = *resolution_uv;
        layout.offset = number("signaloffset", "signaloffset").value_or(0);
        layout.samples = static_cast<std::size_t>(std::round(*duration_ms * layout.rate_hz / 1000));
        layout.labels = wordsOf(attributeOf(waveforms, "leadlabels"));
        const double leads = number("numberofleads", "numberchannelsvalid").value_or(kStandardLeads.size());
        if (!(leads >= 1 && leads <= kMostLeads) || layout.labels.size() > static_cast<std::size_t>(kMostLeads)) {
            return fail(ErrorCode::malformed, text::say("the file promises {1} leads", text::shortestText(leads)),
                        path(), "restore it from its source");
        }
        nameLeads(layout, static_cast<std::size_t>(leads));
        const std::string method = firstOf(
            attributeOf(waveforms, "compression"),
            isTrue(attributeOf(waveforms, "compressflag")) ? attributeOf(waveforms, "compressmethod") : std::string());
        layout.xli = text::lowered(method) == "xli";
        if (!layout.xli && !method.empty() && text::lowered(method) != "uncompressed" &&
            text::lowered(method) != "none") {
            return fail(ErrorCode::unsupported, text::say("the samples are compressed by {1}", text::inQuotes(method)),
                        path(), "export the recording uncompressed or with XLI");
        }
        const std::string encoding = text::lowered(attributeOf(waveforms, "dataencoding"));
        layout.base64 = encoding != "plain";
        const std::string bits = stated("bitspersample", "bitspersample");
        if (!bits.empty() && bits != "16") {
            return fail(ErrorCode::unsupported, text::say("the samples have {1} bits, and 16 are read", bits), path(),
                        "export the recording with 16 bits per sample");
        }
        return layout;
    }

    void nameLeads(Layout& layout, std::size_t leads) {
        if (!layout.labels.empty()) return;
        for (std::size_t i = 0; i < leads; ++i) {
            layout.labels.push_back(i < kStandardLeads.size() ? kStandardLeads[i] : "lead " + std::to_string(i + 1));
        }
    }

    Result<std::vector<Samples>> readSamples(const pugi::xml_node& waveforms, const Layout& layout) {
        const std::string text = textOf(waveforms);
        std::vector<Samples> leads;
        if (!layout.base64) {
            const std::vector<std::int32_t> all = plainNumbers(text);
            return split(all, layout);
        }
        const auto bytes = fromBase64(text);
        if (!bytes) {
            return fail(ErrorCode::malformed, "the samples are not Base64", path(), "restore the file from its source");
        }
        if (!layout.xli) {
            std::vector<std::int32_t> all(bytes->size() / 2);
            for (std::size_t i = 0; i < all.size(); ++i) {
                all[i] = static_cast<std::int16_t>((*bytes)[2 * i] | (*bytes)[2 * i + 1] << 8);
            }
            return split(all, layout);
        }
        for (const XliBlock& block : xliBlocks(*bytes)) {
            if (leads.size() == layout.labels.size()) break;  // recorders pad to sixteen channels
            leads.push_back(decodeXli(block, layout.samples));
        }
        return leads;
    }

    static std::vector<std::int32_t> plainNumbers(std::string_view text) {
        std::vector<std::int32_t> numbers;
        for (std::string_view word = text::takeWord(text); !word.empty(); word = text::takeWord(text)) {
            numbers.push_back(text::wholeNumber<std::int32_t>(word).value_or(kMissingSample));
        }
        return numbers;
    }

    // Uncompressed leads stand one behind the other.
    static std::vector<Samples> split(std::span<const std::int32_t> all, const Layout& layout) {
        std::vector<Samples> leads;
        for (std::size_t i = 0; i < layout.labels.size() && !all.empty(); ++i) {
            const auto part = all.first(std::min(all.size(), layout.samples));
            leads.emplace_back(part.begin(), part.end());
            all = all.subspan(part.size());
        }
        return leads;
    }

    // Of the four leads that follow from I and II only what the prediction misses is stored. Halves are cut towards
    // zero, as the pair of a file and its conversion in the test data shows: any other rounding puts the leads off by
    // one where sums are odd and negative.
    static void restoreLimbLeads(std::vector<Samples>& leads, const Layout& layout) {
        for (std::size_t i = 0; i < 6; ++i) {
            if (i >= leads.size() || layout.labels[i] != kStandardLeads[i]) return;
        }
        const Samples& i = leads[0];
        const Samples& ii = leads[1];
        Samples& iii = leads[2];
        std::size_t count = iii.size();
        for (std::size_t lead = 0; lead < 6; ++lead) count = std::min(count, leads[lead].size());
        for (std::size_t lead = 2; lead < 6; ++lead) leads[lead].resize(count);
        for (std::size_t k = 0; k < count; ++k) {
            iii[k] = ii[k] - i[k] - iii[k];
            leads[3][k] = -((i[k] + ii[k]) / 2) - leads[3][k];
            leads[4][k] = (i[k] - iii[k]) / 2 - leads[4][k];
            leads[5][k] = (ii[k] + iii[k]) / 2 - leads[5][k];
        }
    }

    void addLeads(std::vector<Samples>& leads, const Layout& layout) {
        if (leads.size() < layout.labels.size()) {
            out_.warn(text::say("the file promises {1} leads and holds {2}, which are shown", layout.labels.size(),
                                leads.size()));
        }
        for (std::size_t i = 0; i < leads.size(); ++i) {
            if (leads[i].size() < layout.samples && !leads[i].empty()) {
                out_.warn(text::say("the samples of lead {1} end early: {2} of {3} are shown", layout.labels[i],
                                    leads[i].size(), layout.samples));
            }
            Lead lead;
            lead.original_name = layout.labels[i];
            lead.unit = "uV";
            lead.rate_hz = layout.rate_hz;
            lead.gain = 1 / layout.resolution_uv;
            lead.baseline = layout.offset;
            lead.resolution_bits = 16;
            out_.add(std::move(lead), std::move(leads[i]));
        }
    }

    // Recorders close every lead with a calibration pulse of 1 mV, on a line of zeros, alike in all: kept, and marked
    // so that nobody takes it for a beat.
    void markCalibration(const std::vector<Samples>& leads, const Layout& layout) {
        const auto pulse = static_cast<std::int32_t>(std::round(1000 / layout.resolution_uv));
        const auto isAlike = [&](std::size_t k) {
            const std::int32_t value = leads.front()[k];
            return (value == 0 || value == pulse) && std::all_of(leads.begin(), leads.end(), [&](const Samples& lead) {
                       return lead.size() == leads.front().size() && lead[k] == value;
                   });
        };
        if (leads.size() < 2) return;
        std::size_t begin = leads.front().size();
        while (begin > 0 && isAlike(begin - 1)) --begin;
        const auto first =
            std::find(leads.front().begin() + static_cast<std::ptrdiff_t>(begin), leads.front().end(), pulse);
        const auto high = std::count(first, leads.front().end(), pulse);
        if (static_cast<double>(high) < layout.rate_hz / 20) return;  // shorter than 50 ms: none
        Annotation mark;
        mark.sample = first - leads.front().begin();
        mark.code = kArtifact;
        mark.aux = "calibration pulse";
        out_.recording.annotation_sets.push_back({"philips", layout.rate_hz, {mark}});
        out_.recording.comments.push_back("A calibration pulse of 1 mV stands at " +
                                          text::shortestText(static_cast<double>(mark.sample) / layout.rate_hz) +
                                          " s: it is no heart beat");
    }

    void describe() {
        std::vector<std::string>& comments = out_.recording.comments;
        const auto say = [&comments](const std::string& what, const std::string& value) {
            if (!value.empty()) comments.push_back(what + ": " + value);
        };
        const pugi::xml_node acquisition = childOf(root_, "dataacquisition");
        out_.recording.start = startOf(acquisition);
        const pugi::xml_node patient = at(root_, {"patient", "generalpatientdata"});
        say("Sex", textOf(childOf(patient, "sex")));
        say("Age", textOf(at(patient, {"age", "years"})));
        say("Born", textOf(at(patient, {"age", "dateofbirth"})));
        say("Pacemaker", textOf(childOf(patient, "pacestatus")));
        say("Recorder", textOf(childOf(acquisition, "machine")));
        for (const pugi::xml_node& interpretation : childrenOf(childOf(root_, "interpretations"), "interpretation")) {
            say("Severity", textOf(childOf(interpretation, "severity")));
            for (const pugi::xml_node& statement : childrenOf(interpretation, "statement")) {
                const std::string left = textOf(childOf(statement, "leftstatement"));
                const std::string right = textOf(childOf(statement, "rightstatement"));
                if (left.empty()) continue;
                comments.push_back(right.empty() ? left : left + " (" + right + ')');
                addStatement(out_.recording.header, comments.back());
            }
        }
        fillHeader(patient, acquisition);
        const auto beats = childrenOf(at(root_, {"waveforms", "repbeats"}), "repbeat");
        if (!beats.empty()) {
            comments.push_back("Also in the file, and no rhythm: a mean beat of " + std::to_string(beats.size()) +
                               " leads");
        }
    }

    void fillHeader(const pugi::xml_node& patient, const pugi::xml_node& acquisition) {
        PatientHeader& header = out_.recording.header;
        // "---" stands where nothing was entered.
        const auto said = [](const std::string& text) {
            return text.find_first_not_of("- ,") == std::string::npos ? "" : text;
        };
        header.person.id = said(textOf(childOf(patient, "patientid")));
        const pugi::xml_node name = childOf(patient, "name");
        const std::string last = said(textOf(childOf(name, "lastname")));
        const std::string first = said(textOf(childOf(name, "firstname")));
        header.person.name = last + (last.empty() || first.empty() ? "" : ", ") + first;
        header.person.birth_date = birthDateOf(textOf(at(patient, {"age", "dateofbirth"})));
        const std::string years = said(textOf(at(patient, {"age", "years"})));
        if (!years.empty()) header.person.age = years + " years";
        header.person.sex = sexNamed(textOf(childOf(patient, "sex")));
        const std::string machine = said(textOf(childOf(acquisition, "machine")));
        header.device =
            machine.empty() || text::lowered(machine).starts_with("philips") ? machine : "Philips " + machine;
        const pugi::xml_node acquirer = childOf(acquisition, "acquirer");
        header.institution = said(textOf(childOf(acquirer, "institutionname")));
        header.operator_name =
            said(firstOf(attributeOf(childOf(acquirer, "operator"), "id"), textOf(childOf(acquirer, "operatorid"))));
        takeFigures(childOf(root_, "interpretations"), 0);
        takeFigures(root_, 0);
    }

    // The figures stand in elements whose place differs from version to version.
    void takeFigures(const pugi::xml_node& node, int depth) {
        constexpr int kDeepest = 6;
        struct Figure {
            const char* element;
            const char* name;
        };
        const std::string_view kind = localName(node);
        if (kind == "globalmeasurements" || kind == "interpretationmeasurements" || kind == "crossleadmeasurements") {
            for (const Figure& figure : {Figure{"heartrate", "hr"},
                                         {"meanventrate", "hr"},
                                         {"atrialrate", "atrial_rate"},
                                         {"rrint", "rr"},
                                         {"pdur", "p_duration"},
                                         {"print", "pr"},
                                         {"meanprint", "pr"},
                                         {"qrsdur", "qrs"},
                                         {"meanqrsdur", "qrs"},
                                         {"qtint", "qt"},
                                         {"meanqtint", "qt"},
                                         {"qtcb", "qtc_bazett"},
                                         {"qtcf", "qtc_fridericia"},
                                         {"meanqtc", "qtc_bazett"},
                                         {"qtintdispersion", "qt_dispersion"},
                                         {"pfrontaxis", "p_axis"},
                                         {"qrsfrontaxis", "qrs_axis"},
                                         {"tfrontaxis", "t_axis"}}) {
                addFigure(out_.recording.header, figure.name, numberIn(childOf(node, figure.element)), "ms");
            }
        }
        if (depth == kDeepest || kind == "waveforms") return;
        for (const pugi::xml_node& child : node.children()) {
            if (child.type() == pugi::node_element) takeFigures(child, depth + 1);
        }
    }

    pugi::xml_node root_;
    DecodedRecording out_;
};

}  // namespace

bool sniffPhilips(std::string_view beginning) {
    return xmlRootName(beginning) == "restingecgdata";
}

Result<RecordingPtr> openPhilips(const std::string& path, const Job& job) {
    const auto file = openXml(path, kName);
    if (!file) return std::unexpected(file.error());
    return Opener(path, **file).open(job);
}

}  // namespace triptych::formats
