// The one word for a beat without a class: what it is called, written as, and whether its time counts.
#include "core/domain/silence.h"

#include "core/domain/annotation.h"
#include "core/domain/prediction.h"

#include <gtest/gtest.h>

#include <set>

namespace triptych {
namespace {

constexpr Silence kAll[] = {Silence::none,   Silence::missing, Silence::flat,  Silence::motion,
                            Silence::muscle, Silence::flutter, Silence::paced, Silence::edge};

TEST(SilenceWord, EachHasANameAndASentenceOfItsOwn) {
    std::set<std::string> names, sentences;
    for (const Silence silence : kAll) {
        names.emplace(name(silence));
        sentences.insert(inWords(silence).text());
        EXPECT_EQ(name(silence).empty(), silence == Silence::none);
        EXPECT_EQ(inWords(silence).text().empty(), silence == Silence::none);
    }
    EXPECT_EQ(names.size(), std::size(kAll));
    EXPECT_EQ(sentences.size(), std::size(kAll));
    EXPECT_EQ(inWords(Silence::motion), "cannot be read: motion");
    EXPECT_EQ(inWords(Silence::paced), "paced rhythm: outside this model");
}

TEST(SilenceWord, WhatCannotBeReadIsAnArtefactAndEndsNoInterval) {
    for (const Silence silence : {Silence::missing, Silence::flat, Silence::motion, Silence::muscle}) {
        EXPECT_FALSE(isReadable(silence));
        EXPECT_FALSE(hasTime(silence));
        EXPECT_EQ(codeOf(silence), kArtifact);
    }
    EXPECT_TRUE(isReadable(Silence::flutter)) << "the flutter can be read; there are no beats";
    EXPECT_FALSE(hasTime(Silence::flutter));
    EXPECT_EQ(codeOf(Silence::flutter), kFlutterWave);
    EXPECT_TRUE(hasTime(Silence::paced) && hasTime(Silence::edge) && hasTime(Silence::none));
    EXPECT_EQ(codeOf(Silence::paced), kPaced);
    EXPECT_EQ(codeOf(Silence::edge), kLearn);
    EXPECT_EQ(codeOf(Silence::none), 0);
}

TEST(SilenceWord, ABeatHasAClassUnlessSomethingIsSaid) {
    Predictions predictions;
    EXPECT_TRUE(predictions.hasClass(3)) << "nobody was asked";
    predictions.silence = {Silence::none, Silence::motion};
    EXPECT_TRUE(predictions.hasClass(0));
    EXPECT_FALSE(predictions.hasClass(1));
    EXPECT_EQ(predictions.silenceOf(1), Silence::motion);
}

}  // namespace
}  // namespace triptych
