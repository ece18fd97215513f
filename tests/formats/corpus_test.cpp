// Every file of the formats' corpus opens, or is refused with the right reason. The test writes what it saw as a table
// to its log; a row here says what must be seen.
#include "core/formats/export/export.h"
#include "core/formats/open.h"
#include "tests/formats/record_files.h"
#include "tests/formats/same_recordings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <set>
#include <sstream>

namespace triptych::formats {
namespace {

using namespace test;

struct Row {
    const char* path;
    const char* format;
    std::size_t leads;  // 0: refused
    double rate_hz;     // of the first lead
    double seconds;     // to a hundredth
    std::size_t warnings;
    const char* says;  // part of the error's sentence, or of a warning
};

constexpr std::array kRows = {
    Row{"aecg/empty.xml", "HL7 aECG", 0, 0, 0, 0, "the file has no series of samples"},
    Row{"aecg/fda_subject1_0.xml", "HL7 aECG", 12, 500, 10, 0, ""},
    Row{"aecg/minimum_aecg.xml", "HL7 aECG", 1, 500, 0.03, 0, ""},
    Row{"aecg/minimum_aecg_effectiveTime_high.xml", "HL7 aECG", 1, 500, 0.03, 0, ""},
    Row{"aecg/minimum_aecg_effectiveTime_interval.xml", "HL7 aECG", 1, 500, 0.03, 0, ""},
    Row{"aecg/minimum_aecg_effectiveTime_low.xml", "HL7 aECG", 1, 500, 0.03, 0, ""},
    Row{"aecg/minimum_aecg_nouuid.xml", "HL7 aECG", 1, 500, 0.03, 0, ""},
    Row{"dicom/ecobt_mitbih100_2ch_360Hz.dcm", "DICOM", 2, 360, 1805.56, 1, "defines 12 channels and holds 2"},
    Row{"dicom/ge_hemodynamic_12lead_240Hz.dcm", "DICOM", 12, 240, 10, 0, ""},
    Row{"dicom/pydicom_waveform_ecg_12lead_mortara.dcm", "DICOM", 12, 1000, 10, 0, ""},
    Row{"edf_bdf/mentalab_wiki-ECG-resting_ExG.bdf", "BDF+C", 9, 250, 122, 1, "TimeStamp (s)"},
    Row{"edf_bdf/pyedflib_test_legacy.edf", "EDF", 11, 200, 600, 0, ""},
    Row{"edf_bdf/test_generator.bdf", "BDF+C", 5, 1000, 30, 0, ""},
    Row{"edf_bdf/test_generator_datarec_generator_0_5.bdf", "BDF+C", 5, 2000, 30, 0, ""},
    Row{"edf_bdf/test_subsecond.edf", "EDF+C", 1, 128, 698, 0, ""},
    Row{"edf_bdf/test_utf8.edf", "EDF+C", 1, 128, 698, 0, ""},
    Row{"ishne/1-300m.ecg", "ISHNE", 3, 200, 1500, 1, "the file ends early"},
    Row{"mfer/test-file.MWF", "MFER", 6, 250, 720, 1, "status (status)"},
    Row{"muse/EGM/bard-avnrt.txt", "CSV", 11, 1000, 3.52, 1,
        "no unit for these signals, which are shown as they are, not as millivolts: I, III"},
    Row{"muse/EGM/bard-pac-svt.txt", "CSV", 14, 1000, 3.52, 1, "millivolts: I, III, V1, ABL d"},
    Row{"muse/EGM/muse-sinus.hea", "WFDB", 12, 500, 10, 0, ""},
    Row{"muse/EGM/muse-sinus.xml", "GE MUSE", 12, 500, 10, 0, ""},
    Row{"muse/braveheart_example1.xml", "GE MUSE", 12, 500, 10, 0, ""},
    Row{"philips/3191723_ZZDEMOPTONLY_1-04_orig.xml", "Philips Sierra", 12, 500, 11, 1,
        "a P wave of 148 ms within a PR interval of 144 ms"},
    Row{"philips/ad4d3d80-d165_1-04_converted.xml", "HL7 aECG", 12, 500, 11, 0, ""},
    Row{"philips/ad4d3d80-d165_1-04_orig.xml", "Philips Sierra", 12, 500, 11, 1,
        "a P wave of 508 ms within a PR interval of 144 ms"},
    Row{"philips/invalid-doc-type.xml", "Philips Sierra", 0, 0, 0, 0, "the document calls itself \"MortaraECG\", not"},
    Row{"philips/invalid-doc-version.xml", "Philips Sierra", 0, 0, 0, 0,
        "the file has version \"1.05\" of its format, a"},
    Row{"philips/repbeats_example.xml", "Philips Sierra", 12, 500, 11, 0, ""},
    Row{"scp/healforce_62_nonconforming.SCP", "SCP-ECG", 0, 0, 0, 0, "61554 in the wrong byte order"},
    Row{"scp/healforce_63_nonconforming.SCP", "SCP-ECG", 0, 0, 0, 0, "61554 in the wrong byte order"},
    Row{"scp/scp_ecg_rw_test.scp", "SCP-ECG", 12, 500, 10, 2, "states no amplitude"},
    Row{"wfdb/app-toolbox/a01.hea", "WFDB", 4, 1000, 60, 0, ""},
    Row{"wfdb/mat_records/TestICU.hea", "WFDB", 6, 125, 300, 0, ""},
    Row{"wfdb/mat_records/sample_ecg_datam.hea", "WFDB", 1, 1000, 660, 0, ""},
    Row{"wfdb/wfdb-c/100a.hea", "WFDB", 0, 0, 0, 0, "the record has no signals"},
    Row{"wfdb/wfdb-c/100s.hea", "WFDB", 2, 360, 60, 0, ""},
    Row{"wfdb/wfdb-c/100x.hea", "WFDB", 0, 0, 0, 0, "the signal file that the header names is mis"},
    Row{"wfdb/wfdb-c/multi.hea", "WFDB", 2, 360, 125, 0, ""},
    Row{"wfdb/wfdb-c/null.hea", "WFDB", 0, 0, 0, 0, "no samples are stored for these signals (for"},
    Row{"wfdb/wfdb-python/100-no-len.hea", "WFDB", 0, 0, 0, 0, "the signal file that the header names is mis"},
    Row{"wfdb/wfdb-python/100.hea", "WFDB", 0, 0, 0, 0, "the signal file that the header names is mis"},
    Row{"wfdb/wfdb-python/100_3chan.hea", "WFDB", 3, 360, 2.77, 0, ""},
    Row{"wfdb/wfdb-python/100skew.hea", "WFDB", 0, 0, 0, 0, "the signal file that the header names is mis"},
    Row{"wfdb/wfdb-python/3000003_0003.hea", "WFDB", 2, 125, 8.22, 0, ""},
    Row{"wfdb/wfdb-python/310derive.hea", "WFDB", 2, 250, 4.1, 0, ""},
    Row{"wfdb/wfdb-python/310derive_2.hea", "WFDB", 1, 360, 2.83, 0, ""},
    Row{"wfdb/wfdb-python/311derive.hea", "WFDB", 1, 250, 4.1, 0, ""},
    Row{"wfdb/wfdb-python/311derive_2.hea", "WFDB", 1, 360, 2.83, 0, ""},
    Row{"wfdb/wfdb-python/a103l-no-len.hea", "WFDB", 3, 250, 330, 1, "PLETH (NU)"},
    Row{"wfdb/wfdb-python/a103l.hea", "WFDB", 3, 250, 330, 1, "PLETH (NU)"},
    Row{"wfdb/wfdb-python/binformats.hea", "WFDB", 10, 200, 2.5, 0, ""},
    Row{"wfdb/wfdb-python/flacformats.hea", "WFDB", 3, 200, 2.5, 0, ""},
    Row{"wfdb/wfdb-python/multi-segment/041s/041s.hea", "WFDB", 7, 500, 16, 1, "ABP (mmHg), PAP (mmHg)"},
    Row{"wfdb/wfdb-python/multi-segment/041s/041s01.hea", "WFDB", 7, 500, 8, 1, "ABP (mmHg), PAP (mmHg)"},
    Row{"wfdb/wfdb-python/multi-segment/041s/041s02.hea", "WFDB", 7, 500, 8, 1, "ABP (mmHg), PAP (mmHg)"},
    Row{"wfdb/wfdb-python/multi-segment/fixed1/v102s.hea", "WFDB", 4, 250, 900, 1, "PLETH (NU), RESP (NU)"},
    Row{"wfdb/wfdb-python/multi-segment/fixed1/v102s_1.hea", "WFDB", 4, 250, 300, 1, "PLETH (NU), RESP (NU)"},
    Row{"wfdb/wfdb-python/multi-segment/fixed1/v102s_2.hea", "WFDB", 4, 250, 300, 1, "PLETH (NU), RESP (NU)"},
    Row{"wfdb/wfdb-python/multi-segment/fixed1/v102s_3.hea", "WFDB", 4, 250, 300, 1, "PLETH (NU), RESP (NU)"},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3248903_layout.hea", "WFDB", 0, 0, 0, 0,
        "no samples are stored for these signals (for"},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_0001.hea", "WFDB", 2, 125, 54, 0, ""},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_0002.hea", "WFDB", 2, 125, 1, 0, ""},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_0003.hea", "WFDB", 2, 125, 10.83, 0, ""},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_0004.hea", "WFDB", 2, 125, 4.1, 0, ""},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_0005.hea", "WFDB", 2, 125, 7250.07, 0, ""},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_0006.hea", "WFDB", 2, 125, 10439.53, 0, ""},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_0007.hea", "WFDB", 2, 125, 10.24, 0, ""},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_0008.hea", "WFDB", 2, 125, 4.1, 0, ""},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_0009.hea", "WFDB", 0, 0, 0, 0,
        "the signal file that the header names is mis"},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_0010.hea", "WFDB", 0, 0, 0, 0,
        "the signal file that the header names is mis"},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_0011.hea", "WFDB", 0, 0, 0, 0,
        "the signal file that the header names is mis"},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_0012.hea", "WFDB", 3, 125, 35.4, 1, "ABP (mmHg)"},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_0013.hea", "WFDB", 3, 125, 144.6, 1, "ABP (mmHg)"},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_0014.hea", "WFDB", 2, 125, 60, 0, ""},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_0015.hea", "WFDB", 3, 125, 300, 1, "ABP (mmHg)"},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_0016.hea", "WFDB", 2, 125, 180, 0, ""},
    Row{"wfdb/wfdb-python/multi-segment/s00001/3975656_layout.hea", "WFDB", 0, 0, 0, 0,
        "no samples are stored for these signals (for"},
    Row{"wfdb/wfdb-python/multi-segment/s00001/s00001-2896-10-09-01-56.hea", "WFDB", 0, 0, 0, 0,
        "the record is one long gap: no segment holds"},
    Row{"wfdb/wfdb-python/multi-segment/s00001/s00001-2896-10-09-01-56n.hea", "WFDB", 10, 0.0166667, 60, 1,
        "HR (bpm), ABPSys (mmHg), ABPDias (mmHg), ABP"},
    Row{"wfdb/wfdb-python/multi-segment/s00001/s00001-2896-10-10-00-31.hea", "WFDB", 4, 125, 116146.9, 4,
        "3975656_0009"},
    Row{"wfdb/wfdb-python/multi-segment/s00001/s00001-2896-10-10-00-31n.hea", "WFDB", 10, 0.0166667, 116160, 1,
        "HR (bpm), ABPSys (mmHg), ABPDias (mmHg), ABP"},
    Row{"wfdb/wfdb-python/p10143.hea", "WFDB", 2, 500, 900, 0, ""},
    Row{"wfdb/wfdb-python/s0010_re.hea", "WFDB", 15, 1000, 38.4, 0, ""},
    Row{"wfdb/wfdb-python/test01_00s.hea", "WFDB", 4, 500, 8, 0, ""},
    Row{"wfdb/wfdb-python/test01_00s_frame.hea", "WFDB", 3, 500, 8, 0, ""},
    Row{"wfdb/wfdb-python/test01_00s_skew.hea", "WFDB", 4, 500, 8, 0, ""},
    Row{"wfdb/wfdb-python/test01_00s_skewframe.hea", "WFDB", 3, 500, 8, 0, ""},
    Row{"wfdb/wfdb-python/test_edfann.edf", "WFDB", 0, 0, 0, 0, "the file holds annotations and no signal"},
    Row{"wfdb/wfdb-python/v102s.hea", "WFDB", 4, 250, 300, 1, "PLETH (NU), RESP (NU)"},
};

