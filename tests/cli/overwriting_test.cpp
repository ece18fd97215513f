// A recording that was opened is never changed, whatever a command is told to write and where.
#include "core/formats/wfdb/annotations.h"
#include "tests/cli/process.h"
#include "tests/support/data.h"
#include "tests/support/file_bytes.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace triptych::test {
namespace {

namespace fs = std::filesystem;

// A copy of the made record, with a reference of its second lead as LUDB lays one beside.
fs::path copiedRecord(const std::string& name) {
    const fs::path folder = scratchFolder(name);
    for (const auto& entry : fs::directory_iterator(syntheticRecord().parent_path())) {
        if (entry.is_regular_file() && entry.path().stem() == syntheticRecord().stem()) {
            fs::copy_file(entry.path(), folder / entry.path().filename());
        }
    }
    const fs::path record = folder / syntheticRecord().filename();
    const AnnotationSet marks{"v5", 360, {{100, 24, 0, 0, 0, ""}, {360, kNormal, 0, 0, 0, ""}}, {}};
    EXPECT_TRUE(formats::writeAnnotations(fs::path(record).replace_extension("v5").string(), marks));
    return record;
}

// Of labels on it, in a folder of its own: whoever runs this may have none yet, or one that is theirs.
std::string projectOf(const fs::path& record) {
    const std::string project = (scratchFolder("overwriting-labels") / "own.triptych-project").string();
    const std::string reference = fs::path(record).replace_extension("atr").string();
    EXPECT_EQ(cli({"review", "import", record.string(), reference, "--reader", "ann", "--project", project}).status, 0);
    return project;
}

TEST(CliOverwriting, NoCommandWritesOverWhatBelongsToTheRecording) {
    const fs::path record = copiedRecord("overwriting");
    const std::string folder = record.parent_path().string(), file = record.string(), project = projectOf(record);
    std::map<fs::path, std::string> before;
    for (const auto& entry : fs::directory_iterator(folder)) before[entry.path()] = bytesOf(entry.path());
    ASSERT_GE(before.size(), 4U);  // .hea .dat .atr .v5
    const auto in = [&](const char* ending) { return fs::path(record).replace_extension(ending).string(); };
    std::vector<std::vector<std::string>> calls{
        {"waves", file, "--all-leads", "--output", folder, "--force"},  // one of its files would be the .v5
        {"print", file, "--out", in("dat"), "--force"},
        {"convert", file, in("hea"), "--force"},
    };
    for (const char* ending : {"dat", "hea", "atr"}) {
        for (const char* command : {"waves", "measure", "rhythm"}) {
            calls.push_back({command, file, "--output", folder, "--annotator", ending, "--force"});
        }
        calls.push_back({"review", "export", file, in(ending), "--project", project, "--force"});
        calls.push_back({"beats", file, "--out", in(ending), "--force"});
        calls.push_back({"explain", file, "--beat", "3", "--npz", in(ending), "--force"});
        calls.push_back({"explain", file, "--beat", "3", "--figure", in(ending), "--force"});
        calls.push_back({"study", "nearest", "--data", folder, "--out", in(ending)});
        calls.push_back({"study", "detector", "--data", folder, "--output", in(ending)});
    }
    for (const auto& call : calls) {
        std::string told;
        for (const std::string& word : call) told += word + ' ';
        const Finished finished = cli(call);
        // Names that no figure and no source has are told before anything is looked at.
        const bool by_its_name = told.contains("--figure") || told.contains("study detector") ||
                                 (told.starts_with("print") && !told.contains(".pdf"));
        EXPECT_EQ(finished.status, by_its_name ? 2 : 1) << told << finished.err;
        EXPECT_FALSE(finished.err.empty()) << told;
        for (const auto& [path, bytes] : before) ASSERT_EQ(bytesOf(path), bytes) << told << path;
    }
}

TEST(CliOverwriting, LinksAreWhatTheyLeadToAndSegmentsBelong) {
    const fs::path record = copiedRecord("overwriting-links"), folder = record.parent_path();
    const fs::path elsewhere = scratchFolder("overwriting-elsewhere"),
                   signal = fs::path(record).replace_extension("dat"),
                   reference = fs::path(record).replace_extension("atr");
    fs::create_symlink(signal, elsewhere / "link.npz");
    fs::create_symlink(reference, elsewhere / "made.rhy");
    for (const fs::path& of : {record, signal, reference}) fs::create_symlink(of, elsewhere / of.filename());
    std::ofstream(folder / "night.hea") << "night/2 2 360 21600\nmade 10800\nmade 10800\n";
    fs::copy_file(signal, folder / "other.dat");
    std::ofstream(folder / "other.hea") << "other 1 360 10\nother.dat 16\n";
    std::map<fs::path, std::string> before;
    for (const auto& entry : fs::directory_iterator(folder)) before[entry.path()] = bytesOf(entry.path());
    const std::string file = record.string(), linked = (elsewhere / record.filename()).string();
    for (const std::vector<std::string>& call :
         {std::vector<std::string>{"explain", file, "--beat", "3", "--npz", (elsewhere / "link.npz").string(),
                                   "--force"},
          {"rhythm", file, "--output", elsewhere.string(), "--force"},
          {"explain", linked, "--beat", "3", "--npz", signal.string(), "--force"},
          {"explain", (folder / "night.hea").string(), "--beat", "3", "--npz", signal.string(), "--force"},
          {"explain", file, "--beat", "3", "--npz", (folder / "other.dat").string(), "--force"},
          {"review", "export", file, (folder / "other.dat").string(), "--project", projectOf(record), "--force"}}) {
        expectFailure(cli(call));
        for (const auto& [path, bytes] : before) ASSERT_EQ(bytesOf(path), bytes) << call.front() << path;
    }
}

TEST(CliOverwriting, AProjectOfLabelsIsNoFileToWriteTo) {
    const fs::path record = copiedRecord("overwriting-project"), project = record.parent_path() / "a.triptych-project";
    const std::string file = record.string(), name = project.string();
    ASSERT_EQ(cli({"review", "import", file, fs::path(record).replace_extension("atr").string(), "--reader", "ann",
                   "--project", name})
                  .status,
              0);
    const std::string before = bytesOf(project);
    for (const std::vector<std::string>& call :
         {std::vector<std::string>{"explain", file, "--beat", "3", "--npz", name, "--force"},
          {"review", "export", file, name, "--project", name, "--force"},
          {"convert", file, name, "--format", "json", "--force"}}) {
        expectFailure(cli(call));
        ASSERT_EQ(bytesOf(project), before) << call.front();
    }
}

TEST(CliOverwriting, WhatWasWrittenHereIsReplacedWhenAsked) {
    const std::string file = copiedRecord("rewriting").string();
    const std::string folder = fs::path(file).parent_path().string();
    const std::string project = projectOf(file);
    for (const std::vector<std::string>& call :
         {std::vector<std::string>{"rhythm", file, "--output", folder},
          {"waves", file, "--output", folder, "--annotator", "marks"},
          {"review", "export", file, fs::path(file).replace_extension("ann").string(), "--project", project}}) {
        ASSERT_EQ(cli(call).status, 0) << call.front();
        expectFailure(cli(call), {"the file exists already", "--force"});
        auto forced = call;
        forced.emplace_back("--force");
        EXPECT_EQ(cli(forced).status, 0) << call.front();
    }
    // But not one by the other.
    expectFailure(cli({"waves", file, "--output", folder, "--annotator", "rhy", "--force"}), {"left as it is"});
}

}  // namespace
}  // namespace triptych::test
