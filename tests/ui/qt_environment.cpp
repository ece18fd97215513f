// The program's QApplication, made before the first test and without a display.
#include "core/inference/library_settings.h"
#include "tests/support/data.h"

#include <QApplication>

#include <gtest/gtest.h>

#include <memory>

namespace {

// Labels that a test gives go to a project of its own, never to that of whoever runs it.
class OwnProject : public testing::EmptyTestEventListener {
public:
    void OnTestStart(const testing::TestInfo&) override {
        const auto path = triptych::test::scratchFolder("project") / "labels.triptych-project";
        qputenv("TRIPTYCH_PROJECT", path.string().c_str());
    }
};

class QtEnvironment : public testing::Environment {
public:
    void SetUp() override {
        triptych::inference::settleLibraries();
        if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
        static int argc = 1;
        static char name[] = "test_ui";
        static char* argv[] = {name, nullptr};
        testing::UnitTest::GetInstance()->listeners().Append(new OwnProject);
        application_ = std::make_unique<QApplication>(argc, argv);
    }
    void TearDown() override { application_.reset(); }

private:
    std::unique_ptr<QApplication> application_;
};

[[maybe_unused]] const testing::Environment* const environment = testing::AddGlobalTestEnvironment(new QtEnvironment);

}  // namespace
