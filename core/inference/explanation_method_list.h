// Every explanation method, one row each; nothing else names them. explanation_methods.cpp makes the descriptors of it,
// core/explain/methods.cpp the table of functions, core/explain/CMakeLists.txt the list of sources: a row
// (id, function, descriptor) means that core/explain/ID.cpp defines `function` (core/explain/methods.h), and says of it
// what MethodInfo says. The first one is the default.
#pragma once

// clang-format off
#define TRIPTYCH_EXPLANATION_METHODS(method)                                                                           \
    method(integrated_gradients, integratedGradients, .title = "Integrated Gradients", .short_names = "ig",            \
           .describes = "what each cell adds to the score on the way from an empty input",                             \
           .needs = {.gradients = true}, .gives = {.features = true, .adds_up = true, .differences = true},            \
           .cost = {.forward = 52, .backward = 50})                                                                    \
    method(grad_cam, gradCam, .title = "Grad-CAM", .short_names = "gradcam",                                           \
           .describes = "where the last convolution looked for the class",                                             \
           .needs = {.gradients = true, .convolution = true}, .gives = {.is_signed = false, .differences = true},      \
           .cost = {.forward = 1, .backward = 1})
// clang-format on
