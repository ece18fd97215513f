// MATLAB's variables of levels 4, 5 and 7.3 by a child process.
#include "core/formats/matlab/matlab.h"

#include "core/formats/open.h"
#include "tests/formats/record_files.h"
#include "tests/formats/sweep.h"

#include <gtest/gtest.h>
#include <matio.h>

#include <array>

namespace triptych::formats {
namespace {

using namespace test;

class MatFile {
public:
    MatFile(const std::filesystem::path& path, mat_ft level) : file_(Mat_CreateVer(path.c_str(), nullptr, level)) {}
    ~MatFile() { Mat_Close(file_); }
    MatFile(const MatFile&) = delete;
    MatFile& operator=(const MatFile&) = delete;

    // Column by column, as MATLAB has it.
    void add(const std::string& name, std::vector<std::size_t> shape, std::vector<double> values, bool packed = false) {
        matvar_t* const variable = Mat_VarCreate(name.c_str(), MAT_C_DOUBLE, MAT_T_DOUBLE,
                                                 static_cast<int>(shape.size()), shape.data(), values.data(), 0);
        Mat_VarWrite(file_, variable, packed ? MAT_COMPRESSION_ZLIB : MAT_COMPRESSION_NONE);
        Mat_VarFree(variable);
    }
    void addStruct(const std::string& name, std::vector<double> signal, double rate_hz, std::string unit) {
        const std::array<const char*, 3> fields = {"signal", "fs", "units"};
        std::array<std::size_t, 2> one = {1, 1};
        std::array<std::size_t, 2> length = {1, signal.size()};
        std::array<std::size_t, 2> letters = {1, unit.size()};
        matvar_t* const variable =
            Mat_VarCreateStruct(name.c_str(), 2, one.data(), const_cast<const char**>(fields.data()), 3);
        Mat_VarSetStructFieldByName(
            variable, "signal", 0,
            Mat_VarCreate(nullptr, MAT_C_DOUBLE, MAT_T_DOUBLE, 2, length.data(), signal.data(), 0));
        Mat_VarSetStructFieldByName(variable, "fs", 0,
                                    Mat_VarCreate(nullptr, MAT_C_DOUBLE, MAT_T_DOUBLE, 2, one.data(), &rate_hz, 0));
        Mat_VarSetStructFieldByName(variable, "units", 0,
                                    Mat_VarCreate(nullptr, MAT_C_CHAR, MAT_T_UTF8, 2, letters.data(), unit.data(), 0));
        Mat_VarWrite(file_, variable, MAT_COMPRESSION_NONE);
        Mat_VarFree(variable);
    }

