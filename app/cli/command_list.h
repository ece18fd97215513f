// Every command of triptych-cli, one row each, in the order of the help: a row (name, function) means that
// app/cli/commands/NAME.cpp defines `function` (app/cli/commands/commands.h), which declares the command of that name,
// a hyphen for each underscore. Help, manual pages, completion, the build and its tests read this list.
#pragma once

// clang-format off
#define TRIPTYCH_COMMANDS(command) \
    command(info, addInfo)                \
    command(samples, addSamples)          \
    command(beats, addBeats)              \
    command(waves, addWaves)              \
    command(measure, addMeasure)          \
    command(rhythm, addRhythm)            \
    command(hrv, addHrv)                  \
    command(score_rhythm, addScoreRhythm) \
    command(score, addScore)              \
    command(classify, addClassify)        \
    command(explain, addExplain)          \
    command(scalogram, addScalogram)      \
    command(spectrum, addSpectrum)        \
    command(formats, addFormats)          \
    command(models, addModels)            \
    command(model, addModel)              \
    command(train, addTrain)              \
    command(prepare, addPrepare)          \
    command(evaluate, addEvaluate)        \
    command(compare, addCompare)          \
    command(study, addStudy)              \
    command(synth, addSynth)              \
    command(labels, addLabels)            \
    command(review, addReview)            \
    command(convert, addConvert)          \
    command(print, addPrint)
// clang-format on
