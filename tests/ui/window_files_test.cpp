// What is said of the lead and of files beside a recording.
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
    ASSERT_GE(window->state().recording()->leads.size(), 2U);
    window->session().chooseLead(window->state().analysisLead() == 0 ? 1 : 0);
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
