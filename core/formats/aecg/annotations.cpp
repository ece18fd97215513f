#include "core/formats/aecg/annotations.h"

#include "core/formats/aecg/hl7_time.h"
#include "core/formats/aecg/series.h"
#include "core/formats/lead_names.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

namespace triptych::formats {
namespace {

struct Coded {
    std::string_view mdc;  // behind the prefix of its table
    std::uint8_t code;
};

// MDC_ECG_BEAT_* of ISO/IEEE 11073-10102 onto WFDB's beats, which it was made from.
constexpr std::array kBeats = {
    Coded{"NORMAL", kNormal},
    Coded{"DOMINANT", kNormal},
    Coded{"LBB_BLK", kLbbb},
    Coded{"LBB_BLK_COMP", kLbbb},
    Coded{"LBB_BLK_INCOMP", kLbbb},
    Coded{"RBB_BLK", kRbbb},
    Coded{"RBB_BLK_COMP", kRbbb},
    Coded{"RBB_BLK_INCOMP", kRbbb},
    Coded{"BB_BLK", kBbb},
    Coded{"ATR_P_C", kAtrialPremature},
    Coded{"ATR_P_C_ABERRANT", kAberrated},
    Coded{"JUNC_P_C", kNodalPremature},
    Coded{"SV_P_C", kSupraventricularPremature},
    Coded{"V_P_C", kPvc},
    Coded{"V_P_C_FUSION", kFusion},
    Coded{"V_P_C_RonT", kROnT},
    Coded{"ATR_ESC", kAtrialEscape},
    Coded{"JUNC_ESC", kNodalEscape},
    Coded{"SV_ESC", kSupraventricularEscape},
    Coded{"V_ESC", kVentricularEscape},
    Coded{"PACED", kPaced},
    Coded{"PACED_FUS", kPacedFusion},
    Coded{"LEARN", kLearn},
};

struct Wave {
    std::string_view mdc;
    std::int8_t number;  // of "(" and ")"
    std::uint8_t peak;   // 0: its peak is a note
};
constexpr std::array kWaves = {
    Wave{"PWAVE", 0, kPWave}, Wave{"QRSWAVE", 1, 0},    Wave{"QRSTWAVE", 1, 0},
    Wave{"TWAVE", 2, kTWave}, Wave{"UWAVE", 3, kUWave},
};

// "MDC_ECG_WAVC_PWAVE" without "MDC_ECG_WAVC_".
std::string_view behind(std::string_view text, std::string_view prefix) {
    return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

struct Place {
    std::optional<double> low_s;  // from sample 0 of the recording
    std::optional<double> high_s;
    std::optional<double> point_s;
    std::string lead;  // "" where the place is on no lead of its own
};

class Reader {
public:
    Reader(const AecgTimeLine& time, const std::vector<std::string>& leads) : time_(time), leads_(leads) {}

    AecgAnnotations read(const pugi::xml_node& series) {
        for (const pugi::xml_node& subject : childrenOf(series, "subjectOf")) {
            for (const pugi::xml_node& set : childrenOf(subject, "annotationSet")) walk(set);
        }
        for (auto& [lead, annotations] : by_lead_) {
            std::stable_sort(annotations.begin(), annotations.end(),
                             [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
            const std::string name = lead.empty() ? "aecg" : "aecg_" + text::lowered(lead);
            out_.sets.push_back({name, time_.rate_hz, std::move(annotations)});
        }
        return std::move(out_);
    }

private:
    struct Item {
        pugi::xml_node annotation;
        bool overall;  // stands in the set itself, not within a beat
    };

    // Annotations contain annotations, as deep as the file likes: a list of our own, not the call stack.
    void walk(const pugi::xml_node& set) {
        std::vector<Item> open;
        const auto push = [&open](const pugi::xml_node& parent, bool overall) {
            const auto components = childrenOf(parent, "component");
            for (auto part = components.rbegin(); part != components.rend(); ++part) {
                if (const pugi::xml_node child = childOf(*part, "annotation")) open.push_back({child, overall});
            }
        };
        push(set, true);
        while (!open.empty()) {
            const Item item = open.back();
            open.pop_back();
            const bool statements = annotate(item);
            push(item.annotation, item.overall && statements);
        }
    }

    // True where the annotations within count as overall ones too.
    bool annotate(const Item& item) {
        const std::string code = attributeOf(childOf(item.annotation, "code"), "code");
        const pugi::xml_node value = childOf(item.annotation, "value");
        const std::string coded = attributeOf(value, "code");
        if (code == "MDC_ECG_BEAT") {
            beat(item.annotation, behind(coded, "MDC_ECG_BEAT_"));
            return false;
        }
        if (code == "MDC_ECG_WAVC" || code == "MDC_ECG_WAVC_TYPE") {
            wave(item.annotation, behind(coded, "MDC_ECG_WAVC_"));
            return false;
        }
        if (code == "MDC_ECG_RHY") {
            rhythm(item.annotation, value, behind(coded, "MDC_ECG_RHY_"));
            return false;
        }
        if (item.overall) comment(code, value, coded);
        return true;
    }

    void beat(const pugi::xml_node& node, std::string_view kind) {
        const auto known = std::find_if(kBeats.begin(), kBeats.end(), [kind](const Coded& k) { return k.mdc == kind; });
        // A beat without a kind is one that nobody has classified; a kind that is none of ours is one that we cannot.
        const std::uint8_t unknown = kind.empty() ? std::uint8_t{kLearn} : std::uint8_t{kUnknownBeat};
        const std::uint8_t code = known == kBeats.end() ? unknown : known->code;
        Place place = placeOf(node);
        for (const pugi::xml_node& part : childrenOf(node, "component")) {
            const pugi::xml_node inner = childOf(part, "annotation");
            if (attributeOf(childOf(inner, "value"), "code") != "MDC_ECG_WAVC_QRSWAVE") continue;
            const Place qrs = placeOf(inner);
            if (qrs.low_s || qrs.high_s) place = qrs;
        }
        std::optional<double> at_s = place.point_s;
        if (!at_s && place.low_s && place.high_s) at_s = (*place.low_s + *place.high_s) / 2;
        if (!at_s) at_s = place.low_s ? place.low_s : place.high_s;
        if (!at_s) {
            ++out_.without_place;
            return;
        }
        add(place.lead, *at_s, code, 0, {});
    }

    void wave(const pugi::xml_node& node, std::string_view kind) {
        if (kind == "PEAK") {
            const pugi::xml_node of = node.parent().parent();
            peak(placeOf(node), behind(attributeOf(childOf(of, "value"), "code"), "MDC_ECG_WAVC_"));
            return;
        }
        const Place place = placeOf(node);
        const auto known = std::find_if(kWaves.begin(), kWaves.end(), [kind](const Wave& w) { return w.mdc == kind; });
        if (place.point_s) peak(place, kind);
        if (known == kWaves.end()) {
            // Q, R and S alone: parts of the QRS, whose bounds are notes beside it.
            const std::string name(kind);
            if (place.low_s) add(place.lead, *place.low_s, kNote, 0, name + " begins");
            if (place.high_s) add(place.lead, *place.high_s, kNote, 0, name + " ends");
            return;
        }
        if (place.low_s) add(place.lead, *place.low_s, kWaveOn, known->number, {});
        if (place.high_s) add(place.lead, *place.high_s, kWaveOff, known->number, {});
    }

    void peak(const Place& place, std::string_view kind) {
        const auto at_s = place.point_s ? place.point_s : place.low_s;
        if (!at_s) return;
        const auto known = std::find_if(kWaves.begin(), kWaves.end(), [kind](const Wave& w) { return w.mdc == kind; });
        if (known != kWaves.end() && known->peak != 0) {
            add(place.lead, *at_s, known->peak, 0, {});
        } else {
            add(place.lead, *at_s, kNote, 0, "peak of " + std::string(kind));
        }
    }

    void rhythm(const pugi::xml_node& node, const pugi::xml_node& value, std::string_view kind) {
        const Place place = placeOf(node);
        std::string name = attributeOf(value, "displayName");
        if (name.empty()) name = kind;
        if (kind == "SINUS_RHY") name = "N";
        if (kind == "ATR_FIB") name = "AFIB";
        if (kind == "ATR_FLUT") name = "AFL";
        add(place.lead, place.low_s.value_or(0), kRhythm, 0, '(' + name);
    }

    void comment(const std::string& code, const pugi::xml_node& value, const std::string& coded) {
        const std::string text = textOf(value);
        const std::string number = attributeOf(value, "value");
        std::string name(behind(code, "MDC_ECG_"));
        if (!text.empty()) {
            out_.comments.push_back(code.find("INTERPRETATION") != std::string::npos ? text : name + ": " + text);
        } else if (!number.empty()) {
            const std::string unit = attributeOf(value, "unit");
            out_.comments.push_back(name + ' ' + number + (unit.empty() ? "" : ' ' + unit));
        } else if (!coded.empty()) {
            const std::string shown = attributeOf(value, "displayName");
            out_.comments.push_back(name + ": " + (shown.empty() ? coded : shown));
        }
    }

    Place placeOf(const pugi::xml_node& node) const {
        Place place;
        for (const pugi::xml_node& part : childrenOf(at(node, {"support", "supportingROI"}), "component")) {
            const pugi::xml_node boundary = childOf(part, "boundary");
            const std::string code = attributeOf(childOf(boundary, "code"), "code");
            if (code.starts_with("MDC_ECG_LEAD_")) place.lead = normalisedLeadName(code);
            const pugi::xml_node value = childOf(boundary, "value");
            const auto time = [&](const pugi::xml_node& holder) {
                if (code == "TIME_ABSOLUTE") return absolute(holder);
                if (code == "TIME_RELATIVE") return relative(holder);
                return std::optional<double>();
            };
            if (const auto low = time(childOf(value, "low"))) place.low_s = low;
            if (const auto high = time(childOf(value, "high"))) place.high_s = high;
            if (const auto point = time(childOf(value, "center"))) place.point_s = point;
            if (const auto point = time(value)) place.point_s = point;
        }
        return place;
    }

    std::optional<double> absolute(const pugi::xml_node& holder) const {
        const auto time = parseHl7Time(attributeOf(holder, "value"));
        if (!time || !time_.absolute_known) return std::nullopt;
        return static_cast<double>(time->us - time_.recording_us) * 1e-6;
    }

    std::optional<double> relative(const pugi::xml_node& holder) const {
        const auto count = numberIn(holder, "value");
        const auto unit_s = secondsPer(attributeOf(holder, "unit"));
        if (!count || !unit_s) return std::nullopt;
        return *count * *unit_s + static_cast<double>(time_.series_us - time_.recording_us) * 1e-6;
    }

    void add(const std::string& lead, double at_s, std::uint8_t code, std::int8_t number, std::string aux) {
        const double sample = std::round(at_s * time_.rate_hz);
        if (!(sample >= 0 && sample < static_cast<double>(time_.samples))) {
            ++out_.without_place;
            return;
        }
        Annotation annotation;
        annotation.sample = static_cast<std::int64_t>(sample);
        annotation.code = code;
        annotation.number = number;
        annotation.aux = std::move(aux);
        const auto channel = std::find(leads_.begin(), leads_.end(), lead);
        if (channel != leads_.end()) {
            annotation.channel = static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(channel - leads_.begin(), 255));
        }
        by_lead_[lead].push_back(std::move(annotation));
    }

    const AecgTimeLine& time_;
    const std::vector<std::string>& leads_;
    std::map<std::string, std::vector<Annotation>> by_lead_;
    AecgAnnotations out_;
};

}  // namespace

AecgAnnotations readAecgAnnotations(const pugi::xml_node& series, const AecgTimeLine& time,
                                    const std::vector<std::string>& leads) {
    return Reader(time, leads).read(series);
}

}  // namespace triptych::formats
