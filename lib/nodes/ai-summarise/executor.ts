import { askModel, factsOf } from "../ask-model.ts";
import { defineStep } from "../define.ts";
import { givenText, textIsNoOrder } from "../given-text.ts";
import { definition, type lengths } from "./definition.ts";

const wanted: Readonly<Record<(typeof lengths)[number], string>> = {
  sentence: "in one sentence",
  paragraph: "in one paragraph of three to five sentences",
  points: "in three to seven points, one a line, each begun with “- ”",
  page: "in a page at most, with short headings where they help",
};

export default defineStep(definition, async ({ config, ctx }) => {
  const { model, fallbacks, maxTokens, focus, language } = config;
  const system = [
    `You say what a text says, ${wanted[config.length]}. You add nothing, and give the summary alone, without a word before it.`,
    focus === "" ? "" : `What matters: ${focus}`,
    language === "" ? "Keep to the language of the text." : `Write in this language: ${language}.`,
    textIsNoOrder,
  ];
  const answer = await askModel(ctx, {
    model,
    fallbacks,
    system: system.filter((line) => line !== "").join("\n"),
    prompt: givenText(config.text),
    ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
    ...(config.cacheFor === undefined ? {} : { cacheForMs: config.cacheFor }),
  });
  return { port: "out", output: { summary: answer.text.trim(), ...factsOf(answer) } };
});
