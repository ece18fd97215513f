#include "core/formats/aecg/aecg.h"

#include "core/formats/aecg/annotations.h"
#include "core/formats/aecg/series.h"
#include "core/formats/decoded_recording.h"
#include "core/formats/device_figures.h"
#include "core/formats/lead_names.h"
#include "core/formats/xml/xml_file.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace triptych::formats {
namespace {

constexpr const char* kName = "HL7 aECG";

struct Rhythm {
    pugi::xml_node node;
    AecgSeries series;
};

// A lead of the recording, grown from the stretches that continue it.
struct Track {
    AecgLead lead;  // its digits are the whole track's
    double rate_hz = 0;
};

bool isRepresentative(const std::string& code) {
    return code == "REPRESENTATIVE_BEAT";
}

std::string seconds(double value) {
    return text::shortestText(std::round(value * 1000) / 1000) + " s";
}

class Opener {
public:
    Opener(const std::string& path, const XmlFile& file) : file_(file), out_(path, kName) {}

    Result<RecordingPtr> open(const Job& job) {
        for (const pugi::xml_node& component : childrenOf(file_.root, "component")) {
            for (const pugi::xml_node& node : childrenOf(component, "series")) {
                if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", file());
                take(node);
            }
        }
        layOut();
        for (Track& track : tracks_) addLead(track);
        if (rhythms_.empty() && representative_beats_ > 0) {
            return fail(ErrorCode::unsupported, "the file holds representative beats and no rhythm", file(),
                        "open the recording that they were made from");
        }
        if (out_.leads().empty() && series_ == 0) {
            return fail(ErrorCode::empty, "the file has no series of samples", file(),
                        "open an annotated ECG that has some");
        }
        describe();
        if (!out_.leads().empty()) annotate();
        return out_.finish();
    }

private:
    const std::string& file() const { return out_.recording.path; }

    void take(const pugi::xml_node& node) {
        ++series_;
        AecgSeries series = readAecgSeries(node);
        for (const pugi::xml_node& derivation : childrenOf(node, "derivation")) {
            for (const pugi::xml_node& derived : childrenOf(derivation, "derivedSeries")) {
                nameDerived(readAecgSeries(derived));
            }
        }
        if (isRepresentative(series.code)) {
            nameDerived(series);
            return;
        }
        for (text::Said& complaint : series.complaints) out_.warn(std::move(complaint));
        rhythms_.push_back({node, std::move(series)});
    }

    void nameDerived(const AecgSeries& series) {
        ++representative_beats_;
        for (const AecgStretch& stretch : series.stretches) {
            std::size_t longest = 0;
            for (const AecgLead& lead : stretch.leads) longest = std::max(longest, lead.digits.size());
            out_.recording.comments.push_back(
                "Also in the file, and no rhythm: a " +
                std::string(isRepresentative(series.code) ? "representative beat" : "derived series") + " of " +
                std::to_string(stretch.leads.size()) + " leads" +
                (stretch.rate_hz > 0 ? ", " + seconds(static_cast<double>(longest) / stretch.rate_hz) : ""));
        }
    }

    // Where the recording begins, and one track for leads of one name and scale that follow each other.
    void layOut() {
        for (const Rhythm& rhythm : rhythms_) {
            for (const AecgStretch& stretch : rhythm.series.stretches) {
                if (stretch.start && (!start_ || stretch.start->us < start_->us)) start_ = stretch.start;
            }
        }
        bool first = true;
        for (Rhythm& rhythm : rhythms_) {
            for (AecgStretch& stretch : rhythm.series.stretches) {
                if (stretch.rate_hz == 0) {
                    out_.warn(text::say("a series of {1} leads has no sampling interval and is not shown",
                                        stretch.leads.size()));
                    continue;
                }
                if (!first && !stretch.start) {
                    out_.warn("a further series does not say when it was recorded and is not shown");
                    continue;
                }
                const double offset_s = stretch.start ? static_cast<double>(stretch.start->us - start_->us) * 1e-6 : 0;
                for (AecgLead& lead : stretch.leads) place(std::move(lead), stretch.rate_hz, offset_s);
                first = false;
            }
        }
    }

