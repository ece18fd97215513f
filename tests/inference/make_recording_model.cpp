// make_recording_model FOLDER: the model of recording_model.h on disk, for tests that see no LibTorch.
#include "tests/inference/recording_model.h"

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    triptych::inference::test::writeRecordingModel(argv[1]);
    return 0;
}
