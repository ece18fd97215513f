#include "tests/formats/xml/made_xml.h"

#include <array>
#include <map>

namespace triptych::test {
namespace {

constexpr std::array kLeads = {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"};
constexpr std::size_t kSamples = 10;

std::string sequence(const std::string& lead, const std::string& digits) {
    return "<component><sequence><code code=\"MDC_ECG_LEAD_" + lead +
           "\"/><value xsi:type=\"SLIST_PQ\"><origin value=\"0\" unit=\"uV\"/><scale value=\"2.5\" "
           "unit=\"uV\"/><digits>" +
           digits + "</digits></value></sequence></component>";
}

std::string museLead(const std::string& name, std::span<const std::int32_t> values, const std::string& crc) {
    return "<LeadData><LeadSampleCountTotal>" + std::to_string(values.size()) +
           "</LeadSampleCountTotal><LeadAmplitudeUnitsPerBit>4.88</LeadAmplitudeUnitsPerBit>"
           "<LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits><LeadID>" +
           name + "</LeadID><LeadSampleSize>2</LeadSampleSize><LeadDataCRC32>" + crc +
           "</LeadDataCRC32><WaveFormData>\n  " + toBase64(littleEndian(values)) + "\n</WaveFormData></LeadData>";
}

std::vector<std::int32_t> philipsLead(std::size_t lead) {
    std::vector<std::int32_t> samples;
    for (std::size_t k = 0; k < kSamples; ++k) samples.push_back(philipsSample(lead, k));
    return samples;
}

// What is stored of the four leads that follow from I and II.
std::vector<std::int32_t> philipsStored(std::size_t lead) {
    std::vector<std::int32_t> stored = philipsLead(lead);
    for (std::size_t k = 0; k < kSamples && lead >= 2 && lead < 6; ++k) {
        const std::int32_t i = philipsSample(0, k);
        const std::int32_t ii = philipsSample(1, k);
        const std::int32_t iii = philipsSample(2, k);
        const std::array<std::int32_t, 4> predicted = {ii - i, -((i + ii) / 2), (i - iii) / 2, (ii + iii) / 2};
        stored[k] = predicted[lead - 2] - stored[k];
    }
    return stored;
}

// Ten-bit LZW codes with a closing one; the dictionary stays as it is when it is full.
std::vector<std::uint8_t> lzwCodes(const std::string& bytes) {
    std::map<std::string, std::uint32_t> dictionary;
    for (std::uint32_t i = 0; i < 256; ++i) dictionary[std::string(1, static_cast<char>(i))] = i;
    std::vector<std::uint32_t> codes;
    std::string held;
    for (const char byte : bytes) {
        if (dictionary.contains(held + byte)) {
            held += byte;
            continue;
        }
        codes.push_back(dictionary.at(held));
        if (dictionary.size() < 1023) dictionary.emplace(held + byte, static_cast<std::uint32_t>(dictionary.size()));
        held = std::string(1, byte);
    }
    if (!held.empty()) codes.push_back(dictionary.at(held));
    codes.push_back(1023);
    std::vector<std::uint8_t> out;
    std::uint32_t bits = 0;
    int held_bits = 0;
    for (const std::uint32_t code : codes) {
        bits = bits << 10 | code;
        for (held_bits += 10; held_bits >= 8; held_bits -= 8) {
            out.push_back(static_cast<std::uint8_t>(bits >> (held_bits - 8)));
        }
        bits &= (1U << held_bits) - 1;
    }
    if (held_bits > 0) out.push_back(static_cast<std::uint8_t>(bits << (8 - held_bits)));
    return out;
}

}  // namespace

std::string madeAecg() {
    const std::string time =
        "<component><sequence><code code=\"TIME_ABSOLUTE\"/><value xsi:type=\"GLIST_TS\">"
        "<head value=\"20200102030405.250\"/><increment value=\"0.002\" unit=\"s\"/></value>"
        "</sequence></component>";
    const std::string wave =
        "<annotation><code code=\"MDC_ECG_WAVC\"/><value xsi:type=\"CE\" code=\"MDC_ECG_WAVC_QRSWAVE\"/><support>"
        "<supportingROI><component><boundary><code code=\"TIME_ABSOLUTE\"/><value xsi:type=\"IVL_TS\">"
        "<low value=\"20200102030405.252\"/><high value=\"20200102030405.256\"/></value></boundary></component>"
        "</supportingROI></support></annotation>";
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- made -->\n"
           "<AnnotatedECG xmlns=\"urn:hl7-org:v3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
           "<component><series><code code=\"RHYTHM\"/><effectiveTime><low value=\"20200102030405.250\"/>"
           "<high value=\"20200102030405.258\"/></effectiveTime><component><sequenceSet>" +
           time + sequence("I", "1 -2 3 4") + sequence("II", "10\n20 30\t40 ") +
           "</sequenceSet></component><subjectOf><annotationSet><component><annotation><code code=\"MDC_ECG_BEAT\"/>"
           "<value xsi:type=\"CE\" code=\"MDC_ECG_BEAT_V_P_C\"/><component>" +
           wave +
           "</component></annotation></component></annotationSet></subjectOf><derivation><derivedSeries>"
           "<code code=\"REPRESENTATIVE_BEAT\"/><component><sequenceSet>" +
           sequence("II", "9 9") +
           "</sequenceSet></component></derivedSeries></derivation></series></component></AnnotatedECG>\n";
}

std::string madeMuse() {
    const std::array<std::int32_t, 3> i = {100, 200, 300};
    const std::array<std::int32_t, 3> ii = {300, 200, 101};
    // Checksums as zlib gives them.
    return "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<!DOCTYPE RestingECG SYSTEM \"restecg.dtd\">\n<RestingECG>"
           "<PatientDemographics><PatientAge>43</PatientAge><AgeUnits>YEARS</AgeUnits><Gender>MALE</Gender>"
           "<PatientLastName>M\xfcller</PatientLastName></PatientDemographics><TestDemographics>"
           "<AcquisitionTime>22:41:16</AcquisitionTime><AcquisitionDate>04-29-2023</AcquisitionDate>"
           "<AcquisitionDevice>G\xe4rtner</AcquisitionDevice></TestDemographics><Diagnosis><DiagnosisStatement>"
           "<StmtText>Sinus</StmtText></DiagnosisStatement><DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag>"
           "<StmtText>rhythm</StmtText></DiagnosisStatement></Diagnosis><QRSTimesTypes><QRS><Number>1</Number>"
           "<Type>2</Type><Time>2</Time></QRS></QRSTimesTypes><Waveform><WaveformType>Median</WaveformType>"
           "<SampleBase>500</SampleBase><SampleExponent>0</SampleExponent>" +
           museLead("I", i, "0") +
           "</Waveform><Waveform><WaveformType>Rhythm</WaveformType><SampleType>CONTINUOUS_SAMPLES</SampleType>"
           "<SampleBase>500</SampleBase><SampleExponent>0</SampleExponent>" +
           museLead("I", i, "3748163902") + museLead("II", ii, "1472140373") + "</Waveform></RestingECG>\n";
}

std::int32_t philipsSample(std::size_t lead, std::size_t sample) {
    const auto wave = static_cast<std::int32_t>(sample * sample) - 20;
    return wave * (lead % 2 == 0 ? 3 : -7) + static_cast<std::int32_t>(lead) * 11;
}

std::string madeCardioSoft() {
    return "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<CardiologyXML><ObservationType>RestECG</ObservationType>"
           "<ObservationDateTime><Hour>14</Hour><Minute>5</Minute><Second>7</Second><Day>9</Day><Month>3</Month>"
           "<Year>2021</Year></ObservationDateTime><ClinicalInfo><DeviceInfo><Desc>CardioSoft</Desc></DeviceInfo>"
           "</ClinicalInfo><PatientInfo><Age units=\"years\">61</Age><Gender>FEMALE</Gender></PatientInfo>"
           "<Interpretation><Diagnosis><DiagnosisText>Sinus rhythm</DiagnosisText></Diagnosis></Interpretation>"
           "<RestingECGMeasurements><VentricularRate units=\"BPM\">71</VentricularRate><MedianSamples><SampleRate "
           "units=\"Hz\">500</SampleRate><Resolution units=\"uVperLsb\">5</Resolution><WaveformData "
           "lead=\"I\">9,9,9,9,9,9"
           "</WaveformData></MedianSamples></RestingECGMeasurements><StripData><NumberOfLeads units=\"pcs\">3"
           "</NumberOfLeads><SampleRate units=\"Hz\">500</SampleRate><ChannelSampleCountTotal units=\"pcs\">4"
           "</ChannelSampleCountTotal><Resolution units=\"uVperLsb\">5</Resolution><WaveformData lead=\"I\">\t12,14,\n"
           "-14,0</WaveformData><WaveformData lead=\"II\">1,2,3,4</WaveformData><WaveformData lead=\"V1\">-1,-2,-3,-4,"
           "</WaveformData></StripData></CardiologyXML>";
}

std::string madePhilips(bool compressed, std::string_view version, std::string_view type) {
    std::vector<std::uint8_t> bytes;
    for (std::size_t lead = 0; lead < kLeads.size(); ++lead) {
        const auto part = compressed ? xliBlockOf(philipsStored(lead)) : littleEndian(philipsLead(lead));
        bytes.insert(bytes.end(), part.begin(), part.end());
    }
    std::string labels;
    for (const char* lead : kLeads) labels += std::string(lead) + ' ';
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<restingecgdata><documentinfo><documenttype>" +
           std::string(type) + "</documenttype><documentversion>" + std::string(version) +
           "</documentversion></documentinfo><dataacquisition date=\"2008-12-23\" time=\"19:44:46\">"
           "<signalcharacteristics><samplingrate>1000</samplingrate><resolution>5</resolution>"
           "<bitspersample>16</bitspersample></signalcharacteristics></dataacquisition><interpretations>"
           "<interpretation><severity>NORMAL</severity><statement><leftstatement>SINUS BRADYCARDIA</leftstatement>"
           "<rightstatement>V-rate&lt;60</rightstatement></statement></interpretation></interpretations><waveforms>"
           "<parsedwaveforms dataencoding=\"Base64\" " +
           std::string(compressed ? "compression=\"XLI\" " : "") + "numberofleads=\"12\" leadlabels=\"" + labels +
           "\" durationperchannel=\"10\" samplespersecond=\"1000\" resolution=\"5\">" + toBase64(bytes) +
           "</parsedwaveforms><repbeats><repbeat leadname=\"I\"/></repbeats></waveforms></restingecgdata>\n";
}

std::string toBase64(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < 3; ++k) bits = bits << 8 | (i + k < bytes.size() ? bytes[i + k] : 0U);
        for (std::size_t k = 0; k < 4; ++k) {
            text += i + k > bytes.size() ? '=' : kLetters[bits >> (18 - 6 * k) & 63];
        }
    }
    return text;
}

