# Flags of our own code, on one interface target that every target of ours links privately.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

option(TRIPTYCH_WARNINGS_AS_ERRORS "Treat warnings of our own code as errors" OFF)
set(TRIPTYCH_SANITIZE "" CACHE STRING "Sanitizers: address;undefined or thread")
option(TRIPTYCH_NATIVE "Tune for this machine's processor" OFF)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

add_library(triptych_options INTERFACE)
target_include_directories(triptych_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_features(triptych_options INTERFACE cxx_std_23)
target_compile_definitions(triptych_options INTERFACE TRIPTYCH_VERSION="${PROJECT_VERSION}")
target_compile_options(triptych_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # g++ 12 sees overlapping copies in "text" + std::string(...) where there are none (GCC bug 105329).
    target_compile_options(triptych_options INTERFACE -Wno-restrict)
endif()
if(TRIPTYCH_WARNINGS_AS_ERRORS)
    target_compile_options(triptych_options INTERFACE -Werror)
endif()
if(TRIPTYCH_NATIVE)
    target_compile_options(triptych_options INTERFACE -march=native)
endif()
if(TRIPTYCH_SANITIZE)
    string(REPLACE ";" "," sanitizers "${TRIPTYCH_SANITIZE}")
    # A finding of the undefined-behaviour sanitizer ends the program: a test must not pass beside one.
    add_compile_options(-fsanitize=${sanitizers} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${sanitizers})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # Instrumentation hides from g++ 12 which values are set, and it warns of libstdc++'s own code.
        target_compile_options(triptych_options INTERFACE -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-tsan)
    endif()
endif()
if(TRIPTYCH_FUZZ)
    # libFuzzer sees which branches an input reaches. libstdc++ 12 offers std::expected to compilers that define
    # __cpp_concepts >= 202002L: clang 19 does, clang 14 (Debian 12's default) does not.
    add_compile_options(-fsanitize=fuzzer-no-link)
    # libstdc++ 12's own stable_sort uses what C++17 deprecates; g++ says nothing of system headers, clang does.
    target_compile_options(triptych_options INTERFACE -Wno-deprecated-declarations)
endif()