// Parts of a record: its header says what they are, and has a row of its own.
bool isPart(const std::filesystem::path& path) {
    static const std::set<std::string> kParts = {".dat", ".atr", ".qrs", ".mat", ".xyz", ".ann", ".ecgpuwave"};
    const std::string extension = path.extension().string();
    return kParts.contains(extension) ||
           (extension.size() == 3 && extension.starts_with(".d") && std::isdigit(extension[2]) != 0);
}

std::vector<std::filesystem::path> filesUnder(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const auto relative = entry.path().lexically_relative(folder);
        if (entry.is_regular_file() && *relative.begin() != "licences") files.push_back(relative);
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string lineOf(const std::string& path, const Result<RecordingPtr>& opened) {
    std::ostringstream line;
    line << std::left << std::setw(64) << path;
    if (!opened) {
        line << "refused: " << name(opened.error().code) << ": " << opened.error().what << '\n';
        return line.str();
    }
    const Recording& recording = **opened;
    line << std::setw(16) << recording.format << std::right << std::setw(4) << recording.leads.size() << std::setw(10)
         << recording.leads[0].rate_hz << " Hz" << std::setw(10) << std::fixed << std::setprecision(2)
         << recording.duration_s << " s  " << recording.warnings.size() << " warnings\n";
    for (const Warning& warning : recording.warnings) line << "      " << warning.what << '\n';
    return line.str();
}

void check(const Row& row, const Result<RecordingPtr>& opened) {
    if (row.leads == 0) {
        ASSERT_FALSE(opened) << row.path;
        EXPECT_NE(sentence(opened.error()).find(row.says), std::string::npos)
            << row.path << ": " << sentence(opened.error());
        EXPECT_FALSE(opened.error().where.empty()) << row.path;
        EXPECT_FALSE(opened.error().hint.empty()) << row.path;
        return;
    }
    ASSERT_TRUE(opened) << row.path << ": " << sentence(opened.error());
    const Recording& recording = **opened;
    EXPECT_EQ(recording.format, row.format) << row.path;
    EXPECT_EQ(recording.leads.size(), row.leads) << row.path;
    EXPECT_NEAR(recording.leads[0].rate_hz, row.rate_hz, 1e-3) << row.path;
    EXPECT_NEAR(recording.duration_s, row.seconds, 0.0051 + 1e-6 * row.seconds) << row.path;
    EXPECT_EQ(recording.warnings.size(), row.warnings) << row.path << '\n' << warningsOf(recording);
    EXPECT_NE(warningsOf(recording).find(row.says), std::string::npos) << row.path << '\n' << warningsOf(recording);
}

TEST(Corpus, EveryFileOpensOrIsRefusedWithTheRightReason) {
    TRIPTYCH_NEEDS_DATA(folder, "formats");
    std::set<std::string> seen;
    for (const auto& file : filesUnder(folder)) {
        const auto opened = open((folder / file).string());
        if (isPart(file)) {
            EXPECT_TRUE(opened || !opened.error().hint.empty()) << file;
            continue;
        }
        const std::string path = file.generic_string();
        std::cout << lineOf(path, opened);
        const auto row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& known) { return path == known.path; });
        if (row == kRows.end()) {
            ADD_FAILURE() << path << " has no row: say what must be seen of it";
            continue;
        }
        seen.insert(path);
        check(*row, opened);
    }
    for (const Row& row : kRows) EXPECT_TRUE(seen.contains(row.path)) << row.path << " is not in the corpus";
}

