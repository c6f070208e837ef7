import { z } from "zod";

const storable = (text: string) => !text.includes("\0") && text.isWellFormed();
const word = z.string().max(1_000).refine(storable, "This text holds a character that cannot be stored.");
const name = z
  .string()
  .min(1)
  .max(64)
  .refine((text) => storable(text) && text !== "__proto__", "This name cannot be used.");

/** What is known of a document besides its text: flat, so that every index and database compares it alike. */
export const documentMetadataSchema = z
  .record(name, z.union([word, z.number(), z.boolean(), z.array(word).max(50)]))
  .refine((metadata) => Object.keys(metadata).length <= 50, "A document has 50 of these at most.");
export type DocumentMetadata = z.infer<typeof documentMetadataSchema>;

export const filterOperators = ["is", "is-not", "one-of", "contains", "at-least", "at-most", "exists"] as const;

/** One condition on the metadata of documents. */
export const metadataConditionSchema = z.strictObject({
  field: name,
  operator: z.enum(filterOperators).default("is"),
  value: z.union([word, z.number(), z.boolean(), z.array(z.union([word, z.number()])).max(100)]).default(true),
});
export type MetadataCondition = z.infer<typeof metadataConditionSchema>;
/** All of them must hold. */
export const metadataFilterSchema = z.array(metadataConditionSchema).max(20);
