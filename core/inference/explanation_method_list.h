// Every explanation method, one row each; nothing else names them. explanation_methods.cpp makes the descriptors of it,
// core/explain/methods.cpp the table of functions, core/explain/CMakeLists.txt the list of sources: a row
// (id, function, descriptor) means that core/explain/ID.cpp defines `function` (core/explain/methods.h), and says of it
// what MethodInfo says. The first one is the default: the one whose maps `triptych-cli study faithfulness` found the
// most faithful (docs/decisions/0066).
#pragma once

// clang-format off
#define TRIPTYCH_EXPLANATION_METHODS(method)                                                                           \
    method(occlusion, occlusion, .title = "Occlusion", .short_names = "",                                              \
           .describes = "what the score loses when a window of the beat is taken away",                                \
           .gives = {.features = true, .differences = true},                                                           \
           .cost = {.forward = 220})                                                                                   \
    method(integrated_gradients, integratedGradients, .title = "Integrated Gradients", .short_names = "ig",            \
           .describes = "what each cell adds to the score on the way from a baseline",                                \
           .needs = {.gradients = true}, .gives = {.features = true, .adds_up = true, .differences = true},            \
           .cost = {.forward = 52, .backward = 50})                                                                    \
    method(grad_cam, gradCam, .title = "Grad-CAM", .short_names = "gradcam",                                           \
           .describes = "where the last convolution looked for the class",                                             \
           .needs = {.gradients = true, .convolution = true}, .gives = {.is_signed = false, .differences = true},      \
           .cost = {.forward = 1, .backward = 1})                                                                      \
    method(saliency, saliency, .title = "Saliency", .short_names = "gradient",                                         \
           .describes = "how much the score would move if a cell did",                                                 \
           .needs = {.gradients = true},                                                                               \
           .gives = {.is_signed = false, .features = true, .differences = true},                                       \
           .cost = {.forward = 2, .backward = 1})                                                                      \
    method(gradient_input, gradientInput, .title = "Gradient × input", .short_names = "gradxinput",                    \
           .describes = "what a cell would add to the score, were the network linear",                                 \
           .needs = {.gradients = true}, .gives = {.features = true, .differences = true},                             \
           .cost = {.forward = 2, .backward = 1})                                                                      \
    method(smooth_grad, smoothGrad, .title = "SmoothGrad", .short_names = "smoothgrad",                                \
           .describes = "the mean slope of the score over noisy copies of the beat",                                   \
           .needs = {.gradients = true},                                                                               \
           .gives = {.features = true, .differences = true, .draws = true},                                            \
           .cost = {.forward = 51, .backward = 50})                                                                    \
    method(var_grad, varGrad, .title = "VarGrad", .short_names = "vargrad",                                            \
           .describes = "how the slope of the score varies over noisy copies of the beat",                             \
           .needs = {.gradients = true},                                                                               \
           .gives = {.is_signed = false, .features = true, .differences = true, .draws = true},                        \
           .cost = {.forward = 51, .backward = 50})                                                                    \
    method(guided_grad_cam, guidedGradCam, .title = "Guided Grad-CAM", .short_names = "guided",                        \
           .describes = "where the last convolution looked, at the sharpness of the input",                            \
           .needs = {.gradients = true, .convolution = true},                                                          \
           .gives = {.is_signed = false, .differences = true},                                                         \
           .cost = {.forward = 2, .backward = 2})                                                                      \
    method(shapley, shapley, .title = "Shapley values", .short_names = "",                                             \
           .describes = "what each named part adds to the score, whatever else is there",                              \
           .gives = {.features = true, .adds_up = true, .differences = true, .draws = true},                           \
           .cost = {.forward = 770})                                                                                   \
    method(attention_rollout, attentionRollout, .title = "Attention rollout", .short_names = "rollout",                \
           .describes = "what reaches the class token through all layers, for any class alike",                        \
           .needs = {.attention = true}, .gives = {.is_signed = false, .of_class = false},                             \
           .cost = {.forward = 2})                                                                                     \
    method(raw_attention, rawAttention, .title = "Raw attention", .short_names = "attention",                          \
           .describes = "what the class token looks at in the last layer, for any class alike",                        \
           .needs = {.attention = true}, .gives = {.is_signed = false, .of_class = false},                             \
           .cost = {.forward = 2})                                                                                     \
    method(contribution, contribution, .title = "Contribution table", .short_names = "branches",                       \
           .describes = "what each branch puts into the score",                                                        \
           .gives = {.maps = false, .features = true, .differences = true},                                            \
           .cost = {.forward = 2})

/* Of these, the ones that hold the beat against another input: ExplainRequest::baseline is of them alone. */
#define TRIPTYCH_METHODS_WITH_BASELINE(method) \
    method(occlusion) method(integrated_gradients) method(gradient_input) method(shapley)
// clang-format on
