// Every format that Triptych reads, one row each, tried in this order: a row (folder, ...) means that
// core/formats/FOLDER has FOLDER.h, with the functions of the row, FOLDER.cpp and, where it has other sources or needs
// a library, a CMakeLists; the rest is a Format of open.cpp. open.cpp makes its table of it,
// core/formats/CMakeLists.txt the list of folders, tests/formats/CMakeLists.txt that of tests (FOLDER/FOLDER_test.cpp),
// resources/CMakeLists.txt what a desktop is told of types: name, extensions and type stand in the first line of a row.
#pragma once

// clang-format off
#define TRIPTYCH_FORMATS(format)                                                                                       \
    format(edf, .name = "EDF", .extensions = "edf", .mime_type = "application/x-edf",                                  \
           .sniff = sniffEdf, .open = openEdf)                                                                         \
    format(edf, .name = "BDF", .extensions = "bdf", .mime_type = "application/x-bdf",                                  \
           .sniff = sniffBdf, .open = openEdf)                                                                         \
    format(wfdb, .name = "WFDB", .extensions = "hea", .mime_type = "application/x-wfdb",                               \
           .sniff = sniffWfdbHeader, .main_file = wfdbHeaderFor, .open = openWfdb)                                     \
    format(aecg, .name = "HL7 aECG", .extensions = "xml", .mime_type = "application/x-hl7-aecg+xml",                   \
           .sniff = sniffAecg, .open = openAecg)                                                                       \
    format(muse, .name = "GE MUSE", .extensions = "xml", .mime_type = "application/x-ge-muse+xml",                     \
           .sniff = sniffMuse, .open = openMuse)                                                                       \
    format(philips, .name = "Philips Sierra", .extensions = "xml", .mime_type = "application/x-philips-sierra+xml",    \
           .sniff = sniffPhilips, .open = openPhilips)                                                                 \
    format(dicom, .name = "DICOM", .extensions = "dcm", .mime_type = "application/dicom",                              \
           .sniff = sniffDicom, .open = openDicom)                                                                     \
    format(scp, .name = "SCP-ECG", .extensions = "scp", .mime_type = "application/x-scp-ecg",                          \
           .sniff = sniffScp, .open = openScp)                                                                         \
    format(ishne, .name = "ISHNE", .extensions = "ecg", .mime_type = "application/x-ishne",                            \
           .sniff = sniffIshne, .main_file = ishneFileFor, .open = openIshne)                                          \
    format(mfer, .name = "MFER", .extensions = "mwf mfer", .mime_type = "application/x-mfer",                          \
           .sniff = sniffMfer, .open = openMfer)                                                                       \
    format(gdf, .name = "GDF", .extensions = "gdf", .mime_type = "application/x-gdf",                                  \
           .sniff = sniffGdf, .open = openGdf)                                                                         \
    format(cardiosoft, .name = "GE CardioSoft", .extensions = "xml", .mime_type = "application/x-ge-cardiosoft+xml",   \
           .sniff = sniffCardioSoft, .open = openCardioSoft)                                                           \
    format(apple_health, .name = "Apple Health", .extensions = "xml", .mime_type = "application/x-apple-health+xml",   \
           .sniff = sniffAppleHealth, .main_file = appleHealthFolder, .open_with_hints = openAppleHealth,              \
           .records = recordsInAppleHealth)                                                                            \
    format(fhir, .name = "FHIR", .extensions = "json", .mime_type = "application/json",                                \
           .sniff = sniffFhir, .open_with_hints = openFhir, .records = recordsInFhir)                                  \
    format(wav, .name = "WAV", .extensions = "wav", .mime_type = "audio/x-wav",                                        \
           .sniff = sniffWav, .open = openWav, .may_be_part = true)                                                    \
    format(flac, .name = "FLAC", .extensions = "flac", .mime_type = "audio/flac",                                      \
           .sniff = sniffFlac, .open = openFlac, .may_be_part = true)                                                  \
    format(numpy, .name = "NumPy", .extensions = "npy", .mime_type = "application/x-npy",                              \
           .sniff = sniffNpy, .open_with_hints = openNpy, .records = recordsInNpy, .may_be_part = true)                \
    format(numpy, .name = "NumPy archive", .extensions = "npz", .mime_type = "application/x-npz",                      \
           .sniff = sniffNpz, .open_with_hints = openNpz, .records = recordsInNpz)                                     \
    /* Before HDF5: level 7.3 is HDF5 behind a header of MATLAB's. */                                                  \
    format(matlab, .name = "MATLAB", .extensions = "mat", .mime_type = "application/x-matlab-data",                    \
           .sniff = sniffMatlab, .open_with_hints = openMatlab, .records = recordsInMatlab, .may_be_part = true)       \
    format(hdf5, .name = "HDF5", .extensions = "h5 hdf5", .mime_type = "application/x-hdf5",                           \
           .sniff = sniffHdf5, .open_with_hints = openHdf5, .records = recordsInHdf5, .may_be_part = true)             \
    format(triptych_json, .name = "Triptych JSON", .extensions = "json", .mime_type = "application/json",              \
           .sniff = sniffTriptychJson, .open = openTriptychJson)                                                       \
    format(page, .name = "PNG page", .extensions = "png", .mime_type = "image/png",                                    \
           .sniff = sniffPng, .open = openPage)                                                                        \
    format(page, .name = "JPEG page", .extensions = "jpg jpeg", .mime_type = "image/jpeg",                             \
           .sniff = sniffJpeg, .open = openPage)                                                                       \
    format(gzip, .name = "gzip", .extensions = "gz", .mime_type = "application/gzip",                                  \
           .sniff = sniffGzip, .open_with_hints = openGzip, .records = recordsInGzip, .has_columns = true)             \
    format(zip, .name = "ZIP", .extensions = "zip", .mime_type = "application/zip",                                    \
           .sniff = sniffZip, .open_with_hints = openZip, .records = recordsInZip, .has_columns = true)                \
    /* The last: a table of numbers has no mark of its own. */                                                         \
    format(csv, .name = "CSV", .extensions = "csv tsv txt", .mime_type = "text/csv",                                   \
           .sniff = sniffCsv, .open_with_hints = openCsv, .has_columns = true)
// clang-format on
