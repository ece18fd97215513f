// The words of another language for the command line: a file of JSON that names each sentence by its English. The
// window has Qt's own files for this (app/gui/main.cpp); the ids are the same.
#pragma once

#include "core/domain/error.h"
#include "core/text/said.h"

namespace CLI {
class App;
}  // namespace CLI

namespace triptych::cli {

// Of {"ID": "TEXT", "MANY": {"1": "TEXT", "other": "TEXT"}}: counted sentences are told by the number itself, or by
// "other". Errors: those of readWhole(); malformed.
[[nodiscard]] Result<text::Catalogue> readCatalogue(const std::string& path);

// Sets the catalogue that the environment names in TRIPTYCH_SENTENCES; none is named: English. Before anything is said.
[[nodiscard]] Result<void> setCatalogueOfEnvironment();

// Descriptions of `program`'s commands and options, and the headings of its help, in the catalogue's words. After all
// have been declared.
void translateHelp(CLI::App& program);

}  // namespace triptych::cli
