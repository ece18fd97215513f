#include "core/formats/dicom/notes.h"

#include "core/formats/device_figures.h"
#include "core/text/numbers.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>

namespace triptych::formats {
namespace {

constexpr std::size_t kLongestAux_bytes = 255;

// Fiducial points by their codes (SCPECG 5.10.3-n, as PS3.16 CID 3335 lists them) or by their words, as WFDB marks
// waves: limits and, in the aux of a limit, which wave's.
struct Fiducial {
    std::string_view code;
    std::string_view words;
    std::uint8_t mark;
};
constexpr std::array kFiducials = {
    Fiducial{"5.10.3-1", "p onset", kWaveOn},
    Fiducial{"5.10.3-2", "p offset", kWaveOff},
    Fiducial{"5.10.3-3", "qrs onset", kWaveOn},
    Fiducial{"5.10.3-4", "qrs offset", kWaveOff},
    Fiducial{"5.10.3-5", "t offset", kWaveOff},
    Fiducial{"", "t onset", kWaveOn},
    Fiducial{"", "p end", kWaveOff},
    Fiducial{"", "qrs end", kWaveOff},
    Fiducial{"", "t end", kWaveOff},
    Fiducial{"", "r peak", kLearn},  // a beat that nobody has classified
};

// A mark that our own export wrote by its letter.
std::optional<std::uint8_t> ownMark(const DicomNote& note) {
    return note.concept_name.scheme == kTriptychScheme ? codeOfSymbol(note.concept_name.value) : std::nullopt;
}

std::uint8_t markOf(const DicomNote& note) {
    if (const auto mark = ownMark(note)) return *mark;
    const std::string words = text::lowered(note.concept_name.meaning);
    for (const Fiducial& fiducial : kFiducials) {
        const bool by_code = !fiducial.code.empty() && note.concept_name.value == fiducial.code;
        if (by_code || words == fiducial.words) return fiducial.mark;
    }
    return kNote;
}

std::string unitOf(const DicomCode& unit) {
    return unit.value == "1" || unit.value == "{unity}" ? "" : unit.value;
}

std::string sayingOf(const DicomNote& note) {
    if (const auto mark = ownMark(note); mark && note.concept_name.meaning == meaningOf(*mark)) return {};
    std::string saying = wordsOf(note.concept_name);
    const auto add = [&saying](const std::string& part) {
        if (part.empty()) return;
        saying += (saying.empty() ? "" : ": ") + part;
    };
    add(wordsOf(note.concept_value));
    if (!note.value.empty()) add(note.value + (unitOf(note.unit).empty() ? "" : ' ' + unitOf(note.unit)));
    add(note.text);
    return saying;
}

std::string cut(std::string text) {
    if (text.size() <= kLongestAux_bytes) return text;
    std::size_t end = kLongestAux_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;  // not inside a character
    text.resize(end);
    return text;
}

}  // namespace

std::string wordsOf(const DicomCode& code) {
    if (!code.meaning.empty()) return code.meaning;
    if (code.value.empty()) return {};
    return code.value + (code.scheme.empty() ? "" : " (" + code.scheme + ')');
}

void addMeasurements(const std::vector<DicomNote>& notes, PatientHeader& header) {
    for (const DicomNote& note : notes) {
        if (!note.positions.empty() || !note.offsets_ms.empty()) continue;
        if (const auto value = text::wholeNumber<double>(note.value)) {
            addFigure(header, figureNamed(note.concept_name.meaning), value, unitOf(note.unit));
        } else if (note.value.empty()) {
            addStatement(header, note.text.empty() ? wordsOf(note.concept_value) : note.text);
        }
    }
}

DicomNotes notesOf(const std::vector<DicomNote>& notes, const std::vector<DicomGroupTime>& groups, double rate_hz) {
    DicomNotes out;
    // By annotator, else by the number of our own set; 0 of a stranger's.
    std::map<std::pair<std::string, int>, std::size_t> places;
    const auto setOf = [&](const DicomNote& note) -> AnnotationSet& {
        const bool is_own = note.concept_name.scheme == kTriptychScheme;
        const auto [found, is_new] =
            places.try_emplace({note.annotator, note.annotator.empty() && is_own ? note.set : 0}, out.sets.size());
        if (is_new) {
            const std::size_t number = static_cast<std::size_t>(std::ranges::count_if(
                out.sets, [](const AnnotationSet& set) { return set.annotator.starts_with("dicom"); }));
            const std::string nameless = "dicom" + (number == 0 ? std::string() : std::to_string(number + 1));
            out.sets.push_back({note.annotator.empty() ? nameless : note.annotator, rate_hz, {}});
        }
        return out.sets[found->second];
    };
    for (const DicomNote& note : notes) {
        const std::size_t group = note.channels.empty() ? 1 : static_cast<std::size_t>(note.channels.front().first);
        const bool known = group >= 1 && group <= groups.size();
        if (known && !groups[group - 1].shown) continue;
        const std::string saying = sayingOf(note);
        if (note.positions.empty() && note.offsets_ms.empty()) {
            if (!saying.empty()) out.comments.push_back(saying);
            continue;
        }
        std::vector<double> times_s;
        if (known) {
            const DicomGroupTime& time = groups[group - 1];
            for (const std::int64_t at : note.positions) {
                times_s.push_back(time.start_s + static_cast<double>(at - 1) / time.rate_hz);
            }
        }
        for (const double at_ms : note.offsets_ms) times_s.push_back(at_ms / 1000);
        const int channel = note.channels.size() == 1 ? note.channels.front().second : 0;
        for (const double time_s : times_s) {
            const double sample = std::round(time_s * rate_hz);
            if (!(std::abs(sample) < 1e15)) continue;
            setOf(note).annotations.push_back({static_cast<std::int64_t>(sample), markOf(note), 0,
                                               static_cast<std::uint8_t>(std::clamp(channel - 1, 0, 255)), 0,
                                               cut(saying)});
        }
    }
    for (AnnotationSet& set : out.sets) {
        std::stable_sort(set.annotations.begin(), set.annotations.end(),
                         [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
    }
    return out;
}

}  // namespace triptych::formats
