// `review vocabulary`, and what labels of one's own become in every other command and file.
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "core/text/numbers.h"
#include "tests/cli/process.h"
#include "tests/support/data.h"
#include "tests/support/ward_vocabulary.h"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace triptych::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::string secondsOf(const Annotation& beat) {
    return text::fixedText(static_cast<double>(beat.sample) / 360, 6);
}

std::string textOf(const fs::path& path) {
    std::ostringstream all;
    all << std::ifstream(path, std::ios::binary).rdbuf();
    return all.str();
}

// A made record whose every beat ann and bob call N, beside a project of a settings folder of its own.
class CliVocabulary : public ::testing::Test {
protected:
    CliVocabulary() : folder_(scratchFolder("cli-vocabulary")) {
        setenv("XDG_CONFIG_HOME", (folder_ / "config").c_str(), 1);
        EXPECT_EQ(cli({"synth", "--out", folder_.string(), "--name", "made", "--duration", "60", "--seed", "3"}).status,
                  0);
        record_ = (folder_ / "made.hea").string();
        project_ = (folder_ / "study.triptych-project").string();
        std::ofstream(folder_ / "ward.json") << kWard;
        auto truth = formats::readAnnotations((folder_ / "made.atr").string(), 360);
        EXPECT_TRUE(truth);
        std::erase_if(truth->annotations, [](const Annotation& annotation) { return !isBeat(annotation.code); });
        for (Annotation& annotation : truth->annotations) annotation.code = kNormal;
        beats_ = truth->annotations;
        for (const char* reader : {"ann", "bob"}) {
            const std::string file = (folder_ / (std::string("reading.") + reader)).string();
            if (reader == std::string("bob")) {
                for (std::size_t i = 0; i < 2; ++i) truth->annotations[i].code = kPvc;
            }
            EXPECT_TRUE(formats::writeAnnotations(file, *truth));
            EXPECT_EQ(run({"import", record_, file, "--reader", reader}).status, 0);
        }
    }
    ~CliVocabulary() override { unsetenv("XDG_CONFIG_HOME"); }

    Finished run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "review");
        arguments.insert(arguments.end(), {"--project", project_});
        return cli(arguments);
    }
    Json json(std::vector<std::string> arguments) const {
        arguments.push_back("--json");
        const auto done = run(std::move(arguments));
        EXPECT_EQ(done.status, 0) << done.err;
        return done.status == 0 ? Json::parse(done.out) : Json();
    }
    void install() const {
        const auto done = run({"vocabulary", (folder_ / "ward.json").string(), "--install"});
        ASSERT_EQ(done.status, 0) << done.err;
    }
    // The first beat is X, the second Vm, by an adjudicator, whose word counts.
    void decideTwo() const {
        for (const auto& [beat, letter] : {std::pair(0U, "X"), std::pair(1U, "Vm")}) {
            const auto done =
                run({"decide", record_, "--at", secondsOf(beats_[beat]), "--label", letter, "--reader", "eve"});
            ASSERT_EQ(done.status, 0) << done.err;
        }
    }

    fs::path folder_;
    std::string record_, project_;
    std::vector<Annotation> beats_;
};

TEST_F(CliVocabulary, IsListedCheckedAndInstalled) {
    EXPECT_EQ(json({"vocabulary"}).at("labels").size(), 0U);
    const Json checked =
        Json::parse(cli({"review", "vocabulary", (folder_ / "ward.json").string(), "--json"}).out, nullptr, false);
    EXPECT_EQ(checked.at("labels").size(), 2U);
    EXPECT_EQ(checked.at("installed"), nullptr);
    EXPECT_EQ(json({"vocabulary"}).at("labels").size(), 0U) << "looking installs nothing";
    install();
    const Json listed = json({"vocabulary"});
    ASSERT_EQ(listed.at("labels").size(), 2U);
    EXPECT_EQ(listed.at("labels")[0].at("letter"), "X");
    EXPECT_EQ(listed.at("labels")[0].at("colour"), "#1b9e77");
    EXPECT_EQ(listed.at("labels")[1].at("wfdb"), "V");
    EXPECT_EQ(listed.at("labels")[1].at("file"), (folder_ / "study.vocabulary.json").string());
    const auto table = run({"vocabulary"});
    EXPECT_NE(table.out.find("Pump artefact"), std::string::npos) << table.out;
    expectFailure(run({"vocabulary", (folder_ / "ward.json").string(), "--install"}), {"there already", "--replace"});
    EXPECT_EQ(run({"vocabulary", (folder_ / "ward.json").string(), "--install", "--replace"}).status, 0);
    std::ofstream(folder_ / "bad.json") << R"({"triptych_vocabulary": 1, "labels": [{"letter": "V", "name": "mine"}]})";
    expectFailure(cli({"review", "vocabulary", (folder_ / "bad.json").string()}), {"WFDB's own"});
    const auto astray =
        cli({"review", "vocabulary", (folder_ / "ward.json").string(), "--install", "--project", record_});
    EXPECT_EQ(astray.status, 2) << "a recording is no project: " << astray.err;
    EXPECT_FALSE(fs::exists(folder_ / "made.vocabulary.json"));
    EXPECT_EQ(run({"vocabulary", "--install"}).status, 2);
    // One for everything that is read.
    const auto own = cli({"review", "vocabulary", (folder_ / "ward.json").string(), "--install"});
    EXPECT_EQ(own.status, 0) << own.err;
    EXPECT_TRUE(fs::exists(folder_ / "config" / "Triptych" / "vocabulary.json"));
}

