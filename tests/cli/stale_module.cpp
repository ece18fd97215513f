// A module that was built from other sources: of an earlier version, without a border, or with another one. Whoever
// calls what it hands out would read values that are not there.
#include <cstdlib>

#ifdef TRIPTYCH_TEST_BORDER
extern "C" const char* triptychInferenceBorder() {
    return TRIPTYCH_TEST_BORDER;
}
extern "C" const void* triptychInferenceParts() {
    std::abort();
}
#else
extern "C" const void* triptychInferenceEngine(const char*) {
    std::abort();
}
#endif
