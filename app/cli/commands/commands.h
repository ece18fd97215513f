// The commands of triptych-cli: each add...() declares one with its options and examples, and, when it is the one that
// was called, puts what is to be done into `action`.
#pragma once

#include "app/cli/session.h"

#include <functional>

namespace CLI {
class App;
}

namespace triptych::cli {

// Errors: wrong_use ends with exit status 2, any other with 1.
using Action = std::function<Result<void>(Session&)>;

void addInfo(CLI::App& program, Action& action);
void addSamples(CLI::App& program, Action& action);
void addBeats(CLI::App& program, Action& action);
void addMeasure(CLI::App& program, Action& action);
void addWaves(CLI::App& program, Action& action);
void addRhythm(CLI::App& program, Action& action);
void addScoreRhythm(CLI::App& program, Action& action);
void addHrv(CLI::App& program, Action& action);
void addScore(CLI::App& program, Action& action);
void addClassify(CLI::App& program, Action& action);
void addExplain(CLI::App& program, Action& action);
void addScalogram(CLI::App& program, Action& action);
void addSpectrum(CLI::App& program, Action& action);
void addTrain(CLI::App& program, Action& action);
void addPrepare(CLI::App& program, Action& action);
void addModel(CLI::App& program, Action& action);
void addEvaluate(CLI::App& program, Action& action);
void addCompare(CLI::App& program, Action& action);
void addFormats(CLI::App& program, Action& action);
void addModels(CLI::App& program, Action& action);
void addStudy(CLI::App& program, Action& action);
void addSynth(CLI::App& program, Action& action);
void addLabels(CLI::App& program, Action& action);
void addConvert(CLI::App& program, Action& action);

}  // namespace triptych::cli