TEST_F(CliVocabulary, AWrongOneIsSaidAndLabelsStay) {
    install();
    decideTwo();
    std::ofstream(folder_ / "study.vocabulary.json") << "{";
    const auto done = run({"replay", record_, "--csv"});
    EXPECT_EQ(done.status, 0);
    EXPECT_NE(done.err.find("study.vocabulary.json"), std::string::npos) << done.err;
    EXPECT_NE(done.out.find(",X,"), std::string::npos) << done.out.substr(0, 400);
}

TEST_F(CliVocabulary, OnlyItsLettersCanBeGiven) {
    const auto before = run({"decide", record_, "--at", secondsOf(beats_[0]), "--label", "X", "--reader", "eve"});
    EXPECT_EQ(before.status, 2);
    EXPECT_NE(before.err.find("no letter of a beat"), std::string::npos);
    install();
    decideTwo();
    EXPECT_EQ(run({"decide", record_, "--at", "1", "--label", "Y", "--reader", "eve"}).status, 2);
}

TEST_F(CliVocabulary, FilesSayTheLetterWhereTheyCanAndWfdbWhatItKnows) {
    install();
    decideTwo();
    const auto out = [&](const std::string& name) { return (folder_ / name).string(); };
    for (const char* name : {"out.csv", "out.json", "out.ann", "out.edf"}) {
        const auto done = run({"export", record_, out(name)});
        ASSERT_EQ(done.status, 0) << done.err;
    }
    EXPECT_NE(textOf(out("out.csv")).find(",X,eve,"), std::string::npos);
    const Json labels = Json::parse(textOf(out("out.json"))).at("labels");
    EXPECT_EQ(labels[0].at("label"), "X");
    EXPECT_EQ(labels[0].at("meaning"), "Pump artefact");
    EXPECT_EQ(labels[1].at("label"), "Vm");
    EXPECT_NE(textOf(out("out.edf")).find("X reader: X"), std::string::npos);
    EXPECT_NE(textOf(out("out.edf")).find("Vm reader: Vm"), std::string::npos);
    const auto wfdb = formats::readAnnotations(out("out.ann"), 360);
    ASSERT_TRUE(wfdb);
    const auto at = [&](std::int64_t sample) {
        return *std::ranges::find_if(
            wfdb->annotations, [&](const Annotation& one) { return one.sample == sample && one.code != kRhythm; });
    };
    EXPECT_EQ(at(beats_[0].sample).code, kNote);
    EXPECT_NE(at(beats_[0].sample).aux.find("Pump artefact"), std::string::npos);
    EXPECT_EQ(at(beats_[1].sample).code, kPvc);
    EXPECT_EQ(at(beats_[2].sample).code, kNormal);
    // Recordings that take the labels along: read back, the letters are there.
    for (const char* name : {"copy.json", "copy.csv"}) {
        const auto labelled = run({"export", record_, out("labelled.hea"), "--force"});
        ASSERT_EQ(labelled.status, 0) << labelled.err;
        const auto converted = cli({"convert", out("out.edf"), out(name)});
        ASSERT_EQ(converted.status, 0) << converted.err;
        EXPECT_TRUE(formats::open(out(name), {})) << name;
    }
}

TEST_F(CliVocabulary, AgreementAndScoresTakeTheLetterThatStandsForItAndElseNone) {
    install();
    decideTwo();
    const auto all = beats_.size();
    const Json row = json({"ec57", record_, "--against", "ann", "--start", "0"}).at("records")[0];
    // Ann calls all N. In force is bob's N but for eve's X, which is no beat to WFDB, and her Vm, which is a V.
    EXPECT_EQ(row.at("figures").at("qrs_sensitivity").at("part"), all - 1) << row.dump();
    EXPECT_EQ(row.at("figures").at("qrs_sensitivity").at("whole"), all);
    EXPECT_EQ(row.at("figures").at("v_positive_predictivity").at("whole"), 1);
    EXPECT_EQ(row.at("figures").at("v_positive_predictivity").at("part"), 0);
    // A reader who calls three beats Vm, V and X agrees with bob, who calls the first two V, on those two: X is no
    // class.
    auto third = *formats::readAnnotations((folder_ / "reading.bob").string(), 360);
    third.annotations[2].code = kPvc;
    ASSERT_TRUE(formats::writeAnnotations((folder_ / "reading.zoe").string(), third));
    ASSERT_EQ(run({"import", record_, (folder_ / "reading.zoe").string(), "--reader", "zoe"}).status, 0);
    const Json kappa = json({"kappa", record_, "--reader", "bob", "--reader", "zoe"});
    EXPECT_EQ(kappa.at("pairs")[0].at("cohen").at("items"), all);
    EXPECT_EQ(json({"conflicts", record_}).at("conflicts")[0].at("decided"), "X");
}

}  // namespace
}  // namespace triptych::test
