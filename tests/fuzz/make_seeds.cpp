// Writes what the fuzzers start from: small valid files of every format, made by our own code.
#include "core/inference/card.h"

#include "tests/formats/dicom/dicom_files.h"
#include "tests/formats/edf/edf_files.h"
#include "tests/formats/gdf/gdf_files.h"
#include "tests/formats/numpy/numpy_files.h"
#include "tests/formats/packed_files.h"
#include "tests/formats/page/page_files.h"
#include "tests/formats/scp/scp_files.h"
#include "tests/formats/wav/wav_files.h"
#include "tests/formats/wfdb/flac_files.h"
#include "tests/formats/xml/made_xml.h"
#include "tests/fuzz/fuzz_files.h"
#include "tests/fuzz/seeds.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace triptych::test {
namespace {

std::string word(int value) {
    return {static_cast<char>(value), static_cast<char>(value >> 8)};
}

std::string manyWords(int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += word(i * i % 4001 - 2000);
    return out;
}

void addXml(const Seeds& seeds) {
    seeds.add("aecg", "small", madeAecg());
    seeds.add("aecg", "generated",
              replaced(madeAecg(), "</sequenceSet></component><subjectOf>",
                       "<component><sequence><code code=\"MDC_ECG_LEAD_V1\"/><value xsi:type=\"GLIST_PQ\" period=\"2\">"
                       "<head value=\"1\" unit=\"mV\"/><increment value=\"2\" unit=\"uV\"/><denominator value=\"2\"/>"
                       "</value></sequence></component></sequenceSet></component><subjectOf>"));
    seeds.add("aecg", "utf16", asUtf16(madeAecg(), true));
    seeds.add("muse", "small", madeMuse());
    seeds.add("cardiosoft", "strip", madeCardioSoft());
    seeds.add("cardiosoft", "full",
              replaced(madeCardioSoft(), "<StripData>",
                       "<FullDisclosure><NumberOfChannels>2</NumberOfChannels><SampleRate>250</SampleRate><Resolution "
                       "units=\"uVperLsb\">2.5</Resolution><LeadOrder>I,V2</LeadOrder><FullDisclosureData>1,2,3,4,5,6,"
                       "</FullDisclosureData></FullDisclosure><StripData>"));
    seeds.add("philips", "xli", madePhilips(true));
    seeds.add("philips", "plain", madePhilips(false, "1.03", "SierraECG"));
    seeds.add("philips", "utf16", asUtf16(madePhilips(true), false));
}

void addWfdb(const Seeds& seeds) {
    // An annotation file: a normal beat at 10, a rhythm with its text, a jump by SKIP, a beat, the end.
    const std::string annotations = word(1 << 10 | 10) + word(28 << 10 | 5) + word(63 << 10 | 3) +
                                    std::string("(N\0\0", 4) + word(59 << 10) + word(0) + word(100) +
                                    word(5 << 10 | 1) + word(0);
    const std::string next = kNextFile;
    const auto record = [&](const std::string& header, const std::string& signals) {
        return header + next + signals + next + annotations;
    };
    for (const char* format : {"8", "16", "24", "32", "61", "80", "160", "212", "310", "311"}) {
        seeds.add("wfdb", std::string("format") + format,
                  record(std::string("r 2 360 40\nr.dat ") + format + " 200 11 0 0 0 0 MLII\nr.dat " + format +
                             " 100/mV 11 1024 0 0 0 V5\n# 60 M\n",
                         manyWords(160)));
    }
    seeds.add(
        "wfdb", "frames",
        record("r 2 100 20\nr.dat 16x4:2+8 200(5)/uV 16 0 0 0 0 I\nr.dat 16 200 16 0 0 0 0 II\n", manyWords(120)));
    const std::string segment = "s 1 360 20\ns.dat 16 200 16 0 0 0 0 II\n";
    seeds.add("wfdb", "segments",
              record("r/3 1 360 60\ns 20\n~ 20\ns 20\n", "") + next + segment + next + manyWords(20));
    seeds.add("wfdb", "layout",
              record("r/2 1 360 20\nl 0\ns 20\n", "") + next + segment + next + manyWords(20) + next +
                  "l 1 360 0\n~ 0 200 16 0 0 0 0 II\n");
}

void addEdf(const Seeds& seeds) {
    MadeSignal ecg;
    MadeSignal slow;
    slow.label = "Resp";
    slow.dimension = "";
    slow.samples_per_record = 1;
    MadeSignal notes;
    notes.label = "EDF Annotations";
    notes.samples_per_record = 15;
    for (int i = 0; i < 12; ++i) ecg.values.push_back(i * i * 31 - 500);
    for (int i = 0; i < 3; ++i) {
        slow.values.push_back(i);
        notes.texts.push_back('+' + std::to_string(2 * i) + "\x14\x14" + std::string(1, '\0') + '+' +
                              std::to_string(2 * i) + ".5\x15" + "1\x14N\x14" + std::string(1, '\0'));
    }
    MadeEdf plain;
    plain.signals = {ecg, slow};
    seeds.add("edf", "edf", bytesOfEdf(plain));
    MadeEdf plus;
    plus.reserved = "EDF+D";
    plus.signals = {ecg, notes};
    seeds.add("edf", "edf_plus", bytesOfEdf(plus));
    plus.is_bdf = true;
    plus.reserved = "BDF+C";
    plus.signals[1].label = "BDF Annotations";
    seeds.add("edf", "bdf_plus", bytesOfEdf(plus));
}

void putWord(std::string& bytes, std::size_t at, int value) {
    bytes.replace(at, 2, word(value));
}

// ISHNE's header of 522 bytes: two leads of three samples, 5 uV a step at 100 Hz; with an annotation file.
void addIshne(const Seeds& seeds) {
    std::string header(522, '\0');
    for (const auto& [at, value] : {std::pair(14, 3),
                                    {18, 522},
                                    {22, 522},
                                    {138, 5},
                                    {140, 11},
                                    {142, 2008},
                                    {150, 5},
                                    {152, 9},
                                    {156, 2},
                                    {158, 11},
                                    {160, 10},
                                    {206, 5000},
                                    {208, 5000},
                                    {272, 100}}) {
        putWord(header, static_cast<std::size_t>(at), value);
    }
    std::string annotations = header;
    header.replace(0, 8, "ISHNE1.0");
    annotations.replace(0, 8, "ANN  1.0");
    seeds.add(
        "ishne", "two_leads",
        header + manyWords(6) + kNextFile + annotations + std::string(4, '\0') + std::string("N#\1\0V#\1\0C#\0\0", 12));
}

// MFER's tags: preamble, encoding, patient, time, rate, blocks, channels, two channel definitions, an event, samples.
void addMfer(const Seeds& seeds) {
    const auto bytes = [](std::initializer_list<unsigned> values) {
        std::string text;
        for (const unsigned value : values) text += static_cast<char>(value);
        return text;
    };
    seeds.add("mfer", "two_channels",
              bytes({0x40, 8}) + "MFR seed" + bytes({0x03, 8}) + "UTF-16LE" + bytes({0x81, 4, 'E', 0, 0, 0}) +
                  bytes({0x85, 7, 0x07, 0xe3, 6, 19, 13, 20, 5}) +
                  bytes({0x0b, 3, 1, 0xfd, 4, 0x05, 1, 2, 0x04, 1, 2, 0x06, 1, 2, 0x12, 2, 0x80, 0}) +
                  bytes({0x3f, 0, 9, 0x09, 2, 0, 2, 0x0c, 3, 0, 0xfa, 2}) +
                  bytes({0x3f, 1, 0x80, 0x09, 2, 0xc0, 0x0a, 0x0c, 4, 1, 0xfd, 0, 125, 0, 0}) +
                  bytes({0x41, 12, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2, 'h', 0}) +
                  bytes({0x1e, 16, 0, 1, 0xff, 0xfe, 0, 80, 0, 81, 1, 2, 0x80, 0, 0, 82, 0, 83, 0x80}));
    // Every type of sample; two frames with a gap, a beat that is no rhythm, a channel that ends early, a group.
    for (unsigned type = 0; type < 10; ++type) {
        seeds.add("mfer", "type" + std::to_string(type),
                  bytes({0x40, 8}) + "MFR seed" + bytes({0x0b, 3, 1, 0xfd, 4, 0x05, 1, 2, 0x0a, 1, type}) +
                      bytes({0x3f, 1, 3, 0x06, 1, 2, 0x67, 4, 0x09, 2, 0, 2, 0x0d, 2, 0, 1}) + bytes({0x1e, 32}) +
                      std::string(32, '\x41') + bytes({0x07, 1, 40, 0x1e, 16}) + std::string(16, '\x42') +
                      bytes({0x08, 2, 0, 9, 0x1e, 2, 1, 2}));
    }
}

void addCsv(const Seeds& seeds) {
    seeds.add("csv", "times", "time (s),II (mV),V5 (uV)\n0,0.1,100\n0.004,0.25,\n0.008,-1e-2,NaN\n");
    seeds.add("csv", "rate", "# rate: 360 Hz\nMLII;V1\n\"1,5\";2\n-3;4\n5;6\n");
    seeds.add("csv", "tabs", "\xef\xbb\xbfsample\tI\tII\r\n0\t1\t2\r\n1\t3\t4\r\n2\t5\t6\r\n");
    seeds.add("csv", "dates",
              "timestamp;II (mV)\n2023-04-29T23:59:59,996;1,5\n30/04/2023 00:00:00,000;2\n23:59:00;3\n0:0:1;2\n");
    seeds.add("csv", "utf16",
              std::string("\xff\xfe"
                          "t\0;\0I\0\n\0"
                          "0\0;\0"
                          "1\0\n\0"
                          "1\0;\0"
                          "2\0\n\0",
                          26));
    seeds.add("csv", "bare", "1 2\n3 4\n5 6\n");
    seeds.add("csv", "acqknowledge",
              "a\n1 msec/sample\n1 channels\nECG\nmV\nmin\tCH1\n\t3\n0\t1.5\n1.7E-05\t2\n3.3E-05\t3\n");
    seeds.add("csv", "labchart",
              "Interval=\t0.001 s\nExcelDateTime=\t4.5e4\nChannelTitle=\tA\nRange=\t1 mV\n0\t1\n0.001\t2\nInterval=\t1 "
              "s\n0\t3\n");
    seeds.add("csv", "opensignals",
              "# {\"a\": {\"column\": [\"nSeq\", \"CH1\"], \"label\": [\"CH1\"], \"sampling rate\": 100, \"date\": "
              "\"2024-3-1\", "
              "\"time\": \"1:2:3.5\"}}\n0\t1\t\n1\t2\t\n2\t3\t\n");
    seeds.add("csv", "watch",
              "Device,\"Watch6,7\"\nRate,512 Hertz\n\nLead,Lead I\nUnit,\xc2\xb5V\n\n0,000\n-0,125\n0,050\n");
    seeds.add("csv", "openbci",
              "%OpenBCI Raw EXG Data\n%Number of channels = 1\n%Sample Rate = 200 Hz\n0, 0.5, 1709280000.0, 2024-03-01 "
              "08:00:00.000\n"
              "1, 0.5, 1709280000.005, 2024-03-01 08:00:00.005\n");
    seeds.add("csv", "ours",
              "time_s,\"A (mV, 4 Hz)\",\"B (mV, 2 Hz)\",start\n0,1,2,2024-03-01T10:00:00\n0.25,1,,\n0.5,2,3,\n");
    seeds.add("csv", "coarse",
              "sep=,\ntime,x\n10:00:00 PM,1\n10:00:00 PM,2\n10:00:01 PM,3\n10:00:05 PM,4\n0 days 00:00:01,1\n");
}

void addScp(const Seeds& seeds) {
    const std::vector<std::int32_t> first = {0, 1, -3, 40, 200, -200, 0, 0};
    const std::vector<std::int32_t> second = {5, 4, 3, 2, 1, 0, -1, -2};
    const std::string leads = leadsSection({{1, "", 1, 8}, {2, "", 1, 8}});
    const std::string zero(1, '\0');
    const std::string patient = "\2\5" + zero + "4711" + zero + "\xff" + zero + zero;
    seeds.add("scp", "words",
              scpFile({{1, patient},
                       {3, leads},
                       {6, samplesSection(2500, 2000, 1, 0, {wordCoded(first, 1), wordCoded(second, 1)})}}));
    std::string spikes = std::string("\0\1", 2) + le16(800) + le16(0) + le16(4) + le16(900) + std::string(6, '\0') +
                         le16(2) + std::string(2, '\1') + le16(75) + le16(80) + le16(431) + '\1' + le16(0);
    seeds.add("scp", "texts",
              scpFile({{1, patient},
                       {3, leads},
                       {6, samplesSection(2500, 2000, 0, 0, {wordCoded(first, 0), wordCoded(second, 0)})},
                       {7, spikes},
                       {8, "\1" + le16(2021) + std::string("\1\2\3\4\5\1\1", 7) + le16(4) + "NSR" + zero},
                       {9, "Sinus rhythm" + zero + "Normal" + zero},
                       {10, le16(1) + le16(0) + le16(2) + le16(8) + le16(100) + le16(160) + le16(29'999) + le16(380)},
                       {11, "\1" + le16(2021) + std::string("\1\2\3\4\5\1\1", 7) + le16(5) + "\2NSR" + zero}}));
    seeds.add("scp", "huffman",
              scpFile({{2, defaultTableSection()},
                       {3, leads},
                       {6, samplesSection(2500, 2000, 2, 0, {huffmanCoded(first, 2), huffmanCoded(second, 2)})},
                       {7, le16(1) + le16(0) + le16(2) + le16(8) + le16(100) + le16(160) + le16(29'999) + le16(380)}}));
    seeds.add("scp", "reference_beat",
              scpFile({{2, defaultTableSection()},
                       {3, leadsSection({{1, "", 1, 8}}, 5)},
                       {4, le16(4) + le16(2) + le16(1) + le16(0) + le32(1) + le32(3) + le32(6) + le32(2) + le32(5)},
                       {5, samplesSection(2500, 2000, 0, 0, {huffmanCoded({1, 2, 3, 4}, 0)})},
                       {6, samplesSection(2500, 2000, 0, 1, {huffmanCoded(first, 0)})}}));
}

void addDicom(const Seeds& seeds) {
    MadeGroup rhythm;
    rhythm.data = {1, 2, 3, 0xfffe, 5, 6};
    MadeGroup bytes;
    bytes.label = "MEDIAN BEAT";
    bytes.originality = "DERIVED";
    bytes.bits = 8;
    bytes.interpretation = "MB";
    bytes.padding = 0x7f;
    bytes.channels = {{}, {.code = "2:1", .meaning = "Lead I", .time_skew_s = "0.01"}};
    bytes.data = {1, 2, 3, 4, 0x7f, 0xff};
    MadeNote note;
    note.text = "Sinus rhythm";
    note.positions = {2};
    const MadeDicom made{.groups = {rhythm, bytes}, .notes = {note}};
    writeDicom(seeds.place("dicom", "implicit"), made, MadeSyntax::implicit);
    writeDicom(seeds.place("dicom", "explicit"), made, MadeSyntax::explicit_little);
    writeDicom(seeds.place("dicom", "big"), made, MadeSyntax::big);
    writeDicom(seeds.place("dicom", "deflated"), made, MadeSyntax::deflated);
}

// Packed files, arrays, sound, and the formats of JSON.
void addOthers(const Seeds& seeds) {
    MadeSignal ecg;
    for (int i = 0; i < 12; ++i) ecg.values.push_back(i * i * 31 - 500);
    MadeEdf edf;
    edf.signals = {ecg};
    const std::string table = "time (s),II (mV)\n0,0.1\n0.004,0.2\n0.008,0.3\n";
    seeds.add("gzip", "edf", gzipped(bytesOfEdf(edf)));
    seeds.add("gzip", "members", gzipped(table.substr(0, 20)) + gzipped(table.substr(20)) + std::string(9, '\0'));
    seeds.add("zip", "one", zipped({{"a/t.csv", table}}));
    seeds.add("zip", "stored", zipped({{"a/t.csv", table}, {"e.edf", bytesOfEdf(edf)}}, false));
    seeds.add("zip", "record", zipped({{"r.hea", "r 1 100 2\nr.dat 16 200 16 0 0 0 0 II\n"}, {"r.dat", manyWords(2)}}));
    const std::string matrix = npyFile("<i2", "(20, 2)", manyWords(40));
    seeds.add("npy", "matrix", matrix);
    seeds.add("npy", "fortran", npyFile("<f4", "(9, 2)", floatBytes(std::vector<float>(18, 0.7F)), true));
    seeds.add("npy", "many", npyFile("<f2", "(2, 3, 8)", manyWords(48)));
    seeds.add("npz", "settings",
              zipped({{"ecg.npy", matrix},
                      {"fs.npy", npyFile("<f8", "()", doubleBytes({250}))},
                      {"leads.npy", npyFile("|S2", "(2,)", std::string("I\0II", 4))}},
                     false));
    seeds.add("wav", "whole", bytesOfWav({.data = manyWords(20)}));
    seeds.add("wav", "floating", bytesOfWav({.tag = 3, .bits = 32, .data = floatBytes({0.1F, 0.2F, 1, 2})}));
    seeds.add("wav", "extensible", bytesOfWav({.tag = 0xfffe, .channels = 1, .bits = 24, .data = manyWords(9)}));
    std::string flac;
    for (const std::byte byte : flacStream({{1, 2, 3, 4, 5, 6}, {6, 5, 4, 3, 2, 1}}, 16))
        flac += static_cast<char>(byte);
    seeds.add("flac", "two", flac);

    const MadePage page{.width_px = 160,
                        .height_px = 120,
                        .top_px = 20,
                        .bottom_px = 110,
                        .left_px = 5,
                        .right_px = 155,
                        .words = false,
                        .row = [](int x) { return 40.0 + x / 4; }};
    seeds.add("page", "png", pngOf(coloursOf(page), 160, 120));
    seeds.add("page", "jpeg", jpegOf(coloursOf(page), 160, 120));
    seeds.add("page", "progressive", jpegOf(coloursOf(page), 160, 120, true));
    seeds.add(
        "triptych_json", "export",
        R"({"name": "r", "source_format": "WFDB", "start": "2001-12-24T10:20:30", "duration_s": 0.01, "comments": ["a"],
"leads": [{"name": "II", "original_name": "MLII", "unit": "mV", "rate_hz": 360, "gain": 200, "baseline": 7, "derived": false,
"values": [0.1,null,-0.2]}], "annotations": [{"annotator": "atr", "rate_hz": 360, "annotations": [{"sample": 1, "time_s": 0.01,
"symbol": "N", "code": 1, "subtype": 0, "channel": 0, "number": 0, "text": "x", "duration_s": 0.5}]}]})");
    const std::string data = R"({"origin": {"value": 2048, "code": "uV"}, "period": 4, "factor": 2.5, "dimensions": 1,
"data": "1 2 E U L -3"})";
    const std::string observation =
        R"({"resourceType": "Observation", "id": "a", "effectiveDateTime": "2015-02-19T09:30:35+01:00", "component": [
{"code": {"coding": [{"code": "131329"}]}, "valueSampledData": )" +
        data + "}]}";
    seeds.add("fhir", "observation", observation);
    seeds.add("fhir", "bundle",
              R"({"resourceType": "Bundle", "entry": [{"resource": )" + observation +
                  "}, {\"resource\": " + observation + "}]}");
    MadeGdf gdf;
    gdf.records = 2;
    MadeGdfChannel channel;
    channel.data = manyWords(8);
    gdf.channels = {channel};
    gdf.events = {{5, 0x0501, 1, 0}, {2, 0x0300, 0, 3}};
    seeds.add("gdf", "events", bytesOfGdf(gdf));
    gdf.floating_duration = true;
    gdf.channels[0].type = 16;
    gdf.channels[0].data = floatBytes(std::vector<float>(8, 0.5F));
    seeds.add("gdf", "floating", bytesOfGdf(gdf));
    seeds.add("listing", "two",
              R"({"arrays": [{"name": "a/ecg", "shape": [100, 2], "float_bits": 32, "numbers": {"fs": 500},
"texts": {"units": ["mV"]}}, {"name": "b", "shape": [2, 3, 90]}], "numbers": {"rate": 250}, "texts": {"leads": ["I", "II"]},
"warnings": ["w"]})");
}

void addModels(const Seeds& seeds) {
    using namespace inference;
    const auto addCard = [&seeds](const Card& card, std::string_view seed) {
        const auto folder = seeds.place("card", "").parent_path() / std::string(seed);
        std::filesystem::create_directories(folder);
        if (!writeCardFile(folder.string(), card)) std::fprintf(stderr, "a card could not be written\n");
        std::filesystem::rename(folder / kCardFile, folder.string() + ".json");
        std::filesystem::remove(folder);
    };
    Card own;  // of the second edition
    own.info.task = Task::recording;
    own.info.classes = {"sinus rhythm", "AF"};
    own.info.multi_label = true;
    own.info.thresholds = {0.5, 0.4};
    own.info.input = {500, {"I", "II"}, 5000, true, OverWindows::max};
    addCard(own, "recording");
    for (const Fusion fusion : {Fusion::late_attention, Fusion::late_average, Fusion::joint}) {
        Card card;
        card.fusion = fusion;
        card.info.name = "seed";
        card.info.profile = "product";
        card.info.classes = {"N", "S", "V", "F"};
        card.info.temperature = 1;
        card.info.prior_ratio = {1, 0.5, 1.5, 3};
        card.info.rhythm_rules = true;
        card.branches = {{"time", "beat_resnet", 10}};
        if (fusion != Fusion::joint) card.branches.push_back({"time_frequency", "stft_resnet", 20});
        for (const BranchCard& branch : card.branches) card.info.branches.push_back(branch.name);
        card.info.attention.assign(4 * card.branches.size(), 0.5F);
        card.figures_json = R"({"mcc": 0.8})";
        addCard(card, name(fusion));
        card.info.classes = {"sinus", "early", "PVC", "paced"};
        card.info.letters = {"N", "S", "V", ""};
        card.info.rhythm_rules = false;
        addCard(card, std::string(name(fusion)) + "_named");
    }
    const auto weights = [](const std::string& header, std::size_t data) {
        std::string bytes(8, '\0');
        bytes[0] = static_cast<char>(header.size());
        bytes[1] = static_cast<char>(header.size() >> 8);
        return bytes + header + std::string(data, '\1');
    };
    seeds.add("safetensors", "two",
              weights(R"({"__metadata__":{"model":"seed"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},)"
                      R"("b":{"dtype":"U8","shape":[3],"data_offsets":[16,19]}})",
                      19));
    seeds.add("safetensors", "types",
              weights(R"({"e":{"dtype":"I64","shape":[0,4],"data_offsets":[0,0]},)"
                      R"("h":{"dtype":"F16","shape":[],"data_offsets":[0,2]},)"
                      R"("i":{"dtype":"I32","shape":[1],"data_offsets":[2,6]}})",
                      6));
}

}  // namespace
}  // namespace triptych::test

int main(int argc, char** argv) {
    using namespace triptych::test;
    if (argc != 2) {
        std::fprintf(stderr, "usage: make_fuzz_seeds FOLDER\n");
        return 2;
    }
    const Seeds seeds(argv[1]);
    addXml(seeds);
    addWfdb(seeds);
    addEdf(seeds);
    addIshne(seeds);
    addMfer(seeds);
    addCsv(seeds);
    addScp(seeds);
    addDicom(seeds);
    addOthers(seeds);
    addLabels(seeds);
    addProjects(seeds);
    addModels(seeds);
    return 0;
}