    void place(AecgLead lead, double rate_hz, double offset_s) {
        const double offset = std::round(offset_s * rate_hz);
        // Samples of four bytes: what a file can claim to be gaps is bounded by its own size.
        const double budget = static_cast<double>(std::max<std::int64_t>(file_.file_bytes, 1 << 20));
        const auto found = std::find_if(tracks_.begin(), tracks_.end(), [&](const Track& track) {
            return track.lead.code == lead.code && track.rate_hz == rate_hz && track.lead.scale == lead.scale &&
                   track.lead.origin == lead.origin && track.lead.unit == lead.unit &&
                   static_cast<double>(track.lead.digits.size()) <= offset;
        });
        const double there = found == tracks_.end() ? 0 : static_cast<double>(found->lead.digits.size());
        if (static_cast<double>(missing_) + offset - there > budget) {
            out_.warn(text::say("a series of lead {1} begins {2} after the first, too far to be shown with it",
                                normalisedLeadName(lead.code), seconds(offset_s)));
            return;
        }
        missing_ += static_cast<std::int64_t>(offset - there);
        if (found == tracks_.end()) {
            lead.digits.insert(lead.digits.begin(), static_cast<std::size_t>(offset), kMissingSample);
            tracks_.push_back({std::move(lead), rate_hz});
            return;
        }
        found->lead.digits.resize(static_cast<std::size_t>(offset), kMissingSample);
        found->lead.digits.insert(found->lead.digits.end(), lead.digits.begin(), lead.digits.end());
    }

    void addLead(Track& track) {
        Lead lead;
        lead.original_name = track.lead.code;
        lead.name = normalisedLeadName(track.lead.code);
        lead.unit = track.lead.unit;
        lead.rate_hz = track.rate_hz;
        // physical = origin + digit·scale: a scale of nothing is left to add() to complain of.
        lead.gain = track.lead.scale == 0 ? 0 : 1 / track.lead.scale;
        lead.baseline = track.lead.scale == 0 ? 0 : 0 - track.lead.origin / track.lead.scale;  // never -0
        out_.add(std::move(lead), std::move(track.lead.digits));
    }

    void describe() {
        Recording& recording = out_.recording;
        if (start_) recording.start = start_->iso;
        const auto own = parseHl7Time(attributeOf(at(file_.root, {"effectiveTime", "low"}), "value"));
        const auto center = parseHl7Time(attributeOf(at(file_.root, {"effectiveTime", "center"}), "value"));
        if (!start_ && own) recording.start = own->iso;
        if (!start_ && !own && center) recording.start = center->iso;
        if (recording.start && recording.start->empty()) recording.start.reset();
        std::vector<std::string> comments;
        const pugi::xml_node person =
            at(file_.root, {"componentOf", "timepointEvent", "componentOf", "subjectAssignment", "subject",
                            "trialSubject", "subjectDemographicPerson"});
        const auto say = [&comments](const std::string& what, const std::string& value) {
            if (!value.empty()) comments.push_back(what + ": " + value);
        };
        say("Sex", attributeOf(childOf(person, "administrativeGenderCode"), "code"));
        say("Born", attributeOf(childOf(person, "birthTime"), "value"));
        for (const pugi::xml_node& variable : childrenOf(file_.root, "controlVariable")) {
            const pugi::xml_node observation = childOf(variable, "relatedObservation");
            const pugi::xml_node value = childOf(observation, "value");
            const std::string number = attributeOf(value, "value");
            if (!number.empty()) {
                say(attributeOf(childOf(observation, "code"), "displayName"),
                    number + ' ' + attributeOf(value, "unit"));
            }
        }
        for (const pugi::xml_node& pertains : childrenOf(file_.root, "pertainsTo")) {
            say("Finding", textOf(at(pertains, {"subjectFindingComment", "text"})));
        }
        if (!rhythms_.empty()) {
            const pugi::xml_node device =
                at(rhythms_.front().node, {"author", "seriesAuthor", "manufacturedSeriesDevice"});
            say("Recorder", textOf(childOf(device, "manufacturerModelName")));
        }
        fillHeader(person);
        recording.comments.insert(recording.comments.begin(), comments.begin(), comments.end());
        if (rhythms_.size() > 1) recording.format_detail = std::to_string(rhythms_.size()) + " rhythm series";
    }