// What the copy of a file cannot be, and why; everything else comes back.
TEST(Corpus, EveryFileThatOpensComesBackFromWfdbAndFromEdf) {
    TRIPTYCH_NEEDS_DATA(folder, "formats");
    const auto scratch = scratchFolder("corpus-round-trip");
    std::size_t trips = 0;
    for (const Row& row : kRows) {
        if (row.leads == 0) continue;
        const auto before = open((folder / row.path).string());
        ASSERT_TRUE(before) << row.path;
        for (const char* name : {"copy.hea", "copy.edf"}) {
            const std::string path = (scratch / name).string();
            const ExportFormat format = *exportFormatFor(path);
            const auto written = exportRecording(**before, path, format, {});
            ASSERT_TRUE(written) << row.path << ' ' << name << ": " << sentence(written.error());
            const auto after = open(path);
            ASSERT_TRUE(after) << row.path << ' ' << name << ": " << sentence(after.error());
            SCOPED_TRACE(std::string(row.path) + " by " + name);
            expectSame(**before, **after, 1, format == ExportFormat::edf);
            expectSameAnnotations(**before, **after, format == ExportFormat::edf);
            for (const std::string& file : written->files) std::filesystem::remove(file);
            ++trips;
        }
    }
    std::cout << trips << " round trips\n";
}

}  // namespace
}  // namespace triptych::formats
