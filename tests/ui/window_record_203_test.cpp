// A record of MIT-BIH reviewed in a window that is then killed: the model is asked, the queue is walked by fifty keys,
// a tile, a lasso and a stretch are labelled, a beat is added and one moved, the stretch is taken back from the middle.
// Another window has all of it; what it writes is scored by EC57, and every count is as worked out beat by beat.
#include "core/beats/ec57.h"
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "core/pipeline/find_beats.h"
#include "core/pipeline/shape_tiles.h"
#include "tests/ui/window_support.h"
#include "ui/panels/poincare_plot.h"
#include "ui/panels/rhythm_pictures.h"
#include "ui/window/pane_board.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

namespace triptych::ui {
namespace {

namespace fs = std::filesystem;
using beats::BeatMatrix;
using beats::MatrixLine;

constexpr const char* kChild = "TRIPTYCH_TEST_REVIEW_OF";  // the folder of the reader that is to be killed
constexpr int kPatience_ms = 300'000;
constexpr double kRate_hz = 360;

std::string projectIn(const fs::path& folder) {
    return (folder / "study.triptych-project").string();
}

// What was done to the beats, as the reader would write it down.
struct Done {
    std::map<std::int64_t, std::uint8_t> letter;  // sample of the annotator's mark → the reader's
    std::map<std::int64_t, std::int64_t> moved;   // sample → where it stands now
    std::vector<std::pair<std::int64_t, std::uint8_t>> added;
};

void write(const fs::path& folder, const Done& done) {
    std::ofstream file(folder / "done");
    for (const auto& [sample, code] : done.letter) file << "label " << sample << ' ' << int{code} << '\n';
    for (const auto& [sample, at] : done.moved) file << "moved " << sample << ' ' << at << '\n';
    for (const auto& [sample, code] : done.added) file << "added " << sample << ' ' << int{code} << '\n';
}

Done read(const fs::path& folder) {
    Done done;
    std::ifstream file(folder / "done");
    std::string what;
    for (std::int64_t sample = 0, value = 0; file >> what >> sample >> value;) {
        if (what == "label") done.letter[sample] = static_cast<std::uint8_t>(value);
        if (what == "moved") done.moved[sample] = value;
        if (what == "added") done.added.emplace_back(sample, static_cast<std::uint8_t>(value));
    }
    return done;
}

std::unique_ptr<MainWindow> windowOn(const fs::path& folder, bool ai) {
    auto window = test::shownWindow(ai, {1600, 900});
    window->setProject(QString::fromStdString(projectIn(folder)));
    window->open({(folder / "203.hea").string()});
    return window;
}

// The reader who is killed. Returns without it only where something is missing.
void reviewAndDie(const fs::path& folder) {
    const auto window = windowOn(folder, true);
    ViewState& state = window->state();
    LabelDesk& labels = window->session().labels();
    ASSERT_TRUE(test::waitUntil(
        [&] { return labels.isReady() && labels.modelHasFinished() && state.rhythm().report() && !window->isBusy(); },
        kPatience_ms));
    const auto& rows = state.beats().all();
    const auto press = [&](Qt::Key key) { QTest::keyClick(window.get(), key); };
    const auto at = [&](std::size_t beat) { return std::llround(rows[beat].time_s * kRate_hz); };
    Done done;
    // Fifty keys along the queue.
    const auto queue = state.model().queue();
    ASSERT_TRUE(queue);
    ASSERT_GE(queue->beats.size(), 60U);
    std::set<std::size_t> walked;
    for (int key = 0; key < 50; ++key) {
        press(Qt::Key_U);
        const std::size_t beat = state.beats().selected().value();
        ASSERT_TRUE(queue->holds(beat)) << "the key walks in the queue";
        ASSERT_TRUE(walked.insert(beat).second) << "no beat twice";
        press(key % 2 == 0 ? Qt::Key_V : Qt::Key_S);
        done.letter[at(beat)] = key % 2 == 0 ? kPvc : kSupraventricularPremature;
    }
    EXPECT_EQ(walked.size(), 50U);
    // A stretch that will be taken back.
    state.view().setSelection(Stretch{rows[1000].time_s - 0.05, rows[1030].time_s + 0.05});
    press(Qt::Key_F);
    ASSERT_EQ(rows[1010].code, kFusion);
    const std::string stretch = labels.journal().toUndo().value();
    press(Qt::Key_Escape);
    // One that stays.
    state.view().setSelection(Stretch{rows[2000].time_s - 0.05, rows[2020].time_s + 0.05});
    press(Qt::Key_F);
    for (std::size_t beat = 2000; beat <= 2020; ++beat) done.letter[at(beat)] = kFusion;
    press(Qt::Key_Escape);
    // A tile.
    press(Qt::Key_B);
    ASSERT_TRUE(test::waitUntil([&] { return state.shapes().tiles() && !window->isBusy(); }, kPatience_ms));
    const auto tiles = state.shapes().tiles();
    std::size_t small = 0;
    while (small + 1 < tiles->tiles.size() && tiles->tiles[small].beats.size() > 60) ++small;
    state.shapes().choose(small);
    press(Qt::Key_Q);
    for (const std::uint32_t beat : tiles->tiles[small].beats) done.letter[at(beat)] = kUnknownBeat;
    press(Qt::Key_Escape);
    // A lasso.
    press(Qt::Key_A);
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy(); }, kPatience_ms));
    auto& poincare = window->board().get<RhythmPictures>().poincare();
    (void)poincare.grab();
    std::size_t one = 500;
    while (!poincare.placeOf(one)) ++one;
    const QPoint point = poincare.placeOf(one)->toPoint();
    QTest::mousePress(&poincare, Qt::LeftButton, {}, point + QPoint(-6, -6));
    for (const QPoint& corner : {QPoint(6, -6), QPoint(6, 6), QPoint(-6, 6)})
        QTest::mouseMove(&poincare, point + corner);
    QTest::mouseRelease(&poincare, Qt::LeftButton, {}, point + QPoint(-6, 6));
    const auto chosen = state.review().chosen();
    ASSERT_TRUE(state.review().isChosen(one));
    press(Qt::Key_N);
    for (const std::size_t beat : chosen) done.letter[at(beat)] = kNormal;
    press(Qt::Key_Escape);
    press(Qt::Key_F2);
    // The stretch is taken back from the middle of it all.
    ASSERT_TRUE(labels.setUndone(stretch, true));
    // A beat where the rhythm has room for one, and one moved by 100 ms.
    std::size_t wide = 1100;
    while (rows[wide + 1].time_s - rows[wide].time_s < 0.8) ++wide;
    const double added_s = (rows[wide].time_s + rows[wide + 1].time_s) / 2;
    ASSERT_TRUE(window->session().beatDesk().add(added_s, "key"));
    press(Qt::Key_V);
    done.added.emplace_back(std::llround(added_s * kRate_hz), kPvc);
    std::size_t roomy = 1500;
    while (rows[roomy + 1].time_s - rows[roomy].time_s < 0.5) ++roomy;
    const std::int64_t from = at(roomy);
    ASSERT_TRUE(window->session().beatDesk().move(roomy, rows[roomy].time_s + 0.1, "drag"));
    done.moved[from] = at(roomy);
    ASSERT_TRUE(test::saved(*window));
    write(folder, done);
    std::raise(SIGKILL);
}

