import type { FoundPassage } from "../../rag/step-types.ts";
import { defineStep } from "../define.ts";
import { definition } from "./definition.ts";
import { readFilter } from "./read-filter.ts";
import { readRerank } from "./read-rerank.ts";

export default defineStep(definition, async ({ config, ctx }) => {
  const { base, query, mode, count, minSimilarity, neighbours, sections } = config;
  const given = { query, mode, count, minSimilarity, neighbours, sections };
  const chosen = { filter: readFilter(config.filter), rerank: readRerank(config) };
  const { results, notes } = await ctx.knowledge.search(base, { ...given, ...chosen });
  for (const note of notes) ctx.log("warn", note);
  const passages = results.map(({ id: _, stages: __, number: ___, ...passage }, index) => ({
    ...passage,
    number: index + 1,
    link: ctx.knowledge.linkTo(passage),
  }));
  return { port: "out", output: { text: results.map(cited).join("\n\n"), notes, passages } };
});

/** As a model is given it: numbered, with its source. */
function cited({ document, pages, context }: FoundPassage, index: number): string {
  const page =
    pages === null ? "" : pages.from === pages.to ? `, page ${pages.from}` : `, pages ${pages.from}-${pages.to}`;
  return `[${index + 1}] ${document.name}${page}\n${context.trim()}`;
}
