// Layers: every mark has its place, an annotator's file becomes one layer for each kind, and nothing is lost on the
// way.
#include "core/domain/layer.h"

#include <gtest/gtest.h>

namespace triptych {
namespace {

Annotation mark(std::int64_t sample, std::uint8_t code) {
    Annotation made;
    made.sample = sample;
    made.code = code;
    return made;
}

TEST(Layers, AnAnnotatorsFileBecomesOneLayerForEachKind) {
    AnnotationSet set{"atr", 250, {}};
    set.annotations = {mark(10, kRhythm), mark(20, kNormal), mark(30, kNoise),     mark(40, kPWave),
                       mark(50, kPvc),    mark(60, kNote),   mark(70, kFlutterOn), mark(80, kMeasure)};
    const Layers layers = layersOf(set);
    ASSERT_EQ(layers.size(), 6U);
    std::size_t marks = 0;
    for (const LayerPtr& layer : layers) {
        EXPECT_EQ(layer->source, (LayerSource{LayerMaker::annotator, "atr", {}}));
        EXPECT_EQ(layer->rate_hz, 250);
        EXPECT_TRUE(layer->complete);
        for (const Annotation& one : layer->marks) EXPECT_EQ(layerKindOf(one), layer->kind);
        marks += layer->marks.size();
    }
    EXPECT_EQ(marks, set.annotations.size());
    EXPECT_EQ(layerOf(layers, LayerKind::rhythm, LayerMaker::annotator)->marks.size(), 2U);
    EXPECT_EQ(layerOf(layers, LayerKind::beats, LayerMaker::model), nullptr);
}

TEST(Layers, EveryBeatCodeIsABeatAndNoOtherIs) {
    for (std::uint8_t code = 1; code < kAnnotationCodes; ++code) {
        EXPECT_EQ(layerKindOf(mark(0, code)) == LayerKind::beats, isBeat(code)) << int{code};
    }
}

TEST(Layers, SourcesAreSaidInWords) {
    EXPECT_EQ(inWords(LayerSource{LayerMaker::annotator, "atr", {}}), "annotator atr");
    EXPECT_EQ(inWords(LayerSource{LayerMaker::detector, {}, {}}), "detector");
    EXPECT_EQ(inWords(LayerSource{LayerMaker::model, "product", std::string(64, 'a')}), "model product aaaaaaaa");
}

}  // namespace
}  // namespace triptych
