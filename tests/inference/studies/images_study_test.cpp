// The study of pages from pictures to report, on a set of pages that is drawn here.
#include "core/inference/module/studies/study.h"
#include "core/inference/studies/study_work.h"
#include "tests/formats/page/page_files.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <numbers>

namespace triptych::inference::studies {
namespace {

namespace fs = std::filesystem;
using triptych::test::scratchFolder;

const std::string kReport = std::string("images") + ".md";  // no page of this house

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Slow waves are normal, fast ones are not; every other page stands there twice.
const fs::path& drawnPages() {
    static const fs::path folder = [] {
        const auto made = scratchFolder("drawn-pages");
        std::string files = "original_file,class,image\n", ids = "image,printed_id\n";
        for (int page = 0; page < 24; ++page) {
            const bool normal = page % 2 == 0;
            test::MadePage drawing{.width_px = 400,
                                   .height_px = 240,
                                   .top_px = 40,
                                   .bottom_px = 230,
                                   .left_px = 10,
                                   .right_px = 390,
                                   .row = [&](int x) {
                                       const double turns = (normal ? 6 : 15) * (x + 3.0 * page) / 380;
                                       return 130 + 40 * std::sin(2 * std::numbers::pi * turns);
                                   }};
            const std::string image = "page" + std::to_string(page) + ".png";
            std::ofstream(made / image, std::ios::binary) << test::pngOf(test::coloursOf(drawing), 400, 240);
            for (int copy = 0; copy < 1 + page % 4 / 2; ++copy)
                files += std::to_string(page) + "_" + std::to_string(copy) + ".jpg," + (normal ? "normal," : "mi,") +
                         image + '\n';
            ids += image + ',' + std::to_string(page / 3) + '\n';
        }
        std::ofstream(made / "files.csv") << files;
        std::ofstream(made / "ids.csv") << ids;
        return made;
    }();
    return folder;
}

StudyRequest requestTo(const fs::path& folder) {
    StudyRequest out;
    out.name = "images";
    out.data_folder = drawnPages().string();
    out.output_folder = folder.string();
    out.parts = {"distinct", "grouped"};
    out.seeds = 1;
    out.epochs = 2;
    return out;
}

Json figuresOf(const fs::path& folder) {
    return Json::parse(contents(folder / "images.json"))["figures"];
}

TEST(ImagesStudy, ThatWasStoppedGoesOnToTheSameReport) {
    const auto whole = scratchFolder("images-whole"), cut = scratchFolder("images-cut");
    const auto quiet = [](const std::string&) {};
    const auto made = makeStudy(requestTo(whole), {}, quiet);
    ASSERT_TRUE(made) << sentence(made.error());
    for (const char* file : {kReport.c_str(), "images.json", "images-accuracy.svg", "images-information.svg"})
        EXPECT_TRUE(fs::exists(whole / file)) << file;
    EXPECT_TRUE(made->markdown.starts_with("# "));

    std::stop_source stop;
    int parts = 0;
    const auto stopped = makeStudy(requestTo(cut), {stop.get_token(), {}}, [&](const std::string& line) {
        if (line.find("done in") != std::string::npos && ++parts == 7) stop.request_stop();
    });
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
    EXPECT_NE(sentence(stopped.error()).find("goes on with the part that is not done"), std::string::npos);
    EXPECT_FALSE(fs::exists(cut / kReport)) << "no half report";
    std::string said;
    const auto resumed = makeStudy(requestTo(cut), {}, [&](const std::string& line) { said += line + '\n'; });
    ASSERT_TRUE(resumed) << sentence(resumed.error());
    EXPECT_NE(said.find("7 of 60 parts are done already"), std::string::npos) << said;
    EXPECT_EQ(figuresOf(whole), figuresOf(cut));

    // What the parts say of gradients is what the report counts.
    double beyond_chance = 0, counted = 0;
    for (int fold = 1; fold <= 5; ++fold) {
        const Json part = Json::parse(
            contents(whole / "work" / "images" / ("distinct-seed-1-fold-" + std::to_string(fold) + "-time.json")));
        for (const Json& page : part["saliency"]) beyond_chance += page[3].get<double>() < 0.05 ? 1 : 0;
    }
    const Json figures = figuresOf(whole);
    for (const Json& row : figures["saliency"]["distinct"]) {
        if (row["network"] == "time") counted += row["share_below_p_0.05"].get<double>() * row["n"].get<double>();
    }
    EXPECT_NEAR(counted, beyond_chance, 1e-9);
    EXPECT_GT(beyond_chance, 0);

    // Other settings are not mixed in.
    StudyRequest other = requestTo(cut);
    other.epochs = 3;
    const auto mixed = makeStudy(other, {}, quiet);
    ASSERT_FALSE(mixed);
    EXPECT_EQ(mixed.error().code, ErrorCode::model_mismatch);
}

TEST(ImagesStudy, SaysWhichPageItCannotRead) {
    const auto data = scratchFolder("images-unreadable");
    fs::copy(drawnPages(), data, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    std::ofstream(data / "page5.png", std::ios::binary) << "\x89PNG\r\n\x1a\nand then nothing";
    StudyRequest request = requestTo(scratchFolder("images-unreadable-out"));
    request.data_folder = data.string();
    const auto failed = makeStudy(request, {}, [](const std::string&) {});
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::malformed);
    EXPECT_NE(sentence(failed.error()).find("page5.png"), std::string::npos) << sentence(failed.error());
}

TEST(ImagesStudy, KnowsItsPartsAndItsName) {
    StudyRequest request = requestTo(scratchFolder("images-parts"));
    request.parts = {"weather"};
    const auto part = makeStudy(request, {}, [](const std::string&) {});
    ASSERT_FALSE(part);
    EXPECT_EQ(part.error().code, ErrorCode::wrong_use);
    EXPECT_NE(sentence(part.error()).find("published distinct grouped"), std::string::npos);
    request.name = "horoscopes";
    const auto name = makeStudy(request, {}, [](const std::string&) {});
    ASSERT_FALSE(name);
    EXPECT_EQ(name.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace triptych::inference::studies