    // A matrix of letters, all words of one length.
    void addWords(const std::string& name, const std::vector<std::string>& words) {
        std::string letters;  // column by column
        for (std::size_t k = 0; k < words.front().size(); ++k) {
            for (const std::string& word : words) letters += word[k];
        }
        std::array<std::size_t, 2> shape = {words.size(), words.front().size()};
        matvar_t* const variable =
            Mat_VarCreate(name.c_str(), MAT_C_CHAR, MAT_T_UTF8, 2, shape.data(), letters.data(), 0);
        Mat_VarWrite(file_, variable, MAT_COMPRESSION_NONE);
        Mat_VarFree(variable);
    }

private:
    mat_t* file_;
};

// Two leads in rows: lead n's sample k is 1000 n + k, in MATLAB's order.
std::vector<double> twoRows(std::size_t samples) {
    std::vector<double> values;
    for (std::size_t k = 0; k < samples; ++k) {
        for (std::size_t n = 0; n < 2; ++n) values.push_back(1000.0 * static_cast<double>(n) + static_cast<double>(k));
    }
    return values;
}

TEST(Matlab, EveryLevelIsRead) {
    const auto folder = scratchFolder("matlab");
    for (const auto& [name, level] :
         {std::pair("4.mat", MAT_FT_MAT4), {"5.mat", MAT_FT_MAT5}, {"73.mat", MAT_FT_MAT73}}) {
        for (const bool packed : {false, true}) {
            if (packed && level == MAT_FT_MAT4) continue;
            {
                MatFile file(folder / name, level);
                file.add("val", {2, 100}, twoRows(100), packed);
                file.add("Fs", {1, 1}, {250});
            }
            const auto opened = open((folder / name).string());
            ASSERT_TRUE(opened) << name << ": " << sentence(opened.error());
            const Recording& recording = **opened;
            EXPECT_EQ(recording.format, "MATLAB") << name;
            ASSERT_EQ(recording.leads.size(), 2U) << name;
            EXPECT_EQ(recording.leads[0].rate_hz, 250) << name;
            EXPECT_EQ(stored(recording, 0, 0, 3), (std::vector<std::int32_t>{0, 1, 2})) << name;
            EXPECT_EQ(stored(recording, 1, 97, 3), (std::vector<std::int32_t>{1097, 1098, 1099})) << name;
        }
    }
}

TEST(Matlab, AStructureSaysWhatItsSignalIs) {
    const auto path = scratchFolder("matlab-struct") / "a.mat";
    std::vector<double> signal(100);
    for (std::size_t i = 0; i < 100; ++i) signal[i] = static_cast<double>(i) / 8;
    {
        MatFile file(path, MAT_FT_MAT5);
        file.addStruct("ecg", signal, 360, "uV");
    }
    const auto opened = open(path.string());
    ASSERT_TRUE(opened) << sentence(opened.error());
    EXPECT_EQ((*opened)->leads[0].rate_hz, 360);
    EXPECT_EQ((*opened)->leads[0].unit, "mV");
    EXPECT_FLOAT_EQ(physical(**opened, 0, 8, 1)[0], 0.001F);
}

TEST(Matlab, TheExportOfAcqKnowledge) {
    const auto path = scratchFolder("matlab-biopac") / "a.mat";
    {
        MatFile file(path, MAT_FT_MAT5);
        std::vector<double> data(200);  // column by column
        for (std::size_t k = 0; k < 100; ++k) {
            data[k] = static_cast<double>(k % 10) / 8;
            data[100 + k] = static_cast<double>(k % 10);
        }
        file.add("data", {100, 2}, data);
        file.add("isi", {1, 1}, {4});
        file.addWords("isi_units", {"ms"});
        file.addWords("labels", {"ECG ", "RESP"});
        file.addWords("units", {"mV   ", "Volts"});
        file.add("start_sample", {1, 1}, {0});
    }
    const auto opened = open(path.string());
    ASSERT_TRUE(opened) << sentence(opened.error());
    const Recording& recording = **opened;
    ASSERT_EQ(recording.leads.size(), 2U);
    EXPECT_EQ(recording.leads[0].rate_hz, 250);
    EXPECT_EQ(recording.leads[0].name, "ECG");
    EXPECT_FLOAT_EQ(physical(recording, 0, 8, 1)[0], 1);
    EXPECT_FLOAT_EQ(physical(recording, 1, 8, 1)[0], 8000) << "in mV";
}

TEST(Matlab, RecordingsLeadsAndSamplesAreTheirAxes) {
    const auto path = scratchFolder("matlab-three") / "a.mat";
    std::vector<double> values;
    for (int k = 0; k < 100; ++k) {
        for (int lead = 0; lead < 2; ++lead) {
            for (int n = 0; n < 3; ++n) values.push_back(10'000 * n + 1000 * lead + k);
        }
    }
    {
        MatFile file(path, MAT_FT_MAT5);
        file.add("X", {3, 2, 100}, values);
    }
    const auto names = recordsIn(path.string());
    ASSERT_TRUE(names) << sentence(names.error());
    EXPECT_EQ(*names, (std::vector<std::string>{"X[0]", "X[1]", "X[2]"}));
    const auto opened = open(path.string(), {}, {.rate_hz = 100, .record = "X[2]"});
    ASSERT_TRUE(opened) << sentence(opened.error());
    EXPECT_EQ(stored(**opened, 1, 98, 2), (std::vector<std::int32_t>{21'098, 21'099}));
}

TEST(Matlab, ASignalFileOfARecordIsTheRecord) {
    const auto folder = scratchFolder("matlab-record");
    {
        MatFile file(folder / "r.mat", MAT_FT_MAT4);
        file.add("val", {2, 100}, twoRows(100));
    }
    const std::string bytes = readText(folder / "r.mat");
    ASSERT_EQ(open((folder / "r.mat").string()).error().wants, Wants::rate) << "bare";
    writeText(folder / "r.hea", "r 1 500 20\nr.mat 16+24 200 16 0 0 0 0 II\n");
    const auto opened = open((folder / "r.mat").string());
    ASSERT_TRUE(opened) << sentence(opened.error());
    EXPECT_EQ((*opened)->format, "WFDB");
    EXPECT_EQ((*opened)->leads[0].rate_hz, 500);
}

TEST(Matlab, AThousandDamagedFiles) {
    const auto folder = scratchFolder("matlab-sweep");
    for (const auto& [name, level] :
         {std::pair("4.mat", MAT_FT_MAT4), {"5.mat", MAT_FT_MAT5}, {"73.mat", MAT_FT_MAT73}}) {
        {
            MatFile file(folder / name, level);
            file.add("val", {2, 40}, twoRows(40));
            file.add("fs", {1, 1}, {250});
        }
        sweep(folder / "damaged.mat", readText(folder / name), 334);
    }
}

}  // namespace
}  // namespace triptych::formats