MatrixLine lineOf(std::uint8_t code) {
    return static_cast<MatrixLine>(beatClassOf(code, ClassMapping::bxb).value_or(BeatClass::unknown));
}

TEST(WindowRecord203, IsReviewedKilledOpenedAgainExportedAndScoredAsWorkedOut) {
    if (const char* folder = std::getenv(kChild)) return reviewAndDie(folder);
    TRIPTYCH_NEEDS_DATA(header, "mitdb/203.hea");
    const fs::path source = header.parent_path();
    const auto folder = test::scratchFolder("record-203");
    for (const char* file : {"203.hea", "203.dat", "203.atr"}) fs::copy_file(source / file, folder / file);
    QProcess reader;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(kChild, QString::fromStdString(folder.string()));
    reader.setProcessEnvironment(environment);
    reader.setProcessChannelMode(QProcess::MergedChannels);
    reader.start(QCoreApplication::applicationFilePath(), {"--gtest_filter=WindowRecord203.*"});
    ASSERT_TRUE(reader.waitForFinished(2 * kPatience_ms));
    ASSERT_TRUE(fs::exists(folder / "done")) << reader.readAll().toStdString();
    EXPECT_EQ(reader.exitStatus(), QProcess::CrashExit) << "it was killed";

    const auto window = windowOn(folder, false);
    ASSERT_TRUE(
        test::waitUntil([&] { return !window->isBusy() && window->session().labels().isReady(); }, kPatience_ms));
    const auto file = window->session().labels().labelFile();
    ASSERT_TRUE(file);
    const std::string out = (folder / "203.tst").string();
    ASSERT_TRUE(formats::writeAnnotations(out, *file));
    const auto test = formats::readAnnotations(out, kRate_hz);
    const auto recording = formats::open((folder / "203.hea").string());
    ASSERT_TRUE(test && recording);
    const AnnotationSet& reference = *pipeline::referenceOf(**recording);

    const Done done = read(folder);
    EXPECT_GE(done.letter.size(), 75U);
    std::map<std::int64_t, std::uint8_t> expected, written;
    BeatMatrix matrix;
    for (const Annotation& mark : reference.annotations) {
        if (!isBeat(mark.code)) continue;
        const auto said = done.letter.find(mark.sample);
        const std::uint8_t code = said == done.letter.end() ? mark.code : said->second;
        const auto moved = done.moved.find(mark.sample);
        expected[moved == done.moved.end() ? mark.sample : moved->second] = code;
        ++matrix.at(lineOf(mark.code), lineOf(code));
    }
    for (const auto& [sample, code] : done.added) {
        expected[sample] = code;
        ++matrix.at(MatrixLine::o, lineOf(code));
    }
    for (const Annotation& mark : test->annotations) {
        if (isBeat(mark.code)) written[mark.sample] = mark.code;
    }
    EXPECT_EQ(written, expected) << "letter by letter, each where it stands";
    beats::Ec57Options whole;
    whole.start_s = 0;
    EXPECT_EQ(beats::compareBeats(reference, *test, whole).beats.counts, matrix.counts);
}

}  // namespace
}  // namespace triptych::ui
