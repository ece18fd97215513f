// LibTorch's libraries look for symbols among their own first (core/inference/library_binding.h), but for memory they
// go where the program goes: blocks that one of the two frees are often the other's.
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace triptych::test {
namespace {

TEST(CliClassify, AnswersAlikeWhereAnotherAllocatorServesTheProgram) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer is another allocator itself";
#else
    const std::vector<std::string> call = {"classify", syntheticRecord().string(), "--json"};
    const Finished usual = cli(call);
    ASSERT_EQ(usual.status, 0) << usual.err;
    ::setenv("LD_PRELOAD", TRIPTYCH_OTHER_ALLOCATOR, 1);
    const Finished other = cli(call);
    ::unsetenv("LD_PRELOAD");
    EXPECT_EQ(other.status, 0) << other.err;
    EXPECT_EQ(other.err, usual.err) << "it was preloaded";
    EXPECT_EQ(other.out, usual.out);
#endif
}

}  // namespace
}  // namespace triptych::test
