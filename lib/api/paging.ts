import { z } from "zod";

export const PAGE_LIMIT = 100;

/** Query fields that every list takes; spread into the list's own strict object. */
export const pageQuery = {
  cursor: z.string().max(500).optional().describe("`nextCursor` of the page before."),
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT).default(50).describe("Items on a page."),
};

export function page<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe("Give it as `cursor` for the next page; null on the last one."),
  });
}
