import { z } from "zod";

/** Text search configurations that every PostgreSQL has; `simple` takes words as they are written. */
export const searchLanguages = [
  "simple",
  "arabic",
  "danish",
  "dutch",
  "english",
  "finnish",
  "french",
  "german",
  "greek",
  "hungarian",
  "indonesian",
  "irish",
  "italian",
  "lithuanian",
  "nepali",
  "norwegian",
  "portuguese",
  "romanian",
  "russian",
  "spanish",
  "swedish",
  "tamil",
  "turkish",
] as const;
export type SearchLanguage = (typeof searchLanguages)[number];

export const metrics = ["cosine", "dot", "l2"] as const;
export type Metric = (typeof metrics)[number];

/** How the documents of a base are cut into passages. A change holds for what is read afterwards. */
export const baseSettingsSchema = z
  .strictObject({
    size: z.int().min(32).max(8_000).default(400).describe("Tokens of a passage at most."),
    overlap: z.int().min(0).max(2_000).default(40).describe("Tokens that a passage repeats of the one before it."),
    sectionSize: z
      .int()
      .min(0)
      .max(32_000)
      .default(0)
      .describe("Tokens of the larger sections that are given to readers in place of the passages; 0: there are none."),
  })
  .refine(({ size, overlap }) => overlap <= size / 2, {
    path: ["overlap"],
    message: "A passage may repeat half of itself at most.",
  })
  .refine(({ size, sectionSize }) => sectionSize === 0 || sectionSize >= size, {
    path: ["sectionSize"],
    message: "A section is at least as large as a passage.",
  });
export type BaseSettings = z.infer<typeof baseSettingsSchema>;
