#include "core/formats/dicom/content.h"

#include "core/formats/device_figures.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcistrma.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcistrmf.h>
#include <dcmtk/dcmdata/dcsequen.h>
#include <dcmtk/dcmdata/dcspchrs.h>
#include <dcmtk/oflog/oflog.h>

#include <algorithm>
#include <exception>
#include <mutex>

namespace triptych::formats {
namespace {

// Longer values (samples above all) stay in the file.
constexpr Uint32 kLongestValue_bytes = 4096;

std::string textOf(DcmItem& item, const DcmTagKey& tag) {
    OFString value;
    if (item.findAndGetOFStringArray(tag, value).bad()) return {};
    return text::asUtf8(text::trimmed(std::string_view(value.c_str(), value.size())));
}

std::string textOf(DcmItem& item, const DicomTag& tag) {
    return textOf(item, DcmTagKey(tag.group, tag.element));
}

std::optional<double> numberOf(DcmItem& item, const DcmTagKey& tag) {
    return text::wholeNumber<double>(textOf(item, tag));
}

std::int64_t countOf(DcmItem& item, const DcmTagKey& tag) {
    return text::wholeNumber<std::int64_t>(textOf(item, tag)).value_or(0);
}

// Numbers between backslashes.
template <class T>
std::vector<T> numbersOf(DcmItem& item, const DcmTagKey& tag) {
    std::vector<T> numbers;
    const std::string text = textOf(item, tag);
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\\'), rest.size());
        if (const auto number = text::wholeNumber<T>(text::trimmed(rest.substr(0, end)))) numbers.push_back(*number);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return numbers;
}

template <class Use>
void forEachItem(DcmItem& item, const DcmTagKey& tag, const Use& use) {
    DcmSequenceOfItems* sequence = nullptr;
    if (item.findAndGetSequence(tag, sequence).bad() || sequence == nullptr) return;
    // Item by item from the last: asking for the n-th walks the list anew each time.
    for (DcmObject* object = sequence->nextInContainer(nullptr); object != nullptr;
         object = sequence->nextInContainer(object)) {
        if (object->ident() == EVR_item || object->ident() == EVR_dataset) use(static_cast<DcmItem&>(*object));
    }
}

DicomCode codeOf(DcmItem& item, const DcmTagKey& tag) {
    DicomCode code;
    bool is_first = true;
    forEachItem(item, tag, [&](DcmItem& entry) {
        if (!std::exchange(is_first, false)) return;
        code = {textOf(entry, DCM_CodeValue), textOf(entry, DCM_CodingSchemeDesignator),
                textOf(entry, DCM_CodeMeaning)};
    });
    return code;
}

DicomChannel channelOf(DcmItem& item) {
    DicomChannel channel;
    channel.source = codeOf(item, DCM_ChannelSourceSequence);
    channel.label = textOf(item, DCM_ChannelLabel);
    forEachItem(item, DCM_ChannelSourceModifiersSequence, [&](DcmItem& modifier) {
        channel.modifiers.push_back({textOf(modifier, DCM_CodeValue), textOf(modifier, DCM_CodingSchemeDesignator),
                                     textOf(modifier, DCM_CodeMeaning)});
    });
    channel.sensitivity = numberOf(item, DCM_ChannelSensitivity);
    channel.correction = numberOf(item, DCM_ChannelSensitivityCorrectionFactor).value_or(1);
    channel.baseline = numberOf(item, DCM_ChannelBaseline).value_or(0);
    channel.unit = codeOf(item, DCM_ChannelSensitivityUnitsSequence);
    channel.skew_s = numberOf(item, DCM_ChannelTimeSkew).value_or(0);
    channel.skew_samples = numberOf(item, DCM_ChannelSampleSkew).value_or(0);
    channel.bits_stored = static_cast<int>(std::clamp<std::int64_t>(countOf(item, DCM_WaveformBitsStored), 0, 64));
    return channel;
}

std::optional<std::uint32_t> paddingOf(DcmItem& item) {
    const Uint16* words = nullptr;
    const Uint8* bytes = nullptr;
    unsigned long count = 0;
    if (item.findAndGetUint16Array(DCM_WaveformPaddingValue, words, &count).good() && words != nullptr && count > 0) {
        return words[0] | (count > 1 ? static_cast<std::uint32_t>(words[1]) << 16 : 0);
    }
    if (item.findAndGetUint8Array(DCM_WaveformPaddingValue, bytes, &count).good() && bytes != nullptr && count > 0) {
        return bytes[0] | (count > 1 ? static_cast<std::uint32_t>(bytes[1]) << 8 : 0);
    }
    return std::nullopt;
}

DicomGroup groupOf(DcmItem& item) {
    DicomGroup group;
    group.label = textOf(item, DCM_MultiplexGroupLabel);
    group.originality = textOf(item, DCM_WaveformOriginality);
    group.channels = static_cast<int>(std::clamp<std::int64_t>(countOf(item, DCM_NumberOfWaveformChannels), 0, 65'535));
    group.samples = countOf(item, DCM_NumberOfWaveformSamples);
    group.rate_hz = numberOf(item, DCM_SamplingFrequency).value_or(0);
    group.offset_ms = numberOf(item, DCM_MultiplexGroupTimeOffset).value_or(0);
    group.bits_allocated =
        static_cast<int>(std::clamp<std::int64_t>(countOf(item, DCM_WaveformBitsAllocated), 0, 65'535));
    group.interpretation = textOf(item, DCM_WaveformSampleInterpretation);
    group.padding = paddingOf(item);
    forEachItem(item, DCM_ChannelDefinitionSequence,
                [&group](DcmItem& channel) { group.definitions.push_back(channelOf(channel)); });
    return group;
}

DicomNote noteOf(DcmItem& item) {
    DicomNote note;
    note.text = textOf(item, DCM_UnformattedTextValue);
    note.concept_name = codeOf(item, DCM_ConceptNameCodeSequence);
    note.concept_value = codeOf(item, DCM_ConceptCodeSequence);
    note.value = textOf(item, DCM_NumericValue);
    note.unit = codeOf(item, DCM_MeasurementUnitsCodeSequence);
    const auto channels = numbersOf<int>(item, DCM_ReferencedWaveformChannels);
    for (std::size_t i = 0; i + 1 < channels.size(); i += 2) note.channels.emplace_back(channels[i], channels[i + 1]);
    note.positions = numbersOf<std::int64_t>(item, DCM_ReferencedSamplePositions);
    note.offsets_ms = numbersOf<double>(item, DCM_ReferencedTimeOffsets);
    if (textOf(item, kDicomPrivateCreator) == kDicomCreator) note.annotator = textOf(item, kDicomAnnotator);
    const auto sets = numbersOf<int>(item, DCM_AnnotationGroupNumber);
    if (!sets.empty()) note.set = sets.front();
    return note;
}

bool areDigits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// PS3.5 table 6.2-1: DA "YYYYMMDD" and TM "HHMMSS.FFFFFF", which may end after any pair; DT is both, and "&ZZXX" at its
// end the offset from UTC.
std::optional<std::string> isoOf(std::string_view date, std::string_view time) {
    std::string offset;
    if (const std::size_t sign = time.find_first_of("+-"); sign != std::string_view::npos) {
        const std::string_view zone = time.substr(sign + 1);
        if (zone.size() == 4 && areDigits(zone)) {
            offset = time[sign] + std::string(zone.substr(0, 2)) + ':' + std::string(zone.substr(2));
        }
        time = time.substr(0, sign);
    }
    if (date.size() != 8 || !areDigits(date)) return std::nullopt;
    std::string fraction;
    if (const std::size_t dot = time.find('.'); dot != std::string_view::npos) {
        if (areDigits(time.substr(dot + 1))) fraction = std::string(time.substr(dot));
        time = time.substr(0, dot);
    }
    if ((time.size() != 4 && time.size() != 6) || !areDigits(time)) return std::nullopt;
    const auto part = [](std::string_view text, std::size_t at) { return std::string(text.substr(at, 2)); };
    const std::string seconds = time.size() == 6 ? part(time, 4) : "00";
    if (part(date, 4) > "12" || part(date, 6) > "31" || part(time, 0) > "23" || part(time, 2) > "59" ||
        seconds > "60") {
        return std::nullopt;
    }
    return std::string(date.substr(0, 4)) + '-' + part(date, 4) + '-' + part(date, 6) + 'T' + part(time, 0) + ':' +
           part(time, 2) + ':' + seconds + fraction + offset;
}

std::optional<std::string> startOf(DcmItem& dataset) {
    // Times that were taken out leave ones behind that never were, for some must stand there (PS3.15 E.3.6).
    if (textOf(dataset, DCM_LongitudinalTemporalInformationModified) == "REMOVED") return std::nullopt;
    const std::string acquired = textOf(dataset, DCM_AcquisitionDateTime);
    if (acquired.size() >= 12) {
        if (auto start = isoOf(std::string_view(acquired).substr(0, 8), std::string_view(acquired).substr(8)))
            return start;
    }
    if (auto start = isoOf(textOf(dataset, DCM_ContentDate), textOf(dataset, DCM_ContentTime))) return start;
    return isoOf(textOf(dataset, DCM_StudyDate), textOf(dataset, DCM_StudyTime));
}

std::vector<std::string> commentsOf(DcmItem& dataset) {
    struct Entry {
        const char* name;
        DcmTagKey tag;
    };
    const std::vector<Entry> entries = {{"Patient", DCM_PatientName},
                                        {"Patient ID", DCM_PatientID},
                                        {"Born", DCM_PatientBirthDate},
                                        {"Sex", DCM_PatientSex},
                                        {"Age", DCM_PatientAge},
                                        {"Height (m)", DCM_PatientSize},
                                        {"Weight (kg)", DCM_PatientWeight},
                                        {"Study", DCM_StudyDescription},
                                        {"Manufacturer", DCM_Manufacturer},
                                        {"Model", DCM_ManufacturerModelName},
                                        {"Institution", DCM_InstitutionName},
                                        {"Remarks", DCM_PatientComments}};
    std::vector<std::string> comments;
    for (const Entry& entry : entries) {
        const std::string text = textOf(dataset, entry.tag);
        if (!text.empty()) comments.push_back(std::string(entry.name) + ": " + text);
    }
    return comments;
}

// "Doe^Jane^M^Dr": the parts of a person's name (PS3.5 §6.2.1.2), of which the first writing is taken.
std::string personNamed(const std::string& value) {
    const std::string writing = value.substr(0, value.find('='));
    std::string family = writing.substr(0, writing.find('^'));
    if (family.size() == writing.size()) return family;
    const std::string rest = writing.substr(family.size() + 1);
    const std::string given = rest.substr(0, rest.find('^'));
    return family + (family.empty() || given.empty() ? "" : ", ") + given;
}

// "063Y", "012M"
std::string ageSaid(const std::string& value) {
    std::string_view rest = value;
    const auto number = text::takeNumber<int>(rest);
    if (!number || *number <= 0) return {};
    const char* const unit = rest == "Y"   ? " years"
                             : rest == "M" ? " months"
                             : rest == "W" ? " weeks"
                             : rest == "D" ? " days"
                                           : nullptr;
    return unit == nullptr ? "" : std::to_string(*number) + unit;
}

PatientHeader headerOf(DcmItem& dataset) {
    PatientHeader header;
    header.person.id = textOf(dataset, DCM_PatientID);
    header.person.name = personNamed(textOf(dataset, DCM_PatientName));
    header.person.birth_date = birthDateOf(textOf(dataset, DCM_PatientBirthDate));
    header.person.age = ageSaid(textOf(dataset, DCM_PatientAge));
    header.person.sex = sexNamed(textOf(dataset, DCM_PatientSex));
    const std::string maker = textOf(dataset, DCM_Manufacturer);
    const std::string model = textOf(dataset, DCM_ManufacturerModelName);
    header.device = maker + (maker.empty() || model.empty() ? "" : " ") + model;
    header.institution = textOf(dataset, DCM_InstitutionName);
    header.operator_name = personNamed(textOf(dataset, DCM_OperatorsName));
    return header;
}

// Latin-1, UTF-8 and ASCII are told apart by asUtf8(); the others need DCMTK's tables.
void convertTexts(DcmDataset& dataset) {
    const std::string set = textOf(dataset, DCM_SpecificCharacterSet);
    if (set.empty() || set == "ISO_IR 6" || set == "ISO_IR 100" || set == "ISO_IR 192") return;
    if (DcmSpecificCharacterSet::isConversionAvailable()) (void)dataset.convertToUTF8();
}

OFCondition readDataset(const DicomLayout& layout, DcmDataset& dataset) {
    const E_TransferSyntax syntax = !layout.explicit_vr ? EXS_LittleEndianImplicit
                                    : layout.big_endian ? EXS_BigEndianExplicit
                                                        : EXS_LittleEndianExplicit;
    dataset.transferInit();
    OFCondition read;
    if (layout.bytes.inflated) {
        DcmInputBufferStream stream;
        stream.setBuffer(layout.bytes.inflated->data(), static_cast<offile_off_t>(layout.bytes.inflated->size()));
        stream.setEos();
        read = dataset.read(stream, syntax, EGL_noChange, kLongestValue_bytes);
    } else {
        DcmInputFileStream stream(OFFilename(layout.bytes.file->path().c_str()), layout.dataset_offset);
        read =
            stream.status().bad() ? stream.status() : dataset.read(stream, syntax, EGL_noChange, kLongestValue_bytes);
    }
    dataset.transferEnd();
    return read;
}

}  // namespace

Result<DicomContent> readDicomContent(const DicomLayout& layout) {
    static std::once_flag silenced;
    std::call_once(silenced, [] { OFLog::configure(OFLogger::OFF_LOG_LEVEL); });  // what matters is said by us
    const std::string& path = layout.bytes.file->path();
    try {
        DcmDataset dataset;
        if (const OFCondition read = readDataset(layout, dataset); read.bad()) {
            return fail(ErrorCode::malformed, text::say("the DICOM file cannot be read: {1}", std::string(read.text())),
                        path, "restore the file from its source");
        }
        convertTexts(dataset);
        DicomContent content;
        content.start = startOf(dataset);
        content.comments = commentsOf(dataset);
        content.header = headerOf(dataset);
        forEachItem(dataset, DCM_WaveformSequence,
                    [&content](DcmItem& group) { content.groups.push_back(groupOf(group)); });
        forEachItem(dataset, DCM_WaveformAnnotationSequence,
                    [&content](DcmItem& note) { content.notes.push_back(noteOf(note)); });
        if (content.groups.size() != layout.samples.size()) {
            return fail(ErrorCode::malformed, "the waveforms of the DICOM file cannot be told apart", path,
                        "restore the file from its source");
        }
        return content;
    } catch (const std::exception& error) {
        return fail(ErrorCode::malformed, text::say("the DICOM file cannot be read: {1}", std::string(error.what())),
                    path, "restore the file from its source");
    }
}

}  // namespace triptych::formats