    void fillHeader(const pugi::xml_node& person) {
        PatientHeader& header = out_.recording.header;
        const pugi::xml_node subject = at(file_.root, {"componentOf", "timepointEvent", "componentOf",
                                                       "subjectAssignment", "subject", "trialSubject"});
        header.person.id = attributeOf(childOf(subject, "id"), "extension");
        header.person.name = textOf(childOf(person, "name"));
        if (header.person.name.find_first_not_of("-?. ") == std::string::npos) header.person.name.clear();
        header.person.sex = sexNamed(attributeOf(childOf(person, "administrativeGenderCode"), "code"));
        header.person.birth_date = birthDateOf(attributeOf(childOf(person, "birthTime"), "value"));
        for (const pugi::xml_node& variable : childrenOf(file_.root, "controlVariable")) {
            const pugi::xml_node observation = childOf(variable, "relatedObservation");
            if (text::lowered(attributeOf(childOf(observation, "code"), "displayName")) != "age") continue;
            const pugi::xml_node value = childOf(observation, "value");
            const std::string unit = attributeOf(value, "unit");
            const std::string number = attributeOf(value, "value");
            if (!number.empty())
                header.person.age = number + ' ' + (unit.empty() || unit == "a" || unit == "y" ? "years" : unit);
        }
        for (const pugi::xml_node& pertains : childrenOf(file_.root, "pertainsTo")) {
            addStatement(header, textOf(at(pertains, {"subjectFindingComment", "text"})));
        }
        for (const Rhythm& rhythm : rhythms_) {
            const pugi::xml_node author = at(rhythm.node, {"author", "seriesAuthor"});
            const pugi::xml_node device = childOf(author, "manufacturedSeriesDevice");
            const std::string maker = textOf(at(author, {"manufacturerOrganization", "name"}));
            const std::string model = textOf(childOf(device, "manufacturerModelName"));
            if (header.device.empty()) header.device = maker + (maker.empty() || model.empty() ? "" : " ") + model;
            for (const pugi::xml_node& performer : childrenOf(rhythm.node, "secondaryPerformer")) {
                const std::string name = textOf(at(performer, {"seriesPerformer", "assignedPerson", "name"}));
                if (header.operator_name.empty()) header.operator_name = name;
            }
        }
        header.institution =
            textOf(at(file_.root, {"componentOf", "timepointEvent", "componentOf", "subjectAssignment", "componentOf",
                                   "clinicalTrial", "location", "trialSite", "location", "name"}));
        // What was measured over the whole series first; a single beat's figures are nobody's summary.
        for (const Rhythm& rhythm : rhythms_) takeFigures(rhythm.node, 0);
    }

    void takeFigures(const pugi::xml_node& node, int depth) {
        constexpr int kDeepest = 16;
        if (depth == kDeepest) return;
        for (const pugi::xml_node& child : node.children()) {
            if (child.type() != pugi::node_element || localName(child) == "sequenceSet") continue;
            if (localName(child) == "annotation") {
                const std::string code = attributeOf(childOf(child, "code"), "code");
                if (code == "MDC_ECG_BEAT" || code.starts_with("MDC_ECG_WAVC")) continue;
                const pugi::xml_node value = childOf(child, "value");
                addFigure(out_.recording.header, figureNamed(code), numberIn(value, "value"),
                          attributeOf(value, "unit"));
            }
            takeFigures(child, depth + 1);
        }
    }

    void annotate() {
        std::vector<std::string> names;
        AecgTimeLine time;
        for (const Lead& lead : out_.leads()) names.push_back(lead.name);
        time.rate_hz = out_.leads().front().rate_hz;
        time.samples = static_cast<std::int64_t>(std::ceil(out_.recording.duration_s * time.rate_hz));
        time.absolute_known = start_.has_value();
        time.recording_us = start_ ? start_->us : 0;
        std::int64_t without_place = 0;
        std::map<std::string, AnnotationSet> sets;
        for (const Rhythm& rhythm : rhythms_) {
            time.series_us = time.recording_us;
            for (const AecgStretch& stretch : rhythm.series.stretches) {
                if (!stretch.start) continue;
                time.series_us = stretch.start->us;
                break;
            }
            AecgAnnotations read = readAecgAnnotations(rhythm.node, time, names);
            without_place += read.without_place;
            out_.recording.comments.insert(out_.recording.comments.end(), read.comments.begin(), read.comments.end());
            for (AnnotationSet& set : read.sets) {
                const auto [entry, is_new] = sets.try_emplace(set.annotator, set);
                if (is_new) continue;
                std::vector<Annotation>& all = entry->second.annotations;
                all.insert(all.end(), set.annotations.begin(), set.annotations.end());
                std::stable_sort(all.begin(), all.end(),
                                 [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
            }
        }
        for (auto& [name, set] : sets) out_.recording.annotation_sets.push_back(std::move(set));
        if (without_place > 0) {
            out_.warn(text::say("{1} annotations state no time within the recording and are not shown", without_place));
        }
    }

    const XmlFile& file_;
    DecodedRecording out_;
    std::vector<Rhythm> rhythms_;
    std::vector<Track> tracks_;
    std::optional<Hl7Time> start_;
    std::int64_t missing_ = 0;
    int series_ = 0;
    int representative_beats_ = 0;
};

}  // namespace

bool sniffAecg(std::string_view beginning) {
    return xmlRootName(beginning) == "AnnotatedECG";
}

Result<RecordingPtr> openAecg(const std::string& path, const Job& job) {
    const auto file = openXml(path, kName);
    if (!file) return std::unexpected(file.error());
    if (localName((*file)->root) != "AnnotatedECG") {
        return fail(ErrorCode::malformed,
                    text::say("the file's root element is {1}, which is of no ECG format that Triptych reads",
                              text::inQuotes(localName((*file)->root))),
                    path, "open an HL7 aECG, GE MUSE or Philips file");
    }
    return Opener(path, **file).open(job);
}

}  // namespace triptych::formats
