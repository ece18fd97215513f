#include "tests/formats/dicom/dicom_files.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <gtest/gtest.h>

namespace triptych::test {
namespace {

void put(DcmItem& item, const DcmTagKey& tag, const std::string& text) {
    if (text.empty()) return;
    EXPECT_TRUE(item.putAndInsertString(tag, text.c_str()).good()) << text;
}

DcmItem& child(DcmItem& item, const DcmTagKey& sequence) {
    DcmItem* added = nullptr;
    EXPECT_TRUE(item.findOrCreateSequenceItem(sequence, added, -2).good());
    return *added;
}

void putCode(DcmItem& item, const DcmTagKey& sequence, const std::string& value, const std::string& scheme,
             const std::string& meaning) {
    if (value.empty() && meaning.empty()) return;
    DcmItem& code = child(item, sequence);
    put(code, DCM_CodeValue, value);
    put(code, DCM_CodingSchemeDesignator, scheme);
    put(code, DCM_CodeMeaning, meaning);
}

// PS3.3 C.10.9.1.5: OB for samples of eight bits, OW for all others, which has them as words, the lower first.
void putSamples(DcmItem& item, const DcmTagKey& tag, const std::vector<std::uint32_t>& data, int bits) {
    if (bits == 8) {
        std::vector<Uint8> bytes(data.begin(), data.end());
        if (bytes.size() % 2 == 1) bytes.push_back(0);
        EXPECT_TRUE(item.putAndInsertUint8Array(tag, bytes.data(), bytes.size()).good());
        return;
    }
    std::vector<Uint16> words;
    for (const std::uint32_t value : data) {
        words.push_back(static_cast<Uint16>(value));
        if (bits == 32) words.push_back(static_cast<Uint16>(value >> 16));
    }
    EXPECT_TRUE(item.putAndInsertUint16Array(tag, words.data(), words.size()).good());
}

void addGroup(DcmItem& dataset, const MadeGroup& made) {
    DcmItem& group = child(dataset, DCM_WaveformSequence);
    const auto channels = static_cast<Uint16>(made.channels_stated != 0 ? static_cast<std::size_t>(made.channels_stated)
                                                                        : made.channels.size());
    put(group, DCM_MultiplexGroupTimeOffset, made.offset_ms);
    put(group, DCM_WaveformOriginality, made.originality);
    group.putAndInsertUint16(DCM_NumberOfWaveformChannels, channels);
    group.putAndInsertUint32(
        DCM_NumberOfWaveformSamples,
        static_cast<Uint32>(made.samples_stated != 0 ? made.samples_stated : made.data.size() / channels));
    put(group, DCM_SamplingFrequency, made.rate_hz);
    put(group, DCM_MultiplexGroupLabel, made.label);
    for (const MadeChannel& from : made.channels) {
        DcmItem& channel = child(group, DCM_ChannelDefinitionSequence);
        putCode(channel, DCM_ChannelSourceSequence, from.code, from.scheme, from.meaning);
        put(channel, DCM_ChannelSensitivity, from.sensitivity);
        putCode(channel, DCM_ChannelSensitivityUnitsSequence, from.unit, "UCUM", "");
        put(channel, DCM_ChannelSensitivityCorrectionFactor, from.correction);
        put(channel, DCM_ChannelBaseline, from.baseline);
        put(channel, DCM_ChannelTimeSkew, from.time_skew_s);
        channel.putAndInsertUint16(DCM_WaveformBitsStored,
                                   static_cast<Uint16>(made.bits_stored > 0 ? made.bits_stored : made.bits));
    }
    group.putAndInsertUint16(DCM_WaveformBitsAllocated, static_cast<Uint16>(made.bits));
    put(group, DCM_WaveformSampleInterpretation, made.interpretation);
    if (made.padding) putSamples(group, DCM_WaveformPaddingValue, {*made.padding}, made.bits);
    putSamples(group, DCM_WaveformData, made.data, made.bits);
}

void addNote(DcmItem& dataset, const MadeNote& made) {
    DcmItem& note = child(dataset, DCM_WaveformAnnotationSequence);
    put(note, DCM_UnformattedTextValue, made.text);
    putCode(note, DCM_ConceptNameCodeSequence, made.name_code, "SCPECG", made.name);
    put(note, DCM_NumericValue, made.value);
    putCode(note, DCM_MeasurementUnitsCodeSequence, made.unit, "UCUM", "");
    note.putAndInsertUint16Array(DCM_ReferencedWaveformChannels, made.channels.data(), made.channels.size());
    std::string positions;
    for (const std::uint32_t at : made.positions) positions += (positions.empty() ? "" : "\\") + std::to_string(at);
    put(note, DCM_ReferencedSamplePositions, positions);
    put(note, DCM_ReferencedTimeOffsets, made.offsets_ms);
}

}  // namespace

void writeDicom(const std::filesystem::path& path, const MadeDicom& made, MadeSyntax syntax) {
    DcmFileFormat file;
    DcmDataset& dataset = *file.getDataset();
    put(dataset, DCM_SpecificCharacterSet, made.character_set);
    put(dataset, DCM_SOPClassUID, UID_TwelveLeadECGWaveformStorage);
    put(dataset, DCM_SOPInstanceUID, "1.2.3.4");
    put(dataset, DCM_AcquisitionDateTime, made.acquired);
    put(dataset, DCM_PatientName, made.patient);
    put(dataset, DCM_PatientSex, "F");
    for (const MadeGroup& group : made.groups) addGroup(dataset, group);
    for (const MadeNote& note : made.notes) addNote(dataset, note);
    const E_TransferSyntax as = syntax == MadeSyntax::implicit          ? EXS_LittleEndianImplicit
                                : syntax == MadeSyntax::explicit_little ? EXS_LittleEndianExplicit
                                : syntax == MadeSyntax::big             ? EXS_BigEndianExplicit
                                                                        : EXS_DeflatedLittleEndianExplicit;
    // Lengths stated where DCMTK can: implicit and deflated files come without, the others with delimiters.
    const bool lengths = syntax == MadeSyntax::implicit || syntax == MadeSyntax::deflated;
    EXPECT_TRUE(file.saveFile(path.c_str(), as, lengths ? EET_ExplicitLength : EET_UndefinedLength).good());
}

}  // namespace triptych::test
