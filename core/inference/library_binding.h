// How a loadable module's libraries are bound: each to its own first, where that is safe. Otherwise the dynamic loader
// looks for every symbol of theirs in all libraries of the program before it looks in what they were linked with: for
// LibTorch's 118,000 symbols under the window's sixty libraries that is a quarter of the time that loading takes.
#pragma once

#include <elf.h>
#include <link.h>

#include <span>

namespace triptych::inference {

// Flags for dlopen(): RTLD_NOW | RTLD_LOCAL, and RTLD_DEEPBIND unless something stands in for the C or C++ library: an
// allocator of another's (a sanitizer, a preloaded malloc), by which alone memory may be freed that crosses the border,
// or variables of a library that were copied into the program, of which there would be two. Thread-safe.
[[nodiscard]] int bindingFlags();

// Does a program with these relocations hold copies of libraries' variables? On other processors than x86-64 and
// AArch64, where that is not known, yes.
[[nodiscard]] bool holdsCopies(std::span<const ElfW(Rela)> relocations);

// Prepares the calling thread for tens of thousands of small pieces of memory: taken at once in large pages, for a
// thread's heap grows by a page and a system call otherwise. From then on memory that is freed stays with the process:
// activations of tens of MB would be mapped and unmapped for every layer (docs/performance.md).
void makeRoomForLibraries();

}  // namespace triptych::inference