std::vector<std::uint8_t> littleEndian(std::span<const std::int32_t> values) {
    std::vector<std::uint8_t> bytes;
    for (const std::int32_t value : values) {
        bytes.push_back(static_cast<std::uint8_t>(value));
        bytes.push_back(static_cast<std::uint8_t>(value >> 8));
    }
    return bytes;
}

std::vector<std::uint8_t> xliBlockOf(std::span<const std::int32_t> samples) {
    // Each difference stands one place early, in the place of the sample before the one that it belongs to.
    std::vector<std::int32_t> stored(samples.begin(), samples.end());
    std::int32_t first = 0;
    for (std::size_t i = 2; i < samples.size(); ++i) {
        const std::int32_t difference = 2 * samples[i - 1] - samples[i - 2] - samples[i];
        if (i == 2) first = difference;
        if (i > 2) stored[i - 1] = difference + 64;
    }
    if (samples.size() > 2) stored.back() = 64;
    std::string bytes;
    for (const std::int32_t value : stored) bytes += static_cast<char>(value >> 8);
    for (const std::int32_t value : stored) bytes += static_cast<char>(value);
    const auto codes = lzwCodes(bytes);
    const std::array<std::int32_t, 4> header = {static_cast<std::int32_t>(codes.size()), 0, 1, first};
    std::vector<std::uint8_t> block = littleEndian(header);
    block.insert(block.end(), codes.begin(), codes.end());
    return block;
}

std::string asUtf16(std::string_view ascii, bool big_endian) {
    std::string out = big_endian ? "\xfe\xff" : "\xff\xfe";
    for (const char letter : ascii) {
        if (big_endian) out += '\0';
        out += letter;
        if (!big_endian) out += '\0';
    }
    return out;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    const std::size_t place = text.find(what);
    if (place != std::string::npos) text.replace(place, what.size(), by);
    return text;
}

}  // namespace triptych::test
