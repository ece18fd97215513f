#include "core/formats/dicom/notes.h"
#include "core/formats/export/dicom_parts.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

namespace triptych::formats {
namespace {

constexpr std::size_t kMostPositions = 3000;  // of one annotation: its length has 16 bits

// What a rhythm is called, and no more: "(AFIB".
bool isRhythmCode(const std::string& text) {
    constexpr std::size_t kLongest = 8;
    return text.starts_with('(') && text.size() <= kLongest &&
           std::all_of(text.begin() + 1, text.end(), [](char letter) {
               return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
           });
}

// First and last sample of a mark, counted from one.
using Place = std::array<std::int64_t, 2>;

// The clock whose samples the marks of a rate can be told in: of that rate, else the finest.
std::size_t clockOf(const std::vector<DicomClock>& clocks, double rate_hz) {
    std::size_t best = 0;
    for (std::size_t i = 0; i < clocks.size(); ++i) {
        if (clocks[i].rate_hz == rate_hz) return i;
        if (clocks[i].rate_hz > clocks[best].rate_hz) best = i;
    }
    return best;
}

std::optional<Place> placeOf(const Annotation& annotation, double rate_hz, const DicomClock& clock) {
    const double ratio = clock.rate_hz / rate_hz;
    // What lies behind the last sample by less than one stands at it.
    const auto sampleAt = [&](std::int64_t tick) {
        const double exact = static_cast<double>(tick) * ratio;
        const double last = static_cast<double>(clock.samples - 1);
        return exact > last && exact < last + 1 ? last : std::round(exact);
    };
    const double at = sampleAt(annotation.sample);
    const double end = sampleAt(annotation.sample + annotation.duration);
    if (!(at >= 0 && end >= at && end < static_cast<double>(clock.samples))) return std::nullopt;
    return Place{static_cast<std::int64_t>(at) + 1, static_cast<std::int64_t>(end) + 1};
}

// What stands at these places: a letter, or a note's text. Which are stretches, and of which set.
struct Marks {
    std::uint8_t code = kNote;
    std::string text;
    bool is_stretch = false;
    Uint16 group = 1;
    Uint16 number = 1;
    std::string annotator;  // "" of anonymous objects, which hold no private elements
};

void addMarks(DcmItem& dataset, const Marks& marks, const std::vector<Place>& places) {
    const std::size_t each = marks.is_stretch ? 1 : kMostPositions;
    for (std::size_t first = 0; first < places.size(); first += each) {
        const std::size_t count = std::min(each, places.size() - first);
        DcmItem& item = addItem(dataset, DCM_WaveformAnnotationSequence);
        // An annotation has a concept or a text; a text beside a concept is no part of the standard.
        if (marks.code == kNote && !marks.text.empty()) {
            putText(item, DCM_UnformattedTextValue, marks.text);
        } else {
            const std::string meaning = marks.text.empty() ? std::string(meaningOf(marks.code)) : marks.text;
            putCode(item, DCM_ConceptNameCodeSequence, std::string(symbolOf(marks.code)), std::string(kTriptychScheme),
                    shortText(meaning, 64));
        }
        const std::array<Uint16, 2> channels = {marks.group, 0};
        item.putAndInsertUint16Array(DCM_ReferencedWaveformChannels, channels.data(), channels.size());
        putText(item, DCM_TemporalRangeType, marks.is_stretch ? "SEGMENT" : count > 1 ? "MULTIPOINT" : "POINT");
        std::string positions;
        for (std::size_t i = first; i < first + count; ++i) {
            positions += (positions.empty() ? "" : "\\") + std::to_string(places[i][0]);
            if (marks.is_stretch) positions += '\\' + std::to_string(places[i][1]);
        }
        putText(item, DCM_ReferencedSamplePositions, positions);
        item.putAndInsertUint16(DCM_AnnotationGroupNumber, marks.number);
        if (marks.annotator.empty()) continue;
        const auto putPrivate = [&item](const DicomTag& tag, std::string_view value) {
            item.putAndInsertString(DcmTag(tag.group, tag.element, EVR_LO), std::string(value).c_str());
        };
        putPrivate(kDicomPrivateCreator, kDicomCreator);
        putPrivate(kDicomAnnotator, marks.annotator);
    }
}

}  // namespace

DicomLeftOut addDicomAnnotations(DcmItem& dataset, const Recording& recording, const std::vector<DicomClock>& clocks,
                                 bool anonymise) {
    DicomLeftOut left_out;
    Uint16 number = 0;
    for (const AnnotationSet& set : recording.annotation_sets) {
        ++number;
        const std::size_t clock = clockOf(clocks, set.rate_hz);
        // All marks of one kind and text in one annotation.
        std::map<std::tuple<std::uint8_t, std::string, bool>, std::vector<Place>> marks;
        for (const Annotation& annotation : set.annotations) {
            const auto place = placeOf(annotation, set.rate_hz, clocks[clock]);
            if (!place) {
                ++left_out.outside;
                continue;
            }
            std::string text = text::asUtf8(text::trimmed(annotation.aux.substr(0, annotation.aux.find('\0'))));
            if (anonymise && !text.empty() && !isRhythmCode(text)) {
                ++left_out.texts;
                if (annotation.code == kNote) continue;
                text.clear();
            }
            marks[{annotation.code, std::move(text), (*place)[1] > (*place)[0]}].push_back(*place);
        }
        for (const auto& [kind, places] : marks) {
            const auto& [code, text, is_stretch] = kind;
            addMarks(dataset,
                     {code, text, is_stretch, static_cast<Uint16>(clock + 1), number,
                      anonymise ? std::string() : shortText(set.annotator, 64)},
                     places);
        }
    }
    return left_out;
}

}  // namespace triptych::formats
