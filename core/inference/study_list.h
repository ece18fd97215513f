// Every study that the laboratory makes, one row each; nothing else names them: a row (name, function, ...) means that
// core/inference/module/studies/NAME.cpp defines `function` (core/inference/module/studies/study.h), which the command
// `study NAME` calls, and says of it what StudyInfo says. Help, the build and the module read this list.
#pragma once

// clang-format off
#define TRIPTYCH_STUDIES(study)                                                                                        \
    study(images, imagesStudy,                                                                                         \
          .describes = text::idOf("Oladunni's models on printed pages: with duplicate files, without, by printed ID"),  \
          .data = text::idOf("Folder of the pages, with files.csv and ids.csv"),                                       \
          .parts = "published distinct grouped", .seeds = 3, .epochs = 15)                                            \
    study(calibration, calibrationStudy,                                                                              \
          .describes = text::idOf("How far the product model's probabilities can be believed, on records held out"),  \
          .data = text::idOf("Folder of MIT-BIH, with svdb beside it"), .seeds = 0,                                   \
          .run = text::idOf("Folder of the finished training whose folds answer"))                                    \
    study(domains, domainsStudy,                                                                                      \
          .describes = text::idOf("What time, frequency and scalogram tell of one another on MIT-BIH"),               \
          .data = text::idOf("Folder of MIT-BIH"), .seeds = 1)                                                        \
    study(fusion, fusionStudy,                                                                                        \
          .describes = text::idOf("Late, intermediate and early fusion on MIT-BIH, within and between patients"),     \
          .data = text::idOf("Folder of MIT-BIH"),                                                                    \
          .parts = "inter-plain_cnn inter-plain_spectrum_cnn inter-scalogram_cnn inter-early_cnn "                    \
                   "inter-hybrid_1 inter-v_stft_cnn inter-v_time_transformer inter-v_concat "                         \
                   "inter-v_sum inter-v_weighted inter-hybrid_2 inter-three_domains "                                 \
                   "intra-plain_cnn intra-plain_spectrum_cnn intra-scalogram_cnn intra-early_cnn "                    \
                   "intra-hybrid_1 intra-v_stft_cnn intra-v_time_transformer intra-v_concat "                         \
                   "intra-v_sum intra-v_weighted intra-hybrid_2 intra-three_domains",                                 \
          .seeds = 3)
// clang-format on
