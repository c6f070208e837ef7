import { z } from "zod";
import { limits } from "../../config/limits.ts";
import { metadataFilterSchema } from "../metadata.ts";

export const searchModes = ["hybrid", "vector", "keyword"] as const;

const query = z
  .string()
  .max(8_000)
  .refine((text) => text.trim() !== "", "Write what to look for.")
  .refine((text) => !text.includes("\0") && text.isWellFormed(), "This text holds a character that cannot be stored.");

const rerankSchema = z.strictObject({
  by: z
    .enum(["model", "provider"])
    .describe(
      "`model`: a language model scores the passages. `provider`: a model made for it, at an address with `/rerank`.",
    ),
  model: z.string().trim().min(3).max(200).describe("`provider/model`."),
  minScore: z
    .number()
    .min(-1_000_000)
    .max(1_000_000)
    .nullable()
    .default(null)
    .describe("Leaves out what gets less; language models give 0 to 1, most others too."),
});
export type RerankChoice = z.output<typeof rerankSchema>;

/** What a search may be told, by the API and by nodes. */
export const searchFields = {
  query,
  mode: z.enum(searchModes).default("hybrid").describe("By meaning (`vector`), by words (`keyword`), or by both."),
  count: z.int().min(1).max(limits.searchResults).default(5).describe("Passages at most."),
  filter: metadataFilterSchema.default([]).describe("Only documents whose metadata fits all of these."),
  minSimilarity: z
    .number()
    .min(-1_000_000)
    .max(1_000_000)
    .nullable()
    .default(null)
    .describe("Leaves out what is less similar by meaning; with `cosine` between -1 and 1."),
  rerank: rerankSchema
    .nullable()
    .default(null)
    .describe("Orders the best passages anew by how well they answer; asks for the permission `knowledge:write`."),
  neighbours: z.int().min(0).max(10).default(0).describe("Passages before and after each, given with it."),
  sections: z
    .boolean()
    .default(true)
    .describe("Gives the larger section around each passage, where the base has such."),
};
export const searchSchema = z.strictObject(searchFields);
export type Search = z.output<typeof searchSchema>;
