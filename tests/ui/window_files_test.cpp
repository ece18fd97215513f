// What happens to a recording's files while it is open, and what is said of the lead and of files beside it.
#include "core/formats/wfdb/annotations.h"
#include "tests/ui/window_support.h"
#include "ui/panels/reason_strip.h"

#include <gtest/gtest.h>

#include <fstream>

namespace triptych::ui {
namespace {

// The gravity of the first reason that says so; nullopt where none does.
std::optional<Gravity> saidOf(MainWindow& window, const char* words) {
    for (const Reason& reason : window.reasons().reasons()) {
        if (reason.sentence.contains(QLatin1String(words))) return reason.gravity;
    }
    return std::nullopt;
}

std::filesystem::path signalOf(const std::string& header) {
    return std::filesystem::path(header).replace_extension("dat");
}

TEST(WindowFiles, AFileThatIsCutWhileItIsOpenIsSaid) {
    const std::string header = test::recordOnDisk("cut", 30);
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, header));
    EXPECT_FALSE(saidOf(*window, "while it is open"));
    const auto size = std::filesystem::file_size(signalOf(header));
    std::filesystem::resize_file(signalOf(header), size / 2);
    ASSERT_TRUE(test::waitUntil([&] { return saidOf(*window, "was cut while it is open").has_value(); }, 60'000));
    EXPECT_EQ(saidOf(*window, "was cut while it is open"), Gravity::error) << "it stands before all warnings";
    const std::string bytes = "its last " + std::to_string(size - size / 2) + " bytes are gone";
    EXPECT_TRUE(saidOf(*window, bytes.c_str()));
    EXPECT_TRUE(window->reasons().isVisible());
    ASSERT_TRUE(test::opened(*window, header));
    EXPECT_FALSE(saidOf(*window, "while it is open")) << "what is there now is what was opened";
    EXPECT_TRUE(saidOf(*window, "ends early"));
}

TEST(WindowFiles, AFileThatIsReplacedIsSaidUntilTheRecordingIsClosed) {
    const std::string header = test::recordOnDisk("old", 30);
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, header));
    const std::string copy = signalOf(header).string() + ".new";
    std::filesystem::copy_file(signalOf(header), copy);
    std::filesystem::rename(copy, signalOf(header));
    ASSERT_TRUE(test::waitUntil([&] { return saidOf(*window, "taken its place").has_value(); }, 60'000));
    EXPECT_EQ(saidOf(*window, "taken its place"), Gravity::warning);
    window->session().close();
    EXPECT_FALSE(saidOf(*window, "taken its place"));
}

// A record without a lead II, with labels beside it that are not ours.
std::string recordWithoutLeadTwo() {
    const auto folder = test::scratchFolder("no-lead-two");
    synth::SynthRequest request;
    request.duration_s = 30;
    const auto made = synth::synthesize(request);
    EXPECT_TRUE(made && synth::writeRecord(*made, folder.string(), "n"));
    std::ifstream in(folder / "n.hea", std::ios::binary);
    std::string header(std::istreambuf_iterator<char>(in), {});
    in.close();
    for (const char* name : {"MLII", " II"}) {
        if (const auto at = header.find(name); at != std::string::npos)
            header.replace(at, std::string(name).size(), " V4");
    }
    std::ofstream(folder / "n.hea", std::ios::binary) << header;
    AnnotationSet foreign{"triptych", request.rate_hz, {}};
    foreign.annotations = {{100, kNormal, 0, 0, 0, {}}};
    EXPECT_TRUE(formats::writeAnnotations((folder / "n.triptych").string(), foreign));
    return (folder / "n.hea").string();
}

TEST(WindowFiles, WhyALeadWasChosenIsSaidUntilTheReaderChoosesOne) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, recordWithoutLeadTwo()));
    EXPECT_TRUE(saidOf(*window, "the beats are read from lead"));
    EXPECT_TRUE(saidOf(*window, "saved labels were not taken"));
    ASSERT_GE(window->state().record().recording()->leads.size(), 2U);
    window->session().chooseLead(window->state().record().analysisLead() == 0 ? 1 : 0);
    EXPECT_FALSE(saidOf(*window, "the beats are read from lead")) << "another one is read now, as the reader wants it";
    EXPECT_TRUE(saidOf(*window, "saved labels were not taken"));
}

TEST(WindowFiles, ALeadThatWasAskedForNeedsNoReasonAndHidesNoOther) {
    const auto window = test::shownWindow();
    const std::string header = recordWithoutLeadTwo();
    window->session().prefer(QStringLiteral("V4"), pipeline::BeatChoice::automatic);
    ASSERT_TRUE(test::opened(*window, header));
    EXPECT_FALSE(saidOf(*window, "the beats are read from lead"));
    EXPECT_TRUE(saidOf(*window, "saved labels were not taken"));
    window->session().prefer(QStringLiteral("aVQ"), pipeline::BeatChoice::automatic);
    ASSERT_TRUE(test::opened(*window, header));
    EXPECT_EQ(saidOf(*window, "there is no lead called"), Gravity::error);
}

}  // namespace
}  // namespace triptych::ui
