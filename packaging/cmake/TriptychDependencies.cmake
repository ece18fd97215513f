# Every third-party library, found once and linked PRIVATE by the one room that uses it. Why each: ARCHITECTURE.md.
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets PrintSupport Charts)
qt_standard_project_setup()
# It turns these on for every target; the rooms of ui turn AUTOMOC on for themselves, and nobody uses .ui files.
set(CMAKE_AUTOMOC OFF)
set(CMAKE_AUTOUIC OFF)
# It also has the loader look for every library beside the programs, where an installation has none.
unset(CMAKE_INSTALL_RPATH)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(pugixml 1.13 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(FFTW3F REQUIRED IMPORTED_TARGET fftw3f)
pkg_check_modules(FLAC REQUIRED IMPORTED_TARGET flac)
find_package(PNG REQUIRED)
find_package(JPEG REQUIRED)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
# Linked by triptych-reader alone, which reads hostile files in a process of its own.
pkg_check_modules(HDF5 REQUIRED IMPORTED_TARGET hdf5)
pkg_check_modules(MATIO REQUIRED IMPORTED_TARGET matio)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
find_package(OpenSSL REQUIRED)
# Of DCMTK's thirty libraries only dcmdata, which reads data sets, is linked (core/formats).
find_package(DCMTK REQUIRED CONFIG)
find_package(ZLIB REQUIRED)

# Debian's libtorch-dev, or an official LibTorch by -DTorch_DIR=.../share/cmake/Torch. Only the loadable inference
# module (core/engine, and what it is made of) links triptych_torch: linked into a program it costs a quarter of a second at
# start-up and drags in 285 shared objects. An official LibTorch may set global flags (-std, ABI); they are put back,
# and what its users must have reaches them through the imported targets.
set(flags_before_torch "${CMAKE_CXX_FLAGS}")
find_package(Torch REQUIRED)
set(CMAKE_CXX_FLAGS "${flags_before_torch}")
add_library(triptych_torch INTERFACE)
target_link_libraries(triptych_torch INTERFACE ${TORCH_LIBRARIES})
target_include_directories(triptych_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
if(TORCH_CXX_FLAGS)
    separate_arguments(torch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
    target_compile_options(triptych_torch INTERFACE ${torch_flags})
endif()

# Convolutions while answering (zoo/answering_convolution). Only the oneDNN that LibTorch itself runs on, which in
# Debian's stands beside it: an official LibTorch has another one inside, and two in one process share their names. Its
# CMake package is not asked, since that asks for OpenCL, which nothing here needs.
cmake_path(GET Torch_DIR PARENT_PATH beside_torch)
cmake_path(GET beside_torch PARENT_PATH beside_torch)
find_library(ONEDNN_LIBRARY libdnnl.so PATHS "${beside_torch}" NO_DEFAULT_PATH NO_CACHE)  # Torch_DIR may change
find_path(ONEDNN_INCLUDE_DIR oneapi/dnnl/dnnl.hpp)
set(TRIPTYCH_ONEDNN OFF)
if(ONEDNN_LIBRARY AND ONEDNN_INCLUDE_DIR)
    set(TRIPTYCH_ONEDNN ON)
    add_library(triptych_onednn INTERFACE)
    target_link_libraries(triptych_onednn INTERFACE "${ONEDNN_LIBRARY}")
    target_include_directories(triptych_onednn SYSTEM INTERFACE "${ONEDNN_INCLUDE_DIR}")
endif()

if(TRIPTYCH_BUILD_TESTS)
    find_package(GTest REQUIRED)
    include(GoogleTest)
endif()
if(TRIPTYCH_BUILD_BENCH)
    find_package(benchmark REQUIRED)
endif()
